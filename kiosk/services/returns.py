"""Goods given back by a receipt of any till: the frozen shares come back, never more than was sold (law 6).

The ledger is asked aside, so that the till goes on: it knows what other tills took back, and keeps the pieces for this ticket. Where it
cannot be asked, this till's own receipts come back by its own books, and others' by their signed digest within the shop's limit.
"""

from kiosk.domain import basket as baskets
from kiosk.domain import returns
from kiosk.domain.basket import Basket
from kiosk.services import members, put_aside, receipts
from kiosk.services.commands import Return
from kiosk.services.membership import kept, unproven
from kiosk.services.receipts import Asked
from kiosk.services.resolve import FoundReceipt
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Terminal, Work
from sync.protocol.facts import MemberRef, Sale, SoldLine
from sync.protocol.programmes import MembershipProgramme, SegmentProgramme, TiersProgramme
from sync.protocol.wire import ReceiptAnswer, ReceiptRequest, WantedPieces

Parts = list[tuple[int, int | None]] | None
"""Lines and pieces; None is all that is left."""


def give_back(work: Work, command: Return) -> None:
    """Put a receipt's lines into the ticket as lines given back; without `lines`, all that is left."""
    work.require_day()
    wanted = None if command.lines is None else [(part.line, part.quantity) for part in command.lines]
    _begin(work, receipts.read(work.terminal, command.receipt), wanted)


def give_back_all(work: Work, found: FoundReceipt) -> None:
    """Give back all that is left of a receipt that was scanned."""
    _begin(work, Asked(found.number, found.token), None)


def _begin(work: Work, asked: Asked, wanted: Parts) -> None:
    """Ask the ledger aside; a till without one goes by what is known here."""
    open_basket = current(work)
    baskets.require_no_tender(open_basket)
    ledger = work.terminal.receipts
    if ledger is None:
        _take(work, open_basket, asked, wanted, None)
        return
    request = ReceiptRequest(receipt=asked.number, basket=open_basket.id, wanted=_wanted(wanted))
    work.asking = "receipt_asked"
    work.aside = (
        lambda: receipts.ask(ledger, request),
        lambda following, answer: _take(following, following.session.basket or open_basket, asked, wanted, answer),
    )


def _wanted(parts: Parts) -> list[WantedPieces] | None:
    return None if parts is None else [WantedPieces(line=line, pieces=pieces) for line, pieces in parts]


def _take(work: Work, open_basket: Basket, asked: Asked, wanted: Parts, answer: ReceiptAnswer | None) -> None:
    """Put what comes back into the ticket, from the best that is known of the receipt."""
    terminal = work.terminal
    receipt = receipts.known(terminal, asked, answer)
    receipts.require_recent(terminal, receipt)
    pending = _pending(terminal, open_basket, asked.number)
    lines = returns.give_back(receipt.sale, [*receipt.already, *pending], wanted, asked.number, receipt.held)
    receipts.require_within_limit(terminal, receipt, [*pending, *lines])
    buyer = _buyer(work, receipt.sale)
    changed = baskets.add_returns(open_basket, lines, buyer)
    if changed.member is None and (_moved_rights(receipt.sale) or _counts_sales(terminal)):
        changed = baskets.set_member(changed, buyer)
    put_basket(work, changed)
    receipts.keep(work, [changed, *_put_aside(terminal)], receipt)


def _pending(terminal: Terminal, open_basket: Basket, number: str) -> list[SoldLine]:
    """Return what this ticket, and those put aside here, are about to give back."""
    return [line for ticket in (open_basket, *_put_aside(terminal)) for line in baskets.pending_returns(ticket, number)]


def _put_aside(terminal: Terminal) -> list[Basket]:
    return [each.held.basket for each in put_aside.held_tickets(terminal)]


def _moved_rights(sale: Sale) -> bool:
    """Tell whether a sale used up what is its member's: points that paid, or offers of which each has so many."""
    return bool(sale.uses) or any(tender.programme for tender in sale.tenders)


def _counts_sales(terminal: Terminal) -> bool:
    """Tell whether what is bought counts for its member beyond any line's points: what comes back must count against the same."""
    return any(isinstance(each, TiersProgramme | MembershipProgramme | SegmentProgramme) for each in terminal.policy.programmes)


def _buyer(work: Work, sale: Sale) -> MemberRef | None:
    """Return the member who bought, with the balances of today rather than of the day of the sale."""
    found = kept.record_of(work.terminal, sale.member.id) if sale.member else None
    return members.reference_of(work, found) if found else sale.member and unproven.judged(work.terminal, work.session.basket, sale.member)
