"""Older receipts: find one at the left, choose the pieces that come back, and see at the right what they are worth, or its papers."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.cashier.done_sheets import InvoiceSheet, MailSheet
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name, tender_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.services.queries import ReceiptRow, ReturnableLine, ReturnableReceipt
from kiosk.touch.card import Card
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton, least_stacked, named_shortcut
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page

_RECENT = RowStyle(lead=0, middle=0, amount=130, pad=20)
OWN = "till"
"""Where a receipt is known from whose papers this till prints again."""
_LINES = RowStyle(lead=110, middle=0, amount=130, pad=20)


class ReturnsPage(ScreenPage):
    """Enter looks the typed receipt up, then gives back what is chosen. A scan is always a receipt here."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model, self._returns = model, model.returns
        self._at = 0
        words, theme = look.words, look.theme
        self.field = TextField(theme, words.tr("Scan or type the receipt"), icon="receipt")
        self.field.setObjectName("receipt")
        self.heading = Label(theme, "", "title", "ink", BOLD)
        self.note = Label(theme, "", "body", "ink2", wrap=True)
        self.recent = LineList(theme, _RECENT)
        self.recent.setObjectName("recent")
        self.lines = LineList(theme, _LINES)
        self.lines.setObjectName("returnable")
        self.lists = QStackedWidget()
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(24)
        box.addLayout(self._left(), 12)
        right = self._right()
        box.addWidget(self.cover(right), 7)
        self.invoice, self.mail = InvoiceSheet(look, right), MailSheet(look, right)
        self.setFocusProxy(self.field)
        self._join()
        self.show_returns()

    def _left(self) -> QVBoxLayout:
        card = Card(self._look.theme, margins=(self._look.theme.line_width, 8, self._look.theme.line_width, 8))
        for view in (self.recent, self.lines):
            self.lists.addWidget(view)
        card.box.addWidget(self.lists, 1)
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.heading)
        box.addWidget(self.note)
        box.addWidget(card, 1)
        box.addLayout(self.slot)
        return box

    def _key(self, name: str, words: str, key: str, *, least: int = 0) -> KeyButton:
        made = KeyButton(
            self._look.theme,
            words,
            cap=key_name(self._look.words, key),
            keys=(key,),
            stacked=True,
            least=max(least or self._look.theme.px(64), least_stacked(self._look.theme)),
        )
        made.setObjectName(name)
        return made

    def _right(self) -> QWidget:
        theme, words = self._look.theme, self._look.words
        right = QWidget()
        self.what = Label(theme, words.tr("About to give back"), "body", "ink2")
        self.amount = AmountLabel(theme)
        self.amount.setObjectName("give_back_amount")
        card = Card(theme, margins=(20, 12, 20, 12))
        card.box.addWidget(self.what)
        card.box.addWidget(self.amount)
        self.all = self._key("all", words.tr("All that is left"), "F2")
        self.none = self._key("none", words.tr("Nothing"), "F3")
        self.another = self._key("another", words.tr("Another receipt"), "F4")
        self.give = enter_key(self._look, words.tr("Take these back"), name="give_back")
        self.back = self._key("back", words.tr("Back to the ticket"), "Esc")
        row = QHBoxLayout()
        row.setSpacing(8)
        for key in (self.all, self.none, self.another):
            row.addWidget(key, 1)
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.field)
        box.addWidget(card)
        box.addLayout(row)
        box.addStretch(1)
        box.addLayout(self._papers())
        box.addWidget(self.back)
        box.addWidget(self.give)
        return right

    def _papers(self) -> QGridLayout:
        """Return what a customer may want of an older receipt besides giving goods back."""
        words, grid = self._look.words, QGridLayout()
        grid.setSpacing(8)
        self.papers = {
            "gift_receipt": self._key("gift_receipt", words.tr("Gift receipt"), "F6"),
            "invoice": self._key("invoice", words.tr("Invoice"), "F7"),
            "mail": self._key("mail", words.tr("By e-mail"), "F8"),
            "print_again": self._key("print_again", words.tr("Duplicate"), "F9"),
        }
        for place, key in enumerate(self.papers.values()):
            grid.addWidget(key, *divmod(place, 2))
        return grid

    def _join(self) -> None:
        returns, words = self._returns, self._look.words
        returns.changed.connect(self.show_returns)
        self.field.submitted.connect(self._typed)
        self.recent.tapped.connect(lambda index: returns.find(returns.recent[index].number))
        self.lines.tapped.connect(self._tapped)
        self.all.clicked.connect(returns.all)
        self.none.clicked.connect(returns.none)
        self.another.clicked.connect(returns.begin)
        self.give.clicked.connect(self._give)
        self.back.clicked.connect(lambda: self._model.go(Page.SELLING))
        self._join_papers()
        named_shortcut(self, ("Up",), words.tr("The one before"), lambda: self._step(-1), repeats=True)
        named_shortcut(self, ("Down",), words.tr("The next one"), lambda: self._step(1), repeats=True)
        named_shortcut(self, ("Right",), words.tr("One piece more"), lambda: self._tapped(self._at))

    def _join_papers(self) -> None:
        payment = self._model.payment
        self.papers["print_again"].clicked.connect(lambda: payment.copy(self._number))
        self.papers["gift_receipt"].clicked.connect(lambda: payment.gift(self._number))
        self.papers["invoice"].clicked.connect(self.invoice.ask)
        self.invoice.given.connect(lambda buyer: payment.invoice_of(self._number, buyer))
        self.papers["mail"].clicked.connect(self.mail.ask)
        self.mail.given.connect(lambda address: payment.send_of(self._number, address))
        for sheet in (self.invoice, self.mail):
            sheet.closed.connect(self.field.setFocus)

    @property
    def _number(self) -> str:
        receipt = self._returns.receipt
        return receipt.number if receipt is not None else ""

    def _typed(self, text: str) -> None:
        self.field.clear()
        self._returns.find(text)

    def _give(self) -> None:
        """Enter takes the receipt under the arrow first; once it is open, it gives back what was chosen."""
        returns = self._returns
        if returns.receipt is None and self._at < len(returns.recent):
            returns.find(returns.recent[self._at].number)
        else:
            returns.give_back()

    def _step(self, by: int) -> None:
        receipt = self._returns.receipt
        count = len(receipt.lines) if receipt is not None else len(self._returns.recent)
        self._at = max(0, min(count - 1, self._at + by))
        self.show_returns()

    def _tapped(self, index: int) -> None:
        receipt = self._returns.receipt
        if receipt is not None and index < len(receipt.lines) and receipt.lines[index].left:
            self._at = index
            self._returns.step(receipt.lines[index])

    def show_returns(self) -> None:
        """Show the receipts to choose from, or the pieces of the one that is open."""
        returns, words = self._returns, self._look.words
        receipt = returns.receipt
        self.lists.setCurrentIndex(0 if receipt is None else 1)
        for key in (self.all, self.none):
            key.setEnabled(receipt is not None and bool(receipt.lines) and receipt.too_late is None)
        self.another.setEnabled(receipt is not None)
        sync = self._model.status.sync
        for name, key in self.papers.items():
            sends = name != "mail" or (sync is not None and sync.configured)
            key.setEnabled(receipt is not None and receipt.source == OWN and sends)
        self.give.setEnabled(returns.can_return or (receipt is None and bool(returns.recent)))
        self.amount.show_text(words.money(returns.amount_minor))
        self.amount.set_tone("ink" if returns.can_return else "ink3")
        if receipt is None:
            self._show_recent()
        else:
            self._show_receipt(receipt)

    def _show_recent(self) -> None:
        words, recent = self._look.words, self._returns.recent
        self._at = min(self._at, max(0, len(recent) - 1))
        self.heading.show_text(words.tr("Which receipt?"))
        searching = words.tr("Looking for the receipt…") if self._returns.searching else ""
        self.note.show_text(searching or words.tr("Scan its code, type its number, or choose one of the last of this till."))
        self.recent.show_rows([self._recent_row(row) for row in recent], chosen=recent[self._at].number if recent else "")
        self.give.show_text(words.tr("Open"))

    def _recent_row(self, row: ReceiptRow) -> Row:
        words = self._look.words
        paid = ", ".join(tender_name(words, kind) for kind in row.tenders)
        note = " · ".join(part for part in (words.time(row.at), paid) if part)
        return Row(row.number, row.number, words.money(row.gross_minor), notes=(Note(note, "ink2"),))

    def _show_receipt(self, receipt: ReturnableReceipt) -> None:
        words = self._look.words
        self._at = min(self._at, max(0, len(receipt.lines) - 1))
        self.heading.show_text(words.tr("Receipt {number}", number=receipt.number))
        self.note.show_text(self._source(receipt))
        chosen = str(receipt.lines[self._at].line) if receipt.lines else ""
        self.lines.show_rows([self._row(line) for line in receipt.lines], chosen=chosen)
        self.give.show_text(words.tr("Take these back"))

    def _source(self, receipt: ReturnableReceipt) -> str:
        """Say where the receipt is known from, as far as it matters to who stands at the till."""
        words = self._look.words
        sold = words.tr("Sold on {day}, total {amount}.", day=words.date(receipt.day), amount=words.money(receipt.gross_minor))
        if receipt.too_late is not None:
            return sold + " " + words.error("return_too_old", {"days": receipt.too_late})
        if receipt.source == "ledger":
            return sold + " " + words.tr("Another till sold it; the ledger knows what is left.")
        if receipt.source == "digest":
            return sold + " " + words.tr("Offline: its own seal says what was sold. A small amount may come back.")
        return sold

    def _row(self, line: ReturnableLine) -> Row:
        words, chosen = self._look.words, self._returns.chosen.get(line.line, 0)
        if line.by_weight:
            lead, left = ("1" if chosen else "–"), words.weight(line.left)
        else:
            lead = f"{words.number(chosen)} / {words.number(line.left)}"
            left = words.tr_n("{n} of it may come back", "{n} of them may come back", line.left)
        note = left if line.left else words.tr("all of it came back already")
        share = line.gross_minor * chosen // line.sold if line.sold else 0
        shown = words.money(share, symbol=False) if chosen else words.money(line.gross_minor, symbol=False)
        tone = "ink2" if line.left else "warn"
        return Row(str(line.line), self._look.text(line.name), shown, lead=lead, notes=(Note(note, tone),), strong=bool(chosen))
