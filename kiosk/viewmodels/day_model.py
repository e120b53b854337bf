"""The day's figures: X report, the blind count of the drawer, and the Z report that closes the day."""

from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from kiosk.domain.denominations import denominations_of
from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView, Figures
from kiosk.services.commands import CloseDay, XReport
from kiosk.viewmodels.approval_model import NEEDED, Submits

NUMBER_LIMIT = 9_999


class Closing(msgspec.Struct, frozen=True):
    """A closed day: its figures, the count and the difference, which was not shown before the count."""

    figures: Figures
    counted_minor: int
    over_short_minor: int
    z_number: int


class DayModel(QObject):
    """`counts` are the pieces counted by denomination; an amount keyed as a whole takes their place.

    `blind` hides what is expected while counting, as the shop wishes; else `expected_minor` is known once the till told it.
    """

    figures_known = Signal()
    count_changed = Signal()
    closed = Signal()
    refused = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, acts: Submits | None = None) -> None:
        super().__init__(parent)
        self._acts: Submits = acts or bridge
        self.currency = "EUR"
        self.blind = True
        self.figures: Figures | None = None
        self.closing: Closing | None = None
        self.counts: dict[int, int] = {}
        self.keyed_minor: int | None = None
        self.expected_minor: int | None = None

    def ask_figures(self) -> None:
        """Ask for the X report."""
        self._acts.submit(XReport(), self._figures_known)

    def ask_expected(self) -> None:
        """Ask what should lie in the drawer, where the shop counts with open eyes; it is the X report, and prints as one."""
        if not self.blind:
            self._acts.submit(XReport(), self._expected_known)

    def denominations(self) -> tuple[int, ...]:
        """Return the notes and coins to count, greatest first."""
        return (*denominations_of(self.currency).notes, *denominations_of(self.currency).coins)

    def begin_count(self) -> None:
        """Start a count from nothing."""
        self.counts, self.keyed_minor, self.expected_minor = {}, None, None
        self.count_changed.emit()

    def count(self, denomination: int, pieces: int) -> None:
        """Set how many pieces of a denomination lie in the drawer."""
        self.keyed_minor = None
        self.counts[denomination] = max(0, min(NUMBER_LIMIT, pieces))
        self.count_changed.emit()

    def key_amount(self, amount_minor: int | None) -> None:
        """Key the whole amount instead of pieces."""
        self.keyed_minor = amount_minor
        self.count_changed.emit()

    @property
    def counted_minor(self) -> int:
        """What was counted so far."""
        if self.keyed_minor is not None:
            return self.keyed_minor
        return sum(denomination * pieces for denomination, pieces in self.counts.items())

    @property
    def is_counted(self) -> bool:
        """Whether anything was counted: an empty drawer has to be keyed as 0, it is not what nobody looked at."""
        return bool(self.counts) or self.keyed_minor is not None

    def close(self) -> None:
        """Close the day on the count."""
        pieces = {str(value): number for value, number in self.counts.items() if number}
        counted = self.counted_minor
        denominations = pieces if pieces and self.keyed_minor is None else None
        self._acts.submit(CloseDay(counted_minor=counted, denominations=denominations), self._closed)

    def _refuse(self, error: ErrorView) -> None:
        if error.code != NEEDED:
            self.refused.emit(error)

    def _figures_known(self, answer: Answer) -> None:
        if answer.error is not None:
            self._refuse(answer.error)
            return
        self.figures = figures_of(answer.extra)
        self.figures_known.emit()

    def _expected_known(self, answer: Answer) -> None:
        if answer.error is not None:
            self._refuse(answer.error)
            return
        self.expected_minor = figures_of(answer.extra).expected_minor
        self.count_changed.emit()

    def _closed(self, answer: Answer) -> None:
        if answer.error is not None:
            self._refuse(answer.error)
            return
        extra = answer.extra
        self.closing = Closing(figures_of(extra), extra["counted_minor"], extra["over_short_minor"], extra["z_number"])
        self.closed.emit()


def figures_of(extra: dict[str, Any]) -> Figures:
    """Return the figures that an answer carries beside its fixed fields."""
    return msgspec.convert(msgspec.to_builtins(extra), Figures)
