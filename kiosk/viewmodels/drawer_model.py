"""Cash that moves without a sale: paid in, paid out, dropped into the safe; and the closing of a month or a year."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import Answer
from kiosk.services.commands import ClosePeriod, Drop, PaidIn, PaidOut, Training
from kiosk.viewmodels.approval_model import NEEDED, Submits

PAID_IN, PAID_OUT, DROP = "paid_in", "paid_out", "drop"


class DrawerModel(QObject):
    """`kind` is the movement a person is about to make; `moved` and `period_closed` tell that it was kept.

    `counts` are the pieces of a drop by denomination, None while it is keyed as a whole.
    """

    changed = Signal()
    moved = Signal()
    period_closed = Signal(str)
    refused = Signal(object)

    def __init__(self, acts: Submits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts = acts
        self.kind = PAID_IN
        self.counts: dict[int, int] | None = None
        self._moving = False

    def choose(self, kind: str) -> None:
        """Say which way the cash goes."""
        self.kind, self.counts = kind, None
        self.changed.emit()

    def by_pieces(self, *, on: bool) -> None:
        """Count a drop by its pieces from nothing, or key it as a whole."""
        self.counts = {} if on and self.kind == DROP else None
        self.changed.emit()

    def count(self, denomination: int, pieces: int) -> None:
        """Set how many pieces of a denomination go to the safe."""
        if self.counts is not None:
            self.counts[denomination] = pieces
            self.changed.emit()

    @property
    def counted_minor(self) -> int:
        return sum(value * pieces for value, pieces in (self.counts or {}).items())

    def move(self, amount_minor: int, reason: str, bag: str = "") -> None:
        """Move cash; `bag` is the number on the bag of a drop. A second tap before the till answered moves no second amount."""
        if self._moving:
            return
        self._moving = True
        command: PaidIn | PaidOut | Drop
        if self.kind == DROP:
            pieces = {str(value): number for value, number in (self.counts or {}).items() if number}
            command = Drop(amount_minor=amount_minor, reason=reason, bag=bag or None, denominations=pieces or None)
        elif self.kind == PAID_OUT:
            command = PaidOut(amount_minor=amount_minor, reason=reason)
        else:
            command = PaidIn(amount_minor=amount_minor, reason=reason)
        self._acts.submit(command, self._moved)

    def close_month(self) -> None:
        """Close the month: its days are summed and kept in a signed archive."""
        self._acts.submit(ClosePeriod(period="month"), lambda answer: self._done(answer, lambda: self.period_closed.emit("month")))

    def close_year(self) -> None:
        """Close the year, and with it this till's file."""
        self._acts.submit(ClosePeriod(period="year"), lambda answer: self._done(answer, lambda: self.period_closed.emit("year")))

    def train(self, *, on: bool) -> None:
        """Begin or end training."""
        self._acts.submit(Training(on=on), lambda answer: self._done(answer, self.changed.emit))

    def _moved(self, answer: Answer) -> None:
        self._moving = False
        self._done(answer, self.moved.emit)

    def _done(self, answer: Answer, then: Callable[[], None]) -> None:
        if answer.error is None:
            then()
        elif answer.error.code != NEEDED:
            self.refused.emit(answer.error)
