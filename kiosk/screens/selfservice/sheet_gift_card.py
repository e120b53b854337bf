"""A gift card that was scanned while one pays: what is on it, and whether it is to pay."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.labels import AmountLabel
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView


class GiftCardSheet(PageSheet):
    """Follows the payment: open while a card lies shown, away when it was answered."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit, self._payment = kit, kit.model.payment
        for label in (self.title, self.sentence):
            label.setAlignment(CENTRE)
        self.amount = AmountLabel(kit.theme, align=CENTRE)
        self.use = kit.button("use_gift_card", "primary", height=kit.primary_px, role="title")
        self.use.clicked.connect(self._payment.use_gift_card)
        self.away = kit.button("keep_gift_card")
        self.away.show_text(kit.tr("Keep it for another time"))
        self.away.clicked.connect(self._payment.leave_gift_card)
        self.box.insertStretch(0, 1)
        self.box.insertWidget(1, IconView(kit.theme, "gift", 160 if kit.portrait else 96, "accent"), 0, CENTRE)
        self.box.insertWidget(2, self.amount)
        self.box.addStretch(1)
        self.box.addWidget(self.use)
        self.box.addWidget(self.away)
        self._payment.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open, close, and say what the card would pay."""
        shown, words = self._payment.gift_card, self._kit.words
        if shown is None:
            self.close_sheet()
            return
        pays = self._payment.gift_card_pays_minor
        self.amount.show_text(words.money(shown.balance_minor))
        self.say(words.tr("This is on your gift card."), self._after(shown.balance_minor - pays))
        self.use.show_text(words.tr("Pay {amount} with it", amount=words.money(pays)))
        self.use.setEnabled(pays > 0)
        if self.isHidden():
            self.open()

    def _after(self, left_minor: int) -> str:
        words, due_minor = self._kit.words, self._kit.model.ticket.basket.totals.due_minor
        if left_minor > 0:
            return words.tr("It pays everything, and {amount} stays on it.", amount=words.money(left_minor))
        rest_minor = due_minor - self._payment.gift_card_pays_minor
        if rest_minor > 0:
            return words.tr("It pays a part; {amount} is then left to pay by card.", amount=words.money(rest_minor))
        return words.tr("It pays exactly what is due.")
