"""A small shop file that uses every section, as data to bend in tests."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

Shop = dict[str, Any]
Bend = Callable[[Shop], object]

_SHOP: Shop = {
    "version": 1,
    "shop": {
        "name": "Au Bon Coin",
        "country": "FR",
        "currency": "EUR",
        "minor_digits": 2,
        "timezone": "Europe/Paris",
        "languages": ["fr", "en"],
        "prices_include_tax": True,
        "tax_rounding": "line",
        "cash_rounding": {"step_minor": 5, "mode": "half_up"},
        "legal": {"siret": "00000000000000", "cash_limit_minor": 100000},
        "habits": {
            "discount_bp": {"cashier": 500, "manager": 3000},
            "least_roles": {"no_sale": "manager"},
            "staff_discount_bp": 1000,
            "shift": "cashier",
            "receipt_url": "https://shop.example/r",
            "reasons": [{"id": "damaged", "name": {"fr": "Abîmé", "en": "Damaged"}, "acts": ["discount"]}],
        },
    },
    "stores": [{"id": "lyon", "name": "Lyon", "address": "1 rue du Test\n69001 Lyon"}],
    "registers": [{"id": "R1", "store": "lyon", "kind": "cashier"}, {"id": "K1", "store": "lyon", "kind": "selfservice"}],
    "taxes": [
        {"id": "T20", "name": {"fr": "TVA 20 %", "en": "VAT 20 %"}, "rate_bp": 2000},
        {"id": "ECO", "name": "Éco-participation", "fixed_minor": 10, "included": True, "in_base": True},
    ],
    "departments": [{"id": "fruit", "name": {"fr": "Fruits", "en": "Fruit"}}],
    "products": [
        {
            "sku": "pear",
            "name": {"fr": "Poire", "en": "Pear"},
            "department": "fruit",
            "price_minor": 120,
            "unit": "piece",
            "taxes": ["T20"],
            "barcodes": ["4006381333931", "96385074", "shelf-7"],
            "packs": [{"barcode": "14006381333938", "quantity": 6}],
            "age": 18,
            "cost_minor": 60,
            "tags": ["bio"],
            "sellable": True,
        },
        {"sku": "grapes", "name": "Raisin", "department": "fruit", "price_minor": 399, "unit": "kg", "taxes": []},
        {"sku": "basket", "name": "Panier", "department": "fruit", "price_minor": None, "unit": "piece", "taxes": ["ECO", "T20"]},
        {"sku": "bottle", "name": "Consigne", "department": "fruit", "price_minor": 20, "unit": "piece", "taxes": [], "sellable": False},
        {
            "sku": "juice",
            "name": "Jus",
            "department": "fruit",
            "price_minor": 250,
            "unit": "piece",
            "taxes": ["T20"],
            "deposit": "bottle",
            "plu": "41",
            "take_away_taxes": [],
            "voucher": True,
            "blocked": {"fr": "Rappelé.", "en": "Recalled."},
            "prices": [{"price_minor": 200, "since": "2026-11-01", "until": "2026-11-30"}, {"price_minor": 260, "since": "2027-01-01"}],
        },
        {"sku": "empty", "name": "Vide", "department": "fruit", "price_minor": 20, "unit": "piece", "taxes": [], "takes_back": True},
        {
            "sku": "misc",
            "name": "Divers",
            "department": "fruit",
            "price_minor": None,
            "unit": "piece",
            "taxes": ["T20"],
            "least_minor": 10,
            "most_minor": 5000,
        },
    ],
    "barcode_rules": [
        {"pattern": "23.....{NNNDD}", "means": "price"},
        {"pattern": "21.....{NNDDD}", "means": "weight"},
        {"pattern": "042", "means": "member"},
    ],
    "staff": [
        {"id": "ana", "name": "Ana", "role": "cashier", "pin": "1234"},
        {"id": "max", "name": "Max", "role": "manager", "pin": "123456"},
    ],
    "members": [
        {
            "id": "m1",
            "code": "0421234567890",
            "profile": {"name": "Ada"},
            "tier": "gold",
            "balances": {"POINT": 12},
            "segments": ["new"],
            "joined": "2026-01-31",
            "first_purchase": None,
            "consents": ["mail"],
        }
    ],
    "gift_cards": [{"code": "G-1", "balance_minor": 5000}],
    "offers": [
        {
            "id": "bio10",
            "name": {"fr": "Bio", "en": "Organic"},
            "kind": "percent",
            "when": {"tags": ["bio"]},
            "percent_bp": 1000,
            "allocation": "per_line",
            "priority": 0,
        },
        {
            "id": "next",
            "name": "Next",
            "kind": "receipt_coupon",
            "when": {"min_gross_minor": 2000},
            "amount_minor": 500,
            "needs": {"min_gross_minor": 3000},
            "valid": {"until": "end_of_month", "months": 1},
        },
    ],
    "programmes": [{"id": "POINT", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}, "value_minor": 1}],
}


def shop() -> Shop:
    """Return a fresh copy."""
    return deepcopy(_SHOP)


def bent(bend: Bend) -> Shop:
    """Return a copy that `bend` has changed."""
    found = shop()
    bend(found)
    return found


def put(path: str, value: object) -> Bend:
    """Return a change that writes `value` at a dotted path such as products.0.age."""

    def bend(found: Shop) -> None:
        *way, last = (int(part) if part.isdigit() else part for part in path.split("."))
        place: Any = found
        for part in way:
            place = place[part]
        if isinstance(place, list) and last == len(place):
            place.append(value)
        else:
            place[last] = value

    return bend


def drop(path: str) -> Bend:
    """Return a change that removes what is at a dotted path."""

    def bend(found: Shop) -> None:
        *way, last = (int(part) if part.isdigit() else part for part in path.split("."))
        place: Any = found
        for part in way:
            place = place[part]
        del place[last]

    return bend
