"""One step back, instead of asking "are you sure?"; and the end of a ticket that will not be sold. Both leave a trace (law 14)."""

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.services.commands import CancelBasket, Undo
from kiosk.services.session import Intent
from kiosk.services.ticket import require_basket
from kiosk.services.traces import trace_lost
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal


def undo(work: Work, command: Undo) -> None:
    """Take back the last tender, else the last change of the ticket."""
    work.require_day()
    open_basket = work.session.basket
    if work.session.intent is not None:
        raise Refusal("card_busy")
    if open_basket is not None and open_basket.tenders:
        _take_tender_back(work, open_basket)
        return
    if not work.session.undo:
        raise Refusal("nothing_to_undo")
    before = _numbered_on(work.session.undo[-1], open_basket)
    if open_basket is not None:
        trace_lost(work, open_basket, before)
    work.change("basket", basket=before, undo=work.session.undo[:-1])


def cancel_basket(work: Work, command: CancelBasket) -> None:
    """Give the ticket up; refused while a card has paid or is being asked."""
    open_basket = require_basket(work)
    _require_no_card(open_basket, work.session.intent)
    seen = sum(line.seen_minor for line in open_basket.lines)
    work.append(facts.BasketCancelled(basket=open_basket.id, lines=len(open_basket.lines), gross_minor=seen))
    work.change("basket", basket=None, undo=(), age_asked=None)


def _take_tender_back(work: Work, open_basket: Basket) -> None:
    """Hand the last tender back. A stand-alone card's money was given back on its own terminal, by the cashier's word."""
    last = open_basket.tenders[-1]
    if last.kind != "card_standalone":
        work.change("basket", basket=baskets.drop_tender(open_basket))
        return
    reversed_tender = facts.TenderReversed(basket=open_basket.id, kind=last.kind, amount_minor=last.amount_minor, intent=last.intent or "")
    work.append(reversed_tender)
    work.change("basket", basket=msgspec.structs.replace(open_basket, tenders=open_basket.tenders[:-1]))


def _require_no_card(open_basket: Basket, intent: Intent | None) -> None:
    if intent is not None:
        raise Refusal("card_busy")
    if any(tender.kind in baskets.LOCKED_IN for tender in open_basket.tenders):
        raise Refusal("card_paid")


def _numbered_on(before: Basket | None, now: Basket | None) -> Basket | None:
    """Return the ticket as it was; a line number that was given is never given again, and a proof of age stays proven."""
    if now is None:
        return before
    if before is None:
        return msgspec.structs.replace(now, lines=[], member=None, coupons=[], discounts=[], mode="")
    numbered, proven = max(before.next_line, now.next_line), max(before.age_passed, now.age_passed)
    return msgspec.structs.replace(before, next_line=numbered, age_passed=proven)
