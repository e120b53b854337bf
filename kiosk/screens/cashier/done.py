"""After a sale: what to give back, and the receipt. The next scan starts the next sale."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.screens.cashier.pay_parts import coin_words
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList, Row, RowStyle
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.payment_model import Done

_FACTS = RowStyle(lead=0, middle=0, amount=420, pad=28)


class DonePage(ScreenPage):
    """Enter, or any scan, goes on."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model = model
        words, theme = look.words, look.theme
        self.what = Label(theme, "", "title", "ink", BOLD)
        self.amount = AmountLabel(theme, factor=1.6, align=LEFT)
        self.amount.setObjectName("change_due")
        self.coins = Label(theme, "", "body", "ink2")
        self.facts = LineList(theme, _FACTS)
        self.next = KeyButton(
            theme, words.tr("Next customer"), kind="primary", cap=key_name(words, "Enter"), keys=("Return", "Enter"), role="title", least=96
        )
        self.next.setObjectName("next")
        self.again = KeyButton(theme, words.tr("Print the receipt again"), cap="F9", keys=("F9",), icon="printer", least=96)
        self.again.setObjectName("print_again")
        self.next.clicked.connect(self._go_on)
        self.again.clicked.connect(model.payment.print_again)
        self._lay_out()
        self.show_done()

    def _lay_out(self) -> None:
        theme = self._look.theme
        self.card = Card(theme, "accent", margins=(32, 28, 32, 24), spacing=8)
        for label in (self.what, self.amount, self.coins):
            self.card.box.addWidget(label)
        facts = Card(theme, margins=(2, 10, 2, 10))
        facts.box.addWidget(self.facts)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(self.again, 2)
        keys.addWidget(self.next, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(self.card)
        box.addWidget(facts, 1)
        box.addLayout(self.slot)
        box.addLayout(keys)

    def _go_on(self) -> None:
        self._model.payment.forget()
        self._model.go(Page.SELLING)

    def show_done(self) -> None:
        """Show the sale just finished."""
        done, words = self._model.payment.done, self._look.words
        if done is None:
            return
        self.what.show_text(words.tr("Give back") if done.change_minor else words.tr("No change to give"))
        self.amount.show_text(words.money(done.change_minor))
        coins = self._model.payment.coins_of(done.change_minor)
        self.coins.show_text(coin_words(self._look, coins) if coins else words.tr("The sale is kept safely."))
        self.facts.show_rows(self._rows(done))

    def _rows(self, done: Done) -> list[Row]:
        words, basket = self._look.words, done.basket
        paper = words.tr("Receipt, without paper") if done.paper == "none" else words.tr("Receipt")
        rows = [Row("number", paper, done.number), Row("total", words.tr("Total"), words.money(basket.totals.gross_minor))]
        if basket.totals.discount_minor:
            rows.append(Row("saved", words.tr("Saved"), words.money(basket.totals.discount_minor)))
        if basket.member is not None and basket.points_earned:
            rows.append(Row("points", words.tr("Points earned"), words.number(basket.points_earned)))
        rows.extend(
            Row(
                f"coupon_{coupon.id}",
                words.tr("Coupon on the receipt"),
                words.tr("{amount} until {day}", amount=words.money(coupon.amount_minor), day=words.date(coupon.valid_until, "medium")),
            )
            for coupon in basket.coupons_issued
        )
        return rows
