"""The right of the menu: how the till stands with its ledger, which language it speaks and what it looks like."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import sync_words
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.theme import BOLD
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.cashier_model import CashierModel

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


class DayChoices(QWidget):
    """`language_wanted` and `theme_wanted` bring what was tapped."""

    language_wanted = Signal(str)
    theme_wanted = Signal(str)

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__()
        self._look, self._status = look, model.status
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self._ledger())
        box.addWidget(self._languages())
        box.addWidget(self._themes())
        box.addStretch(1)
        model.status.changed.connect(self.show_ledger)
        self.show_ledger()

    def _ledger(self) -> Card:
        theme, words = self._look.theme, self._look.words
        card = Card(theme, margins=(20, 14, 20, 14), spacing=6)
        self.sync = Label(theme, "", "body", "ink", BOLD, wrap=True)
        calm = words.tr("Nothing is lost if this till is switched off: it sends when the network is back.")
        card.box.addWidget(self.sync)
        card.box.addWidget(Label(theme, calm, "small", "ink2", wrap=True))
        return card

    def _languages(self) -> Card:
        words = self._look.words
        card = self._card(words.tr("Language"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for code, name in LANGUAGE_NAMES.items():
            key = self._choice(f"language_{code}", name, chosen=code == words.language)
            key.clicked.connect(lambda _=False, code=code: self.language_wanted.emit(code))
            row.addWidget(key, 1)
        card.box.addLayout(row)
        return card

    def _themes(self) -> Card:
        words = self._look.words
        names = {ThemeName.LIGHT: words.tr("Light"), ThemeName.DARK: words.tr("Dark"), ThemeName.HIGH_CONTRAST: words.tr("High contrast")}
        card = self._card(words.tr("Theme"))
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (name, said) in enumerate(names.items()):
            key = self._choice(f"theme_{name}", said, chosen=name == self._look.theme.name)
            key.clicked.connect(lambda _=False, name=name: self.theme_wanted.emit(str(name)))
            row, column = divmod(number, 2)
            grid.addWidget(key, row, column, 1, 2 if number == len(names) - 1 else 1)
        card.box.addLayout(grid)
        return card

    def _card(self, what: str) -> Card:
        card = Card(self._look.theme, margins=(20, 12, 12, 12), spacing=8)
        card.box.addWidget(Label(self._look.theme, what, "body", "ink2"))
        return card

    def _choice(self, name: str, words: str, *, chosen: bool) -> KeyButton:
        key = KeyButton(self._look.theme, words, kind="chosen" if chosen else "plain")
        key.setObjectName(name)
        return key

    def show_ledger(self) -> None:
        """Say how the till stands with its ledger."""
        words, status = self._look.words, self._status
        self.sync.show_text(sync_words(words, status.sync, status.offline_minutes())[0] or words.tr("Sells on its own"))
