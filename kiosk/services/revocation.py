"""Coupons taken back with the goods that earned them: a return reverses the sale's coupon too, unless it was used before (laws 5, 6)."""

from collections.abc import Iterable

from kiosk.domain.basket import Basket
from kiosk.services.work import Terminal
from sync.protocol.facts import RedeemedCoupon, Sale, SoldLine


def revoked_by(terminal: Terminal, basket: Basket, redeemed: Iterable[RedeemedCoupon]) -> list[RedeemedCoupon]:
    """Return the coupons that finishing this ticket takes back: those whose sale no longer comes to what earned them."""
    used_now = {coupon.id for coupon in redeemed}
    found: list[RedeemedCoupon] = []
    for receipt, lines in _returned(basket).items():
        sale = terminal.store.sale(receipt)
        if sale is not None:
            found += [coupon for coupon in _lost(terminal, sale[1], lines) if coupon.id not in used_now]
    return found


def _returned(basket: Basket) -> dict[str, list[SoldLine]]:
    by_receipt: dict[str, list[SoldLine]] = {}
    for line in basket.lines:
        if line.frozen is not None and line.frozen.origin is not None:
            by_receipt.setdefault(line.frozen.origin.receipt, []).append(line.frozen)
    return by_receipt


def _lost(terminal: Terminal, sale: Sale, lines: list[SoldLine]) -> list[RedeemedCoupon]:
    """An amount of 0: nothing was paid with it, and nothing will be."""
    back = [*terminal.store.returned(sale.number), *lines]
    kept_minor = sale.gross_minor + sum(line.gross_minor for line in back)
    return [
        RedeemedCoupon(id=coupon.id, offer=coupon.offer, amount_minor=0)
        for coupon in sale.issued
        if kept_minor < max(1, coupon.earned_from_minor) and terminal.store.right_used(coupon.id) is None
    ]
