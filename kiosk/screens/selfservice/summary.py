"""The foot of the pages with goods: how many articles, what was saved, and the amount, always at the same place."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.theme import STRONG

_LOW_FACTOR = 0.8
"""The amount on a screen without height to spare: still the largest thing there, and clear of what stands above and below it."""


class Summary(QWidget):
    """Count, savings and amount of the basket."""

    def __init__(self, kit: Kit) -> None:
        super().__init__()
        self._kit = kit
        self.count = Label(kit.theme, role="body", tone="ink2")
        self.saved = Label(kit.theme, role="body", tone="accent", weight=STRONG)
        self.amount = AmountLabel(kit.theme, factor=_LOW_FACTOR if kit.compact else 1.0)
        self.amount.setObjectName("amount")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.count)
        words.addWidget(self.saved)
        words.addStretch(1)
        box = QHBoxLayout(self) if kit.portrait else QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(words)
        box.addWidget(self.amount, 1 if kit.portrait else 0)

    def refresh(self) -> None:
        """Show the ticket's totals; the line of savings keeps its place when there are none."""
        words, ticket = self._kit.words, self._kit.model.ticket
        totals = ticket.basket.totals
        self.count.show_text(words.tr_n("{n} article", "{n} articles", ticket.count))
        saved = totals.discount_minor
        self.saved.show_text(words.tr("You save {amount}", amount=words.money(saved)) if saved else " ")
        self.amount.show_text(words.money(totals.gross_minor))
