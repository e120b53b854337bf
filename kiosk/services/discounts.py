"""Discounts and prices that a person gives, within the limit of their role or of the one who approves; each is a fact (law 14)."""

from kiosk.domain import concessions
from kiosk.domain.basket import Basket
from kiosk.domain.discounts import Given
from kiosk.domain.goods import TAKE_AWAY, least_price
from kiosk.domain.lines import BasketLine
from kiosk.domain.products import open_price
from kiosk.services import reasons
from kiosk.services.commands import Discount, OverridePrice
from kiosk.services.pricing import priced
from kiosk.services.ticket import put_basket, require_basket
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.money import MINOR_LIMIT
from sync.rules.tax import least_price_minor


def give_discount(work: Work, command: Discount) -> None:
    """Give a discount on a line, or on the whole ticket: one of a rate and an amount."""
    open_basket = require_basket(work)
    if (command.percent_bp is None) == (command.amount_minor is None):
        raise Refusal("bad_request", field="percent_bp", rule="one_of: percent_bp, amount_minor")
    if command.amount_minor == 0:
        raise Refusal("amount_limit", field="amount_minor")
    given = Given(
        line=command.line or 0,
        kind=command.kind,
        percent_bp=command.percent_bp or 0,
        amount_minor=command.amount_minor or 0,
    )
    put_basket(work, concessions.give(open_basket, given, priced(work.terminal, open_basket)))
    work.append(
        facts.DiscountGiven(
            basket=open_basket.id,
            line=given.line,
            kind=given.kind,
            percent_bp=given.percent_bp,
            amount_minor=given.amount_minor,
            reason=reasons.kept(work, command.reason),
        )
    )


def override_price(work: Work, command: OverridePrice) -> None:
    """Sell a line at another price than the shop's."""
    open_basket = require_basket(work)
    line = open_basket.line_at(command.line)
    _require_bounds(work, line, command.price_minor)
    changed = concessions.override(open_basket, command.line, command.price_minor)
    require_taxes_paid(work, changed, line.line)
    put_basket(work, changed)
    work.append(
        facts.PriceOverridden(
            basket=open_basket.id,
            line=line.line,
            sku=line.sku,
            from_minor=line.unit_price_minor,
            to_minor=command.price_minor,
            reason=reasons.kept(work, command.reason),
        )
    )


def require_taxes_paid(work: Work, basket: Basket, line: int) -> None:
    """Refuse (`price_under_taxes`) a keyed price that the fixed taxes in it exceed: the shop would owe the rest to whoever buys."""
    target, policy = basket.line_at(line), work.terminal.policy
    least_minor = least_price(target, policy, basket.mode) if target.is_goods else 0
    if target.unit_price_minor < least_minor:
        raise Refusal("price_under_taxes", field="price_minor", least_minor=least_minor)


def require_amount_covers(work: Work, basket: Basket, line: int, field: str) -> None:
    """Refuse (`amount_under_taxes`) what a label or a weight comes to if the fixed taxes in it exceed that; they count it as one piece."""
    target, policy = basket.line_at(line), work.terminal.policy
    taxes = policy.taxes_of(target.taxes_away if basket.mode == TAKE_AWAY else target.taxes)
    if abs(target.seen_minor) < least_price_minor(taxes, prices_include_tax=policy.shop.prices_include_tax):
        raise Refusal("amount_under_taxes", field=field)


def _require_bounds(work: Work, line: BasketLine, price_minor: int) -> None:
    """What the shop expects of a keyed price bounds this one too; a label's price is of another measure, a line's own is always good."""
    product = work.terminal.reference.product(line.sku) if line.is_goods else None
    if product is not None and line.amount_minor is None and price_minor != concessions.regular_price(line):
        open_price(product, price_minor, MINOR_LIMIT)
