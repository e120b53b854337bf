"""The shop's reasons as keys: a tap says why and does the act at once."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.services.queries import ReasonRow
from kiosk.touch.keys import KeyButton, least_stacked
from kiosk.touch.labels import Label

_KEYS = ("F2", "F3", "F4", "F5")
_COLUMNS = 2


class ReasonKeys(QWidget):
    """The first of the reasons for an act; `given` brings the id of the one that was pressed. Nothing is shown where there are none."""

    given = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.keys: list[KeyButton] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(Label(look.theme, look.words.tr("Why? The reason is noted with your name."), "body", "ink2"))
        box.addLayout(self._grid)

    def show_reasons(self, reasons: Sequence[ReasonRow]) -> None:
        """Show the first of these reasons."""
        for key in self.keys:
            self._grid.removeWidget(key)
            key.deleteLater()
        self.keys = [self._key(row, cap) for row, cap in zip(reasons, _KEYS, strict=False)]
        for place, key in enumerate(self.keys):
            self._grid.addWidget(key, *divmod(place, _COLUMNS))

    def _key(self, row: ReasonRow, cap: str) -> KeyButton:
        look = self._look
        key = KeyButton(look.theme, look.text(row.name), cap=cap, keys=(cap,), stacked=True, least=least_stacked(look.theme))
        key.setObjectName(f"reason_{row.id}")
        key.clicked.connect(lambda: self.given.emit(row.id))
        return key

    def allow(self, *, on: bool) -> None:
        """Let the keys be pressed once there is something to do."""
        for key in self.keys:
            key.setEnabled(on)
