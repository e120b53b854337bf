"""What a member's account of one programme becomes by an entry, or by a night. Pure: the ledger keeps it, a proof plays it again.

Within one entry what is given back and earned comes first, then what is spent, then what is taken back: a full punch card pays in the
very basket that filled it. What comes late is judged by its own day: points that ended since, but had not then, are made good again.
"""

from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from sync.protocol.programmes import CashbackProgramme, Expiry, PointsProgramme, Programme, PunchProgramme
from sync.protocol.values import PointsMovement
from sync.rules.lots import Account, Lot, earn, expire, kept_alive, last_day, settled, spend, take_back

ENDED_KEPT_DAYS = 400
"""So long a till may be away and its customers' points still count as they stood on the day."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the programme said on the day: whether spent points are forgiven when goods come back, until when points given back are
    good, and until when a sale keeps all others alive (empty: it does not)."""

    floor: bool = False
    given_until: str = ""
    alive_until: str = ""


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member's account of a programme: lots and debt, the lots that `ended`, how much of the debt was spent without being there, and the
    `day` up to which the nightly fold has brought it."""

    account: Account = Account()
    ended: tuple[Lot, ...] = ()
    overdrawn: int = 0
    day: str = ""

    @property
    def balance(self) -> int:
        """What may be spent, as of the last fold; negative is a debt."""
        return self.account.balance(self.day)

    @property
    def pending(self) -> int:
        """What may be spent later."""
        return self.account.pending(self.day)


class Change(NamedTuple):
    """An account after a movement, what of it was forgiven, and what ended (negative: was made good again)."""

    held: Held
    forgiven: int = 0
    ended: int = 0


def terms_of(programme: Programme | None, day: date) -> Terms:
    """Return what a programme says of points that move on a day; an unknown one has no terms."""
    expiry: Expiry | None = None
    if isinstance(programme, PointsProgramme | CashbackProgramme | PunchProgramme):
        expiry = programme.expiry
    floor = isinstance(programme, PointsProgramme | CashbackProgramme) and programme.returned == "floor"
    end = last_day(expiry, day)
    return Terms(floor=floor, given_until=end, alive_until=end if expiry is not None and expiry.kind == "inactivity" else "")


def applied(
    held: Held, source: str, day: str, move: PointsMovement, paid: int, lots: list[str], terms: Terms, *, night: str = ""
) -> Change:
    """Return the account after one entry's movements of its programme; `paid` are units tendered, `lots` the entries of returned goods.

    `night` is the day that the store has been brought to: what comes late finds the account there, whether that night moved it or not.
    """
    brought = folded(held, night)
    change = _applied(brought.held, source, day, move, paid, lots, terms)
    return change._replace(ended=change.ended + brought.ended)


def _applied(held: Held, source: str, day: str, move: PointsMovement, paid: int, lots: list[str], terms: Terms) -> Change:
    before = held
    held = _revived(held, day, terms.alive_until)
    account = kept_alive(held.account, terms.alive_until) if terms.alive_until else held.account
    back = move.restored + max(-paid, 0)
    if back:
        account = earn(account, Lot(id=f"{source}:back", amount=back, earned=day, expires=terms.given_until))
    if move.earned:
        account = earn(account, Lot(id=source, amount=move.earned, earned=day, usable_from=move.usable_from, expires=move.expires))
    held = msgspec.structs.replace(held, account=account)
    held, missing = _spent(held, move.spent + max(paid, 0), day)
    account, forgiven = take_back(held.account, move.reversed, lots, floor=terms.floor)
    account = settled(account, max(day, held.day))
    held = msgspec.structs.replace(held, account=account, overdrawn=min(held.overdrawn + missing, account.debt))
    return Change(held, forgiven, _sum(held.ended) - _sum(before.ended))


def folded(held: Held, today: str) -> Change:
    """Return the account as it stands from `today` on: what became usable is, what ended is gone. A day that is past changes nothing."""
    if today <= held.day:
        return Change(held)
    account, ended = expire(settled(held.account, today), today)
    oldest = (date.fromisoformat(today) - timedelta(days=ENDED_KEPT_DAYS)).isoformat()
    kept = tuple(lot for lot in (*held.ended, *ended) if lot.expires >= oldest)
    overdrawn = min(held.overdrawn, account.debt)
    return Change(Held(account=account, ended=kept, overdrawn=overdrawn, day=today), ended=sum(lot.amount for lot in ended))


def _spent(held: Held, amount: int, day: str) -> tuple[Held, int]:
    """Spend, from lots that ended since if need be; return what was not there."""
    usable = sum(lot.amount for lot in held.account.lots if lot.usable(day))
    account, ended, short = held.account, [], max(amount - usable, 0)
    for lot in held.ended:
        taken = min(short, lot.amount) if lot.usable(day) else 0
        short -= taken
        if taken:
            alive = msgspec.structs.replace(lot, amount=taken)
            account = Account(lots=tuple(sorted((*account.lots, alive), key=lambda each: each.order)), debt=account.debt)
        if lot.amount > taken:
            ended.append(msgspec.structs.replace(lot, amount=lot.amount - taken))
    spent = spend(account, amount, day)
    return msgspec.structs.replace(held, account=spent, ended=tuple(ended)), spent.debt - held.account.debt


def _revived(held: Held, day: str, alive_until: str) -> Held:
    """A sale on a day on which lots had not ended keeps them alive, where it is buying that does, however late it is heard of."""
    alive = [lot for lot in held.ended if alive_until and lot.expires >= day]
    if not alive:
        return held
    lots = tuple(sorted((*held.account.lots, *alive), key=lambda each: each.order))
    ended = tuple(lot for lot in held.ended if lot not in alive)
    return msgspec.structs.replace(held, account=Account(lots=lots, debt=held.account.debt), ended=ended)


def _sum(lots: tuple[Lot, ...]) -> int:
    return sum(lot.amount for lot in lots)
