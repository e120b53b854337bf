"""P8, campaigns: caps that hold under any partition, leases given back at closing, answers that are lost, and the one-click stop."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.services.circumstances import LEASES_BACK
from kiosk.services.desk_views import StopOffer
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.loyalty_wire import StopAnswer
from tests.flows.counters import Counter, counters
from tests.flows.loyalty.scenes import scene, ways
from tests.flows.loyalty.shops import CARD, goods, loyal

Json = dict[str, Any]


def first(**limits: Any) -> Json:
    """1.00 off each basket that names its public code."""
    return {"id": "first", "kind": "amount", "amount_minor": 100, "when": {"codes": ["FIRST"]}, "limits": limits}


def buys(till: Counter, sku: str = "tea", *, member: bool = False) -> int:
    """One basket with the code; return what it took off."""
    if member:
        till.ok("member", code=CARD)
    till.ok("add", sku=sku, quantity=1)
    answer = till.ask("coupon", code="FIRST")
    off = int(answer["basket"]["totals"]["discount_minor"]) if answer["ok"] else 0
    till.pay()
    return off


@pytest.mark.parametrize(
    ("limits", "sold", "most_minor"),
    [
        ({"total": 5}, "tea", 500),
        ({"total_pieces": 5}, "tea", 500),
        ({"budget_minor": 450}, "tea", 450),
        ({"total": 4, "budget_minor": 250, "most_minor": 60}, "tea", 240),
    ],
)
@ways
def test_no_cap_is_exceeded(tmp_path: Path, online: bool, limits: Json, sold: str, most_minor: int) -> None:
    with scene(tmp_path, online, offers=[first(**limits)]) as shop:
        had = 0
        for _ in range(6):
            for till in (shop.one, shop.two):
                had += buys(till, sold)
                if till.network.up:
                    till.exchange()
        shop.settle()
        for till in (shop.two, shop.one):
            had += buys(till, sold)
        shop.settle()
        assert 0 < had <= most_minor
        assert not shop.world.cases()
        if online and len(limits) == 1:
            assert had >= most_minor - 50, "together they gave what there was, but for crumbs of money"


@ways
def test_so_often_a_member(tmp_path: Path, online: bool) -> None:
    """Twice a week, whichever till; nobody without a card; and the goods that come back give the use back."""
    with scene(tmp_path, online, offers=[first(per_member=2, period="week")]) as shop:
        assert [buys(shop.one), buys(shop.one, member=True)] == [0, 100]
        shop.one.ok("member", code=CARD)
        shop.one.ok("add", sku="tea", quantity=1)
        shop.one.ok("coupon", code="FIRST")
        second = shop.one.pay()
        assert buys(shop.one, member=True) == 0
        shop.settle()
        assert buys(shop.two, member=True) == 0
        shop.give_back(second)
        shop.settle()
        assert buys(shop.two, member=True) == 100
        shop.settle()
        shop.night(days=1)
        assert buys(shop.one, member=True) == 100, "Monday is another week"


@ways
def test_conditions_exclusions_margin_and_the_end_of_a_local_day(tmp_path: Path, online: bool) -> None:
    """A minimum basket, goods that are left out, a least margin; valid until the shop's midnight, not the world's."""
    spring: Json = {
        "id": "first",
        "kind": "percent",
        "percent_bp": 5000,
        "when": {"codes": ["FIRST"], "min_gross_minor": 6000, "not_tags": ["pen"], "until": "2026-11-23"},
        "limits": {"margin_floor_bp": 4000},
    }
    articles = goods(coat=5000, tea=1000, pen=200)
    for product in articles:
        product["cost_minor"] = product["price_minor"] // 2
    with scene(tmp_path, online, offers=[spring], articles=articles) as shop:
        shop.one.ok("add", sku="coat", quantity=1)
        shop.one.ok("add", sku="tea", quantity=1)
        shop.one.ok("add", sku="pen", quantity=1)
        found = shop.one.ok("coupon", code="FIRST")["basket"]
        assert [(line["sku"], line["discount_minor"]) for line in found["lines"]] == [("coat", 833), ("tea", 166), ("pen", 0)]
        shop.one.pay()
        for at, off in (("2026-11-23T23:59:00+01:00", True), ("2026-11-24T00:00:00+01:00", False)):
            shop.one.ok("clock", at=at)
            shop.one.ok("add", sku="coat", quantity=2)
            assert bool(shop.one.ok("coupon", code="FIRST")["basket"]["totals"]["discount_minor"]) is off, at
            shop.one.ok("cancel_basket")


def test_what_is_left_goes_back_when_the_day_is_closed(tmp_path: Path) -> None:
    """Ten for two tills: what the first was leased and did not give is the second's once the first has closed and exchanged."""
    shop = loyal(goods(tea=1000), offers=[first(total=10)])
    with counters(tmp_path, shop, "R1", "R2") as (world, (one, two)):
        for till in (one, two):
            till.exchange()
        assert buys(one) == 100
        one.exchange()
        one.ok("close_day", counted_minor=900)
        assert one.running.till.terminal.store.get(LEASES_BACK, LEASES_BACK) == b"wanted"
        one.exchange()
        assert one.running.till.terminal.store.get(LEASES_BACK, LEASES_BACK) is None
        had = 0
        for _ in range(14):
            had += buys(two) // 100
            two.exchange()
        assert had == 9, "all that nobody had"
        assert not world.cases()


