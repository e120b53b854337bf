"""Figures of a period as a person reads them: sums as cards, tenders and taxes as lines. X and Z reports show the same."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name, tender_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.services.answers import Figures
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.lines import LineList, Note, Row, RowStyle
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from sync.protocol.text import in_language
from sync.rules.figures import average_basket

_ROWS = RowStyle(lead=0, middle=0, amount=180, pad=20)


class FigureCard(Card):
    """One sum: what it is, how much, and a note."""

    def __init__(self, look: Look, what: str, amount: str, note: str = "", tone: str = "ink2") -> None:
        super().__init__(look.theme, margins=(20, 14, 20, 14), spacing=2)
        value = AmountLabel(look.theme, "title", factor=1.15, align=LEFT, sample="9 999,99")
        value.show_text(amount)
        self.box.addWidget(Label(look.theme, what, "small", "ink2"))
        self.box.addWidget(value)
        self.box.addWidget(Label(look.theme, note or " ", "small", tone))


class FiguresView(QWidget):
    """Cards over two lists."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        words, theme = look.words, look.theme
        self.cards = QHBoxLayout()
        self.cards.setSpacing(12)
        self.tenders = LineList(theme, _ROWS)
        self.taxes = LineList(theme, _ROWS)
        lists = QHBoxLayout()
        lists.setSpacing(12)
        for title, view in ((words.tr("How it was paid"), self.tenders), (words.tr("Taxes"), self.taxes)):
            card = Card(theme, margins=(2, 14, 2, 10), spacing=4)
            heading = Label(theme, title, "body", "ink2")
            heading.setContentsMargins(18, 0, 0, 0)
            card.box.addWidget(heading)
            card.box.addWidget(view, 1)
            lists.addWidget(card, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(self.cards)
        box.addLayout(lists, 1)

    def show_figures(self, figures: Figures, last: FigureCard) -> None:
        """Show the sums of a period; `last` is the card after sales and returns."""
        words = self._look.words
        while (item := self.cards.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        receipts = words.tr_n("{n} receipt", "{n} receipts", figures.receipts)
        average = average_basket(figures.period_total_minor, figures.receipts)
        for card in (
            FigureCard(self._look, words.tr("Sales"), words.money(figures.sales_minor), receipts),
            FigureCard(self._look, words.tr("Average basket"), words.money(average)),
            FigureCard(self._look, words.tr("Returns"), words.money(figures.returns_minor)),
            last,
        ):
            self.cards.addWidget(card, 1)
        self.tenders.show_rows(
            [
                Row(
                    item.kind, tender_name(words, item.kind), words.money(item.amount_minor), notes=(Note(self._times(item.count), "ink2"),)
                )
                for item in figures.tenders
            ]
        )
        self.taxes.show_rows(
            [
                Row(
                    item.id,
                    in_language(figures.tax_names.get(item.id, item.id), words.language),
                    words.money(item.tax_minor),
                    notes=(Note(words.tr("on {amount}", amount=words.money(item.base_minor)), "ink2"),),
                )
                for item in figures.taxes
            ]
        )

    def _times(self, count: int) -> str:
        return self._look.words.tr_n("{n} time", "{n} times", count)


class FiguresPage(ScreenPage):
    """The X report. What cash should lie in the drawer is shown to managers only: a count is blind."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model = model
        words, theme = look.words, look.theme
        self.title = Label(theme, words.tr("X report"), "title", "ink", BOLD)
        self.view = FiguresView(look)
        self.back = KeyButton(theme, words.tr("Back"), cap=key_name(words, "Esc"), keys=("Esc",), least=theme.px(64))
        self.back.setObjectName("back")
        self.back.clicked.connect(lambda: model.go(Page.DAY))
        self.count = KeyButton(theme, words.tr("Count and close the day"), cap="F4", keys=("F4",), least=theme.px(64))
        self.count.setObjectName("count")
        self.count.clicked.connect(lambda: model.go(Page.COUNT))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.back, 1)
        row.addStretch(1)
        row.addWidget(self.count, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(16)
        box.addWidget(self.title)
        box.addWidget(self.cover(self.view), 1)
        box.addLayout(self.slot)
        box.addLayout(row)
        model.day.figures_known.connect(self.show_figures)
        self.show_figures()

    def show_figures(self) -> None:
        """Show the figures last asked for."""
        figures, words = self._model.day.figures, self._look.words
        if figures is None:
            return
        day = self._model.session.day
        if day is not None and day.role in ("manager", "administrator"):
            last = FigureCard(self._look, words.tr("Cash expected"), words.money(figures.expected_minor), self._float(figures))
        else:
            last = FigureCard(self._look, words.tr("Float"), words.money(figures.float_minor))
        self.view.show_figures(figures, last)

    def _float(self, figures: Figures) -> str:
        return self._look.words.tr("float {amount} included", amount=self._look.words.money(figures.float_minor))
