"""Goods into the ticket and out of it: how lines are joined, numbered, changed, voided and taken back."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import shop

Json = dict[str, Any]


def lines(answer: Json) -> list[tuple[int, str, int]]:
    return [(line["line"], line["sku"], line.get("quantity", 0) or line.get("weight_g", 0)) for line in answer["basket"]["lines"]]


def test_a_second_scan_raises_the_newest_line_only(till: Till) -> None:
    till.ok("scan", code="4006381333931")
    assert lines(till.ok("scan", code="96385074")) == [(1, "pear", 2)]
    till.ok("add", sku="lamp", quantity=1)
    assert lines(till.ok("scan", code="4006381333931")) == [(1, "pear", 2), (2, "lamp", 1), (3, "pear", 1)]
    assert lines(till.ok("scan", code="14006381333938"))[-1] == (3, "pear", 7), "a pack of six is six pieces of the same goods"


def test_weights_and_labels_are_things_of_their_own(till: Till) -> None:
    till.ok("scan", code="2112345015002")
    assert lines(till.ok("scan", code="2112345015002")) == [(1, "grapes", 1500), (2, "grapes", 1500)]
    found = till.ok("add", sku="grapes", weight_g=333)["basket"]["lines"][-1]
    assert (found["gross_minor"], found["unit_price_minor"]) == (133, 399)
    till.ok("scan", code="2305000123451")
    assert lines(till.ok("scan", code="2305000123451"))[-2:] == [(4, "cheese", 1), (5, "cheese", 1)]
    till.no("weighed_line", "quantity", line=1, quantity=2)
    till.no("quantity_limit", "quantity", line=4, quantity=2)


def test_line_numbers_are_never_given_twice(till: Till) -> None:
    till.ok("add", sku="pear", quantity=1)
    till.ok("add", sku="lamp", quantity=1)
    till.ok("void_line", line=2)
    assert lines(till.ok("add", sku="tea", quantity=1)) == [(1, "pear", 1), (3, "tea", 1)]
    till.ok("undo")
    assert lines(till.ok("add", sku="lamp", quantity=1)) == [(1, "pear", 1), (4, "lamp", 1)]
    for _ in range(4):
        till.ok("undo")
    assert till.ok("state")["state"] == "ready"
    till.no("nothing_to_undo", "undo")
    assert lines(till.ok("add", sku="lamp", quantity=1)) == [(5, "lamp", 1)]


def test_undo_goes_back_step_by_step_and_leaves_a_trace(till: Till) -> None:
    till.ok("add", sku="pear", quantity=3)
    till.ok("quantity", line=1, quantity=5)
    till.ok("member", id="m1")
    assert till.ok("undo")["basket"]["member"] is None
    assert lines(till.ok("undo")) == [(1, "pear", 3)]
    assert lines(till.ok("undo")) == []
    assert [(void.sku, void.quantity) for void in till.facts(facts.LineVoided)] == [("pear", 2), ("pear", 3)]


def test_void_takes_some_pieces_or_all(till: Till) -> None:
    till.ok("add", sku="pear", quantity=5)
    assert lines(till.ok("void_line", line=1, quantity=2)) == [(1, "pear", 3)]
    assert "3" in till.no("void_quantity", "void_line", line=1, quantity=4)["message"]
    till.ok("add", sku="grapes", weight_g=500)
    till.ok("void_line", line=2)
    assert lines(till.ok("void_line", line=1)) == []
    till.no("no_such_line", "void_line", line=1)
    assert [(void.sku, void.quantity, void.weight_g) for void in till.facts(facts.LineVoided)] == [
        ("pear", 2, None),
        ("grapes", 0, 500),
        ("pear", 3, None),
    ]


def test_a_smaller_quantity_leaves_a_trace_and_a_greater_one_none(till: Till) -> None:
    till.ok("add", sku="pear", quantity=5)
    till.ok("quantity", line=1, quantity=9)
    assert till.facts(facts.LineVoided) == []
    till.ok("quantity", line=1, quantity=2)
    assert [void.quantity for void in till.facts(facts.LineVoided)] == [7]


def test_a_cancelled_basket_is_a_fact(till: Till) -> None:
    till.no("basket_empty", "cancel_basket")
    till.ok("add", sku="lamp", quantity=2)
    assert till.ok("cancel_basket")["state"] == "ready"
    assert [(each.lines, each.gross_minor) for each in till.facts(facts.BasketCancelled)] == [(1, 5000)]


REFUSED = [
    ("unknown_sku", {"sku": "nothing", "quantity": 1}),
    ("not_sellable", {"sku": "old", "quantity": 1}),
    ("weight_needed", {"sku": "grapes", "quantity": 1}),
    ("sold_by_piece", {"sku": "pear", "weight_g": 100}),
    ("price_needed", {"sku": "card", "quantity": 1}),
    ("price_fixed", {"sku": "pear", "quantity": 1, "price_minor": 100}),
    ("age_check_needed", {"sku": "wine", "quantity": 1}),
]


@pytest.mark.parametrize(("code", "fields"), REFUSED, ids=[each[0] for each in REFUSED])
def test_what_cannot_be_sold_so(till: Till, code: str, fields: Json) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no(code, "add", **fields)


def test_open_price_goods(till: Till) -> None:
    found = till.ok("add", sku="card", quantity=2, price_minor=350)["basket"]["lines"][0]
    assert (found["unit_price_minor"], found["gross_minor"]) == (350, 700)
    assert len(till.ok("add", sku="card", quantity=1, price_minor=360)["basket"]["lines"]) == 2


def test_age_is_asked_for_once_a_ticket(till: Till) -> None:
    till.no("no_age_question", "age_check", passed=True)
    assert "18" in till.no("age_check_needed", "scan", code="3263280111119")["message"]
    till.ok("age_check", passed=False)
    till.no("age_check_needed", "scan", code="3263280111119")
    till.ok("age_check", passed=True)
    till.ok("scan", code="3263280111119")
    till.ok("add", sku="wine", quantity=1)
    till.ok("undo")
    till.ok("add", sku="wine", quantity=2)
    till.ok("tender", kind="cash")
    till.ok("finish")
    till.no("age_check_needed", "add", sku="wine", quantity=1)


def test_a_price_check_leaves_the_ticket_alone(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    answer = till.ok("price_check", code="14006381333938")
    assert answer["price"]["price_minor"] == 120 and answer["price"]["quantity"] == 6
    assert lines(answer) == [(1, "lamp", 1)]
    assert till.ok("price_check", code="2305000123451")["price"]["price_minor"] == 12_345
    till.no("unknown_code", "price_check", code="nothing")
    till.no("unknown_code", "price_check", code="0421234567890")


def test_members_come_by_card_number_and_id(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    member = till.ok("member", code="0421234567890")["basket"]["member"]
    assert member == {"id": "m1", "tier": "gold", "balances": {"POINT": 12}}
    answer = till.ok("member", id="m1")
    assert answer["basket"]["points_earned"] == 25
    till.no("unknown_member", "member", id="m2")
    till.no("unknown_member", "member", code="nothing")


def test_points_are_added_to_what_the_till_knows(till: Till) -> None:
    till.ok("member", id="m1")
    assert till.sell({"sku": "lamp"})["basket"]["points_earned"] == 25
    assert till.ok("member", id="m1")["basket"]["member"]["balances"] == {"POINT": 37}


def test_offers_show_as_lines_come(till: Till) -> None:
    found = till.ok("add", sku="tea", quantity=2)["basket"]
    assert found["lines"][0]["offers"] == [{"id": "bio10", "amount_minor": 200, "names": "Bio"}]
    assert {each["id"]: each["status"] for each in found["offers"]} == {"bio10": "applied", "next": "not_met"}
    not_met = next(each for each in found["offers"] if each["id"] == "next")
    assert (not_met["condition"], not_met["have"], not_met["need"]) == ("min_gross_minor", 1800, 2000)


def test_the_ticket_comes_back_after_a_stop(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="lamp", quantity=2)
        till.ok("member", id="m1")
        till.ok("tender", kind="cash", amount_minor=1000)
        before = till.picture()
    with reopened(tmp_path) as again:
        assert again.picture() == before
        totals = again.ok("state")["basket"]["totals"]
        assert (totals["paid_minor"], totals["due_minor"]) == (1000, 4000)


def test_bounds_of_a_ticket(till: Till) -> None:
    till.ok("add", sku="gold", quantity=9_999)
    for _ in range(2):
        till.ok("add", sku="lamp", quantity=1)
        till.ok("add", sku="gold", quantity=9_999)
    till.no("quantity_limit", "scan", code="gold")
