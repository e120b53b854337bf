"""The demo shop: a French grocery and general store as a shop file, built from `resources/demo`, the same bytes every time."""

from typing import Any

import msgspec

from kiosk.demo.shop_people import members
from kiosk.demo.shop_products import products
from sync.base.resources import read_bytes

MEMBERS = 500


def shop_file() -> bytes:
    """Return the whole demo shop as a shop file of version 1 (JSON, UTF-8)."""
    frame: dict[str, Any] = msgspec.json.decode(read_bytes("demo", "shop.json"))
    departments = [department["id"] for department in frame["departments"]]
    rates_bp = {tax["id"]: tax["rate_bp"] for tax in frame["taxes"]}
    goods = products(departments, rates_bp)
    offers = _with_numbers(frame["offers"], {product["name"]["fr"]: product["sku"] for product in goods})
    shop = {"version": 1, **frame, "products": goods, "offers": offers, "members": members(MEMBERS)}
    return msgspec.json.format(msgspec.json.encode(shop), indent=1)


def _with_numbers(offers: list[dict[str, Any]], numbers: dict[str, str]) -> list[dict[str, Any]]:
    """An offer about one product names it in French, as article numbers are handed out anew with the sheets."""
    return [{**offer, "sku": numbers[offer["sku"]]} if "sku" in offer else offer for offer in offers]


def staff_pins() -> dict[str, str]:
    """Return the PINs of the demo shop's staff by id: the demo shows them, since nobody else can know them."""
    frame: dict[str, Any] = msgspec.json.decode(read_bytes("demo", "shop.json"))
    return {person["id"]: person["pin"] for person in frame["staff"]}
