"""A coupon whose goods came back: good no more, a case with its price where another till had taken it, in whatever order it is heard."""

from itertools import permutations
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete

from sync.ledger.tables import case, right
from sync.ledger.verify import verify
from sync.protocol.facts import IssuedCoupon, RedeemedCoupon, Sale
from tests.contract.ledger.test_holds import hold
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.worlds import World

ISSUED = IssuedCoupon(id="c1", offer="next", amount_minor=500, min_gross_minor=0, valid_until="2026-12-31", home="K1", code="")
TAKEN = RedeemedCoupon(id="c1", offer="next", amount_minor=400)
GONE = RedeemedCoupon(id="c1", offer="next", amount_minor=0)


def heard(world: World, order: tuple[str, ...]) -> None:
    """Let the ledger hear what four tills did to one coupon in this order: the one that takes it is of another store."""
    did: dict[str, tuple[str, dict[str, Any]]] = {
        "issued": ("K1", {"issued": [ISSUED]}),
        "used": ("K9", {"redeemed": [TAKEN]}),
        "revoked": ("K2", {"revoked": [GONE]}),
        "restored": ("K9", {"restored": [TAKEN]}),
    }
    for number, what in enumerate(order):
        register, changes = did[what]
        client, chain = world.machine(register, f"e-{what}")
        ticket: Sale = msgspec.structs.replace(sale(number + 1, series=f"{register}-A"), **changes)
        chain.add(opened(register, series="ABCD"[number]), ticket)
        client.push(chain.message())


def state(world: World) -> str:
    (row,) = [row for row in world.rows(right, id="c1") if row["issued_terminal"]]
    return str(row["state"])


@pytest.mark.parametrize("order", list(permutations(("issued", "used", "revoked"))))
def test_one_that_was_used_is_a_case_with_what_it_took_off(shop_world: World, order: tuple[str, ...]) -> None:
    heard(shop_world, order)
    found = shop_world.cases()
    assert {code: case["effect_minor"] for code, case in found.items()} == {"coupon_used_and_revoked": 400}
    assert state(shop_world) == "redeemed"
    assert verify(shop_world.context).fault is None
    client, chain = shop_world.machine("K2", "e-next")
    assert hold((client, chain), 1, "coupon", "c1").cause == "used"


@pytest.mark.parametrize("order", list(permutations(("issued", "used", "revoked", "restored"))))
def test_one_that_was_used_for_goods_that_came_back_too_is_no_case_and_stays_gone(shop_world: World, order: tuple[str, ...]) -> None:
    heard(shop_world, order)
    assert not shop_world.cases()
    assert state(shop_world) == "redeemed"
    assert verify(shop_world.context).fault is None
    client, chain = shop_world.machine("K2", "e-next")
    assert hold((client, chain), 1, "coupon", "c1").cause == "revoked"


@pytest.mark.parametrize("order", [("issued", "revoked", "revoked"), ("revoked", "revoked", "issued")])
def test_one_that_goes_back_twice_is_gone_once(shop_world: World, order: tuple[str, ...]) -> None:
    """Parted tills that take the same goods back are a case of those goods."""
    heard(shop_world, order)
    assert not shop_world.cases()
    assert state(shop_world) == "redeemed"


def test_verify_wants_the_case(shop_world: World) -> None:
    heard(shop_world, ("issued", "used", "revoked"))
    shop_world.context.write(lambda connection: connection.execute(delete(case)))
    fault = verify(shop_world.context).fault
    assert fault is not None and (fault.rule, fault.account) == ("coupon_state", "c1")