def test_a_day_that_is_opened_again_keeps_its_leases(tmp_path: Path) -> None:
    shop = loyal(goods(tea=1000), offers=[first(total=10)])
    with counters(tmp_path, shop, "R1") as (_, (one,)):
        one.exchange()
        one.network.up = False
        one.ok("close_day", counted_minor=0)
        one.ok("open_day", float_minor=0, business_day="2026-11-23")
        assert buys(one) == 100, "nothing has left this till"
        one.network.up = True


def test_an_answer_that_is_lost_gives_nothing_twice(tmp_path: Path) -> None:
    """The ledger took the leases back, and the till never heard: it gives nothing until the new figures are here, not after a restart."""
    shop = loyal(goods(tea=1000), offers=[first(total=10)])
    with counters(tmp_path, shop, "R1", "R2") as (world, (one, two)):
        for till in (one, two):
            till.exchange()
        one.ok("close_day", counted_minor=0)
        one.network.deaf_to = "/v1/lease"
        one.exchange()
        assert one.running.till.terminal.store.get(LEASES_BACK, LEASES_BACK) == b"sent"
        one.network.up = False
        one.restart()
        one.ok("open_day", float_minor=0, business_day="2026-11-23")
        assert buys(one) == 0
        had = 0
        for _ in range(14):
            had += buys(two) // 100
            two.exchange()
        one.network.up, one.network.deaf_to = True, ""
        for till in (one, two, one):
            till.exchange()
        had += buys(one) // 100
        for till in (one, two):
            till.exchange()
        assert had <= 10
        assert not world.cases()


def stop(desk: Counter, offer: str, **asked: Any) -> StopAnswer:
    """One click of a manager."""
    found = desk.running.worker.elsewhere[StopOffer](StopOffer(offer, **asked))
    assert isinstance(found, StopAnswer)
    return found


def test_one_click_stops_it_and_shows_who_has_heard_and_the_worst_case(tmp_path: Path) -> None:
    """Two tills with leases: the worst is what they still hold; a till that exchanged refuses, the other is open until it does too."""
    shop = loyal(goods(tea=1000), offers=[first(total=8)])
    with counters(tmp_path, shop, "R1", "R2") as (world, (one, two)):
        for till in (one, two):
            till.exchange()
        with pytest.raises(Refusal, match="role_not_allowed"):
            stop(one, "first")
        one.ok("logout")
        one.ok("login", staff="max", pin="123456")
        before = stop(one, "first")
        assert (before.confirmed, before.open) == ([], ["R1", "R2"])
        assert before.worst_minor is None or before.worst_minor > 0
        two.network.up = False
        one.exchange()
        one.exchange()
        half = stop(one, "first", again=True)
        assert (half.confirmed, half.open) == (["R1"], ["R2"])
        one.ok("add", sku="tea", quantity=1)
        one.no("coupon_stopped", "coupon", code="FIRST")
        one.ok("cancel_basket")
        assert buys(two) == 100, "who has not heard may still give what it holds"
        two.network.up = True
        two.exchange()
        two.exchange()
        done = stop(one, "first", again=True)
        assert (done.confirmed, done.open, done.worst_minor) == (["R1", "R2"], [], 0)
        assert buys(two) == 0
        assert [(fact.offer, fact.stop) for fact in one.facts(facts.OfferStopAsked)] == [("first", True)]
        stop(one, "first", stop=False)
        for till in (one, two):
            till.exchange()
        assert buys(two) == 100
        assert not world.cases()
