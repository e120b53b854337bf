"""From the session to what is answered: one picture of the ticket for screens and the headless till alike."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kiosk.domain import tenders
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.services import loyalty_views, refunds
from kiosk.services.answers import (
    Answer,
    BasketView,
    CouponView,
    ErrorView,
    MemberView,
    TenderView,
    TotalsView,
)
from kiosk.services.line_views import line_views, offer_names
from kiosk.services.pricing import evaluated
from kiosk.services.session import Session
from kiosk.services.trace_views import trace_views
from kiosk.services.work import Terminal, Work
from kiosk.store.till.unit import Unit
from sync.protocol import facts
from sync.protocol.text import in_language


def answer(work: Work) -> Answer:
    """Return the answer to a command that was carried out."""
    if work.failure is not None:
        refusal = work.failure
        return failure(work.terminal, work.session, refusal.code, refusal.field, refusal.params)
    basket = work.show or view(work.terminal, work.session, work.unit)
    return Answer(
        ok=True, state=work.session.state, basket=basket, extra=work.extra, replayed=work.replayed, training=work.session.training
    )


def failure(terminal: Terminal, session: Session, code: str, field: str | None, params: Mapping[str, Any]) -> Answer:
    """Return the answer to a request that was not carried out."""
    spoken = {name: in_language(value, terminal.words.language) if isinstance(value, dict) else value for name, value in params.items()}
    # A screen may speak another language than the till: it gets the shop's own words in all of them.
    error = ErrorView(code=code, message=terminal.words.error(code, {"field": field or "", **spoken}), field=field, params=dict(params))
    return Answer(ok=False, state=session.state, error=error, training=session.training)


def view(terminal: Terminal, session: Session, fresh: Unit | None = None) -> BasketView:
    """Return the open ticket as it stands, or as it will once the unit `fresh` is committed; an empty one when none is open."""
    basket = session.basket
    if basket is None:
        return BasketView()
    result = evaluated(terminal, session, basket).result
    settled = tenders.settle(result.gross_minor, basket.tenders, terminal.policy.shop.cash_rounding)
    shown = _basket(terminal, basket, result, settled, [])
    refund = refunds.suggestion(terminal, basket, settled.due_minor, fresh) if settled.due_minor < 0 else []
    return msgspec.structs.replace(shown, refund=refund)


def sold(terminal: Terminal, basket: Basket, sale: facts.Sale, result: Priced) -> BasketView:
    """Return the finished ticket, with the coupons that its receipt bears."""
    settled = tenders.settle(sale.gross_minor, sale.tenders, terminal.policy.shop.cash_rounding)
    return _basket(terminal, basket, result, settled, [coupon_view(coupon) for coupon in sale.issued])


def _basket(terminal: Terminal, basket: Basket, result: Priced, settled: tenders.Settlement, issued: list[CouponView]) -> BasketView:
    policy, moved = terminal.policy, loyalty_views.movements(terminal.policy, result)
    return BasketView(
        lines=line_views(terminal, basket, result.lines),
        totals=TotalsView(
            net_minor=result.net_minor,
            tax_minor=result.tax_minor,
            gross_minor=result.gross_minor,
            discount_minor=result.discount_minor,
            due_minor=settled.due_minor,
            paid_minor=settled.paid_minor,
            change_minor=settled.change_minor,
            rounding_minor=settled.rounding_minor,
        ),
        taxes=result.taxes,
        member=_member(basket.member),
        points_earned=loyalty_views.points_earned(moved),
        points_spent=loyalty_views.points_spent(moved, policy, basket.tenders),
        coupons_issued=issued,
        offers=trace_views(terminal.policy, offer_names(terminal), result.trace),
        tax_mode=basket.mode,
        tenders=[_tender(tender) for tender in basket.tenders],
        movements=moved,
        rewards=loyalty_views.rewards(policy, basket, result),
        coupons=loyalty_views.coupons(policy, basket, result),
        codes=basket.codes,
        suggestions=loyalty_views.suggested(terminal, result.suggested),
    )


def _tender(tender: facts.Tender) -> TenderView:
    units = -tender.points if tender.out else tender.points
    return TenderView(kind=tender.kind, amount_minor=tender.amount_minor, programme=tender.programme, units=units)


def _member(member: facts.MemberRef | None) -> MemberView | None:
    """What a member holds is told to whoever proved to be them."""
    if member is None or not member.proven:
        return None if member is None else MemberView(id=member.id, tier="", balances={}, proven=False)
    return MemberView(id=member.id, tier=member.tier, balances=member.balances)


def coupon_view(coupon: facts.IssuedCoupon) -> CouponView:
    """Return a coupon that was given out."""
    return CouponView(
        id=coupon.id,
        offer=coupon.offer,
        code=coupon.code,
        amount_minor=coupon.amount_minor,
        needs={"min_gross_minor": coupon.min_gross_minor},
        valid_until=coupon.valid_until,
        home=coupon.home,
        percent_bp=coupon.percent_bp,
        gives=coupon.gives,
        tied=bool(coupon.member),
        online=coupon.online,
    )
