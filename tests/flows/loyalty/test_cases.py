"""The cases T-E of loyalty and gift cards as data: what is done at one till, and what is left. T-E1 is `test_case_holds`, T-E15 and T-E17
are `test_replay` and `test_replacement`.
"""

from typing import Any, NamedTuple

import pytest

from sync.protocol import facts
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward

Json = dict[str, Any]


class Case(NamedTuple):
    """Pieces of goods at a price, with a reward, bought by a member with a balance; the balance after, and after some are given back."""

    price_minor: int
    pieces: int
    programme: Json
    before: int
    after: int
    discount_minor: int = 0
    back: int = 0
    in_the_end: int | None = None


PER_UNIT = {"points": 1, "per_minor": 100}
NOTHING = {"points": 0, "per_minor": 100}
CASES = {
    "T-E3": Case(5000, 2, points(earn=PER_UNIT), 0, 100, back=1, in_the_end=50),
    # 70 points on 100.00: 7 for every whole 10.00, and the reward that costs 150 takes nothing off that would earn.
    "T-E5": Case(
        5000,
        2,
        points(earn={"points": 7, "per_minor": 999}, rewards=[reward("r", 150, "amount", amount_minor=1)]),
        200,
        120,
        discount_minor=1,
        back=1,
        in_the_end=160,
    ),
    "T-E7": Case(
        200,
        5,
        points(earn=NOTHING, rewards=[reward("r", 3, "product", of={"skus": ["thing"]}, quantity=2, repeat=True)]),
        50,
        41,
        discount_minor=1000,
    ),
    "T-E11": Case(1005, 1, points(earn=PER_UNIT, rewards=[reward("r", 5, "amount", amount_minor=5)]), 5, 10, discount_minor=5),
    "T-E13": Case(
        2000, 1, points(earn=NOTHING, rewards=[reward("r", 1, "amount", amount_minor=1000, repeat=True)]), 30, 28, discount_minor=2000
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_case_of_points(open_till: Open, case: Case) -> None:
    till = open_till(loyal(goods(thing=case.price_minor), programmes=[case.programme], balances={"POINT": case.before}))

    def balance() -> int:
        shown = till.ok("member", code=CARD)["basket"]["member"]["balances"].get("POINT", 0)
        till.ok("undo")
        return int(shown)

    till.ok("member", code=CARD)
    till.ok("add", sku="thing", quantity=case.pieces)
    if case.programme.get("rewards"):
        till.ok("reward", id="r")
    basket = till.ok("state")["basket"]
    assert basket["totals"]["discount_minor"] == case.discount_minor
    if basket["totals"]["due_minor"]:
        till.ok("tender", kind="cash")
    receipt = till.ok("finish")["receipt"]["number"]
    assert balance() == case.after
    if case.in_the_end is not None:
        till.ok("return", receipt=receipt, lines=[{"line": 1, "quantity": case.back}])
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert balance() == case.in_the_end


def test_t_e9_a_gift_card_that_goes_back_is_empty(open_till: Open) -> None:
    till = open_till(loyal(goods(thing=100)))
    till.ok("gift_card", amount_minor=5000, code="GC-5000")
    till.ok("tender", kind="cash")
    receipt = till.ok("finish")["receipt"]["number"]
    assert till.ok("scan", code="GC-5000")["gift_card"]["balance_minor"] == 5000
    till.ok("return", receipt=receipt)
    till.ok("tender", kind="cash")
    till.ok("finish")
    assert till.ok("scan", code="GC-5000")["gift_card"]["balance_minor"] == 0


def test_t_e11_earned_and_spent_stay_two_movements(open_till: Open) -> None:
    case = CASES["T-E11"]
    till = open_till(loyal(goods(thing=case.price_minor), programmes=[case.programme], balances={"POINT": case.before}))
    till.ok("member", code=CARD)
    till.ok("add", sku="thing", quantity=1)
    till.ok("reward", id="r")
    till.ok("tender", kind="cash")
    till.ok("finish")
    (sale,) = till.facts(facts.Sale)
    assert [(move.earned, move.spent) for move in sale.points] == [(10, 5)]
