"""Pads of keys for figures."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.touch.entries import BACKSPACE, CLEAR, DigitEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.theme import MEDIUM, Theme

_DIGITS = ("7", "8", "9", "4", "5", "6", "1", "2", "3")
_COLUMNS = 3
_GAP = 8


class Pad(QWidget):
    """Three columns of keys; a press goes to the entry it serves. Drawn icons stand for backspace and clear."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, last_row: Sequence[str], *, largest: int = 84) -> None:
        super().__init__()
        self.theme = theme
        largest = theme.px(largest)
        rows = -(-(len(_DIGITS) + len(last_row)) // _COLUMNS)
        self.setMaximumHeight(rows * (max(largest, theme.target) + _GAP) - _GAP)
        self.keys: dict[str, KeyButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(_GAP)
        for number, key in enumerate((*_DIGITS, *last_row)):
            grid.addWidget(self._key(key, largest), *divmod(number, _COLUMNS))

    def serve(self, entry: DigitEntry) -> None:
        """Send every press to `entry`."""
        self.pressed.connect(entry.press)

    def _key(self, key: str, largest: int) -> KeyButton:
        icon = {BACKSPACE: "backspace", CLEAR: "close"}.get(key, "")
        button = KeyButton(self.theme, "" if icon else key, role="title", weight=MEDIUM, icon=icon)
        button.setObjectName(f"pad_{key}")
        button.setAccessibleName(key)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setMaximumHeight(max(largest, self.theme.target))
        button.clicked.connect(lambda: self.pressed.emit(key))
        self.keys[key] = button
        return button


class NumberPad(Pad):
    """For amounts: 00, 0 and the decimal sign; without decimals 00, 0 and backspace."""

    def __init__(self, theme: Theme, decimal: str = ",", *, largest: int = 84) -> None:
        super().__init__(theme, ("00", "0", decimal or BACKSPACE), largest=largest)


class PinPad(Pad):
    """For PINs and whole numbers: clear, 0 and backspace."""

    def __init__(self, theme: Theme, *, largest: int = 84) -> None:
        super().__init__(theme, (CLEAR, "0", BACKSPACE), largest=largest)
