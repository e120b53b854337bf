"""What a member's own tickets here came to since the ledger's figures: each is read and reckoned once, however many there are."""

from collections.abc import Mapping
from datetime import datetime
from sys import intern
from typing import NamedTuple

from kiosk.domain.policy import Policy
from kiosk.services.member_accounts import Accounts, Ticket
from kiosk.services.own_nights import Ladder
from kiosk.services.pricing import judged_now
from kiosk.services.work import Terminal
from sync.protocol.facts import Sale
from sync.protocol.programmes import MembershipProgramme, SegmentProgramme, TiersProgramme
from sync.protocol.records import Member, TierState
from sync.rules.calendar import local_day
from sync.rules.pieces import GOODS, bought_in, was_sold
from sync.rules.segments import Purchase
from sync.rules.tiers import Counted, counted_of

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


class Kept(NamedTuple):
    """What is remembered of a ticket of a local day: what it counts towards tiers and segments, the pieces it bought less those it gave
    back, and whether anything came back. Goods are remembered only where the shop's rules ask for them: many sales would not stay small.
    """

    day: str
    counted: Counted
    returned: bool
    pieces: Mapping[str, int]
    purchase: Purchase


class MemberBook:
    """A member's tickets that the record does not hold yet, oldest first, with the accounts and tiers that they make."""

    def __init__(self, terminal: Terminal, basis: _Basis) -> None:
        self.basis, self._seq = basis, basis.settled
        self.tickets: list[Kept] = []
        self._asks_goods = _asks_goods(basis.policy)
        carried = terminal.store.member_carried(basis.member.id, basis.settled)
        self.accounts = Accounts(basis.policy, basis.member, carried, judged_now(terminal).date().isoformat())
        self.ladders = {programme.id: Ladder(programme, standing(basis.member, programme)) for programme in ladders_of(basis.policy)}

    def read(self, terminal: Terminal) -> None:
        """Take in what was sold since."""
        for seq, at, sale in terminal.store.member_sales(self.basis.member.id, self._seq):
            ticket = Ticket(local_day(datetime.fromisoformat(at), self.basis.policy.shop.timezone).isoformat(), sale)
            self.tickets.append(_kept(ticket, goods=self._asks_goods))
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


def _kept(ticket: Ticket, *, goods: bool) -> Kept:
    day, sale = ticket
    pieces = {intern(sku): count for sku, count in bought_in(sale.lines).items()} if goods else {}
    returned = any(line.origin is not None for line in sale.lines)
    return Kept(day, counted_of(sale, day), returned, pieces, _purchase(day, sale, goods=goods))


def _purchase(day: str, sale: Sale, *, goods: bool) -> Purchase:
    lines = [line for line in sale.lines if line.kind in GOODS]
    skus = [intern(line.sku) for line in lines if goods and was_sold(line)]
    return Purchase(day, sum(line.gross_minor for line in lines), skus)


def _asks_goods(policy: Policy) -> bool:
    """Tell whether the goods of earlier tickets matter: to fees, to segments, or to offers for who bought something."""
    by_goods = any(isinstance(programme, MembershipProgramme | SegmentProgramme) for programme in policy.programmes)
    return by_goods or any(offer.when.bought is not None for offer in policy.offers)


def ladders_of(policy: Policy) -> list[TiersProgramme]:
    """Return the programmes of tiers."""
    return [programme for programme in policy.programmes if isinstance(programme, TiersProgramme)]


def standing(member: Member, programme: TiersProgramme) -> TierState:
    """Return where the record says that a member stands."""
    held = any(tier.id == member.tier for tier in programme.tiers)
    return member.tiers.get(programme.id, TierState(tier=member.tier if held else ""))
