"""What a fact adds to the projections: rows of sale, effect, total, closing and period. One fold for the live till and for the rebuild."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kiosk.store.session import Statement
from kiosk.store.till import schema
from kiosk.store.till.effects import of_recovery, of_sale
from sync.protocol.facts import CopyPrinted, DayClosed, EpochOpened, Fact, InvoiceIssued, PeriodClosed, RecoveryGiven, Sale
from sync.rules.figures import contributions

PERPETUAL = "perpetual"
"""The scope that no closing ends."""


class Carried(msgspec.Struct, frozen=True):
    """Effects and totals that an earlier epoch's file left to this one: kept as open work, so that a rebuild finds them."""

    effects: list[tuple[str, str, int, str, int, str]] = []
    totals: list[tuple[str, str, int, int]] = []


def day_scope(z_number: int) -> str:
    """Name the period that the Z report `z_number` closes."""
    return f"z{z_number}"


@dataclass
class Projection:
    """Rows that a run of consecutive facts adds; `z_number` is the last closing before them and moves with them."""

    z_number: int
    sales: list[tuple[Any, ...]] = field(default_factory=list)
    effects: list[tuple[Any, ...]] = field(default_factory=list)
    totals: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    closings: list[tuple[int, int]] = field(default_factory=list)
    periods: list[tuple[str, str, int]] = field(default_factory=list)
    restored: list[tuple[str]] = field(default_factory=list)

    def fold(self, seq: int, day: str, fact: Fact, staff: str = "") -> None:
        """Add one fact, entry `seq` of business day `day`, of the person `staff`."""
        if isinstance(fact, EpochOpened):
            self._close(fact.z_number, seq)
        self._add_totals(fact)
        match fact:
            case Sale():
                self.sales.append((fact.number, seq, fact.basket, day))
                self._restore(each.id for each in fact.restored)
                self.effects += of_sale(seq, day, fact)
            case DayClosed():
                self._close(fact.z_number, seq)
            case PeriodClosed():
                self.periods.append((fact.period, fact.key, seq))
            case CopyPrinted():
                self.effects.append(("copy", fact.number, seq, fact.kind, fact.copy, ""))
            case InvoiceIssued():
                self.effects.append(("invoice", fact.receipt, seq, "", 1, fact.number))
            case RecoveryGiven():
                self.effects += of_recovery(seq, day, staff, fact)

    def carry(self, carried: Carried) -> None:
        """Add what an earlier epoch left."""
        self.effects += carried.effects
        for scope, key, amount, count in carried.totals:
            self._add(scope, key, amount, count)

    def statements(self, rename: Callable[[str], str] = str) -> list[Statement]:
        """Return one statement a table with rows; `rename` gives each table's name."""
        tables = {name: rename(name) for name in schema.PROJECTIONS}
        totals = [(scope, key, *value) for (scope, key), value in self.totals.items()]
        written: list[tuple[str, list[tuple[Any, ...]]]] = [
            (schema.PUT_SALE, self.sales),
            (schema.RESTORE, self.restored),
            (schema.PUT_EFFECT, self.effects),
            (schema.ADD_TOTAL, totals),
            (schema.PUT_CLOSING, list(self.closings)),
            (schema.PUT_PERIOD, list(self.periods)),
        ]
        return [(sql.format(**tables), rows) for sql, rows in written if rows]

    def _close(self, z_number: int, seq: int) -> None:
        self.z_number = z_number
        self.closings.append((z_number, seq))

    def _restore(self, rights: Iterable[str]) -> None:
        """A right that is good again is no longer used, whether that stands in the table or only here."""
        again = set(rights)
        if again:
            self.effects = [row for row in self.effects if row[0] != "used" or row[1] not in again]
            self.restored += [(right,) for right in sorted(again)]

    def _add_totals(self, fact: Fact) -> None:
        for each in contributions(fact):
            for scope in (day_scope(self.z_number + 1), PERPETUAL):
                self._add(scope, each.key, each.amount_minor, each.count)

    def _add(self, scope: str, key: str, amount_minor: int, count: int) -> None:
        known_minor, known = self.totals.get((scope, key), (0, 0))
        self.totals[scope, key] = (known_minor + amount_minor, known + count)
