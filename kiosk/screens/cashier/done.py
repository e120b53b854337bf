"""After a sale: what to give back, and what else the customer wants of the receipt. The next scan starts the next sale."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.done_sheets import InvoiceSheet, MailSheet
from kiosk.screens.cashier.pay_parts import coin_words
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.gains import coupon_worth
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.services.answers import CouponView
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.paint import LEFT
from kiosk.touch.qr import QrView
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.sale_done import Done

_FACTS = RowStyle(lead=0, middle=0, amount=320, pad=24)


class DonePage(ScreenPage):
    """Enter, or any scan, goes on."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model = model
        words, theme = look.words, look.theme
        self.what = Label(theme, "", "title", "ink", BOLD)
        self.amount = AmountLabel(theme, factor=1.6, align=LEFT)
        self.amount.setObjectName("change_due")
        self.coins = Label(theme, "", "body", "ink2", wrap=True)
        self.facts = LineList(theme, _FACTS)
        self.qr = QrView(theme)
        self.next = enter_key(look, words.tr("Next customer"), name="next", least=96)
        self.next.clicked.connect(self._go_on)
        right = self._right()
        self.stand_beside(self._left(), right)
        self.mail = MailSheet(look, right)
        self.invoice = InvoiceSheet(look, right)
        self._join()
        self.show_done()

    def _left(self) -> QVBoxLayout:
        theme = self._look.theme
        self.card = Card(theme, "accent", margins=(32, 24, 32, 20), spacing=8)
        for label in (self.what, self.amount, self.coins):
            self.card.box.addWidget(label)
        facts = Card(theme, margins=(2, 10, 2, 10))
        facts.box.addWidget(self.facts)
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.card)
        box.addWidget(facts, 1)
        box.addLayout(self.slot)
        return box

    def _right(self) -> QWidget:
        theme, words = self._look.theme, self._look.words
        right = QWidget()
        self.papers: dict[str, KeyButton] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, (name, said, cap) in enumerate(
            (
                ("gift_receipt", words.tr("Gift receipt"), "F6"),
                ("invoice", words.tr("Invoice"), "F7"),
                ("mail", words.tr("By e-mail"), "F8"),
                ("print_again", words.tr("Duplicate"), "F9"),
            )
        ):
            key = KeyButton(theme, said, cap=cap, keys=(cap,), stacked=True, least=theme.px(84))
            key.setObjectName(name)
            self.papers[name] = key
            grid.addWidget(key, *divmod(number, 2))
        self.scan_me = Label(theme, "", "body", "ink2", wrap=True)
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.scan_me)
        box.addWidget(self.qr, 1)
        box.addStretch(0)
        box.addLayout(grid)
        box.addWidget(self.next)
        return right

    def _join(self) -> None:
        payment, papers = self._model.payment, self.papers
        papers["print_again"].clicked.connect(payment.print_again)
        papers["gift_receipt"].clicked.connect(payment.print_gift)
        papers["mail"].clicked.connect(self.mail.ask)
        papers["invoice"].clicked.connect(self.invoice.ask)
        self.mail.given.connect(payment.send)
        self.invoice.given.connect(payment.invoice)
        for sheet in (self.mail, self.invoice):
            sheet.closed.connect(self._rest)

    def _rest(self) -> None:
        """Bring the focus back to the page, which hears keys and scans alike."""
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.setFocus()

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
        link = done.link if done.paper == "digital" else ""
        self.qr.show_text(link)
        self.scan_me.show_text(words.tr("The customer scans this code with a phone: the receipt opens there.") if link else "")
        self.scan_me.setVisible(bool(link))
        sync = self._model.status.sync
        self.papers["mail"].setEnabled(sync is not None and sync.configured)
        if self._model.payment.address_wanted:
            self.mail.ask()
            self.setFocusProxy(self.mail.address)

    def _rows(self, done: Done) -> list[Row]:
        words, basket = self._look.words, done.basket
        papers = {"none": words.tr("Receipt, without paper"), "digital": words.tr("Receipt, on the phone")}
        rows = [Row("number", papers.get(done.paper, words.tr("Receipt")), done.number)]
        rows.append(Row("total", words.tr("Total"), words.money(basket.totals.gross_minor)))
        if basket.totals.discount_minor:
            rows.append(Row("saved", words.tr("Saved"), words.money(basket.totals.discount_minor)))
        if basket.member is not None and basket.points_earned:
            said = words.tr("Points earned") if basket.points_earned > 0 else words.tr("Points taken back")
            rows.append(Row("points", said, words.number(abs(basket.points_earned))))
        rows.extend(self._coupon_row(coupon) for coupon in basket.coupons_issued)
        note = (Note(words.tr("To suggest"), "ink2"),)
        return [*rows, *(Row(f"suggested_{each.sku}", self._look.text(each.names), "", notes=note) for each in basket.suggestions)]

    def _coupon_row(self, coupon: CouponView) -> Row:
        words, worth = self._look.words, coupon_worth(self._look, coupon)
        day = words.date(coupon.valid_until, "medium")
        until = words.tr("{amount} until {day}", amount=worth, day=day) if worth else words.tr("until {day}", day=day)
        return Row(f"coupon_{coupon.id}", words.tr("Coupon on the receipt"), until)
