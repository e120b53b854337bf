"""Meal vouchers: they pay for eligible goods alone (`product.voucher`), after discounts, up to a day's limit, and give no change.

A voucher's code, where one is keyed, is kept as a hash: it pays once, and nobody can read from the journal what to copy.
"""

from kiosk.domain.basket import Basket
from kiosk.domain.lines import BasketLine
from kiosk.domain.pricing import Priced
from kiosk.domain.tenders import Means
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import Refusal
from sync.protocol.ids import voucher_id
from sync.rules.gift_cards import VOUCHER


def means(work: Work, open_basket: Basket, priced: Priced, code: str | None) -> Means:
    """Return the means to pay with a voucher: at most what eligible goods come to, and the limit, less what vouchers paid already."""
    if priced.gross_minor < 0:
        return Means(kind=VOUCHER)
    card = _require_unused(work, open_basket, code) if code else ""
    eligible = eligible_minor(work.terminal, open_basket, priced) - paid_minor(open_basket)
    if eligible <= 0:
        raise Refusal("voucher_goods", field="kind")
    left = left_minor(work.terminal, open_basket, priced)
    if left <= 0:
        raise Refusal("voucher_day", field="kind", limit_minor=work.terminal.policy.shop.habits.voucher_day_minor)
    return Means(kind=VOUCHER, most_minor=left, most_code="voucher_limit" if left < eligible else "voucher_eligible", card=card)


def left_minor(terminal: Terminal, open_basket: Basket, priced: Priced) -> int:
    """Return what vouchers may still pay of this ticket: its eligible goods, up to the limit of a day."""
    limit, paid = terminal.policy.shop.habits.voucher_day_minor, paid_minor(open_basket)
    eligible = eligible_minor(terminal, open_basket, priced)
    return (eligible if limit is None else min(eligible, limit)) - paid


def paid_minor(open_basket: Basket) -> int:
    """Return what vouchers have paid of this ticket."""
    return sum(tender.amount_minor for tender in open_basket.tenders if tender.kind == VOUCHER)


def eligible_minor(terminal: Terminal, open_basket: Basket, priced: Priced) -> int:
    """Return what the eligible goods come to, discounts taken off; eligible goods that come back count against it."""
    eligible = {line.line for line in open_basket.lines if line.voucher or _came_back(terminal, line)}
    return max(0, sum(line.gross_minor for line in priced.lines if line.line in eligible))


def _came_back(terminal: Terminal, line: BasketLine) -> bool:
    product = terminal.reference.product(line.sku) if line.frozen is not None else None
    return product is not None and product.voucher


def _require_unused(work: Work, open_basket: Basket, code: str) -> str:
    id = voucher_id(code)
    used = work.terminal.store.right_used(id)
    if used is not None:
        raise Refusal("voucher_used", field="code", receipt=used.receipt)
    if any(tender.card == id for tender in open_basket.tenders):
        raise Refusal("voucher_in_basket", field="code")
    return id
