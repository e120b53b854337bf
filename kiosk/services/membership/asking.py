"""Asking the ledger for a member whom this till does not know: aside and bounded, while goods are scanned on."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from kiosk.services.membership import kept, lookup
from kiosk.services.membership.lookup import UnknownMember
from kiosk.services.ports import MembersPort
from kiosk.services.queries import MemberRow
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.loyalty_wire import MemberRequest
from sync.protocol.records import Member

Take = Callable[[Work, Member], None]
Call = Callable[[Callable[[], Any]], Any]


class Place(NamedTuple):
    """Whose turn it is: the open ticket, empty for none yet, and how many were sold before."""

    basket: str
    sales: int


def otherwise_ask(work: Work, unknown: UnknownMember, take: Take) -> None:
    """Ask the ledger and have `take` lay the member on the ticket; refused as before where there is none, or it knows nobody either."""
    ledger = work.terminal.members
    if ledger is None or work.session.training:
        raise unknown
    if work.terminal.asking_member:
        raise Refusal("member_asked")
    # Not before the commit: where that fails nobody is asked, and nobody would answer.
    work.after.append(partial(_begin, work.terminal))
    place = _place(work)
    # Nothing is refused meanwhile: whoever shows a card may have goods scanned at once.
    work.asking = ""
    work.aside = (lambda: ask(ledger, unknown.request), lambda following, answer: _take(following, answer, place, unknown, take))


def _begin(terminal: Terminal) -> None:
    terminal.asking_member = True


def ask(ledger: MembersPort, request: MemberRequest) -> Member | None:
    """Return the member as the ledger knows them; None where it cannot be asked now, or knows nobody."""
    try:
        return ledger.member(request).member
    except (EnvironmentFault, Refusal):
        return None


def find(terminal: Terminal, text: str, limit: int, call: Call) -> list[MemberRow]:
    """Return who is known here by a text, else whom the ledger names by a card's number, a phone or an e-mail; off the worker's thread."""
    here: list[MemberRow] = call(lambda: lookup.search(terminal, text, limit))
    request = None if here or terminal.members is None else lookup.request_for(terminal, text)
    found = ask(terminal.members, request) if request is not None and terminal.members is not None else None
    if found is None:
        return here
    call(lambda: kept.meet(terminal, found))
    return [MemberRow(found.id, "", found.code, found.tier)]


def _take(work: Work, found: Member | None, place: Place, unknown: UnknownMember, take: Take) -> None:
    work.terminal.asking_member = False
    if found is None:
        raise unknown
    kept.meet(work.terminal, found)
    if _place(work) != place and (place.basket or _place(work).sales != place.sales):
        raise Refusal("member_late")
    take(work, found)


def _place(work: Work) -> Place:
    return Place(work.session.basket.id if work.session.basket else "", work.terminal.store.counter)
