"""The parts of the payment screen: what is due, what was handed over, and what comes back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import tender_name
from kiosk.services.answers import TenderView
from kiosk.touch.card import Card
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList, Row, RowStyle
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.payment_model import PaymentModel

DUE_FACTOR = 1.6
_COIN_LIMIT = 100
_TENDER_ROWS = RowStyle(lead=0, middle=0, amount=130, pad=18)


class DueCard(Card):
    """The largest thing on the screen: what is left to pay."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme, margins=(28, 16, 28, 14), spacing=4)
        self._look = look
        self.what = Label(look.theme, "", "body", "ink2")
        self.total = Label(look.theme, "", "body", "ink2")
        self.amount = AmountLabel(look.theme, factor=DUE_FACTOR, align=LEFT)
        self.amount.setObjectName("due")
        row = QHBoxLayout()
        row.addWidget(self.what)
        row.addStretch(1)
        row.addWidget(self.total)
        self.box.addLayout(row)
        self.box.addWidget(self.amount)

    def show_payment(self, payment: PaymentModel) -> None:
        """Show what is due now, and of which total."""
        words, totals = self._look.words, payment.basket.totals
        out = totals.gross_minor < 0
        self.what.show_text(words.tr("To pay out") if out else words.tr("Paid in full") if payment.is_paid else words.tr("Left to pay"))
        self.amount.show_text(words.money(abs(payment.due_minor)))
        self.amount.set_tone("accent" if payment.is_paid else "ink")
        said = words.tr("Total {amount}", amount=words.money(totals.gross_minor))
        if totals.rounding_minor:
            said += " · " + words.tr("rounding {amount}", amount=words.money(totals.rounding_minor, symbol=False))
        if payment.refund:
            ways = ", ".join(f"{tender_name(words, row.kind)} {words.money(row.amount_minor, symbol=False)}" for row in payment.refund)
            said = words.tr("It was paid: {ways}", ways=ways)
        self.total.show_text(said)


class TenderList(Card):
    """What was handed over so far; it keeps room for two, and scrolls beyond."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme, margins=(2, 6, 2, 6))
        self._look = look
        self.list = LineList(look.theme, _TENDER_ROWS)
        self.none = Label(look.theme, look.words.tr("Nothing was handed over yet."), "body", "ink3")
        self.none.setMargin(16)
        self.box.addWidget(self.none)
        self.box.addWidget(self.list)
        self.setFixedHeight(2 * look.theme.target + 14)

    def show_tenders(self, tenders: Sequence[TenderView]) -> None:
        """Show these tenders."""
        words = self._look.words
        rows = [
            Row(str(number), tender_name(words, item.kind), words.money(item.amount_minor, symbol=False), strong=number == len(tenders) - 1)
            for number, item in enumerate(tenders)
        ]
        self.none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.show_rows(rows, chosen="", marked=rows[-1].key if rows else "")


class ChangeCard(Card):
    """What comes back, and in which notes and coins."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme, "card", margins=(24, 12, 24, 12), spacing=2)
        self._look = look
        self.what = Label(look.theme, look.words.tr("Change"), "title", "ink", BOLD)
        self.amount = AmountLabel(look.theme, factor=0.85)
        self.amount.setObjectName("change")
        self.coins = Label(look.theme, "", "small", "ink2")
        row = QHBoxLayout()
        row.addWidget(self.what)
        row.addWidget(self.amount, 1)
        self.box.addLayout(row)
        self.box.addWidget(self.coins)

    def show_change(self, payment: PaymentModel) -> None:
        """Show the change of what was handed over so far."""
        words = self._look.words
        given = payment.gives_change
        self.set_tone("accent" if given else "card")
        self.amount.show_text(words.money(payment.change_minor if given else 0))
        self.amount.set_tone("ink" if given else "ink3")
        self.what.set_tone("ink" if given else "ink3")
        self.coins.show_text(coin_words(self._look, payment.coins()) if given else words.tr("Nothing to give back."))


def coin_words(look: Look, coins: Sequence[tuple[int, int]]) -> str:
    """Return notes and coins as words: 2 × 2 € · 1 × 20 c."""
    return " · ".join(f"{look.words.number(count)} × {coin_name(look, coin)}" for coin, count in coins)


def coin_name(look: Look, coin_minor: int) -> str:
    """Return a note or coin by its name: whole units with the currency's sign, smaller ones in cents."""
    words = look.words
    unit = 10**words.digits
    if coin_minor % unit == 0:
        return words.money(coin_minor // unit, digits=0)
    return words.tr("{n} c", n=words.number(coin_minor)) if unit == _COIN_LIMIT else words.money(coin_minor)
