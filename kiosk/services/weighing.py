"""Goods put on the scale: the scale is asked beside the worker, and what it says at rest is rung up as any weight is."""

from kiosk.domain import basket as baskets
from kiosk.domain.products import on_day, require_sellable
from kiosk.services import goods
from kiosk.services.commands import Weigh
from kiosk.services.ports import ScalePort, WeightLike
from kiosk.services.pricing import today
from kiosk.services.ticket import current
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.protocol.records import Product

ATTEMPTS = 25
"""A hand takes a moment to leave the pan; a scale answers some ten times a second."""


def weigh(work: Work, command: Weigh) -> None:
    """Weigh goods and put them into the ticket. What cannot be sold by weight is refused before the scale is asked."""
    work.require_day()
    scale = work.terminal.scale
    if scale is None:
        raise Refusal("no_scale")
    product = work.terminal.reference.product(command.sku) or work.terminal.reference.product_by_plu(command.sku)
    if product is None:
        raise Refusal("unknown_sku", field="sku")
    _require_weighable(work, product)
    work.asking = "scale_asked"
    work.aside = (lambda: _at_rest(scale), lambda following, weight: _ring_up(following, product, weight))


def _require_weighable(work: Work, product: Product) -> None:
    open_basket = current(work)
    baskets.require_no_tender(open_basket)
    require_sellable(product)
    if product.unit != "kg":
        raise Refusal("sold_by_piece", field="sku", sku=product.sku)
    if on_day(product, today(work.terminal)).price_minor is None:
        raise Refusal("price_needed", field="sku", sku=product.sku)
    goods.require_age(work, product)


def _at_rest(scale: ScalePort) -> WeightLike:
    """Ask until the scale has come to rest, a bounded number of times."""
    weight = scale.weigh()
    for _ in range(ATTEMPTS - 1):
        if weight.stable:
            break
        weight = scale.weigh()
    return weight


def _ring_up(work: Work, product: Product, weight: WeightLike) -> None:
    if not weight.stable:
        raise Refusal("scale_moving")
    if weight.weight_g <= 0:
        raise Refusal("scale_empty")
    goods.put_in(work, product, weight_g=weight.weight_g)
    work.extra["weight_g"] = weight.weight_g
