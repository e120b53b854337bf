"""The published JSON Schemas of the till's requests and answers: in step with the structs, and with TILL.md's examples."""

from typing import Any, get_args

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator, meta

from kiosk.services.commands import Command
from sync.base.resources import read_bytes


def load(name: str) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(read_bytes("schemas", name))
    meta.validate(found)
    return found


REQUEST, ANSWER = load("till-request.v1.json"), load("till-answer.v1.json")
requests, answers = Draft202012Validator(REQUEST), Draft202012Validator(ANSWER)
STRUCTS = {struct.__struct_config__.tag: struct for struct in get_args(Command)}


def test_every_request_of_the_till_has_a_schema_and_no_other() -> None:
    assert set(REQUEST["properties"]["do"]["enum"]) == set(STRUCTS)
    assert [each["$ref"].rsplit("/")[-1] for each in REQUEST["oneOf"]] == REQUEST["properties"]["do"]["enum"]


@pytest.mark.parametrize("name", STRUCTS)
def test_fields_are_those_of_the_struct(name: str) -> None:
    fields = msgspec.structs.fields(STRUCTS[name])
    schema = REQUEST["$defs"][name]
    assert set(schema["properties"]) == {"do", *(field.encode_name for field in fields)}
    assert set(schema["required"]) == {"do", *(field.encode_name for field in fields if field.required)}


GOOD = [
    {"do": "login", "staff": "ana", "pin": "1234", "request": "r-1"},
    {"do": "open_day", "float_minor": 10000, "business_day": "2026-11-22"},
    {"do": "scan", "code": "4006381333931", "symbology": "ean13"},
    {"do": "add", "sku": "pear", "quantity": 2},
    {"do": "add", "sku": "grapes", "weight_g": 512, "price_minor": None},
    {"do": "discount", "line": 1, "percent_bp": 1000, "reason": "damaged"},
    {"do": "discount", "amount_minor": 100, "reason": "damaged"},
    {"do": "member", "id": "m1"},
    {"do": "member"},
    {"do": "tender", "kind": "cash", "amount_minor": 1000},
    {"do": "tender", "kind": "card"},
    {"do": "finish", "paper": "none"},
    {"do": "finish"},
    {"do": "return", "receipt": "R1-A-000001", "lines": [{"line": 1, "quantity": 1}]},
    {"do": "close_day", "counted_minor": 10000, "denominations": {"500": 20}},
    {"do": "training", "on": True},
    {"do": "invoice", "receipt": "R1-A-000001", "buyer": {"name": "ACME", "address": "1 rue du Port"}},
    {"do": "close_period", "period": "month"},
    {"do": "clock", "at": "2026-11-22T10:00:00+01:00"},
    {"do": "sync"},
]
BAD = [
    {},
    {"do": "fly"},
    {"do": "login", "staff": "ana", "pin": 1234},
    {"do": "login", "staff": "ana", "pin": "123"},
    {"do": "scan", "code": ""},
    {"do": "scan", "code": "1", "colour": "red"},
    {"do": "add", "sku": "pear", "quantity": 0},
    {"do": "add", "sku": "pear", "quantity": 1, "weight_g": 1},
    {"do": "discount", "percent_bp": 1000, "amount_minor": 1, "reason": "x"},
    {"do": "discount", "percent_bp": 10001, "reason": "x"},
    {"do": "discount", "percent_bp": 1000},
    {"do": "member", "code": "0421234567890", "id": "m1"},
    {"do": "tender", "kind": "cash", "amount_minor": -1},
    {"do": "tender", "kind": "cash", "amount_minor": 10**12},
    {"do": "finish", "paper": "stone"},
    {"do": "finish", "request": "x" * 65},
    {"do": "open_day", "float_minor": 1.5, "business_day": "2026-11-22"},
    {"do": "tax_mode", "mode": "drive_in"},
    [],
]


@pytest.mark.parametrize("request_", GOOD, ids=str)
def test_good_requests_are_valid_and_readable(request_: dict[str, Any]) -> None:
    requests.validate(request_)
    msgspec.convert(request_, Command)


@pytest.mark.parametrize("request_", BAD, ids=str)
def test_bad_requests_are_invalid(request_: object) -> None:
    assert not requests.is_valid(request_)


_LINE = {
    "line": 1,
    "sku": "pear",
    "name": "Poire",
    "quantity": 2,
    "unit_price_minor": 120,
    "discount_minor": 24,
    "net_minor": 180,
    "tax_minor": 36,
    "gross_minor": 216,
    "taxes": [{"id": "T20", "base_minor": 180, "tax_minor": 36}],
    "offers": [{"id": "bio10", "amount_minor": 24}],
}
_TOTALS = dict.fromkeys(
    ["net_minor", "tax_minor", "gross_minor", "discount_minor", "due_minor", "paid_minor", "change_minor", "rounding_minor"], 0
)
_BASKET: dict[str, Any] = {
    "lines": [_LINE],
    "totals": _TOTALS,
    "taxes": _LINE["taxes"],
    "member": {"id": "m1", "tier": "gold", "balances": {"POINT": 12}},
    "points_earned": 2,
    "points_spent": 0,
    "coupons_issued": [
        {
            "id": "c",
            "offer": "next",
            "code": "CC1:0",
            "amount_minor": 500,
            "needs": {"min_gross_minor": 3000},
            "valid_until": "2026-12-31",
            "home": "R1",
        }
    ],
    "offers": [{"id": "next", "status": "not_met", "condition": "min_gross_minor", "have": 216, "need": 2000}],
}
_SOLD = {"receipt": {"number": "R1-A-000001", "code": "CR1:0"}, "epoch": "e" * 32, "seq": 7, "hash": "0" * 64}
_FIGURES = {
    "sales_minor": 216,
    "returns_minor": 0,
    "receipts": 1,
    "taxes": _LINE["taxes"],
    "tenders": [{"kind": "cash", "amount_minor": 216, "count": 1}],
    "float_minor": 0,
    "expected_minor": 216,
    "period_total_minor": 216,
    "perpetual_total_minor": 216,
}
_COUNT = {"counted_minor": 216, "over_short_minor": 0, "z_number": 1}


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": True, "state": "ready"},
        {"ok": True, "state": "selling", "basket": _BASKET},
        {"ok": True, "state": "ready", "basket": _BASKET, **_SOLD, "replayed": True},
        {"ok": True, "state": "ready", **_FIGURES},
        {"ok": True, "state": "day_closed", **_FIGURES, **_COUNT, "a_field_of_tomorrow": 1},
        {"ok": False, "error": {"code": "not_available", "message": "Not in this version.", "field": "do"}},
    ],
)
def test_good_answers_are_valid(answer: dict[str, Any]) -> None:
    answers.validate(answer)


@pytest.mark.parametrize(
    "answer",
    [
        {"ok": True},
        {"ok": False, "state": "ready"},
        {"ok": False, "error": {"code": "not_available"}},
        {"ok": True, "state": "ready", "receipt": _SOLD["receipt"]},
        {"ok": True, "state": "ready", "basket": {**_BASKET, "lines": [{**_LINE, "gross_minor": 2.16}]}},
        {"ok": True, "state": "ready", "basket": {**_BASKET, "lines": [{**_LINE, "weight_g": 5}]}},
        {"ok": True, "state": "ready", "basket": {**_BASKET, "offers": [{"id": "next", "status": "maybe"}]}},
        {"ok": True, "state": "ready", "sales_minor": 1},
    ],
)
def test_bad_answers_are_invalid(answer: dict[str, Any]) -> None:
    assert not answers.is_valid(answer)
