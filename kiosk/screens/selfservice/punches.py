"""Punch cards as a member knows them from paper: a row of dots, the punched ones filled."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import smooth
from kiosk.touch.theme import Theme

_DOT_PX, _GAP_PX, _RING_PX = 30.0, 10.0, 2


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
        rows = -(-max(1, self._needs) // self._columns(width))
        return round(rows * (_DOT_PX + _GAP_PX) + _GAP_PX)

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        columns = self._columns(self.width())
        for number in range(self._needs):
            row, column = divmod(number, columns)
            middle = QPointF(_DOT_PX / 2 + 2 + column * (_DOT_PX + _GAP_PX), _GAP_PX / 2 + _DOT_PX / 2 + row * (_DOT_PX + _GAP_PX))
            self._dot(painter, middle, filled=number < self._have)

    def _dot(self, painter: QPainter, middle: QPointF, *, filled: bool) -> None:
        painter.setPen(self.theme.pen("member", _RING_PX))
        painter.setBrush(self.theme.colour("member") if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, _DOT_PX / 2 - _RING_PX, _DOT_PX / 2 - _RING_PX)

    @staticmethod
    def _columns(width: int) -> int:
        return max(1, int((width + _GAP_PX) // (_DOT_PX + _GAP_PX)))
