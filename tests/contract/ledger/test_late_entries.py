"""What a till that was away brings late is judged by its own day, and takes from nobody what a later day gave."""

import msgspec
import pytest

from sync.protocol.facts import Sale
from sync.protocol.records import TierState
from tests.contract.ledger.test_members_across_stores import member_of
from tests.contract.ledger.test_wild_entries import add
from tests.unit.sync.ledger.loyal_shops import PROGRAMMES, loyal_shop
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.worlds import World


@pytest.fixture
def strict(shop_world: World) -> World:
    """A shop in which a threshold lost by a return takes the tier at once."""
    shop_world.import_shop(loyal_shop(programmes=[each | {"returned": "drop"} if each["kind"] == "tiers" else each for each in PROGRAMMES]))
    return shop_world


def given_back(number: int) -> Sale:
    """Return a ticket that gives one piece for 6.00 back."""
    sold = sale(number, member="m1")
    (line,) = sold.lines
    taxes = [msgspec.structs.replace(tax, base_minor=-tax.base_minor, tax_minor=-tax.tax_minor) for tax in line.taxes]
    amounts = {name: -getattr(line, name) for name in ("quantity", "amount_minor", "net_minor", "tax_minor", "gross_minor")}
    tenders = [msgspec.structs.replace(tender, out=True) for tender in sold.tenders]
    return msgspec.structs.replace(
        sold,
        lines=[msgspec.structs.replace(line, taxes=taxes, **amounts)],
        taxes=taxes,
        net_minor=-sold.net_minor,
        tax_minor=-sold.tax_minor,
        gross_minor=-sold.gross_minor,
        tenders=tenders,
    )


def test_a_return_that_comes_late_does_not_take_a_tier_that_was_reached_since(strict: World) -> None:
    here, one = strict.machine("K1", "e1")
    there, other = strict.machine("K9", "e9")
    one.add(opened())
    other.add(opened("K9"))
    add(one, sale(1, member="m1", gross=4000), "2026-11-22T10:00:00+01:00")
    here.push(one.message())
    add(other, sale(1, series="K9-A", member="m1", gross=600), "2026-11-20T10:00:00+01:00")
    there.push(other.message())
    assert member_of(strict).tiers["LEVEL"] == TierState(tier="gold", have=4600), "a late sale counts beside the newer one"
    add(other, given_back(2), "2026-11-20T11:00:00+01:00")
    there.push(other.message())
    assert member_of(strict).tiers["LEVEL"] == TierState(tier="gold", have=4000)
    add(one, given_back(2), "2026-11-23T10:00:00+01:00")
    add(one, sale(3, member="m1", gross=100), "2026-11-23T11:00:00+01:00")
    here.push(one.message())
    assert member_of(strict).tiers["LEVEL"].have == 3500
