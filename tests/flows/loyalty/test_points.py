"""Points (P1) and what they buy (P7) at one till: earned, shown, spent as money and on rewards, pending, and back with the goods."""

from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward

Json = dict[str, Any]


def balance(till: Till) -> int:
    """What the member may spend, as a new ticket shows it."""
    shown = till.ok("member", code=CARD)["basket"]["member"]["balances"].get("POINT", 0)
    till.ok("undo")
    return int(shown)


def begin(till: Till, sku: str, quantity: int = 1) -> Json:
    till.ok("member", code=CARD)
    answer: Json = till.ok("add", sku=sku, quantity=quantity)["basket"]
    return answer


def pay(till: Till) -> Json:
    if till.ok("state")["basket"]["totals"]["due_minor"]:
        till.ok("tender", kind="cash")
    return till.ok("finish")


def test_points_are_earned_shown_and_spent_as_money(open_till: Open) -> None:
    till = open_till(loyal(goods(book=5000), programmes=[points()], balances={"POINT": 200}))
    assert begin(till, "book")["points_earned"] == 50
    basket = till.ok("tender", kind="points", amount_minor=150)["basket"]
    assert (basket["totals"]["due_minor"], basket["totals"]["tax_minor"]) == (4850, 0)
    assert basket["tenders"] == [{"kind": "points", "amount_minor": 150, "programme": "POINT", "units": 150}]
    pay(till)
    assert balance(till) == 200 - 150 + 50
    (sale,) = till.facts(facts.Sale)
    assert [(each.kind, each.points, each.programme) for each in sale.tenders] == [("points", 150, "POINT"), ("cash", 0, "")]


def test_without_an_amount_points_pay_all_they_may(open_till: Open) -> None:
    spend = {"step": 100, "least": 100, "most_bp": 5_000}
    till = open_till(loyal(goods(book=500), programmes=[points(spend=spend)], balances={"POINT": 990}))
    begin(till, "book")
    assert till.ok("tender", kind="points")["basket"]["totals"]["paid_minor"] == 200


@pytest.mark.parametrize(
    ("code", "amount", "spend", "balance"),
    [
        ("points_step", 150, {"step": 100}, 900),
        ("points_short", 300, {}, 200),
        ("points_least", 50, {"least": 100}, 900),
        ("points_share", 300, {"most_bp": 5_000}, 900),
        ("points_short", None, {"least": 100}, 99),
        ("points_share", None, {"least": 400, "most_bp": 5_000}, 900),
        ("points_no_tender", 100, {"tender": False}, 900),
    ],
)
def test_points_that_may_not_pay_say_why(open_till: Open, code: str, amount: int | None, spend: Json, balance: int) -> None:
    till = open_till(loyal(goods(book=500), programmes=[points(spend=spend)], balances={"POINT": balance}))
    begin(till, "book")
    till.no(code, "tender", kind="points", **({} if amount is None else {"amount_minor": amount}))


def test_points_that_are_worth_nothing_pay_nothing(open_till: Open) -> None:
    till = open_till(loyal(goods(book=500), programmes=[points(value_minor=0)], balances={"POINT": 100}))
    begin(till, "book")
    till.no("points_no_tender", "tender", kind="points")


def test_points_need_their_member(open_till: Open) -> None:
    till = open_till(loyal(goods(book=500), programmes=[points()]))
    till.ok("add", sku="book", quantity=1)
    till.no("member_needed", "tender", kind="points")
    till.no("member_needed", "reward", id="POINT") if False else till.no("unknown_reward", "reward", id="none")


def test_pending_points_wait_for_their_day(open_till: Open) -> None:
    till = open_till(loyal(goods(book=5000), programmes=[points(pending_days=14)]))
    begin(till, "book")
    pay(till)
    assert balance(till) == 0
    till.ok("clock", at="2026-12-06T10:00:00+01:00")
    assert balance(till) == 50


def test_money_goes_back_to_the_points_that_paid(open_till: Open) -> None:
    till = open_till(loyal(goods(book=500), programmes=[points()], balances={"POINT": 300}))
    begin(till, "book")
    till.ok("tender", kind="points", amount_minor=300)
    receipt = pay(till)["receipt"]["number"]
    refund = till.ok("return", receipt=receipt)["basket"]["refund"]
    assert [(each["kind"], each["amount_minor"], each.get("programme")) for each in refund] == [
        ("points", 300, "POINT"),
        ("cash", 200, None),
    ]
    till.no("refund_left", "tender", kind="points", amount_minor=400)
    (back,) = till.ok("tender", kind="points")["basket"]["tenders"]
    assert back["units"] == -300
    till.ok("tender", kind="cash")
    till.ok("finish")
    assert balance(till) == 300


