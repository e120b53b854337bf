"""A small shop of two stores, as the ledger's tests import it."""

from typing import Any

import msgspec

from sync.shopfile import ShopFile, load

SHOP: dict[str, Any] = {
    "version": 1,
    "shop": {
        "name": "Épicerie du Port",
        "country": "FR",
        "currency": "EUR",
        "minor_digits": 2,
        "timezone": "Europe/Paris",
        "languages": ["fr", "en"],
        "prices_include_tax": True,
    },
    "stores": [{"id": "S1", "name": "Port"}, {"id": "S2", "name": "Gare"}],
    "registers": [
        {"id": "K1", "store": "S1", "kind": "cashier"},
        {"id": "K2", "store": "S1", "kind": "selfservice"},
        {"id": "M1", "store": "S1", "kind": "manager"},
        {"id": "K9", "store": "S2", "kind": "cashier"},
    ],
    "taxes": [{"id": "T20", "name": "TVA 20 %", "rate_bp": 2000}],
    "departments": [{"id": "D1", "name": {"fr": "Épicerie", "en": "Grocery"}}],
    "products": [
        {"sku": "P1", "name": "Miel", "department": "D1", "price_minor": 600, "unit": "piece", "taxes": ["T20"]},
        {"sku": "P2", "name": "Thé", "department": "D1", "price_minor": 240, "unit": "piece", "taxes": ["T20"]},
    ],
    "barcode_rules": [{"pattern": "042", "means": "member"}],
    "staff": [
        {"id": "anna", "name": "Anna", "role": "manager", "pin": "123456"},
        {"id": "bob", "name": "Bob", "role": "cashier", "pin": "4321"},
    ],
    "members": [
        {"id": "m1", "code": "0421", "profile": {"name": "Zoé"}, "balances": {"POINT": 100}},
        {"id": "m2", "profile": {}},
    ],
    "programmes": [
        {"id": "POINT", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}, "value_minor": 2},
    ],
    "gift_cards": [{"code": "G1", "balance_minor": 5000}],
}


def shop(**changes: Any) -> ShopFile:
    """Return the shop file with some of its parts replaced."""
    return load(msgspec.json.encode({**SHOP, **changes}))
