"""Goods given back by the receipt of this till: the frozen shares come back, never more than was sold (law 6)."""

import msgspec

from kiosk.domain import basket as baskets
from kiosk.domain import returns
from kiosk.services import members, resolve
from kiosk.services.commands import Reprint, Return
from kiosk.services.spooler import WORK_KIND, PrintJob, job_id
from kiosk.services.ticket import current, put_basket
from kiosk.services.work import Work
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.facts import MemberRef, Sale


def give_back(work: Work, command: Return) -> None:
    """Put a receipt's lines into the ticket as lines given back; without `lines`, all that is left."""
    work.require_day()
    wanted = None if command.lines is None else [(part.line, part.quantity) for part in command.lines]
    _give_back(work, number_of(work, command.receipt), wanted)


def give_back_all(work: Work, number: str) -> None:
    """Give back all that is left of a receipt that was scanned."""
    _give_back(work, number, None)


def reprint(work: Work, command: Reprint) -> None:
    """Print a receipt again, marked as a duplicate."""
    number = number_of(work, command.receipt)
    _sale(work, number)
    if not work.terminal.has_printer:
        raise Refusal("no_printer")
    job = PrintJob(kind="sale", number=number, copy=True)
    work.unit.put(WORK_KIND, job_id(work.unit.head.seq, part=8), msgspec.json.encode(job))
    work.topics.add("printer")


def number_of(work: Work, receipt: str) -> str:
    """Return the receipt number of what was typed or scanned."""
    if tokens.kind_of(receipt) is None:
        return receipt
    token = resolve.read_token(work.terminal, receipt)
    if not isinstance(token, tokens.ReceiptToken):
        raise Refusal("unknown_receipt", field="receipt")
    return token.number


def _give_back(work: Work, number: str, wanted: list[tuple[int, int | None]] | None) -> None:
    sale = _sale(work, number)
    open_basket = current(work)
    already = [*work.terminal.store.returned(number), *baskets.pending_returns(open_basket, number)]
    lines = returns.give_back(sale, already, wanted, number)
    put_basket(work, baskets.add_returns(open_basket, lines, _buyer(work, sale)))


def _buyer(work: Work, sale: Sale) -> MemberRef | None:
    """Return the member who bought, with the balances of today rather than of the day of the sale."""
    known = work.terminal.reference.member(sale.member.id) if sale.member else None
    return members.reference_of(work, known) if known else sale.member


def _sale(work: Work, number: str) -> Sale:
    found = work.terminal.store.sale(number)
    if found is None:
        raise Refusal("unknown_receipt", field="receipt")
    return found[1]
