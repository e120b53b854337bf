"""A coupon used where it was printed before the ledger heard of it: it is told first, so that no other till may reserve it meanwhile."""

from pathlib import Path

from tests.flows.counters import Counter
from tests.flows.harness import Json
from tests.flows.loyalty.test_holds import COUPON, exchange, two_tills

ONLINE = COUPON | {"online": True}


def printed(till: Counter) -> str:
    till.ok("add", sku="coat", quantity=1)
    return str(till.pay()["basket"]["coupons_issued"][0]["code"])


def laid(till: Counter, code: str) -> Json:
    till.ok("add", sku="coat", quantity=1)
    return till.ask("coupon", code=code)


def test_one_of_two_tills_has_a_coupon_that_was_just_printed(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[ONLINE]) as (world, one, two):
        code = printed(one)
        assert laid(one, code)["ok"]
        exchange(one, two)
        assert laid(two, code)["error"]["code"] == "coupon_held"
        one.pay()
        two.ok("cancel_basket")
        exchange(one, two)
        assert world.cases() == {}


def test_at_home_it_is_good_without_the_network_as_before(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[ONLINE]) as (world, one, two):
        code = printed(one)
        one.network.up = False
        assert laid(one, code)["basket"]["totals"]["discount_minor"] == 500
        one.pay()
        one.network.up = True
        exchange(one, two)
        assert laid(two, code)["error"]["code"] == "coupon_used_elsewhere"
        assert world.cases() == {}
