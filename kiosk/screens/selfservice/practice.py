"""The banner of practice: in sight on every page, so that no customer pays at a kiosk where nothing counts."""

from kiosk.screens.selfservice.kit import Kit
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.theme import BOLD


class PracticeBanner(Card):
    """Words on the ground of a warning; who shows it decides when."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit.theme, "warn", margins=(24, 10, 24, 10) if kit.portrait else (12, 0, 12, 0))
        self.setObjectName("practice")
        said = kit.tr("PRACTICE: nothing is sold or paid here.")
        self.box.addWidget(Label(kit.theme, said, "body" if kit.portrait else "small", "warn", BOLD, align=CENTRE))
        self.hide()
