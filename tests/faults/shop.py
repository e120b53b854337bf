"""The small shop that fault tests sell from: one till, goods with an offer, a receipt coupon, points."""

from typing import Any

CASHIER = ("nadia", "123456")
MEMBER = "0421"
COFFEE, CHEESE, LAMP = "COFFEE", "CHEESE", "LAMP"


def shop_file() -> dict[str, Any]:
    """Return the shop file as plain JSON."""
    return {
        "version": 1,
        "shop": {
            "name": "Le Comptoir",
            "country": "FR",
            "currency": "EUR",
            "minor_digits": 2,
            "timezone": "Europe/Paris",
            "languages": ["fr", "en"],
            "prices_include_tax": True,
            "tax_rounding": "line",
            "cash_rounding": None,
        },
        "stores": [{"id": "S1", "name": "Lyon", "address": "12 rue des Halles"}],
        "registers": [{"id": "02", "store": "S1", "kind": "cashier"}, {"id": "K1", "store": "S1", "kind": "selfservice"}],
        "taxes": [{"id": "T20", "name": "TVA 20 %", "rate_bp": 2000}, {"id": "T55", "name": "TVA 5,5 %", "rate_bp": 550}],
        "departments": [{"id": "D1", "name": "Divers"}],
        "products": [
            _product(COFFEE, "Café moulu", 395, "piece", "T55", tags=["bio"]),
            _product(CHEESE, "Comté", 2490, "kg", "T55"),
            _product(LAMP, "Lampe de bureau", 2990, "piece", "T20"),
        ],
        "staff": [{"id": CASHIER[0], "name": "Nadia", "role": "manager", "pin": CASHIER[1]}],
        "members": [{"id": "m1", "code": MEMBER, "profile": {"first_name": "Claire"}, "balances": {"POINT": 0}}],
        "offers": [
            {"id": "bio10", "name": "Bio", "kind": "percent", "when": {"tags": ["bio"]}, "percent_bp": 1000},
            {
                "id": "next",
                "name": "Prochain achat",
                "kind": "receipt_coupon",
                "when": {"min_gross_minor": 2000},
                "amount_minor": 500,
                "needs": {"min_gross_minor": 3000},
                "valid": {"until": "end_of_month", "months": 1},
            },
        ],
        "programmes": [{"id": "POINT", "name": "Points", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}}],
    }


def _product(sku: str, name: str, price_minor: int, unit: str, tax: str, tags: list[str] | None = None) -> dict[str, Any]:
    return {
        "sku": sku,
        "name": name,
        "department": "D1",
        "price_minor": price_minor,
        "unit": unit,
        "taxes": [tax],
        "tags": tags or [],
    }
