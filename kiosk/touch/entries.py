"""Where figures are keyed, by the pad on the screen or by the keyboard alike: an amount, a number, a PIN."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import CENTRE, RIGHT, dot, ground, smooth, text
from kiosk.touch.theme import BOLD, STRONG, Theme

BACKSPACE, CLEAR = "back", "clear"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DigitEntry(QWidget):
    """Digits with a bound on their number. Enter submits only when something is keyed, else it stays with the page's key."""

    changed = Signal(str)
    submitted = Signal(str)

    def __init__(self, theme: Theme, limit: int, hint: str = "") -> None:
        super().__init__()
        self.theme = theme
        self._limit, self._hint, self._text = limit, hint, ""
        self.submits = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def set_text(self, words: str) -> None:
        """Replace what is keyed."""
        if words != self._text:
            self._text = words
            self.changed.emit(words)
            self.update()

    def set_hint(self, hint: str) -> None:
        """Change what stands there while nothing is keyed."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def press(self, key: str) -> None:
        """Take a key of a pad: digits, the decimal sign, BACKSPACE or CLEAR."""
        if key == BACKSPACE:
            self.set_text(self._text[:-1])
        elif key == CLEAR:
            self.set_text("")
        else:
            self.set_text(self._accepted(key))

    def _accepted(self, key: str) -> str:
        longer = self._text + key
        return longer if key.isdecimal() and len(longer) <= self._limit else self._text

    def event(self, event: QEvent) -> bool:
        """Keep Enter from the page's key while there is something of ours to submit."""
        overrides = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ENTER
        if overrides and self._text and self.submits:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self._text and self.submits:
            self.submitted.emit(self._text)
        elif event.key() == Qt.Key.Key_Backspace:
            self.press(BACKSPACE)
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.press(CLEAR)
        elif event.text() and event.text().isprintable():
            self.press(event.text())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(200, max(self.theme.target, self.theme.metrics("title", BOLD).height() + self.theme.px(32)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        pen = self.theme.pen("accent", self.theme.focus_width) if self.hasFocus() else self.theme.pen()
        ground(painter, self.rect(), self.theme.colour("card"), pen)
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        box = self.rect().adjusted(20, 0, -20, 0)
        if self._text:
            text(painter, box, self._text, self.theme.font("title", BOLD, 1.2), self.theme.colour("ink"), RIGHT)
        else:
            text(painter, box, self._hint, self.theme.font("body"), self.theme.colour("ink3"), RIGHT)


class AmountEntry(DigitEntry):
    """An amount with at most `digits` decimals after `decimal` (the language's sign; both signs are taken from a keyboard)."""

    def __init__(self, theme: Theme, decimal: str = ",", digits: int = 2, hint: str = "", limit: int = 12) -> None:
        super().__init__(theme, limit, hint)
        self._decimal, self._digits = decimal, digits

    def amount_minor(self) -> int | None:
        """Return what is keyed in minor units; None when nothing is."""
        whole, part = self._parts(self._text)
        if not whole and not part:
            return None
        return int((whole or "0") + part.ljust(self._digits, "0"))

    def _parts(self, words: str) -> tuple[str, str]:
        if not self._decimal:
            return words, ""
        whole, _, part = words.partition(self._decimal)
        return whole, part

    def _accepted(self, key: str) -> str:
        if key in (",", "."):
            return self._text + self._decimal if self._digits and self._decimal not in self._text else self._text
        longer = super()._accepted(key)
        return self._text if len(self._parts(longer)[1]) > self._digits else longer


class PinEntry(DigitEntry):
    """A PIN, shown as dots only."""

    LIMIT = 8

    def __init__(self, theme: Theme, hint: str = "") -> None:
        super().__init__(theme, self.LIMIT, hint)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def _paint_text(self, painter: QPainter) -> None:
        if not self._text:
            text(painter, self.rect(), self._hint, self.theme.font("body"), self.theme.colour("ink3"), CENTRE)
            return
        step = 26
        left = (self.width() - step * (len(self._text) - 1)) / 2
        for number in range(len(self._text)):
            dot(painter, QPointF(left + number * step, self.height() / 2), 14, self.theme.colour("ink"))


class NumberEntry(DigitEntry):
    """A whole number, such as a quantity."""

    def number(self) -> int | None:
        """Return what is keyed; None when nothing is."""
        return int(self._text) if self._text else None

    def _paint_text(self, painter: QPainter) -> None:
        shown = self._text or self._hint
        text(painter, self.rect(), shown, self.theme.font("title", STRONG, 1.2), self.theme.colour("ink" if self._text else "ink3"), CENTRE)
