"""The one surface for messages: a calm sentence with what to do next, in words; its tone only repeats them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import ground, smooth, text_block, wrapped
from kiosk.touch.theme import MEDIUM, Theme

_PAD = 16
_BAR = 6
_BESIDE_BAR = 4
_LINE_LIMIT = 4
_TONES = {"info": ("accent", "accent_soft"), "warn": ("warn", "warn_soft"), "danger": ("danger", "danger_soft")}


class MessageBar(QWidget):
    """One message at a time. A tap puts it away; it takes no focus and stops nobody."""

    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._text, self._tone = "", "info"
        self._most_px = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def text(self) -> str:
        return self._text

    def show_message(self, words: str, tone: str = "warn", most_px: int = 0) -> None:
        """Show a sentence in the tone info, warn or danger; an empty one hides the bar. Too long for `most_px`, it is written smaller."""
        self._text, self._tone, self._most_px = words, tone, most_px
        self.setAccessibleName(words)
        self._fit()
        self.setVisible(bool(words))
        self.update()

    def clear(self) -> None:
        """Put the message away."""
        if self._text:
            self.show_message("")
            self.dismissed.emit()

    def _lines(self) -> tuple[QFont, list[str]]:
        font, lines = self._lines_in("body")
        return (font, lines) if not self._most_px or self._height(font, lines) <= self._most_px else self._lines_in("small")

    def _lines_in(self, role: str) -> tuple[QFont, list[str]]:
        font = self.theme.prose(role, MEDIUM)
        return font, wrapped(font, self._text, max(80, self.width() - 2 * _PAD - _BAR - _BESIDE_BAR), _LINE_LIMIT)

    @staticmethod
    def _height(font: QFont, lines: list[str]) -> int:
        return QFontMetrics(font).height() * len(lines) + 2 * 12

    def _fit(self) -> None:
        self.setFixedHeight(max(self.theme.target, self._height(*self._lines())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._fit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        ink, fill = _TONES[self._tone]
        colour = self.theme.colour(ink)
        ground(painter, self.rect(), self.theme.colour(fill), None if self.theme.has_tints else self.theme.pen(ink))
        ground(painter, self.rect().adjusted(8, 10, -self.width() + 8 + _BAR, -10), colour, None, _BAR / 2)
        font, lines = self._lines()
        top = (self.height() - QFontMetrics(font).height() * len(lines)) // 2
        text_block(painter, self.rect().adjusted(_PAD + _BAR + _BESIDE_BAR, top, -_PAD, 0), lines, font, self.theme.colour("ink"))
