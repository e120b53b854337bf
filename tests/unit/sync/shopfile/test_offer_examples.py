"""The documented examples of offers and programmes: one of every kind, lawful together, and bent in every way that must be refused."""

import json
import re
from typing import Any, get_args

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator

from sync.base.resources import read_bytes
from sync.protocol import offers, programmes
from sync.protocol.errors import Refusal
from sync.shopfile import load
from tests.unit.sync.shopfile.sample import shop

DOCUMENT = read_bytes("schemas", "OFFERS.md").decode()
TAGS = ("bio", "coffee", "bakery", "wine", "jam")


def examples() -> dict[str, dict[str, Any]]:
    """Return the documented examples, by `offer` or `programme` and kind."""
    parts = DOCUMENT.split("## Kinds of programmes")
    found = {}
    for name, part in zip(("offer", "programme"), parts, strict=True):
        for line in re.findall(r"^ {4}(\{.*\})$", part, re.MULTILINE):
            example = json.loads(line)
            found[f"{name}.{example['kind']}"] = example
    return found


def documented() -> dict[str, Any]:
    """Return the sample shop with every documented example in it."""
    found = shop()
    found["products"][0] |= {"sku": "honey", "tags": list(TAGS)}
    found["offers"] = [example for key, example in examples().items() if key.startswith("offer.")]
    found["programmes"] = [example for key, example in examples().items() if key.startswith("programme.")]
    found["members"] = []
    return found


def test_every_kind_is_documented_once_and_nothing_else() -> None:
    kinds = [f"offer.{kind.__struct_config__.tag}" for kind in get_args(offers.Offer)]
    kinds += [f"programme.{kind.__struct_config__.tag}" for kind in get_args(programmes.Programme)]
    assert sorted(examples()) == sorted(kinds)
    assert len(re.findall(r"^ {4}\{", DOCUMENT, re.MULTILINE)) == len(kinds)


def test_the_examples_are_lawful_together_and_valid() -> None:
    load(msgspec.json.encode(documented()))
    Draft202012Validator(msgspec.json.decode(read_bytes("schemas", "shop-file.v1.json"))).validate(documented())


def test_every_field_of_a_condition_is_documented() -> None:
    table = DOCUMENT.partition("## When")[2].partition("## How")[0]
    for field in offers.OfferWhen.__struct_fields__:
        assert f"`{field}`" in table, field


