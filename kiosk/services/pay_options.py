"""What a payment screen offers for the open ticket: which ways to pay exist here, how much each may pay, quick amounts and ways back."""

from kiosk.domain import tenders
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced
from kiosk.services import payment, points, queries, refunds, vouchers
from kiosk.services.cards import CARD
from kiosk.services.pricing import evaluated
from kiosk.services.session import Session
from kiosk.services.work import Terminal
from sync.protocol.errors import Refusal
from sync.rules.gift_cards import VOUCHER


def options(terminal: Terminal, session: Session) -> queries.PaymentView:
    """Return the ways to pay the open ticket, or to pay it out; refuses (`basket_empty`) without one."""
    basket = session.basket
    if basket is None or not basket.lines:
        raise Refusal("basket_empty")
    shop, priced = terminal.policy.shop, evaluated(terminal, session, basket).result
    due = tenders.settle(priced.gross_minor, basket.tenders, shop.cash_rounding).due_minor
    for_cash = tenders.settle(priced.gross_minor, basket.tenders, shop.cash_rounding, cash_last=True).due_minor
    back = refunds.suggestion(terminal, basket, due)
    return queries.PaymentView(
        due_minor=due,
        cash_due_minor=for_cash,
        quick_minor=tuple(tenders.quick_amounts(for_cash, shop.currency)),
        ways=tuple(_ways(terminal, session, basket, priced, due, frozenset(way.kind for way in back))),
        refund=tuple(queries.RefundRow(way.kind, way.amount_minor, way.card) for way in back),
    )


def _ways(
    terminal: Terminal, session: Session, basket: Basket, priced: Priced, due_minor: int, back: frozenset[str]
) -> list[queries.PayWay]:
    out = priced.gross_minor < 0
    found = []
    for kind in payment.KINDS:
        if (kind == CARD and terminal.card is None) or (out and kind not in tenders.PAYS_OUT):
            continue
        if out and kind in points.KINDS and kind not in back:
            continue
        most, limit = _most_minor(terminal, session, basket, priced, kind, due_minor)
        if most is None or most > 0 or limit is not None:
            found.append(queries.PayWay(kind, most, offline_limit_minor=limit))
    return found


def _most_minor(
    terminal: Terminal, session: Session, basket: Basket, priced: Priced, kind: str, due_minor: int
) -> tuple[int | None, int | None]:
    """Return what a way may pay at most, None where it may pay all that is due; and the limit that says so while the ledger is away."""
    if kind == VOUCHER:
        return min(due_minor, vouchers.left_minor(terminal, basket, priced)), None
    if kind in points.KINDS and due_minor > 0:
        return points.payable(terminal, session, basket, priced, kind)
    return None, None
