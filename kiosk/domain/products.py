"""A product on a day: which of its prices is in force. What a line was rung up at is the line's, and no later price changes it."""

import msgspec

from sync.protocol.errors import Refusal
from sync.protocol.records import DatedPrice, Product


def on_day(product: Product, day: str) -> Product:
    """Return the product with the price in force on a local day (ISO 8601): the last dated one that fits, else its own."""
    fitting = [dated for dated in product.prices if in_force(dated, day)]
    return msgspec.structs.replace(product, price_minor=fitting[-1].price_minor) if fitting else product


def in_force(dated: DatedPrice, day: str) -> bool:
    """Tell whether a dated price holds on a day; both its ends are included."""
    return (dated.since is None or dated.since <= day) and (dated.until is None or day <= dated.until)


def require_sellable(product: Product) -> None:
    """Refuse goods that the shop does not sell (`not_sellable`), or not now (`goods_blocked`, with why)."""
    if product.blocked:
        raise Refusal("goods_blocked", field="sku", sku=product.sku, why=product.blocked)
    if not product.sellable:
        raise Refusal("not_sellable", field="sku", sku=product.sku)


def open_price(product: Product, price_minor: int, limit_minor: int) -> int:
    """Return a keyed price; refuses one outside money (`amount_limit`) or outside what the shop expects of these goods (`price_bounds`)."""
    if not 0 <= price_minor < limit_minor:
        raise Refusal("amount_limit", field="price_minor")
    least = product.least_minor or 0
    most = limit_minor - 1 if product.most_minor is None else product.most_minor
    if not least <= price_minor <= most:
        raise Refusal("price_bounds", field="price_minor", sku=product.sku, least_minor=least, most_minor=most)
    return price_minor
