"""Rights at two tills of one ledger: held online, so that one of two gets it; offline within what can be proven, and a case afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.store.till.across import AcrossFiles
from sync.protocol import facts
from tests.flows.counters import Counter, counters
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward
from tests.unit.sync.ledger.worlds import World

Json = dict[str, Any]
COUPON = {"id": "next", "kind": "receipt_coupon", "when": {"min_gross_minor": 2000}, "amount_minor": 500}
FIVE = reward("five", 60, "amount", amount_minor=500)


@contextmanager
def two_tills(folder: Path, **more: Any) -> Iterator[tuple[World, Counter, Counter]]:
    found = loyal(goods(coat=5000, pen=100), **{"programmes": [points(earn={"points": 0, "per_minor": 100}, rewards=[FIVE])]} | more)
    with counters(folder, found, "R1", "R2") as (world, (one, two)):
        yield world, one, two


def ticket(till: Counter, sku: str = "coat") -> None:
    till.ok("member", code=CARD)
    till.ok("add", sku=sku, quantity=1)


def exchange(*tills: Counter) -> None:
    for till in tills:
        till.exchange()


def balance(till: Counter) -> int:
    shown = till.ok("member", code=CARD)["basket"]["member"]["balances"]["POINT"]
    till.ok("cancel_basket")
    return int(shown)


@pytest.mark.parametrize("spend", [("tender", {"kind": "points", "amount_minor": 60}), ("reward", {"id": "five"})])
def test_online_one_of_two_spends(tmp_path: Path, spend: tuple[str, Json]) -> None:
    """T-E1: 100 points, two concurrent spendings of 60: exactly one succeeds, and 40 are left."""
    do, fields = spend
    with two_tills(tmp_path, balances={"POINT": 100}) as (world, one, two):
        ticket(one)
        ticket(two)
        one.ok(do, **fields)
        two.no("points_held", do, **fields)
        one.pay()
        two.ok("cancel_basket")
        exchange(one, two)
        assert (balance(one), balance(two), world.cases()) == (40, 40, {})


def test_a_reward_given_back_is_taken_again_at_once(tmp_path: Path) -> None:
    """Its points were reserved until a moment ago, and nothing has been exchanged since."""
    with two_tills(tmp_path, balances={"POINT": 100}) as (_, one, _):
        ticket(one)
        one.ok("reward", id="five")
        one.ok("drop_reward", id="five")
        assert one.ok("reward", id="five")["basket"]["totals"]["due_minor"] == 4500


def test_offline_both_stand_and_the_second_is_a_case(tmp_path: Path) -> None:
    with two_tills(tmp_path, balances={"POINT": 100}) as (world, one, two):
        for till in (one, two):
            till.network.up = False
            ticket(till)
            till.ok("tender", kind="points", amount_minor=60)
            till.pay()
            till.network.up = True
        exchange(one, two)
        assert world.cases()


def test_a_cancelled_ticket_frees_what_it_held(tmp_path: Path) -> None:
    with two_tills(tmp_path, balances={"POINT": 100}) as (_, one, two):
        ticket(one)
        one.ok("reward", id="five")
        one.ok("cancel_basket")
        ticket(two)
        two.no("points_held", "reward", id="five")
        exchange(one)
        two.ok("reward", id="five")
        two.ok("undo")
        exchange(two)
        ticket(one)
        one.ok("reward", id="five")


def test_offline_points_are_spent_up_to_the_shops_limit(tmp_path: Path) -> None:
    with two_tills(tmp_path, balances={"POINT": 9000}) as (_, one, _two):
        one.network.up = False
        ticket(one)
        error = one.no("points_need_ledger", "tender", kind="points", amount_minor=2001)
        assert "20" in error["message"]
        one.ok("tender", kind="points", amount_minor=2000)
        one.network.up = True


def spends(till: Counter, amount_minor: int) -> None:
    """A ticket of the member that is paid with points first."""
    ticket(till)
    till.ok("tender", kind="points", amount_minor=amount_minor)
    till.pay()


def refused_beyond(till: Counter, left_minor: int) -> None:
    """What is left offline is told, and not one unit more is spent."""
    ticket(till)
    error = till.no("points_need_ledger", "tender", kind="points", amount_minor=left_minor + 1)
    assert till.running.till.terminal.words.money(left_minor) in error["message"]
    till.ok("cancel_basket")


def test_a_second_ticket_does_not_begin_the_limit_anew(tmp_path: Path) -> None:
    with two_tills(tmp_path, balances={"POINT": 9000}) as (_, one, _two):
        one.network.up = False
        spends(one, 1500)
        refused_beyond(one, 500)
        spends(one, 500)
        refused_beyond(one, 0)
        one.network.up = True


def test_without_the_journal_it_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong twin: a till that counts the open ticket alone lets the same member spend twice."""
    monkeypatch.setattr(AcrossFiles, "unsettled_sales", lambda *_: [])
    with two_tills(tmp_path, balances={"POINT": 9000}) as (_, one, _two):
        one.network.up = False
        spends(one, 2000)
        with pytest.raises(AssertionError):
            refused_beyond(one, 0)
        one.network.up = True


