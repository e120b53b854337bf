"""Cash that moves without a sale: how much, which way, why, and into which bag."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.pay_parts import coin_name
from kiosk.screens.cashier.piece_grid import PieceGrid
from kiosk.screens.cashier.question_sheets import ReasonSheet
from kiosk.screens.cashier.reason_keys import ReasonKeys
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.services.queries import ReasonRow
from kiosk.touch.card import Card
from kiosk.touch.entries import AmountEntry, NumberEntry
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton, least_stacked, named_shortcut
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.pads import NumberPad
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.drawer_model import DROP, PAID_IN, PAID_OUT

BAG_LIMIT = 32
_PIECE_DIGITS = 4
_KINDS = ((PAID_IN, "F6"), (PAID_OUT, "F7"), (DROP, "F8"))


def kind_words(look: Look, kind: str) -> str:
    """Return a movement in words."""
    words = look.words
    return {PAID_IN: words.tr("Paid in"), PAID_OUT: words.tr("Paid out"), DROP: words.tr("Drop to the safe")}.get(kind, kind)


class CashPage(ScreenPage):
    """A reason moves the cash: one of the keys in sight, or one of all of them after Enter. A drop may be counted by its pieces."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model, self._drawer = model, model.drawer
        self._reasons_of = ""
        words, theme = look.words, look.theme
        self.entry = AmountEntry(theme, look.decimal, words.digits, words.tr("Amount"))
        self.entry.setObjectName("amount")
        self.entry.submits = False
        self.pieces = NumberEntry(theme, _PIECE_DIGITS, words.tr("Pieces"))
        self.pieces.setObjectName("pieces")
        self.pieces.submits = False
        self.grid = PieceGrid(look, model.day.denominations(), 120, 72, ground_colour="card")
        self.by_pieces = KeyButton(theme, words.tr("Count the pieces"), cap="F9", keys=("F9",), stacked=True, least=least_stacked(theme))
        self.by_pieces.setObjectName("by_pieces")
        self.reasons = ReasonKeys(look)
        self.title = Label(theme, "", "title", "ink", BOLD)
        self.explained = Label(theme, "", "body", "ink2", wrap=True)
        self.which = Label(theme, "", "body", "ink2")
        self.amount = AmountLabel(theme, align=LEFT)
        self.bag = TextField(theme, words.tr("Number of the bag"), icon="drawer")
        self.bag.setObjectName("bag")
        self.bag.line.setMaxLength(BAG_LIMIT)
        self.go_on = enter_key(look, words.tr("Go on"), name="go_on")
        self.back = KeyButton(theme, words.tr("Back"), cap=key_name(words, "Esc"), keys=("Esc",), least=theme.px(64))
        self.back.setObjectName("back")
        right = self._right()
        self.stand_beside(self._left(), right)
        self.reason = ReasonSheet(look, right)
        self.setFocusProxy(self.entry)
        self._join()
        self.show_kind()

    def _left(self) -> QVBoxLayout:
        theme = self._look.theme
        card = Card(theme, margins=(28, 24, 28, 24), spacing=10)
        for widget in (self.title, self.explained, self.amount):
            card.box.addWidget(widget)
        bagged = QHBoxLayout()
        bagged.setSpacing(8)
        bagged.addWidget(self.bag, 3)
        bagged.addWidget(self.by_pieces, 2)
        card.box.addLayout(bagged)
        card.box.addWidget(self.grid, 20)
        card.box.addStretch(1)
        card.box.addWidget(self.reasons)
        grid = QGridLayout()
        grid.setSpacing(8)
        self.kinds: dict[str, KeyButton] = {}
        for number, (kind, cap) in enumerate(_KINDS):
            key = KeyButton(theme, kind_words(self._look, kind), cap=cap, keys=(cap,), stacked=True, least=theme.px(84))
            key.setObjectName(kind)
            key.clicked.connect(lambda _=False, kind=kind: self._choose_kind(kind))
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
        pad.pressed.connect(lambda key: (self.entry if self._drawer.counts is None else self.pieces).press(key))
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.which)
        box.addWidget(self.entry)
        box.addWidget(self.pieces)
        box.addWidget(pad, 5)
        box.addStretch(1)
        box.addWidget(self.go_on)
        return right

    def _join(self) -> None:
        self._drawer.changed.connect(self.show_kind)
        self.entry.changed.connect(lambda _: self.show_kind())
        self.pieces.changed.connect(lambda text: self._drawer.count(self.grid.value, int(text or "0")))
        self.grid.tapped.connect(self._choose)
        self.by_pieces.clicked.connect(self._count)
        self.back.clicked.connect(lambda: self._model.go(Page.DAY))
        self.go_on.clicked.connect(self._ask_why)
        self.bag.submitted.connect(lambda _: self._ask_why())
        for reasons in (self.reason, self.reasons):
            reasons.given.connect(self._move)
        self.reason.closed.connect(self._rest)
        for key, by in (("Up", -1), ("Down", 1), ("Tab", 1)):
            what = self._look.words.tr("The one before") if by < 0 else self._look.words.tr("The next one")
            named_shortcut(self.pieces, (key,), what, partial(self._step, by), repeats=True)

    def _choose_kind(self, kind: str) -> None:
        self._drawer.choose(kind)
        # The bag's number or the pieces may have held the cursor, and are out of sight now.
        self._rest()

    def _rest(self) -> None:
        (self.entry if self._drawer.counts is None else self.pieces).setFocus()

    def _count(self) -> None:
        """Count by pieces, or key the whole amount again."""
        self._drawer.by_pieces(on=self._drawer.counts is None)
        if self._drawer.counts is not None:
            self._choose(0)
        self._rest()

    def _step(self, by: int) -> None:
        self._choose((self.grid.current + by) % len(self.grid.values))

    def _choose(self, place: int) -> None:
        self.grid.choose(place)
        held = (self._drawer.counts or {}).get(self.grid.value, 0)
        self.pieces.blockSignals(True)
        self.pieces.set_text(str(held) if held else "")
        self.pieces.blockSignals(False)
        self._show_pieces()
        self.pieces.setFocus()

    @property
    def _amount_minor(self) -> int:
        return self._drawer.counted_minor if self._drawer.counts is not None else self.entry.amount_minor() or 0

    def _ask_why(self) -> None:
        if not self._amount_minor:
            return
        kind = self._drawer.kind
        title, sheet = kind_words(self._look, kind), self.reason
        self._model.acts.reasons(kind, lambda reasons: sheet.when_free(lambda: sheet.begin(title, reasons)), self)

    def _move(self, reason: str) -> None:
        if self._amount_minor:
            self._drawer.move(self._amount_minor, reason, self.bag.text().strip() if self._drawer.kind == DROP else "")

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
        for widget in (self.bag, self.by_pieces):
            widget.setVisible(kind == DROP)
        self._show_reasons(kind)
        self._show_pieces()
        amount = self._amount_minor
        self.amount.show_text(words.money(amount))
        self.amount.set_tone("ink" if amount else "ink3")
        self.go_on.setEnabled(bool(amount))
        self.reasons.allow(on=bool(amount))

    def _show_reasons(self, kind: str) -> None:
        """Show the shop's reasons for this way; they are asked for once."""
        if kind == self._reasons_of:
            return
        self._reasons_of = kind
        self._model.acts.reasons(kind, lambda reasons: self._reasons_known(kind, reasons), self)

    def _reasons_known(self, kind: str, reasons: list[ReasonRow]) -> None:
        if kind == self._drawer.kind:
            self.reasons.show_reasons(reasons)
            self.reasons.allow(on=bool(self._amount_minor))
            self._show_pieces()

    def _show_pieces(self) -> None:
        """Show the tiles in the place of the reasons while a drop is counted by its pieces."""
        counts, words = self._drawer.counts, self._look.words
        counting = counts is not None
        self.by_pieces.show_text(words.tr("Key the amount") if counting else words.tr("Count the pieces"))
        self.grid.show_counts(counts or {})
        self.which.show_text(words.tr("How many of {coin}?", coin=coin_name(self._look, self.grid.value)) if counting else "")
        for widget in (self.grid, self.pieces, self.which):
            widget.setVisible(counting)
        self.entry.setVisible(not counting)
        self.explained.setVisible(not counting)
        self.reasons.setVisible(not counting and bool(self.reasons.keys))
