"""Whether what a person concedes on a ticket is theirs to give, and the refusal that asks for somebody whose it is."""

from collections.abc import Mapping

from kiosk.domain import concessions, permissions
from kiosk.domain.basket import Basket
from kiosk.domain.concessions import Rates
from kiosk.services.pricing import priced
from kiosk.services.work import Work
from sync.protocol.errors import Refusal
from sync.protocol.records import Role

APPROVABLE = ("approval_needed", "member_unproven")
"""The codes of refusals that another person's PIN lifts."""

_NOTHING = Rates({}, concessions.Rate(), concessions.Rate(), {})


class ApprovalNeeded(Refusal):
    """A request that another person's PIN may carry out (`approve`); `role` is the least that may."""

    def __init__(self, role: Role, code: str = APPROVABLE[0]) -> None:
        super().__init__(code, role=role)


def require_authority(work: Work, changed: Basket) -> None:
    """Refuse a change of the ticket that concedes more than this person may, unless that much was approved before.

    Only goods, prices and discounts can concede: a member's card or a coupon that makes goods cheaper asks for nobody.
    """
    open_basket = work.session.basket
    same_goods = open_basket is not None and (open_basket.lines, open_basket.discounts) == (changed.lines, changed.discounts)
    if same_goods or not concessions.concedes(changed):
        return
    limits_bp = work.terminal.policy.shop.habits.discount_bp
    before, after = _rates(work, open_basket), _rates(work, changed)
    need_bp = concessions.needed_bp(before, after, permissions.discount_limit_bp(work.authority, limits_bp))
    if need_bp:
        role = permissions.role_for_discount(need_bp, limits_bp)
        raise _beyond_all(open_basket, changed, limits_bp) if role is None else ApprovalNeeded(role)
    raise_bp = concessions.needed_raise_bp(before, after, permissions.raise_limit_bp(work.authority, limits_bp))
    if raise_bp:
        raise ApprovalNeeded(permissions.role_for_raise(raise_bp, limits_bp))


def _beyond_all(open_basket: Basket | None, changed: Basket, limits_bp: Mapping[Role, int]) -> Refusal:
    """Say of the price what a price asked for, and of the discount the rest."""
    most_bp = permissions.discount_limit_bp("administrator", limits_bp)
    if _prices(open_basket) != _prices(changed) and open_basket is not None and open_basket.discounts == changed.discounts:
        return Refusal("price_limit", field="price_minor", most_bp=most_bp)
    return Refusal("discount_limit", field="percent_bp", most_bp=most_bp)


def _prices(basket: Basket | None) -> dict[int, int]:
    return {line.line: line.unit_price_minor for line in basket.lines} if basket else {}


def _rates(work: Work, basket: Basket | None) -> Rates:
    """A ticket without concessions still has pieces that a later discount may be given on."""
    if basket is None:
        return _NOTHING
    return concessions.rates(basket, priced(work.terminal, basket), work.terminal.policy.shop.habits.staff_discount_bp)
