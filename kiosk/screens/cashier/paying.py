"""The payment screen: what is due is largest, the ways to pay have their function keys, and what comes back stands at the foot."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.screens.cashier.card_sheet import CardSheet
from kiosk.screens.cashier.paper_choice import PaperChoice
from kiosk.screens.cashier.pay_parts import ChangeCard, DueCard, TenderList
from kiosk.screens.cashier.question_sheets import CodeSheet
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name, tender_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.entries import AmountEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.pads import NumberPad
from kiosk.touch.sheet import open_sheet
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.payment_model import KINDS, OWNED, QUICK_KEYS, STORE_CREDIT

_COLUMNS = 3
_FIRST_KEY = 2
"""F1 shows what the keys do."""


class PayingPage(ScreenPage):
    """Enter hands over what is keyed, or all that is due; once nothing is due it ends the sale."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model, self._payment = model, model.payment
        self._handed = ""
        self.entry = AmountEntry(look.theme, look.decimal, look.words.digits)
        self.entry.setObjectName("amount")
        self.entry.submits = False
        self.due = DueCard(look)
        self.note = Label(look.theme, "", "small", "ink2", wrap=True)
        self.note.setObjectName("offline_limit")
        self.change = ChangeCard(look)
        self.tenders = TenderList(look)
        self.paper = PaperChoice(look, model)
        right = self._fill_right()
        self.stand_beside(self._left(), right)
        self.card = CardSheet(look, right)
        self.code = CodeSheet(look, right, look.words.tr("Pay with it"))
        self.setFocusProxy(self.entry)
        self._join()
        self.show_payment()

    def _left(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addWidget(self.due)
        box.addLayout(self._quick_keys())
        box.addLayout(self._kinds())
        box.addWidget(self.note)
        box.addLayout(self.slot)
        box.addStretch(1)
        box.addWidget(self.change)
        box.addLayout(self._foot())
        return box

    def _quick_keys(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.quick = [KeyButton(self._look.theme, "", role="title", least=self._look.theme.px(64)) for _ in range(QUICK_KEYS)]
        for number, key in enumerate(self.quick):
            key.setObjectName(f"quick_{number}")
            sizes = key.sizePolicy()
            sizes.setRetainSizeWhenHidden(True)
            key.setSizePolicy(sizes)
            key.clicked.connect(lambda _=False, number=number: self._quick(number))
            row.addWidget(key, 1)
        return row

    def _kinds(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.kinds: dict[str, KeyButton] = {}
        for number, kind in enumerate(self._model.session.kinds_of((*KINDS, STORE_CREDIT, *OWNED))):
            self._add_kind(grid, kind, number)
        return grid

    def _add_kind(self, grid: QGridLayout, kind: str, place: int) -> None:
        """Add a way to pay, each in a place of its own: credit is paid with and paid out."""
        cap = f"F{place + _FIRST_KEY}"
        key = KeyButton(
            self._look.theme, tender_name(self._look.words, kind), cap=cap, keys=(cap,), stacked=True, least=self._look.theme.px(72)
        )
        key.setObjectName(f"kind_{kind}")
        key.clicked.connect(lambda _=False, kind=kind: self._payment.choose(kind))
        self.kinds[kind] = key
        grid.addWidget(key, *divmod(place, _COLUMNS))

    def _foot(self) -> QHBoxLayout:
        words, theme = self._look.words, self._look.theme
        self.back = KeyButton(theme, words.tr("Back to the ticket"), cap=key_name(words, "Esc"), keys=("Esc",))
        self.undo = KeyButton(theme, words.tr("Take back payment"), cap="Ctrl Z", keys=("Ctrl+Z",))
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, key in (("back", self.back), ("undo", self.undo)):
            key.setObjectName(name)
            row.addWidget(key, 1)
        return row

    def _fill_right(self) -> QWidget:
        theme = self._look.theme
        right, keyed = QWidget(), QWidget()
        pad = NumberPad(theme, self._look.decimal)
        pad.serve(self.entry)
        inner = QVBoxLayout(keyed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.entry)
        inner.addWidget(pad, 4)
        inner.addStretch(1)
        self.middle = QStackedWidget()
        self.middle.addWidget(keyed)
        self.middle.addWidget(self.paper)
        self.finish = enter_key(self._look, name="finish", least=96)
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.tenders)
        box.addWidget(self.middle, 1)
        box.addWidget(self.finish)
        return right

    def _join(self) -> None:
        payment = self._payment
        payment.changed.connect(self._changed)
        self._model.messages.changed.connect(self._changed)
        payment.handed.connect(self._handed_over)
        payment.accepted.connect(self._rest)
        payment.refused.connect(self._take_back)
        payment.code_wanted.connect(self._ask_code)
        self.entry.changed.connect(self._keyed)
        self.finish.clicked.connect(self._act)
        self.paper.chosen.connect(self._finish)
        self.undo.clicked.connect(payment.undo)
        self.back.clicked.connect(lambda: self._model.go(Page.SELLING))
        for key, accepted in ((self.card.confirm, True), (self.card.paid, True), (self.card.declined, False), (self.card.not_paid, False)):
            key.clicked.connect(lambda _=False, accepted=accepted: payment.card_said(accepted=accepted))
        self.card.again.clicked.connect(payment.ask_again)
        self.card.closed.connect(self._rest)
        self.code.given.connect(payment.present)
        self.code.closed.connect(lambda: self._model.release(self.code.take))
        self.code.closed.connect(self._rest)

    def _changed(self) -> None:
        """A ticket that still grows changes what is due with every scan: nobody sees it here before the page is shown."""
        if self.isVisible():
            self.show_payment()

    def showEvent(self, event: QShowEvent) -> None:
        self.show_payment()
        super().showEvent(event)

    def _rest(self) -> None:
        """Bring the focus back to where the next figure goes; once paid, to the page, which hears keys and scans alike."""
        if open_sheet(self) is None:
            (self.finish if self._payment.is_paid else self.entry).setFocus()

    def _handed_over(self) -> None:
        """What was keyed is on its way: what is keyed from now on is the next amount."""
        self._handed = self.entry.text()
        self.entry.set_text("")

    def _take_back(self) -> None:
        """A refused amount comes back to be put right, unless another was begun."""
        if not self.entry.text():
            self.entry.set_text(self._handed)
        self._handed = ""

    def _keyed(self) -> None:
        self._payment.keyed_minor = self.entry.amount_minor()
        self._show_act()

    def _ask_code(self) -> None:
        words, kind = self._look.words, tender_name(self._look.words, self._payment.kind)
        out = self._payment.pays_out
        self._model.catch(self.code.take)
        self.code.begin(kind, words.tr("Scan the card that gets the money.") if out else words.tr("Scan the card: it pays what it can."))

    def _quick(self, number: int) -> None:
        self._payment.tender_cash(self._payment.quick()[number])

    def _act(self) -> None:
        if self._payment.is_paid:
            self._payment.finish()
        else:
            self._payment.tender(self.entry.amount_minor())

    def _finish(self, way: str) -> None:
        if way == "digital":
            self._payment.finish("digital")
        else:
            self._payment.finish("none", by_mail=way == "mail")

    @property
    def _is_told(self) -> bool:
        """Whether a message is in sight."""
        return self._model.messages.current is not None

    def show_payment(self) -> None:
        """Show how the payment stands now."""
        payment, words = self._payment, self._look.words
        self.due.show_payment(payment)
        self.tenders.show_tenders(payment.basket.tenders)
        self.change.show_change(payment)
        # A message has the room of what is not needed meanwhile: the change until there is some, then the ways to pay.
        self.change.setVisible(payment.gives_change or not self._is_told)
        self._show_quick()
        self._show_kinds()
        self.undo.setEnabled(bool(payment.basket.tenders) and not payment.terminal_waiting)
        self.back.setEnabled(not payment.basket.tenders and not payment.terminal_waiting)
        self.entry.set_hint(words.tr("All that is due"))
        self.middle.setCurrentIndex(int(payment.is_paid))
        self.paper.show_choice()
        self._show_act()
        self.card.show_payment(payment)

    def _show_quick(self) -> None:
        words, amounts = self._look.words, self._payment.quick()
        waits = self._payment.terminal_waiting or self._payment.uncertain
        for number, key in enumerate(self.quick):
            key.setEnabled(not waits)
            key.setVisible(number < len(amounts))
            key.show_text(words.money(amounts[number], symbol=False) if number < len(amounts) else "")

    def _show_kinds(self) -> None:
        payment, words = self._payment, self._look.words
        fitting = payment.kinds(tuple(self.kinds))
        # A way that does not fit leaves no hole among those that do: its key rests in its place.
        last = max((list(self.kinds).index(kind) for kind in fitting), default=-1)
        self._show_limit()
        for place, (kind, key) in enumerate(self.kinds.items()):
            key.set_kind("chosen" if kind == payment.kind and not payment.is_paid else "plain")
            # Until somebody has said what became of the card, no other way pays: the question has the room.
            key.setVisible(place <= last and not payment.uncertain and not (payment.gives_change and self._is_told))
            key.setEnabled(kind in fitting and not payment.is_paid and not payment.terminal_waiting)
            most = payment.most_of(kind)
            name = tender_name(words, kind)
            key.show_text(f"{name} · {words.money(most, symbol=False)}" if most is not None else name)

    def _show_limit(self) -> None:
        """Say why the member's own pays less than there is of it."""
        bounded, words = self._payment.offline_limit, self._look.words
        self.note.setVisible(bounded is not None and not self._payment.uncertain)
        if bounded is not None:
            ways = ", ".join(tender_name(words, kind) for kind in bounded[0])
            self.note.show_text(words.tr("{ways}: at most {amount} a day while offline.", ways=ways, amount=words.money(bounded[1])))

    def _show_act(self) -> None:
        payment, words = self._payment, self._look.words
        self.finish.setEnabled(not payment.terminal_waiting)
        if payment.is_paid:
            self.finish.show_text(words.tr("Finish"))
            return
        keyed = self.entry.amount_minor()
        most = payment.most_of(payment.kind)
        proposed = abs(payment.due_minor) if most is None else min(most, abs(payment.due_minor))
        amount = words.money(proposed if keyed is None else keyed)
        said = {
            "cash": words.tr("{amount} in cash", amount=amount),
            "card": words.tr("{amount} by card", amount=amount),
            "card_standalone": words.tr("{amount} by card", amount=amount),
        }
        way = tender_name(words, payment.kind)
        other = words.tr("Pay out {amount}", amount=amount) if payment.pays_out else words.tr("{way}: {amount}", way=way, amount=amount)
        self.finish.show_text(other if payment.pays_out else said.get(payment.kind, other))
