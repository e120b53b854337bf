"""The day is closed: the Z report, and by how much the count differs from what was expected."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.screens.cashier.closing_sheet import ClosingSheet
from kiosk.screens.cashier.figures import FigureCard, FiguresView
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.day_model import Closing


class ClosedPage(ScreenPage):
    """Enter logs out; another day may be opened instead."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model = model
        words, theme = look.words, look.theme
        self.title = Label(theme, "", "title", "ink", BOLD)
        self.verdict = Card(theme, "accent", margins=(28, 14, 28, 14), across=True)
        self.difference = Label(theme, "", "title", "ink", BOLD)
        self.explained = Label(theme, "", "body", "ink2")
        self.amount = AmountLabel(theme)
        self.amount.setObjectName("over_short")
        said = QVBoxLayout()
        said.addWidget(self.difference)
        said.addWidget(self.explained)
        self.verdict.box.addLayout(said, 1)
        self.verdict.box.addWidget(self.amount, 1)
        self.view = FiguresView(look)
        self.another = KeyButton(theme, words.tr("Open another day"), cap="F2", keys=("F2",), least=theme.px(72))
        self.another.setObjectName("another_day")
        self.leave = enter_key(look, words.tr("Log out"), name="log_out", least=72)
        self.periods = KeyButton(theme, words.tr("Close a month or year"), cap="F9", keys=("F9",), icon="calendar", least=theme.px(72))
        self.periods.setObjectName("closings")
        self.another.clicked.connect(lambda: model.go(Page.OPEN_DAY))
        self.leave.clicked.connect(model.session.logout)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.another, 2)
        row.addWidget(self.periods, 2)
        row.addWidget(self.leave, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(16)
        for widget in (self.title, self.verdict):
            box.addWidget(widget)
        box.addWidget(self.cover(self.view), 1)
        self.closing = ClosingSheet(look, self.view)
        self.closing.serve(model.drawer)
        self.periods.clicked.connect(self.closing.ask)
        self.closing.closed.connect(self.setFocus)
        box.addLayout(self.slot)
        box.addLayout(row)
        # Only once it has a parent: shown before, a widget would be a window of its own and take the keys.
        self.periods.setVisible(model.session.manages)
        self.show_closing()

    def show_closing(self) -> None:
        """Show the closing just made."""
        closing, words = self._model.day.closing, self._look.words
        if closing is None:
            return
        self.title.show_text(words.tr("Z report {n}", n=words.number(closing.z_number)))
        self._show_difference(closing)
        expected = FigureCard(self._look, words.tr("Cash expected"), words.money(closing.figures.expected_minor), self._counted(closing))
        self.view.show_figures(closing.figures, expected)

    def _show_difference(self, closing: Closing) -> None:
        words, over = self._look.words, closing.over_short_minor
        self.verdict.set_tone("accent" if not over else "warn" if over > 0 else "danger")
        self.difference.show_text(
            words.tr("The drawer is right")
            if not over
            else words.tr("Too much in the drawer")
            if over > 0
            else words.tr("Missing in the drawer")
        )
        self.explained.show_text(words.tr("The day is closed and kept safely."))
        self.amount.show_text(words.money(over))

    def _counted(self, closing: Closing) -> str:
        return self._look.words.tr("counted {amount}", amount=self._look.words.money(closing.counted_minor))
