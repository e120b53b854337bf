"""A QR code on the screen, for a customer's phone: dark on white in every theme, as cameras want it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.theme import Theme

_QUIET = 4
"""Modules left white around the code, by its standard."""


class QrView(QWidget):
    """Paints a text as a QR code, as large as there is room for whole pixels a module."""

    def __init__(self, theme: Theme, size: int = 220) -> None:
        super().__init__()
        self.theme = theme
        self._size = size
        self._rows: list[bytes] = []
        self.text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_text(self, text: str) -> None:
        """Show this text; an empty one hides the code."""
        if text != self.text:
            self.text = text
            self._rows = _matrix(text) if text else []
            self.update()
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def module_px(self) -> int:
        """Return the side of one module as it is painted now; a phone wants several pixels of them."""
        return max(1, min(self.width(), self.height()) // (len(self._rows) + 2 * _QUIET))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        modules, module = len(self._rows) + 2 * _QUIET, self.module_px()
        left, top = (self.width() - module * modules) // 2, (self.height() - module * modules) // 2
        white, black = QColor(Qt.GlobalColor.white), QColor(Qt.GlobalColor.black)
        painter.fillRect(left, top, module * modules, module * modules, white)
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(left + (x + _QUIET) * module, top + (y + _QUIET) * module, module, module, black)


def _matrix(text: str) -> list[bytes]:
    import segno

    return [bytes(row) for row in segno.make_qr(text, error="m").matrix]
