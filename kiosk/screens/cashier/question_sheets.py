"""Questions whose answer is words or a choice: a reason, a code, a tax mode, a ticket that was put aside."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import mode_name
from kiosk.services.queries import HeldRow, ReasonRow
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton, named_shortcut
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.viewmodels.acts_model import MODES

REASON_LIMIT = 80
_ENTER = ("Return", "Enter")
_CHOICES = RowStyle(lead=0, middle=0, amount=120, pad=18, inset=0)
_KEYED_CHOICES = RowStyle(lead=44, middle=0, amount=0, pad=18, inset=0)
REASON_KEYS = ("F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9")


def caps(count: int) -> list[str]:
    """Return the keys of so many reasons; those after the last key have none."""
    return [*REASON_KEYS, *([""] * count)][:count]


class ListSheet(QuestionSheet):
    """Rows to choose from: tapped, or walked with the arrow keys and taken with Enter."""

    def __init__(self, look: Look, covers: QWidget, answer: str, style: RowStyle = _CHOICES) -> None:
        super().__init__(look, covers)
        words = look.words
        self.list = LineList(look.theme, style)
        self.list.setObjectName("choices")
        self.none = Label(look.theme, "", "body", "ink3", wrap=True)
        self.confirm = self.answer_key(answer)
        self.current = 0
        self._shown: list[Row] = []
        self.box.addWidget(self.none)
        self.box.addWidget(self.list, 1)
        for keys, by, what in ((("Up",), -1, words.tr("The one before")), (("Down",), 1, words.tr("The next one"))):
            named_shortcut(self, keys, what, partial(self.step, by))
        self.list.tapped.connect(self.take)
        self.confirm.clicked.connect(lambda: self.take(self.current))

    def show_choices(self, rows: Sequence[Row], none: str) -> None:
        """Show these rows, the first of them chosen; `none` says that there are none."""
        self.current = 0
        self._shown = list(rows)
        self.none.show_text(none)
        self.none.setVisible(not rows)
        self.list.show_rows(rows, chosen=rows[0].key if rows else "")

    def step(self, by: int) -> None:
        """Choose the next row, or the one before."""
        if self._shown:
            self.current = max(0, min(len(self._shown) - 1, self.current + by))
            self.list.show_rows(self._shown, chosen=self._shown[self.current].key)
            self.list.reveal(self.current)

    def take(self, index: int) -> None:
        """Take a row."""
        raise NotImplementedError


class ReasonSheet(ListSheet):
    """Why: one of the shop's reasons by a tap or its own key, or a typed one. What is typed goes before what Enter would choose."""

    given = Signal(str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers, look.words.tr("Go on"), _KEYED_CHOICES)
        self.field = TextField(look.theme, look.words.tr("or type it"), icon="edit")
        self.field.setObjectName("reason")
        self.field.line.setMaxLength(REASON_LIMIT)
        self.box.addWidget(self.field)
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusProxy(self.field)
        self._reasons: list[ReasonRow] = []
        self.field.submitted.connect(self._typed)
        self.field.edited.connect(lambda _: self._fit())
        self._keys = [named_shortcut(self, (key,), "", partial(self._keyed, place)) for place, key in enumerate(REASON_KEYS)]

    def begin(self, title: str, reasons: list[ReasonRow]) -> None:
        """Ask why."""
        self._reasons = reasons
        names = [self.look.text(reason.name) for reason in reasons]
        for place, key in enumerate(self._keys):
            key.setWhatsThis(names[place] if place < len(names) else "")
            key.setEnabled(place < len(names))
        self.say(title, self.look.words.tr("Why? The reason is noted with your name."))
        self.field.clear()
        rows = [Row(reason.id, name, "", lead=key) for reason, name, key in zip(reasons, names, caps(len(reasons)), strict=True)]
        self.show_choices(rows, self.look.words.tr("This shop keeps no list of reasons."))
        self._fit()
        self.open()
        self.field.setFocus()

    def take(self, index: int) -> None:
        if self.field.text().strip():
            self._typed(self.field.text().strip())
        elif index < len(self._reasons):
            self._give(self._reasons[index].id)

    def _keyed(self, place: int) -> None:
        """A reason's own key says exactly that reason, whatever is typed."""
        if place < len(self._reasons):
            self._give(self._reasons[place].id)

    def _typed(self, text: str) -> None:
        self._give(text)

    def _give(self, reason: str) -> None:
        self.close_sheet()
        self.given.emit(reason)

    def _fit(self) -> None:
        self.confirm.setEnabled(bool(self._reasons) or bool(self.field.text().strip()))


