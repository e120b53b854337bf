"""The right of the selling screen: where the next scan goes, the member, the goods, the acts, and the one green key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.catalogue import Catalogue
from kiosk.screens.cashier.member_card import MemberCard
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.search_model import SearchModel

PAY_HEIGHT = 88


class SidePanel(QWidget):
    """Says what a person wants; the page knows what it means."""

    quantity_wanted = Signal()
    cancel_wanted = Signal()
    pay_wanted = Signal()
    submitted = Signal(str)

    def __init__(self, look: Look, basket: BasketModel, search: SearchModel) -> None:
        super().__init__()
        self._look, self._basket = look, basket
        words, theme = look.words, look.theme
        self.field = TextField(theme, words.tr("Scan or search an article, a member"))
        self.field.setObjectName("search")
        self.member = MemberCard(look, basket)
        self.catalogue = Catalogue(look, search)
        self.pay = KeyButton(
            theme, "", kind="primary", cap=key_name(words, "Enter"), keys=("Return", "Enter"), role="title", least=PAY_HEIGHT
        )
        self.pay.setObjectName("pay")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.field)
        box.addWidget(self.member)
        box.addWidget(self.catalogue, 1)
        box.addLayout(self._acts())
        box.addWidget(self.pay)
        self.setFocusProxy(self.field)
        self.field.edited.connect(search.type_text)
        self.field.submitted.connect(self.submitted)
        self.pay.clicked.connect(self.pay_wanted)
        self.member.removed.connect(lambda: basket.set_member(None))
        basket.changed.connect(self.show_basket)
        self.show_basket()

    def _acts(self) -> QHBoxLayout:
        words, theme = self._look.words, self._look.theme
        self.quantity = KeyButton(theme, words.tr("Quantity"), cap="F2", keys=("F2",), stacked=True)
        self.void = KeyButton(theme, words.tr("Remove"), cap=key_name(words, "Del"), keys=("Del",), stacked=True)
        self.undo = KeyButton(theme, words.tr("Undo"), cap="Ctrl Z", keys=("Ctrl+Z",), stacked=True)
        self.cancel = KeyButton(theme, words.tr("Cancel"), kind="danger", cap="F8", keys=("F8",), stacked=True)
        self.quantity.clicked.connect(self.quantity_wanted)
        self.void.clicked.connect(self._basket.void)
        self.undo.clicked.connect(self._basket.undo)
        self.cancel.clicked.connect(self.cancel_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, key in (("quantity", self.quantity), ("void", self.void), ("undo", self.undo), ("cancel", self.cancel)):
            key.setObjectName(name)
            row.addWidget(key, 1)
        return row

    def show_basket(self) -> None:
        """Show what can be done to the ticket as it is now."""
        basket, words = self._basket.basket, self._look.words
        some = bool(basket.lines)
        meant = self._basket.meant()
        self.quantity.setEnabled(meant is not None and meant.quantity is not None)
        self.void.setEnabled(meant is not None)
        self.cancel.setEnabled(some or basket.member is not None)
        self.pay.setEnabled(some)
        negative = basket.totals.gross_minor < 0
        amount = words.money(abs(basket.totals.due_minor if basket.tenders else basket.totals.gross_minor))
        self.pay.show_text(words.tr("Pay out {amount}", amount=amount) if negative else words.tr("Take {amount}", amount=amount))
