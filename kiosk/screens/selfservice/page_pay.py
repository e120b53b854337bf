"""Paying by card: the terminal is waited for, or what it said is told and what to do next."""

from PySide6.QtCore import QTimer

from kiosk.screens.selfservice.kit import Kit, Page
from kiosk.screens.selfservice.statement import Statement
from kiosk.touch.keys import KeyButton
from kiosk.touch.status import ProgressBar
from kiosk.viewmodels.selfservice_payment import Card
from sync.base.marking import tr

_PULSE_MS = 120
_PULSE_STEP = 45


_ASKED = tr("Hold or insert your card at the card terminal."), tr("It shows you what to do. Your articles are safe meanwhile.")
_SAID = {
    Card.DECLINED: (tr("Your card was declined."), tr("Nothing was taken. Try again with this card or another, or ask for help.")),
    Card.UNCERTAIN: (
        tr("We do not know yet whether your card has paid."),
        tr("Please do not pay twice: wait, an attendant is coming to look at the card terminal."),
    ),
    Card.UNABLE: (tr("The card terminal does not answer."), tr("Nothing was taken. Try again, or ask for help.")),
    Card.RETURNING: (tr("What you paid goes back."), tr("Hold or insert the same card if the card terminal asks for it.")),
}


class PayPage(Page):
    """The amount stays the largest thing; buttons come only where there is something to decide."""

    def __init__(self, kit: Kit) -> None:
        super().__init__(kit)
        self.statement = Statement(kit, "card")
        self.bar = ProgressBar(kit.theme, height=14)
        self.statement.add_below(self.bar)
        self.content.addWidget(self.statement, 1)
        self.again = kit.button("pay_again", "primary", height=kit.primary_px, role="title")
        self.again.clicked.connect(kit.model.confirm)
        self.back = kit.button("back")
        self.back.show_text(kit.tr("Back to my articles"))
        self.back.clicked.connect(kit.model.back)
        self.acts.addWidget(self.slot)
        self.acts.addWidget(self.again)
        self.acts.addWidget(self.back)
        self._permille = 0
        self._pulse = QTimer(self)
        self._pulse.setInterval(_PULSE_MS)
        self._pulse.timeout.connect(self._step)

    def title(self) -> str:
        return self.kit.tr("Pay by card")

    def refresh(self) -> None:
        kit, payment = self.kit, self.kit.model.payment
        head, sentence = self._words(payment.card)
        self.statement.say(head, sentence, kit.words.money(self._amount_minor()))
        asking = payment.card in (Card.ASKING, Card.NONE, Card.RETURNING)
        self.bar.setVisible(asking)
        _show(self.again, not asking)
        _show(self.back, not asking and payment.may_leave)
        self.again.show_text(self._way_on(payment.card))
        if asking and kit.theme.motion and self.isVisible():
            self._pulse.start()
        else:
            self._pulse.stop()

    def _amount_minor(self) -> int:
        """Return what is asked for: after a card that paid a part, what is left."""
        payment = self.kit.model.payment
        return self.kit.model.ticket.basket.totals.due_minor if payment.card == Card.PARTIAL else payment.amount_minor

    def _way_on(self, card: Card) -> str:
        tr = self.kit.tr
        if card == Card.UNCERTAIN:
            return tr("Ask the card terminal again")
        return tr("Pay the rest with another card") if card == Card.PARTIAL else tr("Try again")

    def _words(self, card: Card) -> tuple[str, str]:
        """Return what the terminal said, and what to do."""
        tr_, reversing = self.kit.tr, self.kit.model.payment.reversing
        if card == Card.UNCERTAIN and reversing:
            head = tr_("We do not know yet whether your card was paid back.")
            return head, tr_("Please wait: an attendant is coming to look at the card terminal.")
        if card == Card.PARTIAL:
            paid = self.kit.words.money(self.kit.model.ticket.basket.totals.paid_minor)
            sentence = tr_("This is left to pay. If you go back to your articles instead, that part goes back to your card.")
            return tr_("Your card has paid a part: {amount}.", amount=paid), sentence
        head, sentence = _SAID.get(card, _ASKED)
        return tr_(head), tr_(sentence)

    def _step(self) -> None:
        self._permille = (self._permille + _PULSE_STEP) % 1_000
        self.bar.show_progress(self._permille)


def _show(button: KeyButton, shown: bool) -> None:
    """Show or hide a button; the others keep their places."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
    button.setVisible(shown)
