"""The question to a card terminal: what a separate one shows, or what a connected one has not said yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import LEFT
from kiosk.touch.sheet import Sheet
from kiosk.touch.status import IconView
from kiosk.touch.theme import MEDIUM
from kiosk.viewmodels.payment_model import PaymentModel

_ICON_PX = 112


class CardSheet(Sheet):
    """A card at a separate terminal: the amount to key there, and what it said; or a connected one: the wait, and what is not yet known."""

    gives_way = True

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look.theme, covers)
        self._look = look
        words = look.words
        self.amount = AmountLabel(look.theme, align=LEFT)
        self.confirm = enter_key(look, words.tr("Accepted"), name="card_accepted", least=96)
        self.declined = KeyButton(
            look.theme, words.tr("Declined"), kind="danger", cap=key_name(words, "Esc"), keys=("Esc",), least=look.theme.px(72)
        )
        self.declined.setObjectName("card_declined")
        self.wait = Label(look.theme, words.tr("The terminal answers by itself."), "body", "ink2", MEDIUM, wrap=True)
        self.box.addWidget(self.amount)
        self.box.addWidget(self.wait)
        self.box.addStretch(1)
        self._icon = IconView(look.theme, "terminal", look.theme.px(_ICON_PX), "ink3")
        self.box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self.box.addStretch(1)
        self.again = KeyButton(
            look.theme, words.tr("Ask the terminal again"), kind="primary", cap="F2", keys=("F2",), role="title", least=look.theme.px(88)
        )
        self.again.setObjectName("card_again")
        self.box.addWidget(self.again)
        self.box.addLayout(self._word())
        self.box.addWidget(self.declined)
        self.box.addWidget(self.confirm)

    def _word(self) -> QHBoxLayout:
        """The keys for what a terminal that stays silent printed or showed: no Enter gives this word, and the till asks who may."""
        words, theme = self._look.words, self._look.theme
        self.paid = KeyButton(theme, words.tr("The card paid"), cap="F5", keys=("F5",), stacked=True, least=theme.px(72))
        self.not_paid = KeyButton(theme, words.tr("It did not pay"), cap="F6", keys=("F6",), stacked=True, least=theme.px(72))
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, key in (("card_paid", self.paid), ("card_not_paid", self.not_paid)):
            key.setObjectName(name)
            row.addWidget(key, 1)
        return row

    def show_payment(self, payment: PaymentModel) -> None:
        """Open while a card is asked about, and only then."""
        words = self._look.words
        asked, uncertain = payment.card_waiting is not None, payment.uncertain and not payment.terminal_waiting
        if not asked and not uncertain and not payment.terminal_waiting:
            self.close_sheet()
            return
        amount = payment.card_waiting if payment.card_waiting is not None else payment.due_minor
        self.amount.show_text(words.money(amount))
        if asked:
            self.say(words.tr("Card"), words.tr("Key this amount on the card terminal. What does it say?"))
        elif uncertain:
            self.say(words.tr("Did the card pay?"), words.tr("The terminal did not say. Nothing else is taken until it is known."))
            self.wait.show_text(
                words.tr("Ask it again: it never charges twice. If it stays silent, a manager says what its journal shows.")
            )
        else:
            self.wait.show_text(words.tr("The terminal answers by itself."))
            self.say(words.tr("Connected card"), words.tr("The customer pays at the card terminal."))
        for key in (self.confirm, self.declined):
            key.setVisible(asked)
        for key in (self.again, self.paid, self.not_paid):
            key.setVisible(uncertain)
        self.wait.setVisible(not asked)
        # What is not known takes more words and keys: on a low screen they need the picture's room.
        self._icon.setVisible(not uncertain)
        if self.isHidden():
            self.open()