def test_neither_a_ticket_put_aside_nor_a_reward_is_beside_the_limit(tmp_path: Path) -> None:
    dear = reward("dear", 1500, "amount", amount_minor=1500)
    with two_tills(tmp_path, programmes=[points(rewards=[dear])], balances={"POINT": 9000}) as (_, one, _two):
        one.network.up = False
        ticket(one)
        one.ok("reward", id="dear")
        one.no("points_need_ledger", "tender", kind="points", amount_minor=501)
        aside = one.ok("hold")["ticket"]
        refused_beyond(one, 500)
        one.ok("recall", ticket=aside)
        one.pay()
        refused_beyond(one, 500)
        one.network.up = True


def test_the_limit_outlives_a_restart_and_ends_with_an_exchange(tmp_path: Path) -> None:
    with two_tills(tmp_path, balances={"POINT": 9000}) as (_, one, _two):
        one.network.up = False
        spends(one, 2000)
        one.restart()
        refused_beyond(one, 0)
        one.network.up = True
        one.exchange()
        assert balance(one) == 7000
        one.network.up = False
        spends(one, 2000)
        one.network.up = True


def test_another_member_and_another_day_have_a_limit_of_their_own(tmp_path: Path) -> None:
    with two_tills(tmp_path, balances={"POINT": 9000}) as (world, one, _two):
        one.network.up = False
        spends(one, 2000)
        one.ok("join", profile={"first_name": "Zoé"}, consents=[])
        one.ok("add", sku="coat", quantity=1)
        one.no("points_short", "tender", kind="points", amount_minor=100)
        one.ok("cancel_basket")
        one.ok("close_day", counted_minor=3000)
        world.pass_time(days=1)
        one.ok("clock", at=world.time.isoformat())
        one.ok("open_day", float_minor=0, business_day="2026-11-23")
        spends(one, 2000)
        one.network.up = True


def issued(till: Counter, **offer: Any) -> Json:
    till.ok("add", sku="coat", quantity=1)
    (coupon,) = till.pay()["basket"]["coupons_issued"]
    return dict(coupon)


def test_a_coupon_is_good_at_every_till_that_can_ask(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[COUPON]) as (world, one, two):
        coupon = issued(one)
        two.ok("add", sku="coat", quantity=1)
        two.no("coupon_unheard", "coupon", code=coupon["code"])
        exchange(one)
        assert two.ok("coupon", code=coupon["code"])["basket"]["totals"]["discount_minor"] == 500
        one.ok("add", sku="coat", quantity=1)
        one.no("coupon_held", "coupon", code=coupon["code"])
        two.pay()
        exchange(two)
        error = one.no("coupon_used_elsewhere", "coupon", code=coupon["code"])
        assert "R2" in error["message"]
        (sale,) = two.facts(facts.Sale)
        assert sale.redeemed[0].hold.startswith(two.running.till.terminal.identity.terminal)
        assert not world.cases()


def test_offline_a_coupon_is_good_at_its_home_alone(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[COUPON]) as (_, one, two):
        coupon = issued(one)
        exchange(one)
        for till in (one, two):
            till.network.up = False
            till.ok("add", sku="coat", quantity=1)
        error = two.no("coupon_needs_ledger", "coupon", code=coupon["code"])
        assert "R1" in error["message"]
        assert one.ok("coupon", code=coupon["code"])["basket"]["totals"]["discount_minor"] == 500
        one.network.up = two.network.up = True


def test_a_coupon_that_is_not_to_be_used_elsewhere_asks_nobody(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[COUPON | {"online": False}]) as (_, one, two):
        coupon = issued(one)
        exchange(one)
        two.ok("add", sku="coat", quantity=1)
        two.no("coupon_home", "coupon", code=coupon["code"])


def test_a_coupon_whose_goods_came_back_is_good_nowhere(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[COUPON]) as (_, one, two):
        one.ok("add", sku="coat", quantity=1)
        sold = one.pay()
        one.ok("return", receipt=sold["receipt"]["number"])
        one.ok("tender", kind="cash")
        one.ok("finish")
        exchange(one)
        two.ok("add", sku="coat", quantity=1)
        two.no("coupon_revoked_elsewhere", "coupon", code=sold["basket"]["coupons_issued"][0]["code"])


def test_a_refused_coupon_is_a_fact_once_a_ticket(tmp_path: Path) -> None:
    with two_tills(tmp_path, offers=[COUPON | {"online": False}]) as (_, one, two):
        coupon = issued(one)
        two.ok("add", sku="coat", quantity=1)
        for _ in range(3):
            two.no("coupon_home", "coupon", code=coupon["code"])
        two.no("token_forged", "coupon", code=coupon["code"][:-3] + "000")
        two.ok("cancel_basket")
        two.ok("add", sku="coat", quantity=1)
        two.no("coupon_home", "scan", code=coupon["code"])
        refused = [(fact.kind, fact.cause, fact.right) for fact in two.facts(facts.RightRefused)]
        home = ("coupon", "coupon_home", coupon["id"])
        assert refused == [home, ("coupon", "token_forged", ""), home]
