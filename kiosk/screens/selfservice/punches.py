"""Punch cards as a member knows them from paper: a row of dots, the punched ones filled."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import smooth
from kiosk.touch.theme import Theme

_DOT_PX, _LEAST_DOT_PX, _RING_PX = 30.0, 16.0, 2
_GAP_SHARE = 3
_ROUNDING = 0.001


class PunchDots(QWidget):
    """`have` of `needs` dots, in as many rows as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._have = self._needs = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_punches(self, have: int, needs: int, words: str) -> None:
        """Show a card; `words` say the same to who does not see it."""
        if (have, needs) != (self._have, self._needs):
            self._have, self._needs = have, needs
            self.updateGeometry()
            self.update()
        self.setAccessibleName(words)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        step = self._step(width)
        return round(-(-max(1, self._needs) // self._columns(width)) * step)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        columns, step = self._columns(self.width()), self._step(self.width())
        for number in range(self._needs):
            row, column = divmod(number, columns)
            self._dot(
                painter, QPointF((column + 0.5) * step, (row + 0.5) * step), step * (1 - 1 / (_GAP_SHARE + 1)), filled=number < self._have
            )

    def _dot(self, painter: QPainter, middle: QPointF, size: float, *, filled: bool) -> None:
        painter.setPen(self.theme.pen("member", _RING_PX))
        painter.setBrush(self.theme.colour("member") if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, size / 2 - _RING_PX, size / 2 - _RING_PX)

    def _step(self, width: int) -> float:
        """Return how far dots stand apart: closer, where that keeps a card in one row."""
        most, least = (size * (_GAP_SHARE + 1) / _GAP_SHARE for size in (_DOT_PX, _LEAST_DOT_PX))
        return max(least, min(most, width / max(1, self._needs)))

    def _columns(self, width: int) -> int:
        return max(1, int(width / self._step(width) + _ROUNDING))
