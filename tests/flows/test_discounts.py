"""Discounts and prices that a person gives: what they take off, who may give them, and the trace they leave."""

import json
from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from sync.rules.barcode import check_digit
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import plain, product, shop

Json = dict[str, Any]
MANAGER = {"staff": "max", "pin": "123456"}
REASONS = [{"id": "damaged", "name": {"fr": "Abîmé", "en": "Damaged"}, "acts": ["discount", "override_price"]}]


def totals(answer: Json) -> tuple[int, int]:
    found = answer["basket"]["totals"]
    return found["discount_minor"], found["gross_minor"]


def shares(answer: Json, line: int = 1) -> dict[str, int]:
    found = next(each for each in answer["basket"]["lines"] if each["line"] == line)
    return {share["id"]: share["amount_minor"] for share in found["offers"]}


def test_a_line_and_the_whole_ticket(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=2)
    assert totals(till.ok("discount", line=1, percent_bp=500, reason="scratched")) == (250, 4750)
    till.ok("add", sku="pear", quantity=1)
    found = till.ok("discount", amount_minor=100, reason="waited long")
    assert shares(found) == {"manual": 250, "manual_basket": 98} and shares(found, 2) == {"manual_basket": 2}
    assert totals(found) == (350, 4770)
    named = next(each for each in found["basket"]["lines"] if each["line"] == 1)["offers"]
    assert named[0]["names"] == {"fr": "Remise", "en": "Discount"}


def test_they_come_after_offers_and_add_up(till: Till) -> None:
    """Tea is organic and has its tenth off: what a person gives is taken of the 9.00 that are left, each time."""
    till.ok("add", sku="tea", quantity=1)
    till.ok("discount", line=1, percent_bp=500, reason="old box")
    found = till.ok("discount", line=1, percent_bp=500, reason="older box")
    assert shares(found) == {"bio10": 100, "manual": 90}


BEYOND = [
    ("rate", {"line": 1, "percent_bp": 1001}),
    ("amount", {"line": 1, "amount_minor": 251}),
    ("basket rate", {"percent_bp": 1001}),
    ("basket amount", {"amount_minor": 251}),
]


@pytest.mark.parametrize(("case", "fields"), BEYOND, ids=[each[0] for each in BEYOND])
def test_beyond_a_tenth_a_manager_approves(till: Till, case: str, fields: Json) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "discount", reason="damaged", **fields)
    assert till.facts(facts.DiscountGiven) == []
    found = till.ok("approve", **MANAGER)
    assert totals(found)[0] in (250, 251)
    assert [(body.staff, body.approver) for body in till.bodies() if isinstance(body.fact, facts.DiscountGiven)] == [("ana", "max")]


