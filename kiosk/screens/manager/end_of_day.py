"""The end of day: the answer first, then four figures, the terminals, and how far the synchronisation is."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.manager import sentences
from kiosk.screens.manager.figure_card import FigureCard
from kiosk.screens.manager.table import TerminalTable, cells
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.status import ProgressBar
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.manager_desk import DeskModel
from kiosk.viewmodels.manager_figures import Day
from sync.rules.figures import average_basket


class SyncPanel(Card):
    """How many of the terminals are proven, or have answered while one synchronises."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme, margins=(20, 14, 20, 14), spacing=10)
        self._look = look
        head = QHBoxLayout()
        head.addWidget(Label(look.theme, look.words.tr("Synchronisation"), "body", "ink", BOLD))
        head.addStretch(1)
        self.summary = Label(look.theme, role="body", tone="ink2")
        head.addWidget(self.summary)
        self.bar = ProgressBar(look.theme, height=12)
        self.note = Label(look.theme, role="small", tone="ink2", wrap=True)
        self.box.addLayout(head)
        self.box.addWidget(self.bar)
        self.box.addWidget(self.note)

    def refresh(self, desk: DeskModel) -> None:
        """Show how far it is."""
        day = desk.day
        done, whole = (desk.answered, desk.asked) if desk.syncing else (day.proven, len(day.rows)) if day else (0, 0)
        self.bar.show_progress(1_000 * done // whole if whole else 0)
        self.summary.show_text(sentences.sync_summary(self._look, desk))
        self.note.show_text(sentences.sync_note(self._look, desk))


class EndOfDayView(QWidget):
    """Shows the last answer; what it does not know is a dash."""

    def __init__(self, look: Look, desk: DeskModel) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        tr = look.words.tr
        self.sales = FigureCard(look, tr("Sales less returns"))
        self.cash = FigureCard(look, tr("Counted / expected"))
        self.waiting = FigureCard(look, tr("Waiting to be sent"))
        self.cases = FigureCard(look, tr("Open cases"))
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for card in (self.sales, self.cash, self.waiting, self.cases):
            figures.addWidget(card, 1)
        self.table = TerminalTable(look)
        self.panel = SyncPanel(look)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(16)
        box.addLayout(figures)
        box.addWidget(self.table, 10)
        box.addWidget(self.panel)
        box.addStretch(0)

    def refresh(self) -> None:
        """Show what the model holds now."""
        day = self._desk.day
        if day is None:
            for card in (self.sales, self.cash, self.waiting, self.cases):
                card.show_figure(sentences.DASH, self._look.words.tr("not known yet"))
            self.table.show_rows([])
        else:
            self._show_figures(day)
            self.table.show_rows([cells(self._look, self._desk, row, day.server_time) for row in day.rows])
        self.panel.refresh(self._desk)

    def _show_figures(self, day: Day) -> None:
        words = self._look.words
        receipts = words.tr_n("{n} receipt", "{n} receipts", day.receipts)
        if day.receipts:
            average = words.money(average_basket(day.sales_minor, day.receipts))
            receipts = words.tr("{receipts} · average {amount}", receipts=receipts, amount=average)
        self.sales.show_figure(words.money(day.sales_minor), receipts)
        self._show_cash(day)
        self._show_waiting(day)
        self.cases.show_figure(words.number(day.cases), words.tr("to be looked into") if day.cases else words.tr("nothing disputed"))

    def _show_cash(self, day: Day) -> None:
        words = self._look.words
        if not day.counted:
            self.cash.show_figure(sentences.DASH, words.tr("no drawer counted yet"))
            return
        counted = sum(row.counted_minor or 0 for row in day.counted)
        expected = sum(row.expected_minor or 0 for row in day.counted)
        over_short = counted - expected
        note = words.tr("of {amount}", amount=words.money(expected))
        if day.uncounted:
            note = words.tr_n("{n} not counted", "{n} not counted", len(day.uncounted))
        mark = words.tr("over/short {amount}", amount=words.money(over_short)) if over_short else ""
        self.cash.show_figure(words.money(counted), f"{note} ·" if mark else note, mark)

    def _show_waiting(self, day: Day) -> None:
        words, look = self._look.words, self._look
        known = day.waiting if day.waiting_sales is None else day.waiting_sales
        figure = sentences.DASH if known is None else words.number(known)
        if day.unknown:
            shown = words.tr("at least {n}", n=figure) if day.waiting else figure
            self.waiting.show_figure(shown, "", words.tr("{registers}: unknown", registers=sentences.registers(look, day.unknown)), "warn")
        elif day.holding:
            self.waiting.show_figure(figure, sentences.registers(look, day.holding))
        else:
            self.waiting.show_figure(figure, words.tr("everything has arrived"))
