"""How the customer wants the receipt, asked once nothing is due: it stands where the pad was, and no answer is needed to go on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel


class PaperChoice(QWidget):
    """`chosen` brings digital, mail or none; Enter and the next scan print."""

    chosen = Signal(str)

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__()
        self._look, self._model = look, model
        words, theme = look.words, look.theme
        self.heading = Label(theme, "", "title", "ink", BOLD, wrap=True)
        self.note = Label(theme, "", "body", "ink2", wrap=True)
        card = Card(theme, margins=(20, 14, 20, 14), spacing=6)
        card.box.addWidget(self.heading)
        card.box.addWidget(self.note)
        self.keys: dict[str, KeyButton] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(card)
        for way, said, cap, icon in (
            ("digital", words.tr("On the customer's phone"), "F7", "phone"),
            ("mail", words.tr("By e-mail"), "F8", "mail"),
            ("none", words.tr("No receipt"), "F9", "close"),
        ):
            key = KeyButton(theme, said, cap=cap, keys=(cap,), icon=icon, least=theme.px(72))
            key.setObjectName("no_paper" if way == "none" else f"paper_{way}")
            key.clicked.connect(lambda _=False, way=way: self.chosen.emit(way))
            self.keys[way] = key
            box.addWidget(key)
        box.addStretch(1)

    def show_choice(self) -> None:
        """Show what this shop can do: a digital receipt needs the address where it is read."""
        words, day = self._look.words, self._model.session.day
        asks = day is None or day.ask_paper
        self.heading.show_text(words.tr("A receipt on paper?") if asks else words.tr("The receipt is printed"))
        self.note.show_text(words.tr("Enter prints it, and so does the next scan."))
        self.keys["digital"].setEnabled(day is not None and bool(day.receipt_url))
        sync = self._model.status.sync
        self.keys["mail"].setEnabled(sync is not None and sync.configured)
