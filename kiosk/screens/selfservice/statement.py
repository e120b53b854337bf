"""A page's one statement: a drawn sign, a line and a sentence in the middle of the page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.touch.card import Card
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView
from kiosk.touch.theme import BOLD

_ICON, _SMALL_ICON = 160, 96
_PICTURE_SHARE = 40


class Statement(Card):
    """One icon, one amount if there is one, one line and one sentence, centred; `below` takes what follows them."""

    def __init__(self, kit: Kit, icon: str, icon_tone: str = "accent") -> None:
        super().__init__(kit.theme, margins=(48, 40, 48, 40) if kit.portrait else (32, 16, 32, 16), spacing=20 if kit.portrait else 12)
        theme = kit.theme
        self._beside: QHBoxLayout | None = None
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

    def stand_beside(self, picture: QWidget, *widgets: QWidget) -> None:
        """Put a picture left of the words and more under these: on a screen that lies on its side it gets the whole height so."""
        words = QVBoxLayout()
        words.setSpacing(self.box.spacing())
        words.addStretch(1)
        for widget in (self.head, self.sentence, *widgets):
            self.box.removeWidget(widget)
            words.addWidget(widget)
        words.addStretch(1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(self.box.spacing())
        self._beside.addWidget(picture, 1)
        self._beside.addLayout(words, 1)
        self.box.insertLayout(self.box.count() - 1, self._beside)

    def give_room(self, *, picture: bool) -> None:
        """Give a picture that stands beside the words all free height; without it the words stay close to the icon."""
        if self._beside is not None:
            self.box.setStretchFactor(self._beside, _PICTURE_SHARE if picture else 0)

    def add_below(self, *widgets: QWidget) -> None:
        """Put more under the sentence, above the free space."""
        for widget in widgets:
            self.box.insertWidget(self.box.count() - 1, widget)
