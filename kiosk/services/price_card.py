"""What a price check tells of goods: today's price, what a member would pay, the deposit, and whether they may be sold at all."""

from typing import Any

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.products import on_day
from kiosk.services.pricing import priced, today
from kiosk.services.resolve import FoundGoods, deposit_of
from kiosk.services.work import Terminal
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef
from sync.protocol.records import Product
from sync.protocol.text import in_language

_ANYBODY = MemberRef(id="")
"""Enough of a member for what an offer asks of one."""


def of(terminal: Terminal, found: FoundGoods) -> dict[str, Any]:
    """Return the fields of the answer to `price_check`; stock is not among them, for no till knows it."""
    product = on_day(found.product, today(terminal))
    price_minor = product.price_minor if found.amount_minor is None else found.amount_minor
    card: dict[str, Any] = {
        "sku": product.sku,
        "name": in_language(product.name, terminal.words.language),
        "names": product.name,
        "price_minor": price_minor,
        "unit": product.unit,
        "quantity": found.quantity,
        "sellable": product.sellable and not product.blocked,
    }
    if found.weight_g is not None:
        card["weight_g"] = found.weight_g
    if product.price_minor != found.product.price_minor:
        card["regular_price_minor"] = found.product.price_minor
    if product.blocked:
        card["blocked"] = in_language(product.blocked, terminal.words.language)
        card["blocked_names"] = product.blocked
    if product.age is not None:
        card["age"] = product.age
    deposit = deposit_of(terminal, product)
    if deposit is not None:
        card["deposit_minor"] = deposit.price_minor
    return card | _offered(terminal, product)


def _offered(terminal: Terminal, product: Product) -> dict[str, int]:
    """Return what one piece, or a kilogram, costs with today's offers and, where that is less, for a member."""
    if product.price_minor is None or not product.sellable or product.blocked or product.takes_back:
        return {}
    by_weight = 1_000 if product.unit == "kg" else None
    alone = baskets.add_product(baskets.new_basket("price", "", terminal.words.language), product, weight_g=by_weight)
    open_to_all = _left(terminal, alone)
    for_members = _left(terminal, msgspec.structs.replace(alone, member=_ANYBODY))
    found = {"offer_price_minor": open_to_all} if open_to_all < product.price_minor else {}
    return found | ({"member_price_minor": for_members} if for_members < open_to_all else {})


def _left(terminal: Terminal, alone: Basket) -> int:
    """Return what the offers leave of the amount seen; a tax that is unknown here hides the offers, not the price."""
    try:
        line = priced(terminal, alone).lines[0]
    except Refusal:
        return alone.lines[0].seen_minor
    return line.amount_minor - line.discount_minor
