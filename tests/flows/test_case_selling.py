"""Cases T-C and T-E of other systems that concern selling with discounts, members and undo, by their numbers, through the headless till."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, shop_till
from tests.flows.shops import plain, product

Json = dict[str, Any]
POINTS = [{"id": "POINT", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}, "value_minor": 1}]
GIVEN = [("on each line", [1, 2]), ("on the ticket", [None])]


@pytest.mark.parametrize(("case", "lines"), GIVEN, ids=[each[0] for each in GIVEN])
def test_five_per_cent_given_by_a_person_and_its_full_refund(tmp_path: Path, case: str, lines: list[int | None]) -> None:
    """T-C1: 2 x 450 and 3 x 300, 5 % off: 1710.00, all given back, and nothing left in the drawer."""
    with shop_till(tmp_path, plain([product("A", 45_000), product("B", 30_000)], [], legal={})) as till:
        till.ok("add", sku="A", quantity=2)
        till.ok("add", sku="B", quantity=3)
        for line in lines:
            till.ok("discount", percent_bp=500, reason="case", **({} if line is None else {"line": line}))
        sold = till.sell()
        assert sold["basket"]["totals"]["gross_minor"] == 171_000
        till.ok("return", receipt=sold["receipt"]["number"])
        assert till.sell()["basket"]["totals"]["gross_minor"] == -171_000
        assert till.ok("x_report")["expected_minor"] == 0


EARNED = [("T-E3", 10_000, 0, 100, 50), ("T-E3 with a tenth off", 10_000, 1000, 90, 45)]


@pytest.mark.parametrize(("case", "gross", "off_bp", "earned", "kept"), EARNED, ids=[each[0] for each in EARNED])
def test_points_of_a_sale_and_of_one_piece_given_back(tmp_path: Path, case: str, gross: int, off_bp: int, earned: int, kept: int) -> None:
    """T-E3: 1 point per 1.00: 2 x 50 earn 100; one given back takes 50. What a person took off earns nothing."""
    file = plain([product("item", gross // 2)], []) | {"programmes": POINTS}
    with shop_till(tmp_path, file) as till:
        till.ok("member", id="m1")
        till.ok("add", sku="item", quantity=2)
        if off_bp:
            till.ok("discount", percent_bp=off_bp, reason="case")
        sold = till.sell()
        assert sold["basket"]["points_earned"] == earned
        till.ok("return", receipt=sold["receipt"]["number"], lines=[{"line": 1, "quantity": 1}])
        assert till.sell()["basket"]["points_earned"] == kept - earned
        till.ok("member", id="m1")
        assert till.ok("add", sku="item", quantity=1)["basket"]["member"]["balances"] == {"POINT": kept}


def once(till: Till, do: str, **fields: Any) -> Json:
    """Send a request twice: the second answer is the first, marked, and nothing is done again."""
    first = till.ok(do, request=f"r-{do}", **fields)
    again = till.ok(do, request=f"r-{do}", **fields)
    assert again == first | {"replayed": True}
    return first


def test_the_same_request_does_it_once(tmp_path: Path) -> None:
    """T-E15, for every act on a ticket that a client may send again after a time-out."""
    with shop_till(tmp_path, plain([product("item", 1000)], [])) as till:
        once(till, "add", sku="item", quantity=2)
        once(till, "discount", line=1, percent_bp=500, reason="case")
        once(till, "override_price", line=1, price_minor=950, reason="case")
        once(till, "tax_mode", mode="take_away")
        once(till, "hold")
        once(till, "recall", ticket="1")
        assert till.ok("state")["basket"]["totals"]["gross_minor"] == 1805
        counted = till.facts(facts.DiscountGiven, facts.PriceOverridden, facts.BasketHeld, facts.BasketRecalled)
        assert len(counted) == 4
