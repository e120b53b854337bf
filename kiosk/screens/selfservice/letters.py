"""Keying words at the kiosk without a keyboard: an entry, and a pad of letters in the alphabet's order, which everybody knows."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.touch.entries import DigitEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.paint import LEFT, text
from kiosk.touch.theme import MEDIUM, STRONG, Theme

_GAP = 8
_COLUMNS = {True: 8, False: 10}
_EMAIL_SIGNS, _CODE_SIGNS = "@.-_", "-./+"
_LETTERS = "1234567890abcdefghijklmnopqrstuvwxyz"
_LONG_FACTOR = 0.75


class TextEntry(DigitEntry):
    """Words as they are keyed, from the left; the end stays in sight."""

    def _accepted(self, key: str) -> str:
        longer = self._text + key
        return longer if key.isprintable() and len(longer) <= self._limit else self._text

    def _paint_text(self, painter: QPainter) -> None:
        box = self.rect().adjusted(20, 0, -20, 0)
        if not self._text:
            text(painter, box, self._hint, self.theme.prose("body"), self.theme.colour("ink3"), LEFT)
            return
        font = self.theme.font("title", STRONG)
        if QFontMetrics(font).horizontalAdvance(self._text) > box.width():
            font = self.theme.font("title", STRONG, _LONG_FACTOR)
        shown = self._text
        while len(shown) > 1 and QFontMetrics(font).horizontalAdvance(shown) > box.width():
            shown = shown[1:]
        text(painter, box, shown, font, self.theme.colour("ink"), LEFT)


class LetterPad(QWidget):
    """Forty keys in even rows: figures, letters and the signs of an address or a code."""

    pressed = Signal(str)

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._theme: Theme = kit.theme
        self._keys: list[KeyButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        for number in range(len(_LETTERS) + len(_EMAIL_SIGNS)):
            key = self._key()
            self._keys.append(key)
            grid.addWidget(key, *divmod(number, _COLUMNS[kit.portrait]))
        self.show_signs(email=True)

    def show_signs(self, *, email: bool) -> None:
        """Show the signs of an e-mail address in small letters, or capitals and the signs of a code."""
        shown = _LETTERS + _EMAIL_SIGNS if email else _LETTERS.upper() + _CODE_SIGNS
        for key, sign in zip(self._keys, shown, strict=True):
            key.show_text(sign)
            key.setObjectName(f"letter_{sign}")

    def _key(self) -> KeyButton:
        key = KeyButton(self._theme, role="body", weight=MEDIUM)
        key.setFixedHeight(self._theme.target)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        key.clicked.connect(lambda: self.pressed.emit(key.text()))
        return key
