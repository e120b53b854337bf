"""The count of the drawer: pieces by denomination, or the whole amount. What is expected is shown only where the shop counts open-eyed."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.pay_parts import coin_name
from kiosk.screens.cashier.piece_grid import PieceGrid
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.card import Card
from kiosk.touch.entries import AmountEntry, NumberEntry
from kiosk.touch.keys import KeyButton, named_shortcut
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.pads import PinPad
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page

_PIECE_DIGITS = 4
_STEPS = (("Up", -1), ("Left", -1), ("Down", 1), ("Right", 1), ("Tab", 1))


class CountPage(ScreenPage):
    """Enter goes on to the next denomination, and closes the day after the last; F4 closes it at once."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model, self._day = model, model.day
        words, theme = look.words, look.theme
        self.title = Label(theme, words.tr("Count the drawer"), "title", "ink", BOLD)
        self.grid = PieceGrid(look, model.day.denominations())
        self.pieces = NumberEntry(theme, _PIECE_DIGITS, words.tr("Pieces"))
        self.pieces.setObjectName("pieces")
        self.pieces.submits = False
        self.whole = AmountEntry(theme, look.decimal, words.digits, words.tr("or key the whole amount"))
        self.whole.setObjectName("whole")
        self.whole.submits = False
        self.total = AmountLabel(theme)
        self.total.setObjectName("counted")
        self.which = Label(theme, "", "body", "ink2")
        self.next = enter_key(look, name="next")
        self.close_day = KeyButton(theme, words.tr("Close the day"), cap="F4", keys=("F4",), least=theme.px(64), stacked=True)
        self.close_day.setObjectName("close_day")
        self.back = KeyButton(theme, words.tr("Back"), cap=key_name(words, "Esc"), keys=("Esc",), least=theme.px(64), stacked=True)
        self.back.setObjectName("back")
        self.expected = Label(theme, "", "body", "ink2")
        self.ask = KeyButton(theme, words.tr("What is expected"), cap="F3", keys=("F3",), least=theme.px(64))
        self.ask.setObjectName("expected")
        self._lay_out()
        self._join()
        self._choose(0)

    def _lay_out(self) -> None:
        theme = self._look.theme
        total = Card(theme, margins=(24, 8, 24, 8), across=True)
        said = QVBoxLayout()
        said.addWidget(Label(theme, self._look.words.tr("Counted"), "title", "ink", BOLD))
        said.addWidget(self.expected)
        total.box.addLayout(said)
        total.box.addWidget(self.total, 1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.title)
        left.addWidget(self.grid, 1)
        left.addLayout(self.slot)
        left.addWidget(self.whole)
        left.addWidget(total)
        self.pad = PinPad(theme, largest=76)
        self.pad.pressed.connect(self._press)
        column = QWidget()
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        right.addWidget(self.which)
        right.addWidget(self.pieces)
        right.addWidget(self.pad, 5)
        right.addStretch(1)
        right.addWidget(self.ask)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back, 2)
        foot.addWidget(self.close_day, 3)
        right.addLayout(foot)
        right.addWidget(self.next)
        self.stand_beside(left, column)

    def _join(self) -> None:
        self.setFocusProxy(self.pieces)
        self.grid.tapped.connect(self._choose)
        self.pieces.changed.connect(self._counted)
        self.whole.changed.connect(self._whole_keyed)
        self.next.clicked.connect(self._go_on)
        self.back.clicked.connect(lambda: self._model.go(Page.DAY))
        self.close_day.clicked.connect(self._day.close)
        self._day.count_changed.connect(self.show_count)
        self.ask.clicked.connect(self._day.ask_expected)
        self.ask.setVisible(not self._day.blind)
        words = self._look.words
        for key, by in _STEPS:
            what = words.tr("The one before") if by < 0 else words.tr("The next one")
            named_shortcut(self, (key,), what, partial(self._step, by), repeats=True)

    def _step(self, by: int) -> None:
        self._choose(self.grid.current + by)

    def _press(self, key: str) -> None:
        (self.whole if self.whole.hasFocus() else self.pieces).press(key)

    def _choose(self, index: int) -> None:
        self.grid.choose(index)
        held = self._day.counts.get(self.grid.value, 0)
        self.pieces.blockSignals(True)
        self.pieces.set_text(str(held) if held else "")
        self.pieces.blockSignals(False)
        self.pieces.setFocus()
        self.show_count()

    def _counted(self, text: str) -> None:
        self._day.count(self.grid.value, int(text or "0"))

    def _whole_keyed(self, _: str) -> None:
        self._day.key_amount(self.whole.amount_minor())

    def _go_on(self) -> None:
        if self._last:
            self._day.close()
        else:
            self._choose(self.grid.current + 1)

    @property
    def _last(self) -> bool:
        return self.grid.current + 1 == len(self.grid.values)

    def show_count(self) -> None:
        """Show what is counted so far."""
        words = self._look.words
        self.grid.show_counts(self._day.counts)
        self.total.show_text(words.money(self._day.counted_minor))
        self._show_expected()
        self.which.show_text(words.tr("How many of {coin}?", coin=coin_name(self._look, self.grid.value)))
        last = self._last
        self.close_day.setEnabled(self._day.is_counted)
        self.next.setEnabled(not last or self._day.is_counted)
        self.next.show_text(words.tr("Close the day") if last else words.tr("Next"))

    def _show_expected(self) -> None:
        expected, words = self._day.expected_minor, self._look.words
        if expected is None:
            self.expected.show_text("" if self._day.blind else words.tr("not yet asked what is expected"))
            return
        over = words.money(self._day.counted_minor - expected)
        self.expected.show_text(words.tr("expected {amount}, {over} over or short", amount=words.money(expected), over=over))
