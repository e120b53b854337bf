"""The papers that wait and the last that came out, each with its state in words; one that waits may go to the other printer."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.question_sheets import ListSheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import Phrase, printer_words
from kiosk.services.queries import PaperRow
from kiosk.touch.keys import KeyButton, least_stacked
from kiosk.touch.lines import Note, Row
from kiosk.viewmodels.papers_model import WAITS, PapersModel
from kiosk.viewmodels.status_model import StatusModel
from sync.base.words import Words

_KINDS: dict[str, Phrase] = {
    "sale": lambda w: w.tr("Receipt"),
    "gift": lambda w: w.tr("Gift receipt"),
    "training": lambda w: w.tr("Practice ticket"),
    "closing": lambda w: w.tr("Z report"),
    "period": lambda w: w.tr("Period report"),
    "report": lambda w: w.tr("X report"),
    "cash": lambda w: w.tr("Cash movement"),
    "drawer": lambda w: w.tr("Drawer"),
    "test": lambda w: w.tr("Test page"),
}
_STATES: dict[str, Phrase] = {
    "waiting": lambda w: w.tr("waits for the printer"),
    "started": lambda w: w.tr("may be partly printed"),
    "printed": lambda w: w.tr("printed"),
    "unknown": lambda w: w.tr("the printer did not say whether it came out"),
}


class PapersSheet(ListSheet):
    """Enter looks again; the papers themselves print by themselves as soon as the printer answers."""

    def __init__(self, look: Look, covers: QWidget, papers: PapersModel, status: StatusModel) -> None:
        super().__init__(look, covers, look.words.tr("Look again"))
        self._papers, self._status = papers, status
        words = look.words
        self.other = KeyButton(
            look.theme, words.tr("To the other printer"), cap="F2", keys=("F2",), stacked=True, least=least_stacked(look.theme)
        )
        self.other.setObjectName("reroute")
        self.box.addWidget(self.other)
        self.box.addLayout(self.foot(self.confirm))
        self.other.clicked.connect(self._reroute)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._look_again)
        papers.changed.connect(self.show_papers)
        status.changed.connect(self.show_papers)

    def begin(self) -> None:
        """Open with what is known, and ask."""
        self._papers.refresh()
        self.show_papers()
        self.open()
        self.setFocus()

    def _look_again(self) -> None:
        self._papers.refresh()
        self._status.refresh()

    def take(self, index: int) -> None:
        """Choose the paper that was tapped."""
        self.step(index - self.current)
        self._fit()

    def step(self, by: int) -> None:
        super().step(by)
        self._fit()

    def _reroute(self) -> None:
        if self.current < len(self._papers.rows):
            self._papers.reroute(self._papers.rows[self.current])

    def show_papers(self) -> None:
        """Show the papers as they stand; what was chosen stays chosen."""
        words, place = self.look.words, self.current
        said = printer_words(words, self._status.printer)[0]
        calm = words.tr("Papers print by themselves, in their order, once the printer answers.")
        self.say(words.tr("Papers"), f"{said}. {calm}" if said else calm)
        self.show_choices([self._row(row) for row in self._papers.rows], words.tr("Nothing waits to be printed."))
        self.step(place)

    def _fit(self) -> None:
        rows, printer = self._papers.rows, self._status.printer
        chosen = rows[self.current] if self.current < len(rows) else None
        self.other.setVisible(printer is not None and printer.second is not None)
        self.other.setEnabled(chosen is not None and chosen.state in WAITS and chosen.kind != "drawer")

    def _row(self, row: PaperRow) -> Row:
        words = self.look.words
        title = " ".join(part for part in (_said(_KINDS, words, row.kind), row.number) if part)
        parts = [_said(_STATES, words, row.state), words.tr("printer {n}", n=row.printer)]
        if row.copy:
            parts.insert(0, words.tr("copy {n}", n=row.copy))
        note = Note(" · ".join(parts), "ink2" if row.state == "printed" else "warn")
        return Row(row.id, title, words.time(row.at) if row.at else "", notes=(note,))


def _said(phrases: dict[str, Phrase], words: Words, name: str) -> str:
    return phrases[name](words) if name in phrases else name
