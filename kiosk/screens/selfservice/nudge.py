"""One line under the articles: what little more would get an offer, or what the card would bring. Away where nothing is near."""

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.loyalty_words import nudge
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.status import IconView
from kiosk.touch.theme import STRONG


class Nudge(Card):
    """Follows the ticket; the list above gives it its place, so that amount and buttons stand still."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "accent", margins=(24, 12, 24, 12), spacing=16, across=True)
        self._kit = kit
        self.words = Label(kit.theme, role="small", weight=STRONG, wrap=True)
        self.box.addWidget(IconView(kit.theme, "tag", 36, "accent"))
        self.box.addWidget(self.words, 1)
        self.hide()

    def refresh(self) -> None:
        """Say what is nearest now."""
        said = nudge(self._kit)
        self.words.show_text(said)
        self.setVisible(bool(said))
