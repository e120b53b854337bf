"""The right of the selling screen: where the next scan goes, the member, the goods or the acts, and the one green key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.cashier.acts_panel import ActsPanel
from kiosk.screens.cashier.catalogue import Catalogue
from kiosk.screens.cashier.member_card import MemberCard
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton, least_stacked
from kiosk.viewmodels.cashier_model import CashierModel

PAY_HEIGHT = 88
_TIMES = "*"


class SidePanel(QWidget):
    """Says what a person wants; the page knows what it means. `act_wanted` brings the name of an act."""

    act_wanted = Signal(str)
    pay_wanted = Signal()
    submitted = Signal(str)

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__()
        self._look, self._basket, self._acts, self._search = look, model.basket, model.acts, model.search
        words, theme = look.words, look.theme
        self.field = TextField(theme, words.tr("Scan or search"))
        self.field.setObjectName("search")
        self.more = KeyButton(theme, words.tr("Acts"), cap="F4", keys=("F4",), stacked=True)
        self.more.setObjectName("acts")
        self.more.setFixedSize(self.more.sizeHint().width(), self.field.height())
        self.member = MemberCard(look, self._basket, model.member, self)
        self.catalogue = Catalogue(look, self._search)
        self.acts = ActsPanel(look, self._basket, self._acts, self)
        self.pay = enter_key(look, name="pay", least=PAY_HEIGHT)
        # It has the whole width, whatever it says: another amount is no reason to lay the page out.
        self.pay.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.setFocusProxy(self.field)
        self._join()
        self.show_ticket()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.field, 1)
        first.addWidget(self.more)
        goods = QWidget()
        inner = QVBoxLayout(goods)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.member)
        inner.addWidget(self.catalogue, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(goods)
        self.stack.addWidget(self.acts)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(first)
        box.addWidget(self.stack, 1)
        box.addLayout(self._row())
        box.addWidget(self.pay)

    def _row(self) -> QHBoxLayout:
        words, theme = self._look.words, self._look.theme
        least = least_stacked(theme)
        self.quantity = KeyButton(theme, words.tr("Quantity"), cap="F2", keys=("F2",), stacked=True, least=least)
        self.discount = KeyButton(theme, words.tr("Discount"), cap="F3", keys=("F3",), stacked=True, least=least)
        self.undo = KeyButton(theme, words.tr("Undo"), cap="Ctrl Z", keys=("Ctrl+Z",), stacked=True, least=least)
        self.hold = KeyButton(theme, words.tr("Hold"), cap="F6", keys=("F6",), stacked=True, least=least)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, key in (("quantity", self.quantity), ("discount", self.discount), ("undo", self.undo), ("hold", self.hold)):
            key.setObjectName(name)
            key.clicked.connect(lambda _=False, name=name: self.act_wanted.emit(name))
            row.addWidget(key, 1)
        return row

    def _join(self) -> None:
        self.field.edited.connect(self._edited)
        self.field.submitted.connect(self.submitted)
        self.pay.clicked.connect(self.pay_wanted)
        self.more.clicked.connect(lambda: self.show_acts(shown=self.stack.currentIndex() == 0))
        self.acts.wanted.connect(self._wanted)
        self.member.opened.connect(lambda: self.act_wanted.emit("wallet"))
        self.member.camera_wanted.connect(lambda: self.act_wanted.emit("camera"))
        self.member.join_wanted.connect(lambda: self.act_wanted.emit("join"))
        self._basket.changed.connect(self.show_ticket)
        self._basket.times_changed.connect(self._show_times)
        self._acts.held_changed.connect(self.show_ticket)

    def show_acts(self, *, shown: bool) -> None:
        """Show the page of acts in the place of the goods, or the goods again."""
        self.stack.setCurrentIndex(int(shown))
        self.more.set_kind("chosen" if shown else "plain")

    def _wanted(self, name: str) -> None:
        self.show_acts(shown=False)
        self.act_wanted.emit(name)

    def _edited(self, text: str) -> None:
        """`3 *` counts the next article three times; everything else is looked for."""
        number = text.strip().removesuffix(_TIMES).strip()
        if text.strip().endswith(_TIMES) and number.isdecimal():
            self.field.clear()
            self._basket.multiply(int(number))
            return
        if text:
            self.show_acts(shown=False)
        self._search.type_text(text)

    def _show_times(self) -> None:
        times = self._basket.times
        words = self._look.words
        self.field.set_prefix(f"{words.number(times)} ×" if times > 1 else "", words.tr("Scan or search"))

    def show_ticket(self) -> None:
        """Show what can be done to the ticket as it is now."""
        basket, words = self._basket.basket, self._look.words
        some = bool(basket.lines)
        meant = self._basket.meant()
        self.quantity.setEnabled(meant is not None and meant.quantity is not None)
        self.discount.setEnabled(meant is not None)
        held = len(self._acts.held)
        self.hold.setEnabled(some or held > 0)
        self.hold.show_text(words.tr("Hold") if some or not held else words.tr("Recall · {n}", n=words.number(held)))
        self.pay.setEnabled(some)
        negative = basket.totals.gross_minor < 0
        amount = words.money(abs(basket.totals.due_minor if basket.tenders else basket.totals.gross_minor))
        self.pay.show_text(words.tr("Pay out {amount}", amount=amount) if negative else words.tr("Take {amount}", amount=amount))