class HeldSheet(ListSheet):
    """The tickets put aside: when, by whom, how many lines and how much."""

    chosen = Signal(str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers, look.words.tr("Bring back"))
        self.box.addLayout(self.foot(self.confirm))
        self._rows: list[HeldRow] = []

    def begin(self, held: list[HeldRow]) -> None:
        """Show what was put aside."""
        words = self.look.words
        self.say(words.tr("Tickets on hold"), words.tr("Anybody at this till may go on with one.") if held else "")
        self.show_held(held)
        self.open()
        self.setFocus()

    def show_held(self, held: list[HeldRow]) -> None:
        """Show these tickets."""
        self._rows = held
        self.show_choices([self._row(row) for row in held], self.look.words.tr("No ticket is on hold."))
        self.confirm.setEnabled(bool(held))

    def take(self, index: int) -> None:
        if index < len(self._rows):
            self.close_sheet()
            self.chosen.emit(self._rows[index].ticket)

    def _row(self, row: HeldRow) -> Row:
        words = self.look.words
        lines = words.tr_n("{n} line", "{n} lines", row.lines)
        note = " · ".join(part for part in (row.staff_name, lines, row.member) if part)
        title = words.tr("{ticket}, at {time}", ticket=row.ticket, time=words.time(row.at))
        return Row(row.ticket, title, words.money(row.gross_minor), notes=(Note(note, "ink2"),))


class CodeSheet(QuestionSheet):
    """A code that is scanned or typed."""

    given = Signal(str)

    def __init__(self, look: Look, covers: QWidget, answer: str) -> None:
        super().__init__(look, covers)
        words = look.words
        self.field = TextField(look.theme, words.tr("Scan it, or type it"), icon="scan")
        self.field.setObjectName("code")
        self.confirm = self.answer_key(answer)
        self.box.addWidget(self.field)
        self.box.addStretch(1)
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusProxy(self.field)
        self.field.submitted.connect(self.take)
        self.field.edited.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        self.confirm.clicked.connect(lambda: self.take(self.field.text().strip()))

    def begin(self, title: str, sentence: str) -> None:
        """Ask for a code."""
        self.say(title, sentence)
        self.field.clear()
        self.confirm.setEnabled(False)
        self.open()
        self.field.setFocus()

    def take(self, code: str) -> None:
        """Take a code from the field or a scanner."""
        if code:
            self.close_sheet()
            self.given.emit(code)


class ModeSheet(QuestionSheet):
    """Where the goods are eaten, or that the buyer pays no tax."""

    chosen = Signal(str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers)
        words = look.words
        self.modes: dict[str, KeyButton] = {}
        self.box.addStretch(1)
        for number, mode in enumerate(MODES):
            cap = f"F{number + 2}"
            key = KeyButton(look.theme, mode_name(words, mode), cap=cap, keys=(cap,), role="title", least=look.theme.px(88))
            key.setObjectName(f"mode_{mode}")
            key.clicked.connect(lambda _=False, mode=mode: self._choose(mode))
            self.modes[mode] = key
            self.box.addWidget(key)
        self.box.addStretch(1)
        self.box.addWidget(self.leave)

    def begin(self, now: str) -> None:
        """Ask which way this ticket is taxed."""
        words = self.look.words
        self.say(words.tr("How is this ticket taxed?"), words.tr("It counts for the whole ticket and stands on the receipt."))
        for mode, key in self.modes.items():
            key.set_kind("chosen" if mode == (now or MODES[0]) else "plain")
        self.open()
        self.setFocus()

    def _choose(self, mode: str) -> None:
        self.close_sheet()
        self.chosen.emit(mode)
