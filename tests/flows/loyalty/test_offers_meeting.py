"""How offers meet at a till: what each is reckoned on, and in which order equals take most."""

from typing import Any, NamedTuple

import pytest

from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import goods, loyal

Json = dict[str, Any]
FIRST: Json = {"id": "first", "kind": "percent", "percent_bp": 1000, "priority": 1}


class Meeting(NamedTuple):
    """Offers beside one another, and what they take off one coat of 50.00 and one pen of 2.00."""

    offers: list[Json]
    off_minor: int


ON_THE_FIRST_PRICE = {
    "percent on lines": Meeting([FIRST, {"kind": "percent", "percent_bp": 2000, "base": "initial"}], 520 + 1040),
    "percent on the basket": Meeting(
        [FIRST, {"kind": "percent", "percent_bp": 2000, "allocation": "basket", "base": "initial"}], 520 + 1040
    ),
    "tiered spend": Meeting(
        [FIRST, {"kind": "tiered_spend", "steps": [{"from_minor": 100, "percent_bp": 2000}], "base": "initial"}], 520 + 1040
    ),
    "fixed price": Meeting(
        [FIRST, {"kind": "fixed_price", "price_minor": 4000, "when": {"skus": ["coat"]}, "base": "initial"}], 520 + 1000
    ),
    "quantity break": Meeting(
        [FIRST, {"kind": "quantity_break", "steps": [{"quantity": 1, "price_minor": 100}], "base": "initial"}], 520 + 4500 + 100
    ),
    "nothing left": Meeting([FIRST, {"kind": "percent", "percent_bp": 9500, "allocation": "basket", "base": "initial"}], 5200),
}


@pytest.mark.parametrize("meeting", ON_THE_FIRST_PRICE.values(), ids=ON_THE_FIRST_PRICE.keys())
def test_base_initial_is_the_price_before_any_offer(open_till: Open, meeting: Meeting) -> None:
    assert _off(open_till, meeting) == meeting.off_minor


AMOUNTS = {
    "a line's before the basket's": Meeting(
        [{"kind": "amount", "amount_minor": 500}, {"kind": "amount", "amount_minor": 200, "per": "line", "when": {"skus": ["pen"]}}], 700
    ),
    "a piece's before the basket's": Meeting(
        [{"kind": "amount", "amount_minor": 500}, {"kind": "amount", "amount_minor": 200, "per": "piece", "when": {"skus": ["pen"]}}], 700
    ),
    "chosen goods' before all": Meeting(
        [{"kind": "amount", "amount_minor": 500}, {"kind": "amount", "amount_minor": 200, "when": {"skus": ["pen"]}}], 700
    ),
}


@pytest.mark.parametrize("meeting", AMOUNTS.values(), ids=AMOUNTS.keys())
def test_the_narrower_of_equal_amounts_takes_first(open_till: Open, meeting: Meeting) -> None:
    """The amount off all finds room elsewhere; were it first, it would lie on the pen, which has no more than 2.00."""
    assert _off(open_till, meeting) == meeting.off_minor


APART = {
    "pieces picked, then another price": [
        {"kind": "percent", "percent_bp": 10_000, "pick": {"most": 1}, "when": {"skus": ["coat"]}, "priority": 1},
        {"kind": "fixed_price", "price_minor": 3500, "when": {"skus": ["coat"]}},
    ],
    "a set, then an amount a piece": [
        {"kind": "buy_get", "buy": 2, "get": 1, "when": {"skus": ["coat"]}, "priority": 1},
        {"kind": "amount", "amount_minor": 4000, "per": "piece", "when": {"skus": ["coat"]}},
    ],
    "one set, then another": [
        {"kind": "cheapest_free", "quantity": 3, "when": {"skus": ["coat"]}, "priority": 1},
        {"kind": "cheapest_free", "quantity": 2, "percent_bp": 5000, "when": {"skus": ["coat"]}},
    ],
    "so many pieces of a campaign, then a percentage": [
        {"kind": "amount", "amount_minor": 5000, "per": "piece", "limits": {"total_pieces": 1}, "when": {"skus": ["coat"]}, "priority": 1},
        {"kind": "amount", "amount_minor": 2000, "per": "piece", "when": {"skus": ["coat"]}},
    ],
}


@pytest.mark.parametrize("offers", APART.values(), ids=APART.keys())
def test_goods_rung_up_apart_come_to_what_they_come_to_together(open_till: Open, offers: list[Json]) -> None:
    """Five coats in one line, and in three with a pen between them."""
    named = [{"id": f"o{number}"} | offer for number, offer in enumerate(offers)]
    till = open_till(loyal(goods(coat=5000, pen=200), offers=named))
    found = set()
    for order in ([("coat", 5), ("pen", 2)], [("coat", 1), ("pen", 1), ("coat", 3), ("pen", 1), ("coat", 1)]):
        for sku, quantity in order:
            till.ok("add", sku=sku, quantity=quantity)
        found.add(till.ok("state")["basket"]["totals"]["discount_minor"])
        till.ok("cancel_basket")
    assert len(found) == 1


def _off(open_till: Open, meeting: Meeting) -> int:
    offers = [{"id": f"o{number}"} | offer for number, offer in enumerate(meeting.offers)]
    till = open_till(loyal(goods(coat=5000, pen=200), offers=offers))
    till.ok("add", sku="coat", quantity=1)
    totals = till.ok("add", sku="pen", quantity=1)["basket"]["totals"]
    return int(totals["discount_minor"])
