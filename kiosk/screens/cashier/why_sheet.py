"""Why a line costs what it costs: every offer that might have to do with it, and what became of it, in the cashier's words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.trace_words import names_in, outcome
from kiosk.services.answers import LineView, TraceView
from kiosk.touch.keys import KeyButton, named_shortcut
from kiosk.touch.labels import Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.viewmodels.basket_model import BasketModel
from kiosk.viewmodels.why_model import WhyModel

_ROWS = RowStyle(lead=0, middle=0, amount=96, pad=14, inset=0)
_STEP_ROWS = 3


class WhySheet(QuestionSheet):
    """It only shows: a scan goes on with the ticket, and what the ticket changes it shows at once."""

    gives_way = True

    def __init__(self, look: Look, covers: QWidget, model: WhyModel, basket: BasketModel) -> None:
        super().__init__(look, covers)
        self._model, self._basket = model, basket
        words = look.words
        self.list = LineList(look.theme, _ROWS)
        self.list.setObjectName("why")
        self.none = Label(look.theme, "", "body", "ink3", wrap=True)
        self.others = KeyButton(look.theme, words.tr("Every other offer"), cap="F3", keys=("F3",), stacked=True)
        self.others.setObjectName("other_offers")
        self.box.addWidget(self.none)
        self.box.addWidget(self.list, 1)
        self.box.addLayout(self.foot(self.others))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for key, by, what in (("Up", -1, words.tr("Further up")), ("Down", 1, words.tr("Further down"))):
            named_shortcut(self, (key,), what, partial(self._scroll, by), repeats=True)
        self.others.clicked.connect(model.ask_others)
        model.changed.connect(self._changed)

    def ask(self, line: int) -> None:
        """Explain a line, or with 0 the ticket."""
        self._model.ask(line)
        self.refresh()
        self.list.verticalScrollBar().setValue(0)
        self.open()
        self.setFocus()

    def _changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Say what the trace says now."""
        words, why = self.look.words, self._model.why()
        line = next((each for each in self._basket.basket.lines if each.line == why.line), None)
        self.say(words.tr("Why?"), self._heading(line))
        items = [*why.items, *(self._model.others or ())]
        self.none.show_text(words.tr("No offer has to do with these articles.") if not items else "")
        self.none.setVisible(not items)
        self.list.show_rows(self._rows(items, why.here))
        self.others.setEnabled(self._model.others is None)

    def _heading(self, line: LineView | None) -> str:
        words = self.look.words
        if line is None:
            return words.tr("What became of the offers on this ticket.")
        name = self.look.text(line.names or line.name)
        off = line.discount_minor
        if not off:
            return words.tr("{article}: nothing is taken off.", article=name)
        return words.tr("{article}: {amount} off.", article=name, amount=words.money(off))

    def _rows(self, items: Sequence[TraceView], here: dict[str, int]) -> list[Row]:
        names = names_in(self.look, items)
        return [self._row(number, item, names, here) for number, item in enumerate(items)]

    def _row(self, number: int, item: TraceView, names: dict[str, str], here: dict[str, int]) -> Row:
        words = self.look.words
        said, tone = outcome(words, item, names)
        notes = [Note(said, tone)]
        amount = words.money(-here[item.id], symbol=False) if item.id in here else ""
        if item.status == "applied" and here and item.id not in here and item.lines:
            notes.append(Note(words.tr("On other lines of the ticket."), "ink3"))
        return Row(str(number), names[item.id], amount, notes=tuple(notes), strong=item.status == "applied")

    def _scroll(self, by: int) -> None:
        bar = self.list.verticalScrollBar()
        bar.setValue(bar.value() + by * _STEP_ROWS * bar.singleStep())
