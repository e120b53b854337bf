"""Cash that moves without a sale: how much, which way, why, and into which bag."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.question_sheets import ReasonSheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.card import Card
from kiosk.touch.entries import AmountEntry
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.pads import NumberPad
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.drawer_model import DROP, PAID_IN, PAID_OUT

BAG_LIMIT = 32
_KINDS = ((PAID_IN, "F6"), (PAID_OUT, "F7"), (DROP, "F8"))


def kind_words(look: Look, kind: str) -> str:
    """Return a movement in words."""
    words = look.words
    return {PAID_IN: words.tr("Paid in"), PAID_OUT: words.tr("Paid out"), DROP: words.tr("Drop to the safe")}.get(kind, kind)


class CashPage(ScreenPage):
    """Enter goes on to the reason, which moves the cash."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model, self._drawer = model, model.drawer
        words, theme = look.words, look.theme
        self.entry = AmountEntry(theme, look.decimal, words.digits, words.tr("Amount"))
        self.entry.setObjectName("amount")
        self.entry.submits = False
        self.title = Label(theme, "", "title", "ink", BOLD)
        self.explained = Label(theme, "", "body", "ink2", wrap=True)
        self.amount = AmountLabel(theme, align=LEFT)
        self.bag = TextField(theme, words.tr("Number of the bag"), icon="drawer")
        self.bag.setObjectName("bag")
        self.bag.line.setMaxLength(BAG_LIMIT)
        self.go_on = KeyButton(
            theme, words.tr("Go on"), kind="primary", cap=key_name(words, "Enter"), keys=("Return", "Enter"), role="title", least=88
        )
        self.go_on.setObjectName("go_on")
        self.back = KeyButton(theme, words.tr("Back"), cap=key_name(words, "Esc"), keys=("Esc",), least=64)
        self.back.setObjectName("back")
        right = self._right()
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(20)
        box.addLayout(self._left(), 20)
        box.addWidget(self.cover(right), 11)
        self.reason = ReasonSheet(look, right)
        self.setFocusProxy(self.entry)
        self._join()
        self.show_kind()

    def _left(self) -> QVBoxLayout:
        theme = self._look.theme
        card = Card(theme, margins=(28, 24, 28, 24), spacing=10)
        for widget in (self.title, self.explained, self.amount, self.bag):
            card.box.addWidget(widget)
        card.box.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(8)
        self.kinds: dict[str, KeyButton] = {}
        for number, (kind, cap) in enumerate(_KINDS):
            key = KeyButton(theme, kind_words(self._look, kind), cap=cap, keys=(cap,), stacked=True, least=84)
            key.setObjectName(kind)
            key.clicked.connect(lambda _=False, kind=kind: self._drawer.choose(kind))
            self.kinds[kind] = key
            grid.addWidget(key, 0, number)
        box = QVBoxLayout()
        box.setSpacing(12)
        box.addLayout(grid)
        box.addWidget(card, 1)
        box.addLayout(self.slot)
        box.addWidget(self.back)
        return box

    def _right(self) -> QWidget:
        right = QWidget()
        pad = NumberPad(self._look.theme, self._look.decimal)
        pad.serve(self.entry)
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.entry)
        box.addWidget(pad, 5)
        box.addStretch(1)
        box.addWidget(self.go_on)
        return right

    def _join(self) -> None:
        self._drawer.changed.connect(self.show_kind)
        self.entry.changed.connect(lambda _: self.show_kind())
        self.back.clicked.connect(lambda: self._model.go(Page.DAY))
        self.go_on.clicked.connect(self._ask_why)
        self.bag.submitted.connect(lambda _: self._ask_why())
        self.reason.given.connect(self._move)
        self.reason.closed.connect(self.entry.setFocus)

    def _ask_why(self) -> None:
        if not self.entry.amount_minor():
            return
        kind = self._drawer.kind
        self._model.acts.reasons(kind, lambda reasons: self.reason.begin(kind_words(self._look, kind), reasons))

    def _move(self, reason: str) -> None:
        self._drawer.move(self.entry.amount_minor() or 0, reason, self.bag.text().strip() if self._drawer.kind == DROP else "")

    def show_kind(self) -> None:
        """Show which way the cash goes, and how much of it."""
        words, kind = self._look.words, self._drawer.kind
        said = {
            PAID_IN: words.tr("Cash that comes into the drawer without a sale: small change from the bank, say."),
            PAID_OUT: words.tr("Cash that leaves the drawer without a sale: a delivery that is paid at once, say."),
            DROP: words.tr("Cash that goes to the safe, in a bag with a number."),
        }
        for name, key in self.kinds.items():
            key.set_kind("chosen" if name == kind else "plain")
        self.title.show_text(kind_words(self._look, kind))
        self.explained.show_text(said[kind])
        self.bag.setVisible(kind == DROP)
        keyed = self.entry.amount_minor()
        self.amount.show_text(words.money(keyed or 0))
        self.amount.set_tone("ink" if keyed else "ink3")
        self.go_on.setEnabled(bool(keyed))
