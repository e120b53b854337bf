"""The products of the demo shop, from their sheets to the shape of the shop file."""

from collections.abc import Iterator
from typing import Any

import msgspec

from kiosk.demo.shop_codes import ArticleNumbers, pack_barcode, piece_barcode, scale_barcodes
from kiosk.demo.shop_sheets import Row, SheetReader
from sync.base.resources import read_bytes
from sync.protocol.money import divide_half_up

PICTURE_TAG = "pic:"
"""Every product carries exactly one tag that names the drawing under `resources/icons/goods`."""


def products(departments: list[str], rates_bp: dict[str, int]) -> list[dict[str, Any]]:
    """Return the products of all departments; `rates_bp` are the tax rates, from which costs are worked back."""
    numbers = ArticleNumbers()
    found = [_product(row, department, numbers, rates_bp) for department in departments for row in _sheet(department)]
    return _with_selling(found, msgspec.json.decode(read_bytes("demo", "selling.json"), type=_Selling))


class _Selling(msgspec.Struct, forbid_unknown_fields=True):
    """What sheets have no words for: fields of single goods by French name, in which a deposit is named so too."""

    voucher_departments: list[str]
    goods: dict[str, dict[str, Any]]


def _with_selling(products: list[dict[str, Any]], selling: _Selling) -> list[dict[str, Any]]:
    by_name = {product["name"]["fr"]: product for product in products}
    for product in products:
        if product["department"] in selling.voucher_departments and "age" not in product:
            product["voucher"] = True
    for name, fields in selling.goods.items():
        by_name[name].update(fields)
        if "deposit" in fields:
            by_name[name]["deposit"] = by_name[fields["deposit"]]["sku"]
        if not by_name[name]["taxes"]:
            by_name[name].pop("voucher", None)
    return products


def _sheet(department: str) -> Iterator[Row]:
    name = f"{department}.txt"
    return SheetReader(name).rows(read_bytes("demo", "products", name).decode())


def _product(row: Row, department: str, numbers: ArticleNumbers, rates_bp: dict[str, int]) -> dict[str, Any]:
    weighed = row.words.unit == "kg"
    article = numbers.give(row.french, weighed=weighed)
    product: dict[str, Any] = {
        "sku": article,
        "name": {"fr": row.french, "en": row.english},
        "department": department,
        "price_minor": row.price_minor,
        "unit": row.words.unit,
        "taxes": [row.words.tax],
        "barcodes": scale_barcodes(article) if weighed else [piece_barcode(article)],
        "tags": [PICTURE_TAG + row.words.picture, *row.words.tags],
    }
    if row.pack:
        product["packs"] = [{"barcode": pack_barcode(article, row.pack), "quantity": row.pack}]
    if row.words.age is not None:
        product["age"] = row.words.age
    if row.price_minor is not None:
        product["cost_minor"] = _cost_minor(row.price_minor, rates_bp[row.words.tax], row.words.margin_percent)
    if not row.words.sellable:
        product["sellable"] = False
    return product


def _cost_minor(price_minor: int, rate_bp: int, margin_percent: int) -> int:
    net_minor = divide_half_up(price_minor * 10_000, 10_000 + rate_bp)
    return divide_half_up(net_minor * (100 - margin_percent), 100)
