"""A member's account of one programme, played by the published rules alone: lots that wait and end, the debt beyond them.

Points are spent from the lot that ends first, then from the oldest; what is missing is a debt, which the next lot pays. A night takes
what has ended. What comes late is judged by the day it happened on.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tests.faults.loyalty.journals import Entry, signed

FOR_EVER = "9999-12-31"
SIDES = ("earned", "spent", "reversed", "restored")


@dataclass
class Lot:
    """What is left of one earning, from the day `since` to the end of the day `until`; empty is at once, and for ever."""

    id: str
    amount: int
    earned: str
    since: str = ""
    until: str = ""

    @property
    def turn(self) -> tuple[str, str, str]:
        return self.until or FOR_EVER, self.earned, self.id

    def usable(self, day: str) -> bool:
        return self.since <= day <= (self.until or FOR_EVER)


@dataclass
class Account:
    """`overdrawn`: how much of the debt was spent without being there; `expired` and `forgiven` add up; `reached` is the last night."""

    lots: list[Lot] = field(default_factory=list)
    gone: list[Lot] = field(default_factory=list)
    debt: int = 0
    overdrawn: int = 0
    expired: int = 0
    forgiven: int = 0
    reached: str = ""

    def balance(self, day: str) -> int:
        """Return what may be spent on a day; negative is a debt."""
        return sum(lot.amount for lot in self.lots if lot.usable(day)) - self.debt

    def pending(self, day: str) -> int:
        """Return what may be spent later."""
        return sum(lot.amount for lot in self.lots if lot.since > day)

    def earn(self, lot: Lot) -> None:
        paid = min(self.debt, lot.amount)
        self.debt -= paid
        self.overdrawn = min(self.overdrawn, self.debt)
        self._keep([*self.lots, replace(lot, amount=lot.amount - paid)])

    def spend(self, amount: int, day: str) -> None:
        short = amount - sum(lot.amount for lot in self.lots if lot.usable(day))
        for lot in self.gone:
            taken = min(max(short, 0), lot.amount) if lot.usable(day) else 0
            if taken:
                lot.amount -= taken
                short -= taken
                self.expired -= taken
                self.lots.append(replace(lot, amount=taken))
        self._keep(self.lots)
        missing = self._take(amount, [lot for lot in self.lots if lot.usable(day)])
        self.debt += missing
        self.overdrawn += missing

    def take_back(self, amount: int, sources: set[str], *, floor: bool) -> None:
        """Take back what returned goods had earned: from their own lots first."""
        missing = self._take(amount, sorted(self.lots, key=lambda lot: (lot.id not in sources, lot.turn)))
        if floor:
            self.forgiven += missing
        else:
            self.debt += missing

    def settle(self, day: str) -> None:
        """What has become usable by a day pays the debt that stood beside it while it waited."""
        day = max(day, self.reached)
        self.debt = self._take(self.debt, [lot for lot in self.lots if lot.usable(day)])
        self.overdrawn = min(self.overdrawn, self.debt)

    def night(self, today: str) -> None:
        """Let what waited pay debts, and take what has ended."""
        self.reached = max(self.reached, today)
        self.settle(today)
        ended = [lot for lot in self.lots if lot.until and lot.until < today]
        self.expired += sum(lot.amount for lot in ended)
        self.gone += ended
        self._keep([lot for lot in self.lots if lot not in ended])

    def _take(self, amount: int, order: list[Lot]) -> int:
        for lot in order:
            taken = min(amount, lot.amount)
            lot.amount -= taken
            amount -= taken
        self._keep(self.lots)
        return amount

    def _keep(self, lots: list[Lot]) -> None:
        together: dict[str, Lot] = {}
        for lot in lots:
            if lot.id in together:
                together[lot.id].amount += lot.amount
            elif lot.amount:
                together[lot.id] = lot
        self.lots = sorted((lot for lot in together.values() if lot.amount), key=lambda lot: lot.turn)
        self.gone = [lot for lot in self.gone if lot.amount]


Rules = dict[str, dict[str, Any]]
"""The programmes of the shop file by id."""


def paid(sale: dict[str, Any]) -> dict[str, int]:
    """Return the units of programmes that a sale was paid with, by programme."""
    found: dict[str, int] = {}
    for tender in sale.get("tenders", []):
        if tender.get("programme"):
            found[tender["programme"]] = found.get(tender["programme"], 0) + signed(tender, "points")
    return found


def last_day(programme: dict[str, Any], day: str) -> str:
    """Return the last day of what is earned on a day; the chain's programmes all end so many days on, or never."""
    days = (programme.get("expiry") or {}).get("days")
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if days else ""


def moved(accounts: dict[str, Account], entry: Entry, sources: set[str], rules: Rules, night: str) -> None:
    """Let a sale move the member's accounts: what comes back and what is earned first, then what is spent, then what is taken back."""
    moves = {move["programme"]: move for move in entry.fact.get("points", [])}
    tendered = paid(entry.fact)
    for unit in sorted(moves.keys() | tendered.keys()):
        account, programme = accounts.setdefault(unit, Account()), rules[unit]
        account.reached = max(account.reached, night)
        sides = {side: int(moves.get(unit, {}).get(side, 0)) for side in SIDES}
        back = sides["restored"] + max(-tendered.get(unit, 0), 0)
        if back:
            account.earn(Lot(f"{entry.lot}:back", back, entry.day, until=last_day(programme, entry.day)))
        if sides["earned"]:
            ends = {"since": moves[unit].get("usable_from", ""), "until": moves[unit].get("expires", "")}
            account.earn(Lot(entry.lot, sides["earned"], entry.day, **ends))
        account.spend(sides["spent"] + max(tendered.get(unit, 0), 0), entry.day)
        floor = programme.get("returned", "floor" if programme["kind"] == "cashback" else "debit") == "floor"
        account.take_back(sides["reversed"], sources, floor=floor and programme["kind"] != "punch")
        account.settle(entry.day)
