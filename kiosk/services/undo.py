"""One step back, instead of asking "are you sure?"; and the end of a ticket that will not be sold. Both leave a trace (law 14)."""

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.services import holds
from kiosk.services.commands import CancelBasket, Undo
from kiosk.services.ticket import require_basket, require_settled
from kiosk.services.traces import trace_lost
from kiosk.services.work import Work
from sync.protocol import facts
from sync.protocol.errors import Refusal
from sync.protocol.facts import Tender


def undo(work: Work, command: Undo) -> None:
    """Take back the last tender, else the last change of the ticket."""
    work.require_day()
    open_basket = work.session.basket
    require_settled(work)
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
    require_settled(work)
    if any(tender.kind in baskets.LOCKED_IN for tender in open_basket.tenders):
        raise Refusal("card_paid")
    for tender in reversed(open_basket.tenders):
        _trace_tender(work, open_basket, tender)
    seen = sum(line.seen_minor for line in open_basket.lines)
    work.append(facts.BasketCancelled(basket=open_basket.id, lines=len(open_basket.lines), gross_minor=seen))
    work.change("basket", basket=None, undo=(), age_asked=None, refused=())


def _take_tender_back(work: Work, open_basket: Basket) -> None:
    """Hand the last tender back. A stand-alone card's money was given back on its own terminal, by the cashier's word."""
    last = open_basket.tenders[-1]
    _trace_tender(work, open_basket, last)
    by_word = msgspec.structs.replace(open_basket, tenders=open_basket.tenders[:-1])
    work.change("basket", basket=by_word if last.kind == "card_standalone" else baskets.drop_tender(open_basket))


def _trace_tender(work: Work, open_basket: Basket, tender: Tender) -> None:
    """Money that was shown and taken back, in whatever it was: a ticket paid and then given up is how a sale is kept from the books."""
    work.append(
        facts.TenderReversed(
            basket=open_basket.id, kind=tender.kind, amount_minor=tender.amount_minor, intent=tender.intent or "", out=tender.out
        )
    )


def _numbered_on(before: Basket | None, now: Basket | None) -> Basket | None:
    """Return the ticket as it was; a line number that was given is never given again, and a proof of age stays proven.

    What is known of its member by now stays known: what they had when a line was scanned may be spent elsewhere since.
    """
    if now is None:
        return before
    if before is None:
        return msgspec.structs.replace(now, lines=[], member=None, coupons=[], codes=[], rewards=[], discounts=[], mode="")
    before = holds.without_lost(before, now)
    numbered, proven = max(before.next_line, now.next_line), max(before.age_passed, now.age_passed)
    member = now.member if before.member and now.member and before.member.id == now.member.id else before.member
    return msgspec.structs.replace(before, next_line=numbered, age_passed=proven, member=member)