def test_points_spent_are_told_however_they_are_spent(open_till: Open) -> None:
    """Half by a reward, half as a tender; what comes back of a ticket stands below zero, like all of a return."""
    half = reward("half", 40, "amount", amount_minor=400)
    till = open_till(loyal(goods(book=1000), programmes=[points(spend={"step": 10}, rewards=[half])], balances={"POINT": 100}))
    begin(till, "book")
    assert till.ok("reward", id="half")["basket"]["points_spent"] == 40
    assert till.ok("tender", kind="points", amount_minor=50)["basket"]["points_spent"] == 90
    till.ok("tender", kind="cash")
    sold = till.ok("finish")
    assert (sold["basket"]["points_earned"], sold["basket"]["points_spent"], balance(till)) == (6, 90, 16)
    till.ok("return", receipt=sold["receipt"]["number"])
    assert till.ok("tender", kind="points")["basket"]["points_spent"] == -90
    till.ok("tender", kind="cash")
    back = till.ok("finish")["basket"]
    assert (back["points_earned"], back["points_spent"], balance(till)) == (-6, -90, 100)


def test_a_reward_is_charged_only_for_what_it_gives(open_till: Open) -> None:
    """T-E13: a reward of 10.00 a point, 30 points, on a ticket of 20.00."""
    programme = points(earn={"points": 0, "per_minor": 100}, rewards=[reward("ten", 1, "amount", amount_minor=1000, repeat=True)])
    till = open_till(loyal(goods(coat=2000), programmes=[programme], balances={"POINT": 30}))
    begin(till, "coat")
    basket = till.ok("reward", id="ten")["basket"]
    assert (basket["totals"]["discount_minor"], basket["points_spent"]) == (2000, 2)
    till.no("reward_in_basket", "reward", id="ten")
    till.ok("finish")
    assert balance(till) == 28


def test_two_rewards_are_not_had_for_the_same_points(open_till: Open) -> None:
    """T-E1 on one ticket: 100 points and two rewards of 60; the second is refused while the first costs them."""
    two = [reward("five", 60, "amount", amount_minor=500), reward("evening", 60, "event")]
    till = open_till(loyal(goods(coat=2000), programmes=[points(rewards=two)], balances={"POINT": 100}))
    begin(till, "coat")
    till.ok("reward", id="five")
    till.no("points_short", "reward", id="evening")
    till.ok("drop_reward", id="five")
    assert till.ok("reward", id="evening")["basket"]["points_spent"] == 60


def test_a_reward_is_taken_off_again(open_till: Open) -> None:
    programme = points(rewards=[reward("five", 100, "amount", amount_minor=500)])
    till = open_till(loyal(goods(coat=2000), programmes=[programme], balances={"POINT": 150}))
    begin(till, "coat")
    till.ok("reward", id="five")
    assert till.ok("drop_reward", id="five")["basket"]["totals"]["gross_minor"] == 2000
    till.no("no_such_reward", "drop_reward", id="five")
    assert till.ok("undo")["basket"]["totals"]["gross_minor"] == 1500
    assert till.ok("undo")["basket"]["totals"]["gross_minor"] == 2000


@pytest.mark.parametrize(
    ("code", "fields", "more"),
    [
        ("points_short", {"balances": {"POINT": 99}}, {}),
        ("reward_tier", {"balances": {"POINT": 100}}, {"tiers": ["gold"]}),
        ("reward_gone", {"balances": {"POINT": 100}}, {"stock": 0}),
    ],
)
def test_a_reward_that_cannot_be_had_says_why(open_till: Open, code: str, fields: Json, more: Json) -> None:
    tiers = {"id": "T", "kind": "tiers", "by": "spend", "tiers": [{"id": "gold", "need": 100}]}
    programme = points(rewards=[reward("five", 100, "amount", amount_minor=500, **more)])
    till = open_till(loyal(goods(coat=2000), programmes=[programme, tiers], **fields))
    begin(till, "coat")
    till.no(code, "reward", id="five")


def test_a_reward_that_is_a_gift_card_is_one(open_till: Open) -> None:
    programme = points(rewards=[reward("card", 100, "gift_card", amount_minor=1000)])
    till = open_till(loyal(goods(coat=2000), programmes=[programme], balances={"POINT": 100}))
    begin(till, "coat")
    till.ok("reward", id="card")
    answer = pay(till)
    (given,) = answer["reward_cards"]
    assert given["amount_minor"] == 1000
    till.ok("add", sku="coat", quantity=1)
    assert till.ok("tender", kind="store_credit", code=given["code"])["basket"]["totals"]["paid_minor"] == 1000


def test_an_offer_says_why_it_is_not_had(open_till: Open) -> None:
    offer = {"id": "late", "kind": "percent", "percent_bp": 1000, "when": {"min_gross_minor": 3000}}
    till = open_till(loyal(goods(coat=2000), offers=[offer]))
    till.ok("add", sku="coat", quantity=1)
    found = till.ok("explain", id="late")["explained"]
    assert found.items() >= {"status": "not_met", "condition": "min_gross_minor", "have": 2000, "need": 3000, "short_minor": 1000}.items()
    till.no("unknown_offer", "explain", id="nothing")
