"""Books and cases: what is disputed and what it costs, which months and years are closed, and which Z reports never came."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from kiosk.screens.manager import sentences
from kiosk.screens.manager.card_column import CardColumn
from kiosk.screens.manager.case_words import case_sentence
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.manager_figures import Day, TerminalRow
from sync.protocol.wire import PeriodState

_PERIODS_LIMIT = 3

Line = tuple[str, str, str]
"""What it is, what is known of it, and the tone of that."""


class BooksView(CardColumn):
    """Three cards: what is disputed, what is closed, and what was numbered."""

    def _made(self, day: Day) -> list[Card]:
        tr = self._look.words.tr
        return [
            self._card(tr("Open cases"), self._cases(day), tr("Nothing is disputed.")),
            self._card(tr("Closed months and years"), self._periods(day), tr("No month is closed yet.")),
            self._card(tr("Z reports and series"), self._numbers(day), tr("No terminal has been heard from yet.")),
        ]

    def _card(self, title: str, lines: list[Line], nothing: str) -> Card:
        theme = self._look.theme
        card = Card(theme, margins=(24, 16, 24, 16), spacing=8)
        card.box.addWidget(Label(theme, title, "body", "ink", BOLD))
        for what, known, tone in lines:
            row = QHBoxLayout()
            row.setSpacing(24)
            row.addWidget(Label(theme, what, "body", "ink2", wrap=True), 1)
            row.addWidget(Label(theme, known, "body", tone, BOLD))
            card.box.addLayout(row)
        if not lines:
            card.box.addWidget(Label(theme, nothing, "body", "ink2"))
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        return card

    def _cases(self, day: Day) -> list[Line]:
        words = self._look.words
        return [
            (case_sentence(self._look, case), words.money(case.effect_minor) if case.effect_minor else words.tr("costs nothing"), "warn")
            for case in day.open_cases
        ]

    def _periods(self, day: Day) -> list[Line]:
        newest: dict[str, list[PeriodState]] = {}
        for period in day.periods:
            newest.setdefault(period.register, []).append(period)
        return [self._period(day, each) for found in newest.values() for each in found[:_PERIODS_LIMIT]]

    def _period(self, day: Day, period: PeriodState) -> Line:
        words, tr = self._look.words, self._look.words.tr
        name = period.key if period.period == "year" else words.month(period.key)
        where = sentences.register_called(self._look, day, period.register)
        what = tr("{register} · {period} · Z {first} to {last}", register=where, period=name, first=period.first_z, last=period.last_z)
        return (what, tr("Archived"), "accent") if period.archived else (what, tr("Archive not here yet"), "warn")

    def _numbers(self, day: Day) -> list[Line]:
        missing = {each.register: each.numbers for each in day.missing_z}
        return [self._number(row, missing.get(row.register, [])) for row in day.rows]

    def _number(self, row: TerminalRow, missing: list[int]) -> Line:
        words = self._look.words
        where = sentences.register(self._look, row)
        what = words.tr_n("{register} · {n} series of receipts", "{register} · {n} series of receipts", row.epochs, register=where)
        if row.epoch_closed:
            what = words.tr("{what}, the last one closed", what=what)
        if missing:
            return what, words.tr("Z missing: {numbers}", numbers=", ".join(str(number) for number in missing[:6])), "danger"
        return what, words.tr("No Z is missing"), "accent"
