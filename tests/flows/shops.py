"""Shop files for the flows: one shop with a little of everything, and ways to bend it."""

from copy import deepcopy
from typing import Any

Json = dict[str, Any]

_SHOP: Json = {
    "version": 1,
    "shop": {
        "name": "Au Bon Coin",
        "country": "FR",
        "currency": "EUR",
        "minor_digits": 2,
        "timezone": "Europe/Paris",
        "languages": ["fr", "en"],
        "prices_include_tax": True,
        "legal": {"cash_limit_minor": 100_000},
    },
    "stores": [{"id": "lyon", "name": "Lyon", "address": "1 rue du Test"}],
    "registers": [{"id": "R1", "store": "lyon", "kind": "cashier"}, {"id": "R2", "store": "lyon", "kind": "cashier"}],
    "taxes": [{"id": "T55", "name": "TVA 5,5 %", "rate_bp": 550}, {"id": "T20", "name": "TVA 20 %", "rate_bp": 2000}],
    "departments": [{"id": "all", "name": "Tout"}],
    "products": [],
    "barcode_rules": [
        {"pattern": "23.....{NNNDD}", "means": "price"},
        {"pattern": "21.....{NNDDD}", "means": "weight"},
        {"pattern": "042", "means": "member"},
    ],
    "staff": [
        {"id": "ana", "name": "Ana Petit", "role": "cashier", "pin": "1234"},
        {"id": "max", "name": "Max Morel", "role": "manager", "pin": "123456"},
        {"id": "lou", "name": "Lou Roux", "role": "attendant", "pin": "4321"},
    ],
    "members": [{"id": "m1", "code": "0421234567890", "profile": {"first_name": "Claire"}, "tier": "gold", "balances": {"POINT": 12}}],
    "offers": [
        {"id": "bio10", "name": "Bio", "kind": "percent", "when": {"tags": ["bio"]}, "percent_bp": 1000},
        {
            "id": "next",
            "name": "Bon",
            "kind": "receipt_coupon",
            "when": {"min_gross_minor": 2000},
            "amount_minor": 500,
            "needs": {"min_gross_minor": 3000},
            "valid": {"until": "end_of_month", "months": 1},
        },
    ],
    "programmes": [{"id": "POINT", "kind": "points", "earn": {"points": 1, "per_minor": 100, "on": "gross"}, "value_minor": 1}],
}


def product(sku: str, price_minor: int | None, taxes: list[str] | None = None, **more: Any) -> Json:
    """A product by the piece unless `unit` says otherwise."""
    return {
        "sku": sku, "name": sku.title(), "department": "all", "price_minor": price_minor, "unit": "piece", "taxes": taxes or [], **more
    }  # fmt: skip


GOODS = [
    product("pear", 120, ["T55"], barcodes=["4006381333931", "96385074"], packs=[{"barcode": "14006381333938", "quantity": 6}]),
    product("lamp", 2500, ["T20"], barcodes=["5000159484695"]),
    product("tea", 1000, ["T55"], tags=["bio"]),
    product("wine", 900, ["T20"], age=18, barcodes=["3263280111119"]),
    product("grapes", 399, ["T55"], unit="kg", barcodes=["2112345000008"]),
    product("cheese", 1000, ["T55"], barcodes=["2305000000004"]),
    product("card", None, ["T20"]),
    product("old", 100, sellable=False),
    product("gold", 99_000),
]


def shop(goods: list[Json] | None = None, **shop_fields: Any) -> Json:
    """Return a fresh shop file with these goods; `shop_fields` go into its `shop`."""
    found = deepcopy(_SHOP)
    found["products"] = deepcopy(GOODS if goods is None else goods)
    found["shop"].update(shop_fields)
    return found


def plain(goods: list[Json], taxes: list[Json], **shop_fields: Any) -> Json:
    """Return a shop with these goods and taxes and nothing that changes a price."""
    member = {"id": "m1", "code": "0421234567890", "profile": {}}
    return shop(goods, **shop_fields) | {"taxes": taxes, "offers": [], "programmes": [], "members": [member], "barcode_rules": []}
