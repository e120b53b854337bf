"""The questions of the selling screen: how many, how much, how old. Each stands in the right column; none stops the ticket."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.touch.entries import AmountEntry, DigitEntry, NumberEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.pads import NumberPad, PinPad
from kiosk.touch.sheet import Sheet
from kiosk.touch.status import IconView

_ENTER = ("Return", "Enter")
_QUANTITY_DIGITS = 4
_WEIGHT_DECIMALS = 3
_ICON_PX = 112


class QuestionSheet(Sheet):
    """A sheet with a way out (Escape)."""

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look.theme, covers)
        self.look = look
        self.leave = KeyButton(look.theme, look.words.tr("Back"), cap=key_name(look.words, "Esc"), keys=("Esc",), stacked=True)
        self.leave.setObjectName("leave")
        self.leave.clicked.connect(self.close_sheet)

    def answer_key(self, said: str, name: str = "confirm") -> KeyButton:
        """Return the key that answers, also by Enter."""
        return enter_key(self.look, said, name=name, role="body", least=0, stacked=True)

    def foot(self, answer: KeyButton) -> QHBoxLayout:
        """Return the row at the foot of the question: the way out, and beside it the key that answers."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.leave, 2)
        row.addWidget(answer, 3)
        return row


class EntrySheet(QuestionSheet):
    """Asks for a figure; its green key (Enter) answers once something is keyed."""

    def __init__(self, look: Look, covers: QWidget, answer: str, entry: DigitEntry, pad: NumberPad | PinPad) -> None:
        super().__init__(look, covers)
        self.confirm = self.answer_key(answer)
        self.entry = entry
        entry.submits = False
        pad.serve(entry)
        self.box.addWidget(entry)
        self.box.addWidget(pad, 6)
        self.box.addStretch(1)
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusProxy(entry)
        entry.changed.connect(lambda text: self.confirm.setEnabled(bool(text)))

    def begin(self, title: str, sentence: str = "") -> None:
        """Ask anew."""
        self.say(title, sentence)
        self.entry.set_text("")
        self.confirm.setEnabled(False)
        self.open()
        self.entry.setFocus()


class QuantitySheet(EntrySheet):
    """How many pieces."""

    given = Signal(int)

    def __init__(self, look: Look, covers: QWidget) -> None:
        entry = NumberEntry(look.theme, _QUANTITY_DIGITS, look.words.tr("Quantity"))
        super().__init__(look, covers, look.words.tr("Set the quantity"), entry, PinPad(look.theme))
        self._number = entry
        self.confirm.clicked.connect(self._give)

    def _give(self) -> None:
        number = self._number.number()
        self.close_sheet()
        if number:
            self.given.emit(number)


class AmountSheet(EntrySheet):
    """How much: a price in minor units, or a weight in grams."""

    given = Signal(int)

    def __init__(self, look: Look, covers: QWidget, answer: str, *, weight: bool = False) -> None:
        decimal = look.decimal if not weight else look.decimal or ","
        entry = AmountEntry(look.theme, decimal, _WEIGHT_DECIMALS if weight else look.words.digits)
        super().__init__(look, covers, answer, entry, NumberPad(look.theme, decimal))
        self._amount = entry
        self.confirm.clicked.connect(self._give)

    def _give(self) -> None:
        amount = self._amount.amount_minor()
        self.close_sheet()
        if amount:
            self.given.emit(amount)


class ChoiceSheet(Sheet):
    """A question with two answers, each with a key of its own."""

    def __init__(self, look: Look, covers: QWidget, confirm: KeyButton, other: KeyButton, *, icon: str = "") -> None:
        super().__init__(look.theme, covers)
        self.confirm, self.other = confirm, other
        confirm.setObjectName("confirm")
        other.setObjectName("other")
        if icon:
            self.box.addStretch(1)
            self.box.addWidget(IconView(look.theme, icon, look.theme.px(_ICON_PX), "ink3"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.box.addStretch(1)
        self.box.addWidget(self.other)
        self.box.addWidget(self.confirm)

    def on_answer(self, answered: Callable[[], None], other: Callable[[], None]) -> None:
        """Say what either answer does; the sheet is put away first."""
        for key, act in ((self.confirm, answered), (self.other, other)):
            key.clicked.connect(self.close_sheet)
            key.clicked.connect(act)
