"""A page's one statement: a drawn sign, a line and a sentence in the middle of the page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.touch.card import Card
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView
from kiosk.touch.theme import BOLD

_ICON, _SMALL_ICON = 160, 96


class Statement(Card):
    """One icon, one amount if there is one, one line and one sentence, centred; `below` takes what follows them."""

    def __init__(self, kit: Kit, icon: str, icon_tone: str = "accent") -> None:
        super().__init__(kit.theme, margins=(48, 40, 48, 40) if kit.portrait else (32, 16, 32, 16), spacing=20 if kit.portrait else 12)
        theme = kit.theme
        self.amount = AmountLabel(theme, align=CENTRE)
        self.amount.hide()
        self.head = Label(theme, role="title", weight=BOLD, wrap=True, align=CENTRE)
        self.sentence = Label(theme, role="body", tone="ink2", wrap=True, align=CENTRE)
        size = _ICON if kit.portrait else _SMALL_ICON
        self.icon = IconView(theme, icon, size, icon_tone)
        self.box.addStretch(1)
        self.box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.amount, self.head, self.sentence):
            self.box.addWidget(widget)
        self.box.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, head: str, sentence: str, amount: str = "") -> None:
        """Set the words; an empty amount takes no place."""
        self.head.show_text(head)
        self.sentence.show_text(sentence)
        self.amount.show_text(amount)
        self.amount.setVisible(bool(amount))

    def add_below(self, *widgets: QWidget) -> None:
        """Put more under the sentence, above the free space."""
        for widget in widgets:
            self.box.insertWidget(self.box.count() - 1, widget)
