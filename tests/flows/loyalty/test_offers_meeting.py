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


def _off(open_till: Open, meeting: Meeting) -> int:
    offers = [{"id": f"o{number}"} | offer for number, offer in enumerate(meeting.offers)]
    till = open_till(loyal(goods(coat=5000, pen=200), offers=offers))
    till.ok("add", sku="coat", quantity=1)
    totals = till.ok("add", sku="pen", quantity=1)["basket"]["totals"]
    return int(totals["discount_minor"])
