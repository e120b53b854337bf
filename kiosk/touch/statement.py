"""Words that change with every scan, painted in one widget of a fixed height: what they say costs a repaint and never a layout."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import LEFT, smooth, text
from kiosk.touch.theme import REGULAR, Theme

_GAP = 6
_LINE_GAP = 2
_SHRINK = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.65, 0.6)
_LEAST_PX = 11
_SCARCE = 0.88
"""A line that would have to be written smaller than this says it shorter, if it can."""


class Run(NamedTuple):
    """Words in one tone and weight. A `late` one stands at the right end of its line; `short` says it where room is
    scarce; an empty one is left out there.
    """

    words: str
    tone: str = "ink2"
    weight: QFont.Weight = REGULAR
    late: bool = False
    short: str | None = None


Line = Sequence[Run]


class Statement(QWidget):
    """Lines of runs, each line in a role of the type scale. A line that has no room is written smaller before it is cut; a line without
    words takes no place, and the others stand in the middle.
    """

    def __init__(self, theme: Theme, roles: Sequence[str]) -> None:
        super().__init__()
        self.theme = theme
        self._roles = tuple(roles)
        self._lines: tuple[tuple[Run, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._high(self._roles))

    def show_lines(self, *lines: Line) -> None:
        """Say these lines; equal ones cost no repaint."""
        shown = tuple(tuple(run for run in line if run.words) for line in lines)
        if shown != self._lines:
            self._lines = shown
            self.setAccessibleName(self.text())
            self.update()

    def text(self) -> str:
        """Return all words, a line of the statement a line of text."""
        return "\n".join(" ".join(run.words for run in line) for line in self._lines if line)

    def sizeHint(self) -> QSize:
        return QSize(160, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        said = [(role, line) for role, line in zip(self._roles, self._lines, strict=False) if line]
        top = (self.height() - self._high([role for role, _ in said])) // 2
        for role, line in said:
            high = self.theme.metrics(role).height()
            self._paint_line(painter, role, line, QRect(0, top, self.width(), high))
            top += high + _LINE_GAP

    def _high(self, roles: Sequence[str]) -> int:
        return sum(self.theme.metrics(role).height() for role in roles) + _LINE_GAP * max(0, len(roles) - 1)

    def _paint_line(self, painter: QPainter, role: str, line: Line, box: QRect) -> None:
        factor = self._factor(role, line, box.width())
        if factor < _SCARCE:
            line = [run for each in line if (run := each if each.short is None else each._replace(words=each.short)).words]
            factor = self._factor(role, line, box.width())
        right = box.right() + 1
        for run in reversed([run for run in line if run.late]):
            width = self._width(role, run, factor)
            self._paint_run(painter, role, run, factor, QRect(right - width, box.top(), width, box.height()))
            right -= width + _GAP
        left = box.left()
        for run in [run for run in line if not run.late]:
            width = min(self._width(role, run, factor), max(0, right - left))
            self._paint_run(painter, role, run, factor, QRect(left, box.top(), width, box.height()))
            left += width + _GAP

    def _factor(self, role: str, line: Line, room: int) -> float:
        """Return how much smaller the line is written to have room."""
        legible = [factor for factor in _SHRINK if getattr(self.theme.scale, role) * factor >= _LEAST_PX]
        for factor in legible:
            if sum(self._width(role, run, factor) for run in line) + _GAP * (len(line) - 1) <= room:
                return factor
        return legible[-1]

    def _font(self, role: str, run: Run, factor: float) -> QFont:
        """Figures stand still, but a hyphen as wide as a figure tears a word apart."""
        return (self.theme.prose if "-" in run.words else self.theme.font)(role, run.weight, factor)

    def _width(self, role: str, run: Run, factor: float) -> int:
        return QFontMetrics(self._font(role, run, factor)).horizontalAdvance(run.words)

    def _paint_run(self, painter: QPainter, role: str, run: Run, factor: float, box: QRect) -> None:
        text(painter, box, run.words, self._font(role, run, factor), self.theme.colour(run.tone), LEFT)
