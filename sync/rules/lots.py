"""Lots: what a member earned at once, when it may be spent and when it ends. Pure; till and ledger count alike by it.

Spending takes the lot that ends first, then the oldest. What is taken beyond all lots is a debt, which the next lot pays before
anything else. All days are local days of the store, ISO 8601, so that they compare as text; an empty last day is for ever.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from sync.protocol.programmes import Expiry
from sync.rules.calendar import months_on
from sync.rules.gift_cards import FOR_EVER


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of one earning: `id` names its source entry, `amount` is positive."""

    id: str
    amount: int
    earned: str
    usable_from: str = ""
    expires: str = ""

    @property
    def order(self) -> tuple[str, str, str]:
        """Which lot is spent first."""
        return self.expires or FOR_EVER, self.earned, self.id

    def usable(self, today: str) -> bool:
        """True when it may be spent on that day."""
        return self.usable_from <= today <= (self.expires or FOR_EVER)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A member's lots of one programme, in the order of spending, and the debt beyond them; one of the two is empty or the lots are
    pending.
    """

    lots: tuple[Lot, ...] = ()
    debt: int = 0

    def balance(self, today: str) -> int:
        """Return what may be spent on that day; negative is a debt."""
        return sum(lot.amount for lot in self.lots if lot.usable(today)) - self.debt

    def pending(self, today: str) -> int:
        """Return what cannot be spent yet."""
        return sum(lot.amount for lot in self.lots if lot.usable_from > today)

    def next_end(self, today: str) -> tuple[int, str] | None:
        """Return how much ends next and on which day, None when nothing does."""
        ends = [lot for lot in self.lots if lot.expires and lot.expires >= today]
        if not ends:
            return None
        day = min(lot.expires for lot in ends)
        return sum(lot.amount for lot in ends if lot.expires == day), day


def usable_from(pending_days: int, earned: date) -> str:
    """Return the first day on which points earned on `earned` may be spent; empty where it is that day."""
    return (earned + timedelta(days=pending_days)).isoformat() if pending_days else ""


def last_day(expiry: Expiry | None, earned: date) -> str:
    """Return the last day of a lot earned on `earned`, empty for ever. An inactivity counts from then until the member buys again."""
    if expiry is None:
        return ""
    if expiry.kind == "fixed_day":
        return _yearly(expiry.day, months_on(earned, expiry.months)).isoformat()
    start = earned
    if expiry.whole_month:
        start = earned.replace(day=monthrange(earned.year, earned.month)[1])
    end = months_on(start, expiry.months)
    if expiry.whole_month:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return (end + timedelta(days=expiry.days)).isoformat()


def earn(account: Account, lot: Lot) -> Account:
    """Add a lot; a debt is paid out of it first, whether it may be spent yet or not."""
    paid = min(account.debt, lot.amount)
    rest = [*account.lots, *([msgspec.structs.replace(lot, amount=lot.amount - paid)] if lot.amount > paid else [])]
    return Account(lots=_ordered(rest), debt=account.debt - paid)


def spend(account: Account, amount: int, today: str) -> Account:
    """Take `amount` off the lots that may be spent; what they do not hold is a debt."""
    lots, missing = _take(account.lots, amount, [lot.id for lot in account.lots if lot.usable(today)])
    return Account(lots=lots, debt=account.debt + missing)


def take_back(account: Account, amount: int, sources: Sequence[str], *, floor: bool) -> tuple[Account, int]:
    """Take back what returned goods had earned: from the lots `sources` first, then from any; return the account and what was forgiven.

    With `floor` what was spent already is forgiven, else it is a debt.
    """
    first = [lot.id for lot in account.lots if lot.id in set(sources)]
    lots, missing = _take(account.lots, amount, [*first, *(lot.id for lot in account.lots if lot.id not in set(first))])
    forgiven = missing if floor else 0
    return Account(lots=lots, debt=account.debt + missing - forgiven), forgiven


def expire(account: Account, today: str) -> tuple[Account, list[Lot]]:
    """Return the account without the lots whose last day is over, and those lots."""
    ended = [lot for lot in account.lots if lot.expires and lot.expires < today]
    return Account(lots=tuple(lot for lot in account.lots if lot not in ended), debt=account.debt), ended


def kept_alive(account: Account, until: str) -> Account:
    """Return the account with lots that end before `until` ending then."""
    lots = (msgspec.structs.replace(lot, expires=max(lot.expires, until)) if lot.expires else lot for lot in account.lots)
    return Account(lots=_ordered(lots), debt=account.debt)


def settled(account: Account, today: str) -> Account:
    """Return the account after lots that may be spent by now have paid the debt that stood beside them while they could not."""
    lots, debt = _take(account.lots, account.debt, [lot.id for lot in account.lots if lot.usable(today)])
    return Account(lots=lots, debt=debt)


def _take(lots: Sequence[Lot], amount: int, order: Sequence[str]) -> tuple[tuple[Lot, ...], int]:
    left = {lot.id: lot for lot in lots}
    for id in order:
        taken = min(amount, left[id].amount)
        amount -= taken
        left[id] = msgspec.structs.replace(left[id], amount=left[id].amount - taken)
    return tuple(left[lot.id] for lot in lots if left[lot.id].amount), amount


def _ordered(lots: Iterable[Lot]) -> tuple[Lot, ...]:
    return tuple(sorted(lots, key=lambda lot: lot.order))


def _yearly(day: str, least: date) -> date:
    """Return the first yearly day (MM-DD) that is not before `least`."""
    month, number = (int(part) for part in day.split("-"))
    for year in (least.year, least.year + 1):
        found = date(year, month, min(number, monthrange(year, month)[1]))
        if found >= least:
            return found
    raise AssertionError("every year has the day")
