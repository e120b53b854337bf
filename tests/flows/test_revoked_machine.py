"""A till whose key is revoked sells on alone; what it signed proves nothing elsewhere, and nobody is left standing there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.ledger.revoking import revoke
from sync.protocol import facts
from sync.protocol.errors import EnvironmentFault
from tests.flows.counters import Counter, counters
from tests.flows.shops import shop
from tests.unit.sync.ledger.worlds import World


@pytest.fixture
def tills(tmp_path: Path) -> Iterator[tuple[World, Counter, Counter]]:
    with counters(tmp_path, shop(), "R1", "R2") as (world, (first, second)):
        yield world, first, second


def test_its_codes_are_refused_and_there_is_another_way_for_each(tills: tuple[World, Counter, Counter]) -> None:
    world, stolen, other = tills
    joined = stolen.ok("join", profile={"first_name": "Zoé", "phone": "0612345678"})
    stolen.ok("cancel_basket")
    sold = stolen.sell({"sku": "lamp"})
    stolen.exchange()
    other.exchange()
    assert other.ok("scan", code=joined["card"])["basket"]["member"]["id"] == joined["member"]
    other.ok("cancel_basket")
    revoke(world.context, "R1", "A")
    other.exchange()
    coupon = sold["basket"]["coupons_issued"][0]
    for act, code in (("scan", joined["card"]), ("member", joined["card"]), ("scan", coupon["code"]), ("coupon", coupon["code"])):
        other.no("token_revoked", act, code=code)
    other.no("token_revoked", "return", receipt=sold["receipt"]["code"])
    assert {(each.kind, each.cause) for each in other.facts(facts.RightRefused)} == {
        ("coupon", "token_revoked"),
        ("member_card", "token_revoked"),
    }
    assert other.ok("member", code="0612345678")["basket"]["member"]["id"] == joined["member"]
    fresh = other.ok("member_card", new=True)["card"]
    other.ok("cancel_basket")
    assert other.ok("scan", code=fresh)["basket"]["member"]["id"] == joined["member"]
    other.ok("cancel_basket")
    other.ok("return", receipt=sold["receipt"]["number"])
    other.pay()
    assert not world.cases()


def test_it_sells_on_alone_and_takes_what_it_signed_itself(tills: tuple[World, Counter, Counter]) -> None:
    world, stolen, _ = tills
    revoke(world.context, "R1", "A")
    with pytest.raises(EnvironmentFault, match="ledger_refused"):
        stolen.exchange()
    sold = stolen.sell({"sku": "lamp"})
    stolen.ok("return", receipt=sold["receipt"]["code"])
    stolen.pay()
