"""Which way money goes back: to the tenders that paid for what is given back, as far as they paid and were not paid back before.

A suggestion, which refuses nothing: a card may have expired, a customer may prefer credit. Only cash has a bound of its own, where the shop
sets one (`habits.cash_refund_minor`): paying it out for what was not paid in cash is how a stolen card is turned into money, so that beyond
the bound a manager has to approve. A cheque goes back in cash and a meal voucher as store credit: the law forbids to turn it into money.
"""

from collections.abc import Iterable

from kiosk.domain import permissions
from kiosk.domain.basket import Basket
from kiosk.domain.digests import UNKNOWN
from kiosk.services import receipts
from kiosk.services.answers import RefundView
from kiosk.services.authority import ApprovalNeeded
from kiosk.services.work import Terminal, Work
from kiosk.store.till.unit import Unit
from sync.protocol.acts import Act
from sync.protocol.facts import Sale, Tender
from sync.rules.figures import CASH
from sync.rules.gift_cards import CARD_KINDS, GIFT_CARD, STORE_CREDIT, VOUCHER

Way = tuple[str, str]
"""A kind of tender and the card it moves, or the programme of points; empty where it moves none."""

_BACK_AS = {"cheque": CASH, VOUCHER: STORE_CREDIT}
_POINTS = frozenset({"points", "cashback"})
_ORDER = ("points", "cashback", "card", "card_standalone", "gift_card", STORE_CREDIT, CASH)
"""Points first, then cards: what they paid may not become cash while anything else is left."""


def suggestion(terminal: Terminal, basket: Basket, due_minor: int, fresh: Unit | None = None) -> list[RefundView]:
    """Return how what is due to the customer (negative) may go back, in order; together no more than is due.

    `fresh` is the unit of the command that is being answered: what it was told of a receipt is not in the store yet.
    """
    rest, found = -due_minor, []
    for (kind, card), left_minor in _in_order(_left(terminal, basket, fresh)):
        amount = min(rest, left_minor)
        if amount > 0:
            programme = card if kind in _POINTS else ""
            found.append(RefundView(kind=kind, amount_minor=amount, card="" if programme else card, programme=programme))
            rest -= amount
    return found


def paid_by_cards(terminal: Terminal, basket: Basket) -> list[tuple[str, int]]:
    """Return the gift cards and credits that paid for what comes back, each with what may still go back to it."""
    return [(card, left) for (kind, card), left in _in_order(_left(terminal, basket)) if kind in CARD_KINDS and card and left > 0]


def paid_by_points(terminal: Terminal, basket: Basket, kind: str, programme: str) -> int:
    """Return what points of a programme, or cashback, paid of what comes back and may still go back to them."""
    return _left(terminal, basket).get((kind, programme), 0)


def require_allowed(work: Work, basket: Basket, tender: Tender) -> None:
    """Ask for approval of money that is paid out for empties, which no receipt proves, by whoever may take nothing back; and of cash
    beyond the shop's bound for what was not paid in cash."""
    if any(line.takes_back for line in basket.lines):
        _require(work, "return")
    bound = work.terminal.policy.shop.habits.cash_refund_minor
    if tender.kind != CASH or bound is None:
        return
    if tender.amount_minor - _left(work.terminal, basket).get((CASH, ""), 0) > bound:
        _require(work, "refund_cash")


def _require(work: Work, act: Act) -> None:
    verdict = permissions.decide(work.authority, act, work.terminal.policy.shop.habits)
    if not verdict.allowed:
        raise ApprovalNeeded(verdict.needs)


def _left(terminal: Terminal, basket: Basket, fresh: Unit | None = None) -> dict[Way, int]:
    """Return what each way paid for the receipts that this ticket gives back of, less what went back that way before and on this ticket."""
    left: dict[Way, int] = {}
    for receipt in receipts.originals(terminal, basket, fresh):
        buyer = receipt.sale.member
        is_buyer = buyer is not None and basket.member is not None and buyer.id == basket.member.id
        _add(left, receipt.sale, is_buyer=is_buyer)
        _take(left, receipt.refunded, is_buyer=is_buyer)
    _take(left, (tender for tender in basket.tenders if tender.out), is_buyer=True)
    return left


def _add(left: dict[Way, int], sale: Sale, *, is_buyer: bool) -> None:
    for tender in sale.tenders:
        if not tender.out and tender.kind != UNKNOWN:
            way = _way(tender, is_buyer=is_buyer)
            left[way] = left.get(way, 0) + tender.amount_minor
    if sale.change_minor:
        left[CASH, ""] = left.get((CASH, ""), 0) - sale.change_minor


def _take(left: dict[Way, int], tenders: Iterable[Tender], *, is_buyer: bool) -> None:
    for tender in tenders:
        way = _way(tender, is_buyer=is_buyer)
        left[way] = left.get(way, 0) - tender.amount_minor


def _way(tender: Tender, *, is_buyer: bool) -> Way:
    """A credit that is given out has a card of its own, and is none that paid before. Points go back to who paid with them."""
    if tender.kind in _POINTS:
        return (tender.kind, tender.programme) if is_buyer else (STORE_CREDIT, "")
    paid_by_card = tender.kind == GIFT_CARD or (tender.kind == STORE_CREDIT and not tender.out)
    return _BACK_AS.get(tender.kind, tender.kind), tender.card if paid_by_card else ""


def _in_order(left: dict[Way, int]) -> list[tuple[Way, int]]:
    return sorted(left.items(), key=lambda item: (_ORDER.index(item[0][0]) if item[0][0] in _ORDER else len(_ORDER), item[0][1]))
