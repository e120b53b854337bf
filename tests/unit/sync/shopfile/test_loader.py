"""The shop file's loader: every refusal names field and rule, and a good file comes out typed."""

import json

import pytest

from sync.protocol.errors import Refusal
from sync.protocol.offers import PercentOffer
from sync.rules.barcode import check_digit
from sync.shopfile import FILE_LIMIT_BYTES, load
from tests.unit.sync.shopfile.cases import BAD, GOOD, Bad
from tests.unit.sync.shopfile.sample import Bend, bent, shop


def encoded(found: object) -> bytes:
    return json.dumps(found).encode()


def test_a_good_file_comes_out_typed() -> None:
    file = load(encoded(shop()))
    assert (file.shop.currency, file.products[0].packs[0].quantity, file.staff[1].role) == ("EUR", 6, "manager")
    assert isinstance(file.offers[0], PercentOffer)
    assert file.members[0].profile == {"name": "Ada"}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.field}-{bad.rule}")
def test_bad_files_are_refused_by_field_and_rule(bad: Bad) -> None:
    with pytest.raises(Refusal) as caught:
        load(encoded(bent(bad.bend)))
    assert (caught.value.code, caught.value.field) == ("shop_file", bad.field)
    rule = caught.value.params["rule"]
    assert isinstance(rule, str)
    assert rule == bad.rule or rule.startswith(bad.rule + ": ")


@pytest.mark.parametrize("good", GOOD)
def test_lawful_changes_are_accepted(good: Bend) -> None:
    load(encoded(bent(good)))


def test_only_what_is_required_is_enough() -> None:
    found = shop()
    for section in ("taxes", "products", "barcode_rules", "members", "gift_cards", "offers", "programmes"):
        del found[section]
    for field in ("tax_rounding", "cash_rounding", "legal"):
        del found["shop"][field]
    file = load(encoded(found))
    assert (file.products, file.shop.tax_rounding, file.shop.cash_rounding) == ([], "line", None)


@pytest.mark.parametrize("data", [b"", b"{", encoded(shop())[:-1], encoded(shop()) + b"x", b'{"extra": "\xff"}'])
def test_what_is_not_json_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        load(data)
    assert str(caught.value.params["rule"]).split(":")[0] in ("json", "json_at", "unknown_field")


@pytest.mark.parametrize("data", [b"[]", b"7", b"null", b"[" * 100_000, b'{"shop": ' * 100_000])
def test_json_that_is_no_shop_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="shop_file"):
        load(data)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert load(b"\xef\xbb\xbf" + encoded(shop())).version == 1


def test_a_giant_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(Refusal) as caught:
        load(bytes(FILE_LIMIT_BYTES + 1))
    assert caught.value.params["rule"] == f"too_large: {FILE_LIMIT_BYTES}"


@pytest.mark.parametrize("field", ["taxes", "take_away_taxes"])
def test_by_rate_contradictory_tax_orders_are_refused(field: str) -> None:
    found = shop()
    found["taxes"] = [{"id": id, "name": id, "rate_bp": 500, "in_base": True} for id in ("A", "B")]
    for product in found["products"]:
        product["taxes"] = []
    found["products"][0]["taxes"], found["products"][1][field] = ["A", "B"], ["B", "A"]
    load(encoded(found))
    found["shop"]["tax_rounding"] = "rate"
    with pytest.raises(Refusal) as caught:
        load(encoded(found))
    assert (caught.value.field, caught.value.params["rule"]) == ("products[1].taxes", "tax_order")


def test_two_thousand_products_and_a_fault_in_the_last() -> None:
    found = shop()
    found["products"] = [{**shop()["products"][1], "sku": f"P{number}", "barcodes": [_ean(number)]} for number in range(2_000)]
    assert len(load(encoded(found)).products) == 2_000
    found["products"][-1]["barcodes"] = [_ean(7)]
    with pytest.raises(Refusal, match=r"products\[1999\]\.barcodes\[0\]"):
        load(encoded(found))


def _ean(number: int) -> str:
    body = f"20{number:010d}"
    return body + str(check_digit(body))
