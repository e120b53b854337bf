"""A member's accounts as this till counts them: what the ledger's record says, and what was earned, spent and ended here since, lot by lot.

The ledger counts by the same rules (`sync.rules.member_accounts`): a till without one tells its customers the same.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kiosk.domain.policy import Policy
from kiosk.store.till.reads import CarriedRow
from sync.protocol.facts import PointsMovement, Sale
from sync.protocol.records import Member
from sync.rules.gift_cards import FOR_EVER
from sync.rules.lots import Account, Lot, earn, spend
from sync.rules.member_accounts import Held, Terms, applied, folded, terms_of
from sync.rules.pieces import GOODS, was_sold
from sync.rules.postings import paid_units

_KNOWN, _WAITING, _ENDING, _CARRIED = "known", "waiting", "ending", "carried"


class Ticket(NamedTuple):
    """A sale with its local day."""

    day: str
    sale: Sale


class Accounts:
    """A member's accounts by programme: the record's, with what came from files that are closed, and ticket after ticket that the record
    does not hold yet.
    """

    def __init__(self, policy: Policy, member: Member, carried: Iterable[CarriedRow], today: str) -> None:
        self._programmes = {programme.id: programme for programme in policy.programmes}
        self._held = {unit: Held(account=_recorded(member, unit)) for unit in sorted({*member.balances, *member.pending})}
        for row in carried:
            account = self._held.get(row.programme, Held()).account
            self._held[row.programme] = Held(account=_with_carried(account, row, today))

    def add(self, ticket: Ticket) -> None:
        """Move what a ticket moves."""
        day, held = date.fromisoformat(ticket.day), self._held
        lots = [line.origin.receipt for line in ticket.sale.lines if line.origin is not None]
        terms = {unit: terms_of(self._programmes.get(unit), day) for unit in {*held, *self._programmes}}
        for unit, move, paid in _moves(ticket.sale, held, terms):
            before, said = held.get(unit, Held()), terms.get(unit, Terms())
            held[unit] = applied(before, ticket.sale.number, ticket.day, move, paid, lots, said, night=ticket.day).held

    def on(self, today: str) -> dict[str, Held]:
        """Return the accounts as they stand on a local day."""
        return {unit: folded(held, today).held for unit, held in self._held.items()}


def _recorded(member: Member, unit: str) -> Account:
    """Return what the record says as lots: what ends next apart, and what waits for a day that only the ledger knows."""
    balance, ends = member.balances.get(unit, 0), member.expiring.get(unit)
    ending = min(ends.amount, max(balance, 0)) if ends is not None else 0
    lots = [
        Lot(id=_ENDING, amount=ending, earned="", expires=ends.day if ends is not None else ""),
        Lot(id=_KNOWN, amount=max(balance, 0) - ending, earned=""),
        Lot(id=_WAITING, amount=member.pending.get(unit, 0), earned="", usable_from=FOR_EVER),
    ]
    return Account(lots=tuple(lot for lot in lots if lot.amount > 0), debt=max(-balance, 0))


def _with_carried(account: Account, row: CarriedRow, today: str) -> Account:
    if row.amount > 0:
        return earn(account, Lot(id=_CARRIED + row.usable_from, amount=row.amount, earned="", usable_from=row.usable_from))
    return spend(account, -row.amount, today)


def _moves(sale: Sale, held: dict[str, Held], terms: dict[str, Terms]) -> Iterator[tuple[str, PointsMovement, int]]:
    """Yield what a ticket moves by programme, with the units tendered; one that bought something moves all that buying keeps alive."""
    moved, paid = {move.programme: move for move in sale.points}, paid_units(sale)
    bought = any(line.kind in GOODS and was_sold(line) for line in sale.lines)
    alive = {unit for unit in held if bought and terms[unit].alive_until}
    for unit in sorted({*moved, *paid, *alive}):
        yield unit, moved.get(unit, PointsMovement(programme=unit)), paid.get(unit, 0)
