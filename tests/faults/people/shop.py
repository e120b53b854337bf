"""The shop that people act in: four people of three roles, goods of every kind, and the habits that ask for approvals."""

from typing import Any

from tests.faults.shop import CHEESE, COFFEE, LAMP, shop_file

ATTENDANT, CASHIER, MANAGER = "omar", "chloe", "nadia"
STAFF = {ATTENDANT: "1470", CASHIER: "2580", MANAGER: "123456", "mia": "654321"}
APPROVERS = (MANAGER, "mia")
WINE, FLOWERS, BEER, EMPTY, MEAL = "WINE", "FLOWERS", "BEER", "EMPTY", "MEAL"
PIECES = (COFFEE, LAMP, WINE, BEER, EMPTY, MEAL)
__all__ = ["APPROVERS", "CHEESE", "COFFEE", "FLOWERS", "LAMP", "PIECES", "STAFF", "WINE", "peopled_shop"]


def peopled_shop() -> dict[str, Any]:
    """Return the shop file as plain JSON."""
    shop = shop_file()
    shop["shop"]["cash_rounding"] = {"step_minor": 5, "mode": "half_up"}
    roles = {ATTENDANT: "attendant", CASHIER: "cashier", MANAGER: "manager", "mia": "manager"}
    shop["staff"] = [{"id": id, "name": id.title(), "role": roles[id], "pin": pin} for id, pin in STAFF.items()]
    for product in shop["products"]:
        product["voucher"] = product["sku"] == COFFEE
    shop["products"] += [
        _product(WINE, 1250, "T20", age=18),
        _product(FLOWERS, None, "T20"),
        _product("BOTTLE", 20, "T20"),
        _product(BEER, 310, "T20", deposit="BOTTLE"),
        _product(EMPTY, 20, "T20", takes_back=True),
        _product(MEAL, 1190, "T55", take_away_taxes=["T20"], voucher=True),
    ]
    return shop


def _product(sku: str, price_minor: int | None, tax: str, **more: Any) -> dict[str, Any]:
    return {"sku": sku, "name": sku.title(), "department": "D1", "price_minor": price_minor, "unit": "piece", "taxes": [tax], **more}