BENT = [
    ("offer.percent", {"group": " x"}, "group", "text: 1..64"),
    ("offer.percent", {"limits": {"per_member": 0}}, "limits.per_member", "range: 1..1000000"),
    ("offer.percent", {"when": {"codes": ["summer"]}}, "when.codes[0]", "code: 2..32"),
    ("offer.percent", {"when": {"hours": [{"since": "7:00", "until": "9:00"}]}}, "when.hours[0].since", "minute"),
    ("offer.percent", {"when": {"weekdays": [0]}}, "when.weekdays[0]", "range: 1..7"),
    ("offer.percent", {"when": {"weekdays": [1, 1]}}, "when.weekdays[1]", "duplicate: 1"),
    ("offer.percent", {"when": {"since": "2026-02-30"}}, "when.since", "date"),
    ("offer.percent", {"when": {"since": "2026-02-20", "until": "2026-02-19"}}, "when.until", "before_since: 2026-02-20"),
    ("offer.percent", {"when": {"skus": ["ghost"]}}, "when.skus[0]", "unknown_reference: ghost"),
    ("offer.percent", {"when": {"departments": ["ghost"]}}, "when.departments[0]", "unknown_reference: ghost"),
    ("offer.percent", {"when": {"stores": ["ghost"]}}, "when.stores[0]", "unknown_reference: ghost"),
    ("offer.percent", {"when": {"tiers": ["ghost"]}}, "when.tiers[0]", "unknown_reference: ghost"),
    ("offer.percent", {"when": {"tenders": ["shells"]}}, "when.tenders[0]", "unknown_reference: shells"),
    ("offer.amount", {"pick": {"most": 1}}, "pick", "not_with: per basket"),
    ("offer.cheapest_free", {"free": 4}, "free", "range: 1..3"),
    ("offer.buy_get", {"of": {"skus": ["ghost"]}}, "of.skus[0]", "unknown_reference: ghost"),
    ("offer.bundle", {"parts": []}, "parts", "items: 1..20"),
    ("offer.tiered_spend", {"steps": []}, "steps", "empty"),
    ("offer.tiered_spend", {"steps": [{"from_minor": 1}]}, "steps[0]", "one_of: percent_bp, amount_minor"),
    (
        "offer.quantity_break",
        {"steps": [{"quantity": 6, "percent_bp": 1}, {"quantity": 6, "percent_bp": 2}]},
        "steps[1].quantity",
        "not_rising",
    ),
    ("offer.gift", {"sku": "ghost"}, "sku", "unknown_reference: ghost"),
    ("offer.points", {"programme": "ghost"}, "programme", "unknown_reference: ghost"),
    ("offer.multiplier", {"programme": "COFFEE"}, "programme", "programme_kind: points"),
    ("offer.multiplier", {"times_bp": 9_999}, "times_bp", "range: 10000..1000000"),
    ("offer.cashback", {"programme": "POINT"}, "programme", "programme_kind: cashback"),
    ("offer.punch", {"punches": 0}, "punches", "range: 1..1000"),
    ("offer.receipt_coupon", {"percent_bp": 100}, "", "one_of: amount_minor, percent_bp, gives"),
    ("offer.receipt_coupon", {"amount_minor": 0, "gives": "bio10"}, "gives", "needs_coupon: bio10"),
    ("offer.receipt_coupon", {"valid": {"until": "day", "day": "soon"}}, "valid.day", "date"),
    ("offer.receipt_coupon", {"valid": {"until": "days", "day": "2026-12-31"}}, "valid.day", "not_with: until days"),
    ("programme.segment", {"id": "EUR"}, "id", "reserved: EUR"),
    ("programme.points", {"id": "bio10"}, "id", "duplicate: bio10"),
    ("programme.points", {"expiry": {"kind": "rolling"}}, "expiry.months", "range: 1..60"),
    ("programme.points", {"expiry": {"kind": "fixed_day", "day": "02-30"}}, "expiry.day", "date"),
    ("programme.points", {"rewards": [{"id": "r", "points": 1, "kind": "amount"}]}, "rewards[0].amount_minor", "range: 1..9999999999"),
    ("programme.points", {"rewards": [{"id": "r", "points": 0, "kind": "event"}]}, "rewards[0].points", "range: 1..1000000"),
    ("programme.points", {"rewards": [{"id": "r", "points": 1, "kind": "product"}]}, "rewards[0].of", "missing"),
    ("programme.points", {"rewards": [{"id": "next", "points": 1, "kind": "event"}]}, "rewards[0].id", "duplicate: next"),
    (
        "programme.tiers",
        {"tiers": [{"id": "gold" if index == 20 else f"t{index}", "need": index} for index in range(21)]},
        "tiers",
        "items: 1..20",
    ),
    ("programme.tiers", {"tiers": [{"id": "gold", "need": 5}, {"id": "top", "need": 5}]}, "tiers[1].need", "not_rising"),
    ("programme.tiers", {"by": "points", "points": "ghost"}, "points", "unknown_reference: ghost"),
    ("programme.tiers", {"points": "POINT"}, "points", "not_with: by spend"),
    ("programme.membership", {"sku": "ghost"}, "sku", "unknown_reference: ghost"),
    ("programme.membership", {"months": 0}, "months", "range: 1..60"),
    ("programme.segment", {"recency_days": None, "least_sales": None, "least_minor": None}, "", "no_condition"),
    ("programme.recovery", {"most_minor": {"king": 5}}, "most_minor.king", "unknown_reference: king"),
    ("programme.recovery", {"most_minor": {}}, "most_minor", "empty"),
    ("programme.recovery", {"gives": "store_credit", "of": {"tags": ["jam"]}}, "of", "not_with: gives store_credit"),
]


@pytest.mark.parametrize(("key", "change", "field", "rule"), BENT, ids=[f"{key}-{field}-{rule}" for key, _, field, rule in BENT])
def test_what_cannot_be_meant_is_refused_by_place_and_rule(key: str, change: dict[str, Any], field: str, rule: str) -> None:
    found = documented()
    section, _, kind = key.partition(".")
    items = found[f"{section}s"]
    place = next(index for index, item in enumerate(items) if item["kind"] == kind)
    items[place] = items[place] | change
    with pytest.raises(Refusal) as caught:
        load(msgspec.json.encode(found))
    at = f"{section}s[{place}]"
    assert (caught.value.field, caught.value.params["rule"]) == (f"{at}.{field}" if field else at, rule)


@pytest.mark.parametrize("id", ["PTS", "VIP", "CUP"])
def test_an_account_may_be_called_by_any_three_letters_but_the_shops_money(id: str) -> None:
    found = documented()
    place = next(index for index, item in enumerate(found["programmes"]) if item["kind"] == "segment")
    found["programmes"][place] |= {"id": id}
    assert load(msgspec.json.encode(found)).programmes[place].id == id
