"""P1, points: by amount, product and visit, with rates by goods and tier; pending while goods may come back; lots that end three ways."""

from pathlib import Path
from typing import Any

import pytest

from tests.flows.loyalty.scenes import scene, ways
from tests.flows.loyalty.shops import points

Json = dict[str, Any]
TIERS: Json = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "gold", "need": 90_000}]}
EARN: Json = {
    "points": 1,
    "per_minor": 100,
    "rates": [{"of": {"tags": ["tea"]}, "times_bp": 20_000}, {"tiers": ["gold"], "times_bp": 15_000}],
    "pieces": [{"of": {"skus": ["pen"]}, "points": 7}],
    "visit": 5,
}


@ways
def test_by_amount_product_and_visit_with_rates(tmp_path: Path, online: bool) -> None:
    """Growing line by line; the tier's rate on top of the goods'; a visit once a day, whichever till it was at."""
    with scene(tmp_path, online, programmes=[points(earn=EARN), TIERS], tier="gold") as shop:
        shop.one.ok("member", code="0421234567890")
        grown = [shop.one.ok("add", sku=sku, quantity=1)["basket"]["points_earned"] for sku in ("coat", "tea", "pen", "pen")]
        assert grown == [5 + 75, 5 + 105, 5 + 108 + 7, 5 + 111 + 14]
        shop.one.pay()
        assert shop.sell(tea=1)["basket"]["points_earned"] == 30, "the visit has counted"
        shop.settle()
        assert shop.balance("POINT") == 130 + 30
        shop.two.ok("member", code="0421234567890")
        assert shop.two.ok("add", sku="tea", quantity=1)["basket"]["points_earned"] == 30, "at another till too"
        shop.two.ok("cancel_basket")
        shop.night(days=1)
        assert shop.ticket(tea=1)["points_earned"] == 35, "a new day is a new visit"


@ways
def test_pending_until_the_goods_can_come_back_no_more(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, programmes=[points(pending_days=14)]) as shop:
        kept, brought = shop.sell(coat=1), shop.sell(tea=1)
        shop.settle()
        assert (shop.balance("POINT"), shop.wallet()["balances"][0]["pending"]) == (0, 60)
        shop.ticket(coat=1)
        shop.one.no("points_short", "tender", kind="points", amount_minor=10)
        shop.one.ok("cancel_basket")
        shop.night(days=13)
        shop.give_back(brought)
        shop.settle()
        assert (shop.balance("POINT"), shop.wallet()["balances"][0]["pending"]) == (0, 50)
        shop.night(days=1)
        assert (shop.balance("POINT"), shop.wallet()["balances"][0]["pending"]) == (50, 0)
        shop.ticket(coat=1)
        shop.one.ok("tender", kind="points", amount_minor=50)
        shop.one.pay()
        shop.settle()
        assert shop.balance("POINT") == 0
        assert kept["basket"]["points_earned"] == 50


@ways
def test_the_oldest_is_spent_first_and_the_rest_ends(tmp_path: Path, online: bool) -> None:
    """Two lots of 50, a month apart; what was spent came from the first, so that 20 of it end and the second stays."""
    with scene(tmp_path, online, programmes=[points(expiry={"kind": "rolling", "months": 6})]) as shop:
        shop.sell(coat=1)
        shop.settle()
        shop.night(days=30)
        shop.sell(coat=1)
        shop.ticket(pen=1)
        shop.one.ok("tender", kind="points", amount_minor=30)
        shop.one.pay()
        shop.settle()
        assert shop.balance("POINT") == 50 - 30 + 50 + 2
        (row,) = shop.wallet()["balances"]
        assert (row["expiring"], row["expires"]) == (20, "2027-05-22")
        shop.night(days=151)
        assert shop.world.time.date().isoformat() == "2027-05-22"
        assert shop.balance("POINT") == 72, "its last day counts"
        shop.night(days=1)
        assert shop.balance("POINT") == 52


@pytest.mark.parametrize(
    ("expiry", "days", "left"),
    [
        ({"kind": "fixed_day", "day": "12-31", "months": 1}, 39, 50),
        ({"kind": "fixed_day", "day": "12-31", "months": 1}, 40, 0),
        ({"kind": "inactivity", "months": 1}, 30, 50),
        ({"kind": "inactivity", "months": 1}, 31, 0),
    ],
)
@ways
def test_on_a_fixed_day_or_by_inactivity(tmp_path: Path, online: bool, expiry: Json, days: int, left: int) -> None:
    with scene(tmp_path, online, programmes=[points(expiry=expiry)]) as shop:
        shop.sell(coat=1)
        shop.settle()
        shop.night(days=days)
        assert shop.balance("POINT") == left


@ways
def test_whoever_buys_again_keeps_all(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, programmes=[points(expiry={"kind": "inactivity", "months": 1})]) as shop:
        shop.sell(coat=1)
        shop.settle()
        shop.night(days=25)
        shop.sell(pen=1)
        shop.settle()
        shop.night(days=25)
        assert shop.balance("POINT") == 52
        shop.night(days=7)
        assert shop.balance("POINT") == 0
