"""The payment screen: what is due is largest, the ways to pay have their function keys, and what comes back stands at the foot."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.pay_parts import CardSheet, ChangeCard, DueCard, TenderList
from kiosk.screens.cashier.sheets import ApprovalSheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name, tender_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.entries import AmountEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.pads import NumberPad
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.payment_model import CASH, KINDS

_QUICK_KEYS = 4
_COLUMNS = 3


class PayingPage(ScreenPage):
    """Enter hands over what is keyed, or all that is due; once nothing is due it ends the sale."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model, self._payment = model, model.payment
        self.entry = AmountEntry(look.theme, look.decimal, look.words.digits)
        self.entry.setObjectName("amount")
        self.entry.submits = False
        self.due = DueCard(look)
        self.change = ChangeCard(look)
        self.tenders = TenderList(look)
        right = QWidget()
        self._right = QWidget()
        self._fill_right(self._right)
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._right)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(20)
        box.addLayout(self._left(), 20)
        box.addWidget(right, 11)
        self.card = CardSheet(look, self._right)
        self.approval = ApprovalSheet(look, self._right)
        self.setFocusProxy(self.entry)
        self._join()
        self.show_payment()

    def _left(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.due)
        box.addLayout(self._quick_keys())
        box.addLayout(self._kinds())
        box.addLayout(self.slot)
        box.addStretch(1)
        box.addWidget(self.change)
        box.addLayout(self._foot())
        return box

    def _quick_keys(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.quick = [KeyButton(self._look.theme, "", role="title", least=72) for _ in range(_QUICK_KEYS)]
        for number, key in enumerate(self.quick):
            key.setObjectName(f"quick_{number}")
            key.clicked.connect(lambda _=False, number=number: self._quick(number))
            row.addWidget(key, 1)
        return row

    def _kinds(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        self.kinds: dict[str, KeyButton] = {}
        for number, kind in enumerate(self._model.session.kinds_of(KINDS)):
            cap = f"F{number + 1}"
            key = KeyButton(self._look.theme, tender_name(self._look.words, kind), cap=cap, keys=(cap,), stacked=True, least=84)
            key.setObjectName(f"kind_{kind}")
            key.clicked.connect(lambda _=False, kind=kind: self._payment.choose(kind))
            self.kinds[kind] = key
            grid.addWidget(key, *divmod(number, _COLUMNS))
        return grid

    def _foot(self) -> QHBoxLayout:
        words, theme = self._look.words, self._look.theme
        self.back = KeyButton(theme, words.tr("Back to the ticket"), cap=key_name(words, "Esc"), keys=("Esc",))
        self.undo = KeyButton(theme, words.tr("Take back payment"), cap="Ctrl Z", keys=("Ctrl+Z",))
        self.no_paper = KeyButton(theme, words.tr("Finish without paper"), cap="F9", keys=("F9",))
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, key in (("back", self.back), ("undo", self.undo), ("no_paper", self.no_paper)):
            key.setObjectName(name)
            row.addWidget(key, 1)
        return row

    def _fill_right(self, right: QWidget) -> None:
        words, theme = self._look.words, self._look.theme
        pad = NumberPad(theme, self._look.decimal)
        pad.serve(self.entry)
        self.finish = KeyButton(theme, "", kind="primary", cap=key_name(words, "Enter"), keys=("Return", "Enter"), role="title", least=96)
        self.finish.setObjectName("finish")
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.tenders)
        box.addWidget(self.entry)
        box.addWidget(pad, 4)
        box.addStretch(1)
        box.addWidget(self.finish)

    def _join(self) -> None:
        payment, approval = self._payment, self._model.approval
        payment.changed.connect(self.show_payment)
        payment.accepted.connect(lambda: self.entry.set_text(""))
        self.entry.changed.connect(lambda _: self._show_act())
        self.finish.clicked.connect(self._act)
        self.no_paper.clicked.connect(lambda: payment.finish("none"))
        self.undo.clicked.connect(payment.undo)
        self.back.clicked.connect(lambda: self._model.go(Page.SELLING))
        self.card.confirm.clicked.connect(lambda: payment.card_said(accepted=True))
        self.card.declined.clicked.connect(lambda: payment.card_said(accepted=False))
        approval.asked.connect(lambda role: self.approval.begin(role, self._model.session.staff))
        approval.approved.connect(self.approval.close_sheet)
        self.approval.given.connect(approval.approve)
        self.approval.closed.connect(self.entry.setFocus)
        self.card.closed.connect(self.entry.setFocus)

    def _quick(self, number: int) -> None:
        self._payment.tender_cash(self._payment.quick()[number])

    def _act(self) -> None:
        if self._payment.is_paid:
            self._payment.finish()
        else:
            self._payment.tender(self.entry.amount_minor())

    def show_payment(self) -> None:
        """Show how the payment stands now."""
        payment, words = self._payment, self._look.words
        self.due.show_payment(payment)
        self.tenders.show_tenders(payment.basket.tenders)
        self.change.show_change(payment)
        amounts = payment.quick()
        for number, key in enumerate(self.quick):
            sizes = key.sizePolicy()
            sizes.setRetainSizeWhenHidden(True)
            key.setSizePolicy(sizes)
            key.setVisible(number < len(amounts))
            key.show_text(words.money(amounts[number], symbol=False) if number < len(amounts) else "")
        for kind, key in self.kinds.items():
            key.set_kind("chosen" if kind == payment.kind and not payment.is_paid else "plain")
            key.setEnabled(not payment.is_paid and not payment.terminal_waiting)
        self.undo.setEnabled(bool(payment.basket.tenders) and not payment.terminal_waiting)
        self.back.setEnabled(not payment.basket.tenders and not payment.terminal_waiting)
        self.no_paper.setEnabled(payment.is_paid)
        self.entry.set_hint("" if payment.is_paid else words.tr("All that is due"))
        self._show_act()
        self.card.show_payment(payment)

    def _show_act(self) -> None:
        payment, words = self._payment, self._look.words
        if payment.is_paid:
            self.finish.show_text(words.tr("Finish"))
            return
        keyed = self.entry.amount_minor()
        amount = words.money(abs(payment.due_minor) if keyed is None else keyed)
        if payment.due_minor < 0:
            self.finish.show_text(words.tr("Pay out {amount}", amount=amount))
        elif payment.kind == CASH:
            self.finish.show_text(words.tr("{amount} in cash", amount=amount))
        else:
            self.finish.show_text(words.tr("{amount} by card", amount=amount))
        self.finish.setEnabled(not payment.terminal_waiting)
