"""Making good: which gesture, and how much; the reason is asked next, and more than a role gives alone asks for approval."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import AmountSheet
from kiosk.screens.shared.look import Look
from kiosk.services.queries import MakeGoodRow
from kiosk.touch.keys import KeyButton


class RecoverySheet(AmountSheet):
    """`wanted` brings the programme and the amount. The key above the figures changes from one gesture to the next."""

    wanted = Signal(str, int)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers, look.words.tr("Go on"))
        self._rows: list[MakeGoodRow] = []
        self._at = 0
        self.gesture = KeyButton(look.theme, "", kind="member", cap="F2", keys=("F2",))
        self.gesture.setObjectName("gesture")
        self.box.insertWidget(2, self.gesture)
        self.gesture.clicked.connect(self._next)
        self.given.connect(lambda minor: self.wanted.emit(self._rows[self._at].programme, minor))

    def ask(self, rows: list[MakeGoodRow]) -> None:
        """Ask which of these, and how much."""
        words = self.look.words
        self._rows, self._at = rows, 0
        self.begin(words.tr("Make good"), "" if rows else words.tr("The shop has no such gesture."))
        self.entry.setEnabled(bool(rows))
        self.gesture.setVisible(bool(rows))
        self._show()

    def _next(self) -> None:
        self._at = (self._at + 1) % len(self._rows)
        self._show()

    def _show(self) -> None:
        if not self._rows:
            return
        words, row = self.look.words, self._rows[self._at]
        kind = words.tr("Store credit") if row.gives == "store_credit" else words.tr("Coupon")
        self.gesture.show_text(self.look.text(row.name) or kind)
        self.gesture.setEnabled(len(self._rows) > 1)
        most = words.money(row.most_minor)
        alone = words.tr("Up to {amount} without approval.", amount=most) if row.most_minor else words.tr("A colleague has to approve it.")
        self.say(words.tr("Make good"), alone)
