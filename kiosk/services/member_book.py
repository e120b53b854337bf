"""What a member's own tickets here came to since the ledger's figures: each is read and reckoned once, however many there are."""

from datetime import datetime
from typing import NamedTuple

from kiosk.domain.policy import Policy
from kiosk.services.member_accounts import Accounts, Ticket
from kiosk.services.own_nights import Ladder
from kiosk.services.pricing import judged_now
from kiosk.services.work import Terminal
from sync.protocol.programmes import TiersProgramme
from sync.protocol.records import Member, TierState
from sync.rules.calendar import local_day

BOOKS_LIMIT = 50
"""So many members' books are kept open."""


class _Basis(NamedTuple):
    """What a book rests on: the rules, the record, and from where in which journal its tickets are."""

    policy: Policy
    member: Member
    epoch: str
    settled: int

    def is_same(self, other: "_Basis") -> bool:
        return self.policy is other.policy and self[1:] == other[1:]


class MemberBook:
    """A member's tickets that the record does not hold yet, oldest first, with the accounts and tiers that they make."""

    def __init__(self, terminal: Terminal, basis: _Basis) -> None:
        self.basis, self._seq = basis, basis.settled
        self.tickets: list[Ticket] = []
        carried = terminal.store.member_carried(basis.member.id, basis.settled)
        self.accounts = Accounts(basis.policy, basis.member, carried, judged_now(terminal).date().isoformat())
        self.ladders = {programme.id: Ladder(programme, standing(basis.member, programme)) for programme in ladders_of(basis.policy)}

    def read(self, terminal: Terminal) -> None:
        """Take in what was sold since."""
        for seq, at, sale in terminal.store.member_sales(self.basis.member.id, self._seq):
            ticket = Ticket(local_day(datetime.fromisoformat(at), self.basis.policy.shop.timezone).isoformat(), sale)
            self.tickets.append(ticket)
            self.accounts.add(ticket)
            for ladder in self.ladders.values():
                ladder.add(ticket)
            self._seq = seq


def book_of(terminal: Terminal, member: Member) -> MemberBook:
    """Return a member's book as of the newest ticket."""
    store = terminal.store
    basis = _Basis(terminal.policy, member, store.epoch, store.settled)
    book = terminal.books.pop(member.id, None)
    if book is None or not book.basis.is_same(basis):
        book = MemberBook(terminal, basis)
    book.read(terminal)
    while len(terminal.books) >= BOOKS_LIMIT:
        del terminal.books[next(iter(terminal.books))]
    terminal.books[member.id] = book
    return book


def ladders_of(policy: Policy) -> list[TiersProgramme]:
    """Return the programmes of tiers."""
    return [programme for programme in policy.programmes if isinstance(programme, TiersProgramme)]


def standing(member: Member, programme: TiersProgramme) -> TierState:
    """Return where the record says that a member stands."""
    held = any(tier.id == member.tier for tier in programme.tiers)
    return member.tiers.get(programme.id, TierState(tier=member.tier if held else ""))