def test_a_tenth_in_two_halves_is_a_tenth_and_no_more(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("discount", line=1, percent_bp=500, reason="damaged")
    till.ok("discount", amount_minor=118, reason="damaged")
    till.no("approval_needed", "discount", line=1, amount_minor=10, reason="damaged")
    till.ok("approve", **MANAGER)


def test_another_price_counts_as_the_rate_it_takes_off(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=2)
    found = till.ok("override_price", line=1, price_minor=2250, reason="shelf label")
    line = found["basket"]["lines"][0]
    assert (line["unit_price_minor"], line["regular_price_minor"], line["gross_minor"], line["discount_minor"]) == (2250, 2500, 4500, 0)
    till.no("approval_needed", "discount", line=1, percent_bp=1, reason="more")
    till.no("approval_needed", "override_price", line=1, price_minor=2249, reason="less")
    till.no("approval_needed", "override_price", line=1, price_minor=2751, reason="a dearer one")
    assert till.ok("approve", **MANAGER)["basket"]["lines"][0]["unit_price_minor"] == 2751
    assert "regular_price_minor" not in till.ok("override_price", line=1, price_minor=2500, reason="as it was")["basket"]["lines"][0]
    changed = [(fact.from_minor, fact.to_minor) for fact in till.facts(facts.PriceOverridden)]
    assert changed == [(2500, 2250), (2250, 2751), (2751, 2500)]


def test_what_is_rung_up_again_has_the_shops_price(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("override_price", line=1, price_minor=2400, reason="label")
    assert [line["unit_price_minor"] for line in till.ok("add", sku="lamp", quantity=1)["basket"]["lines"]] == [2400, 2500]
    till.ok("discount", line=2, percent_bp=100, reason="damaged")
    assert len(till.ok("add", sku="lamp", quantity=1)["basket"]["lines"]) == 3


def test_a_rate_cannot_be_raised_from_behind(till: Till) -> None:
    """A tenth off ten lamps, then nine of them taken off: the amount would be all of the last one's price."""
    till.ok("add", sku="lamp", quantity=10)
    till.ok("discount", line=1, amount_minor=2500, reason="damaged")
    till.no("approval_needed", "void_line", line=1, quantity=9)
    till.no("approval_needed", "quantity", line=1, quantity=1)
    assert totals(till.ok("approve", **MANAGER)) == (2500, 0)
    till.no("approval_needed", "quantity", line=1, quantity=2)
    till.ok("void_line", line=1)


def test_what_was_approved_stays_so(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "discount", line=1, percent_bp=5000, reason="damaged")
    till.ok("approve", **MANAGER)
    till.ok("add", sku="pear", quantity=3)
    till.ok("quantity", line=2, quantity=2)
    till.no("approval_needed", "discount", line=2, percent_bp=4000, reason="damaged")
    till.no("approval_needed", "quantity", line=1, quantity=2)


def test_undo_takes_it_back_with_its_trace(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("discount", line=1, percent_bp=1000, reason="damaged")
    assert totals(till.ok("undo")) == (0, 2500)
    assert [(each.line, each.percent_bp) for each in till.facts(facts.DiscountWithdrawn)] == [(1, 1000)]
    till.ok("override_price", line=1, price_minor=2300, reason="label")
    assert totals(till.ok("undo")) == (0, 2500)
    assert [(each.from_minor, each.to_minor) for each in till.facts(facts.PriceOverridden)] == [(2500, 2300), (2300, 2500)]
    assert till.facts(facts.LineVoided) == []
    till.ok("discount", line=1, percent_bp=100, reason="damaged")
    till.ok("void_line", line=1)
    assert len(till.facts(facts.DiscountWithdrawn)) == 1, "it went with its goods"


def test_a_reason_of_the_shop_is_kept_as_it_is_and_a_typed_one_as_a_hash(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop(habits={"reasons": REASONS})) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.ok("discount", line=1, percent_bp=100, reason="damaged")
        till.ok("discount", line=1, percent_bp=100, reason="Mrs Petit complained")
        first, second = (fact.reason for fact in till.facts(facts.DiscountGiven))
        assert first == "damaged" and len(second) == 64


def test_limits_are_the_shops(tmp_path: Path) -> None:
    habits = {"discount_bp": {"attendant": 200, "cashier": 300, "manager": 4000, "administrator": 5000}}
    with shop_till(tmp_path, shop(habits=habits)) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.ok("discount", line=1, percent_bp=300, reason="damaged")
        till.no("approval_needed", "discount", line=1, percent_bp=1, reason="damaged")
        till.no("approval_needed", "discount", line=1, percent_bp=4000, reason="damaged")
        till.no("role_not_allowed", "approve", **MANAGER)
        refused = till.facts(facts.ApprovalRefused)
        assert [(fact.person, fact.act, fact.cause) for fact in refused] == [("max", "discount", "role")]
        till.no("discount_limit", "discount", line=1, percent_bp=4801, reason="damaged")
        till.ok("logout")
        till.ok("login", staff="lou", pin="4321")
        till.ok("cancel_basket")
        till.ok("add", sku="lamp", quantity=1)
        till.ok("discount", line=1, percent_bp=200, reason="damaged")


def test_who_may_give_all_may_give_it_in_parts(till: Till) -> None:
    """Half of one article and six tenths of the ticket add up to more than all, and still leave something to pay."""
    till.ok("add", sku="lamp", quantity=1)
    till.ok("add", sku="pear", quantity=10)
    till.no("approval_needed", "discount", line=1, percent_bp=5000, reason="damaged")
    assert totals(till.ok("approve", **MANAGER)) == (1250, 2450)
    till.no("approval_needed", "discount", percent_bp=6000, reason="damaged")
    assert totals(till.ok("approve", **MANAGER)) == (2720, 980)


def test_staff_get_what_the_shop_gives_them(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop(habits={"staff_discount_bp": 2000})) as till:
        till.ok("add", sku="lamp", quantity=1)
        found = till.ok("discount", percent_bp=2000, kind="staff", reason="lunch")
        assert shares(found) == {"staff": 500}
        till.ok("discount", line=1, percent_bp=1000, reason="damaged")
        till.no("approval_needed", "discount", percent_bp=1, kind="staff", reason="more")
        till.ok("cancel_basket")
        till.ok("add", sku="lamp", quantity=1)
        till.no("approval_needed", "discount", percent_bp=3001, kind="staff", reason="too much")


NOBODY = [("ana", "1234", "pin_too_short"), ("max", "000000", "wrong_pin"), ("zoe", "123456", "wrong_pin")]


@pytest.mark.parametrize(("person", "pin", "code"), NOBODY)
def test_who_may_not_approve(till: Till, person: str, pin: str, code: str) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "discount", line=1, percent_bp=5000, reason="damaged")
    till.no(code, "approve", staff=person, pin=pin)
    till.ok("approve", **MANAGER)


def test_nobody_approves_their_own_act(tmp_path: Path) -> None:
    file = shop(habits={"discount_bp": {"manager": 2000}})
    with shop_till(tmp_path, file) as till:
        till.ok("logout")
        till.ok("login", **MANAGER)
        till.ok("add", sku="lamp", quantity=1)
        till.no("approval_needed", "discount", line=1, percent_bp=5000, reason="damaged")
        till.no("same_person", "approve", **MANAGER)
        assert [(fact.person, fact.cause) for fact in till.facts(facts.ApprovalRefused)] == [("max", "self")]


REFUSED = [
    ("bad_request", {"line": 1, "percent_bp": 100, "amount_minor": 5}),
    ("no_such_line", {"line": 9, "percent_bp": 100}),
    ("amount_limit", {"line": 1, "amount_minor": 0}),
    ("discount_too_large", {"line": 1, "amount_minor": 2501}),
    ("discount_too_large", {"amount_minor": 2501}),
]


@pytest.mark.parametrize(("code", "fields"), REFUSED)
def test_what_is_no_discount(till: Till, code: str, fields: Json) -> None:
    till.ok("add", sku="lamp", quantity=1)
    before = till.picture()
    answer = till.line(json.dumps({"do": "discount", "reason": "damaged", **fields}).encode())
    assert answer["error"]["code"] == code, answer
    assert till.picture() == before


def test_not_while_it_is_being_paid_nor_on_what_comes_back(till: Till) -> None:
    sold = till.sell({"sku": "lamp"})
    till.ok("return", receipt=sold["receipt"]["number"])
    till.no("returned_line", "discount", line=1, percent_bp=100, reason="damaged")
    till.no("returned_line", "override_price", line=1, price_minor=1, reason="damaged")
    till.no("not_discountable", "discount", percent_bp=100, reason="damaged")
    till.ok("add", sku="lamp", quantity=2)
    till.ok("tender", kind="cash", amount_minor=100)
    till.no("tender_begun", "discount", line=2, percent_bp=100, reason="damaged")
    till.no("tender_begun", "override_price", line=2, price_minor=1, reason="damaged")


def test_a_return_gives_back_what_was_paid_to_the_cent(till: Till) -> None:
    till.ok("add", sku="pear", quantity=7)
    till.ok("discount", line=1, percent_bp=777, reason="soft")
    till.ok("discount", amount_minor=13, reason="soft")
    sold = till.sell()
    paid = sold["basket"]["totals"]
    backs = []
    for pieces in (3, 1, 3):
        till.ok("return", receipt=sold["receipt"]["number"], lines=[{"line": 1, "quantity": pieces}])
        backs.append(till.sell()["basket"])
    for name in ("gross_minor", "net_minor", "tax_minor", "discount_minor"):
        assert sum(back["totals"][name] for back in backs) == -paid[name]
    for id, amount in shares(sold).items():
        assert sum(share["amount_minor"] for back in backs for share in back["lines"][0]["offers"] if share["id"] == id) == -amount
    assert till.ok("x_report")["expected_minor"] == 0


def test_it_is_open_work(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="lamp", quantity=1)
        before = till.ok("discount", line=1, percent_bp=900, reason="damaged")["basket"]
    with reopened(tmp_path) as till:
        assert till.ok("state")["basket"] == before
        till.no("approval_needed", "discount", line=1, percent_bp=101, reason="damaged")


def test_a_manager_raises_a_price_as_far_as_it_takes(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "override_price", line=1, price_minor=12500, reason="wrong label")
    assert till.ok("approve", **MANAGER)["basket"]["lines"][0]["unit_price_minor"] == 12500
    till.no("approval_needed", "override_price", line=1, price_minor=12501, reason="wrong label")
    till.ok("override_price", line=1, price_minor=12400, reason="wrong label")


def test_another_price_keeps_to_the_bounds_of_its_product(tmp_path: Path) -> None:
    goods = [product("vase", None, ["T"], least_minor=500, most_minor=3000)]
    with shop_till(tmp_path, plain(goods, [{"id": "T", "name": "T", "rate_bp": 2000}])) as till:
        till.ok("add", sku="vase", quantity=1, price_minor=1000)
        assert till.no("price_bounds", "override_price", line=1, price_minor=3001, reason="wrong label")["field"] == "price_minor"
        till.no("price_bounds", "override_price", line=1, price_minor=499, reason="damaged")
        till.no("approval_needed", "override_price", line=1, price_minor=3000, reason="wrong label")


def test_a_price_lower_than_anybody_may_set_is_said_of_the_price(tmp_path: Path) -> None:
    habits = {"discount_bp": {"manager": 4000, "administrator": 5000}}
    with shop_till(tmp_path, shop(habits=habits)) as till:
        till.ok("add", sku="lamp", quantity=1)
        assert till.no("price_limit", "override_price", line=1, price_minor=1249, reason="damaged")["field"] == "price_minor"
        till.no("approval_needed", "override_price", line=1, price_minor=9000, reason="wrong label")
        till.ok("approve", **MANAGER)


@pytest.mark.parametrize("prices_include_tax", [True, False])
def test_no_price_lies_under_the_fixed_taxes_in_it(tmp_path: Path, prices_include_tax: bool) -> None:
    """Below, the shop would owe the rest to whoever buys: a net below zero, and with a rate on top of it a gross below zero."""
    taxes = [{"id": "T20", "name": "TVA", "rate_bp": 2000}, {"id": "ECO", "name": "Eco", "fixed_minor": 7, "included": True}]
    goods = [product("lamp", 900, ["T20", "ECO"]), product("open", None, ["T20", "ECO"])]
    found = plain(goods, taxes, prices_include_tax=prices_include_tax)
    found["staff"] = [{"id": "max", "name": "Max", "role": "manager", "pin": "123456"}]
    with shop_till(tmp_path / "till", found) as till:
        till.ok("add", sku="lamp", quantity=3)
        till.no("price_under_taxes", "override_price", line=1, price_minor=6, reason="damaged")
        till.no("price_under_taxes", "add", sku="open", quantity=1, price_minor=0)
        line = till.ok("override_price", line=1, price_minor=7, reason="damaged")["basket"]["lines"][0]
        assert (line["net_minor"], line["gross_minor"]) == (0, 21)


def label(body: str) -> str:
    return body + str(check_digit(body))


@pytest.mark.parametrize("mode", ["eat_in", "take_away"])
def test_no_label_and_no_weight_comes_to_less_than_the_fixed_taxes_in_it(tmp_path: Path, mode: str) -> None:
    taxes = [{"id": "T20", "name": "TVA", "rate_bp": 2000}, {"id": "ECO", "name": "Eco", "fixed_minor": 7, "included": True}]
    grapes = product("grapes", 500, ["T20", "ECO"], barcodes=[label("230000100000")], unit="kg")
    if mode == "take_away":
        grapes |= {"taxes": ["T20"], "take_away_taxes": ["T20", "ECO"]}
    found = plain([grapes], taxes, prices_include_tax=True) | {"barcode_rules": [{"pattern": "23.....{NNNDD}", "means": "price"}]}
    with shop_till(tmp_path / "till", found) as till:
        till.ok("tax_mode", mode=mode)
        assert till.no("amount_under_taxes", "scan", code=label("230000100006"))["field"] == "code"
        assert till.no("amount_under_taxes", "add", sku="grapes", weight_g=12)["field"] == "weight_g"
        for line in (till.ok("scan", code=label("230000100007")), till.ok("add", sku="grapes", weight_g=14)):
            assert (line["basket"]["lines"][-1]["net_minor"], line["basket"]["lines"][-1]["gross_minor"]) == (0, 7)
