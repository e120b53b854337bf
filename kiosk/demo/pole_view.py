"""The customer's display of two lines as it stands on its pole: twenty cells a line, lit from behind."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.devices.pole import COLUMNS
from kiosk.touch.paint import ground, smooth
from kiosk.touch.theme import STRONG, Theme

_GLASS, _LIT = QColor("#0C1512"), QColor("#7FF0CC")
"""A picture of a device, which looks the same in every theme."""

_LINES, _PAD, _LINE_HEIGHT = 2, 14, 34


class PoleView(QWidget):
    """Shows two lines; each letter stands in a cell of its own, as there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.lines = (" " * COLUMNS,) * _LINES
        self.setObjectName("pole")
        self.setFixedHeight(_LINES * _LINE_HEIGHT + 2 * _PAD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return what a customer reads."""
        return "\n".join(line.rstrip() for line in self.lines)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines; equal ones cost no repaint."""
        if lines != self.lines:
            self.lines = lines
            self.setAccessibleName(self.text())
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's own name
        return QSize(COLUMNS * 22, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        smooth(painter)
        ground(painter, self.rect(), _GLASS, None)
        painter.setFont(self.theme.font("title", STRONG, 0.85))
        painter.setPen(_LIT)
        width = (self.width() - 2 * _PAD) / COLUMNS
        for row, line in enumerate(self.lines):
            for column, letter in enumerate(line[:COLUMNS]):
                cell = QRectF(_PAD + column * width, _PAD + row * _LINE_HEIGHT, width, _LINE_HEIGHT)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, letter)
