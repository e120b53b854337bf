"""The violet card about the member: an icon, what it is about, and a sentence."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.screens.selfservice.kit import Kit
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.status import IconView
from kiosk.touch.theme import STRONG


class Prompt(Card):
    """Two lines in the member's colour, of one height whatever they say."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "member", margins=(32, 16, 24, 16), spacing=24, across=True)
        self.head = Label(kit.theme, role="small", tone="ink", weight=STRONG, wrap=True)
        self.sentence = Label(kit.theme, role="small", tone="ink2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self.head)
        words.addWidget(self.sentence)
        words.addStretch(1)
        self.box.addWidget(IconView(kit.theme, "qr", 64, "member"))
        self.box.addLayout(words, 1)
        lines = 3 if kit.portrait else 4
        self.setFixedHeight(max(kit.theme.target, lines * kit.theme.metrics("small").height() + 40))

    def show_words(self, head: str, sentence: str) -> None:
        """Set both lines."""
        self.head.show_text(head)
        self.sentence.show_text(sentence)
