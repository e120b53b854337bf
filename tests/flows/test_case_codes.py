"""Cases T-A of other systems, by their numbers: a label, a card or rubbish on the scanner, through the headless till."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol.errors import Refusal
from sync.rules.barcode import check_digit
from sync.shopfile import load
from tests.flows.harness import encoded, shop_till
from tests.flows.shops import plain, product

Json = dict[str, Any]
PRICE, WEIGHT = ("price", "piece"), ("weight", "kg")


def label(body: str) -> str:
    return body + str(check_digit(body))


UNICENTA = [
    ("T-A15 20", "20.....{NNNDD}", PRICE, "201234500000", {"gross_minor": 1049}),
    ("T-A15 02", "02.....{NNNDD}", PRICE, "021234500000", {"gross_minor": 1049}),
    ("T-A15 21", "21.....{NNNND}", PRICE, "211234500000", {"gross_minor": 10_490}),
    ("T-A15 22", "22.....{NNNNN}", PRICE, "221234500000", {"gross_minor": 104_900}),
    ("T-A15 23", "23.....{NNDDD}", WEIGHT, "231234500000", {"weight_g": 1049}),
    ("T-A15 24", "24.....{NNNDD}", WEIGHT, "241234500000", {"weight_g": 10_490}),
    ("T-A15 25", "25.....{NNNND}", WEIGHT, "251234500000", {"weight_g": 104_900}),
]
LABELS = [
    ("T-A1", "23.....{NNNDD}", PRICE, "2305000000004", "2305000123451", {"quantity": 1, "gross_minor": 12_345}),
    ("T-A3", "21.....{NNDDD}", WEIGHT, "2100005000000", "2100005080002", {"weight_g": 8000}),
    ("T-A5", "21.....{NNDDD}", WEIGHT, "2112345000008", "2112345015002", {"weight_g": 1500}),
    ("T-A7", "22......{NNDD}.", PRICE, "2212345600007", "2212345610259", {"quantity": 1, "gross_minor": 1025}),
    ("T-A13", "2.....{NNDDD}", WEIGHT, label("21234500000"), label("21234500123"), {"weight_g": 123}),
    *((case, pattern, kind, label(base), label(base[:7] + "01049"), line) for case, pattern, kind, base, line in UNICENTA),
]


@pytest.mark.parametrize(("case", "pattern", "kind", "base", "code", "line"), LABELS, ids=[each[0] for each in LABELS])
def test_labels(tmp_path: Path, case: str, pattern: str, kind: tuple[str, str], base: str, code: str, line: Json) -> None:
    means, unit = kind
    file = plain([product("item", 100, unit=unit, barcodes=[base])], []) | {"barcode_rules": [{"pattern": pattern, "means": means}]}
    with shop_till(tmp_path, file) as till:
        found = till.ok("scan", code=code)["basket"]["lines"][0]
        assert found["sku"] == "item"
        assert {name: found[name] for name in line} == line
        till.no("embedded_zero", "scan", code=base)


def test_the_first_matching_rule_wins(tmp_path: Path) -> None:
    """T-A7 with the order swapped: the greedy rule would read 456.1025, which no euro has, so a shop file may not hold it."""
    swapped = [{"pattern": ".....{NNNDDDD}.", "means": "price"}, {"pattern": "22......{NNDD}.", "means": "price"}]
    with pytest.raises(Refusal) as refused:
        load(encoded(plain([product("item", 100)], []) | {"barcode_rules": swapped}))
    assert refused.value.code == "shop_file" and refused.value.field == "barcode_rules[0].pattern"
    greedy = [{"pattern": "22....{NNNNDD}.", "means": "price"}, {"pattern": "22......{NNDD}.", "means": "price"}]
    goods = [product("short", 100, barcodes=[label("221234000000")]), product("long", 100, barcodes=["2212345600007"])]
    with shop_till(tmp_path, plain(goods, []) | {"barcode_rules": greedy}) as till:
        line = till.ok("scan", code="2212345610259")["basket"]["lines"][0]
    assert (line["sku"], line["gross_minor"]) == ("short", 561_025)


@pytest.mark.parametrize("code", ["12345670", "02003405", "87111125"])
def test_right_eight_digit_codes_are_goods(tmp_path: Path, code: str) -> None:
    """T-A9."""
    with shop_till(tmp_path, plain([product("item", 100, barcodes=[code])], [])) as till:
        assert till.ok("scan", code=code)["basket"]["lines"][0]["sku"] == "item"


@pytest.mark.parametrize(
    ("case", "code"), [("T-A9", "12345678"), ("T-A13", "2123450012349"), ("T-A13", "2123450123449"), ("T-A9", "4006381333930")]
)
def test_wrong_check_digits_are_named(tmp_path: Path, case: str, code: str) -> None:
    rules = [{"pattern": "2.....{NNDDD}", "means": "weight"}]
    with shop_till(tmp_path, plain([product("item", 100, unit="kg", barcodes=[])], []) | {"barcode_rules": rules}) as till:
        till.no("wrong_check_digit", "scan", code=code)


@pytest.mark.parametrize("pattern", ["......{}..", "......{DN}", "....{NN}{DD}", "*"])
def test_patterns_that_mean_nothing_are_refused_in_the_shop_file(pattern: str) -> None:
    """T-A11."""
    with pytest.raises(Refusal) as refused:
        load(encoded(plain([product("item", 100)], []) | {"barcode_rules": [{"pattern": pattern, "means": "price"}]}))
    assert refused.value.field == "barcode_rules[0].pattern"


def test_a_members_number_needs_no_check_digit(tmp_path: Path) -> None:
    """T-A17: 0421234567890 would be a wrong EAN-13."""
    file = plain([product("item", 100)], []) | {"barcode_rules": [{"pattern": "042", "means": "member"}]}
    with shop_till(tmp_path, file) as till:
        assert till.ok("scan", code="0421234567890")["basket"]["member"]["id"] == "m1"
        till.no("unknown_member", "scan", code="0429999999999")


def test_never_a_part_of_a_code(tmp_path: Path) -> None:
    """T-A19."""
    with shop_till(tmp_path, plain([product("item-0000", 100, barcodes=["10000007"])], [])) as till:
        till.no("unknown_code", "scan", code="0000")
        till.no("unknown_code", "scan", code="item")
        assert till.ok("scan", code="item-0000")["basket"]["lines"][0]["quantity"] == 1


def test_a_number_of_eight_digits_is_checked_even_where_goods_bear_it(tmp_path: Path) -> None:
    """A misread barcode must not find the goods whose own number it happens to be."""
    with shop_till(tmp_path, plain([product("12345678", 100)], [])) as till:
        till.no("wrong_check_digit", "scan", code="12345678")
        assert till.ok("add", sku="12345678", quantity=1)["basket"]["lines"][0]["sku"] == "12345678"
