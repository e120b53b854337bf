"""Opening the day: the business day, and the float that is counted into the drawer."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.cashier.closing_sheet import ClosingSheet
from kiosk.screens.shared.enter_key import enter_key
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.card import Card
from kiosk.touch.entries import AmountEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.pads import NumberPad
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.cashier_model import CashierModel


class OpenDayPage(ScreenPage):
    """The day is today's by the clock; the float proposed is the last count."""

    def __init__(self, look: Look, model: CashierModel) -> None:
        super().__init__(look)
        self._model = model
        words, theme = look.words, look.theme
        self.entry = AmountEntry(theme, look.decimal, words.digits, words.tr("Float in the drawer"))
        self.entry.setObjectName("float")
        self.entry.submits = False
        self.greeting = Label(theme, "", "title", "ink", BOLD)
        self.day = Label(theme, "", "body", "ink2")
        self.proposed = AmountLabel(theme, align=LEFT)
        self.known = Label(theme, "", "body", "ink2", wrap=True)
        self.open = enter_key(look, name="open_day", least=96)
        self.leave = KeyButton(theme, words.tr("Log out"), cap=key_name(words, "Esc"), keys=("Esc",), least=theme.px(64))
        self.leave.setObjectName("log_out")
        self.periods = KeyButton(theme, words.tr("Close a month or year"), cap="F9", keys=("F9",), icon="calendar", least=theme.px(64))
        self.periods.setObjectName("closings")
        self._lay_out()
        self.setFocusProxy(self.entry)
        self.entry.changed.connect(lambda _: self.show_day())
        self.open.clicked.connect(self._open)
        self.leave.clicked.connect(model.session.logout)
        model.session.day_changed.connect(self.show_day)
        self.show_day()

    def _lay_out(self) -> None:
        theme = self._look.theme
        card = Card(theme, margins=(28, 24, 28, 24), spacing=10)
        for label in (self.greeting, self.day):
            card.box.addWidget(label)
        card.box.addSpacing(24)
        card.box.addWidget(Label(theme, self._look.words.tr("Float"), "body", "ink2"))
        card.box.addWidget(self.proposed)
        card.box.addWidget(self.known)
        card.box.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(card, 1)
        left.addLayout(self.slot)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.leave, 1)
        foot.addWidget(self.periods, 1)
        left.addLayout(foot)
        pad = NumberPad(theme, self._look.decimal)
        pad.serve(self.entry)
        column = QWidget()
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(12)
        right.addWidget(self.entry)
        right.addWidget(pad, 5)
        right.addStretch(1)
        right.addWidget(self.open)
        self.stand_beside(left, column)
        self.closing = ClosingSheet(self._look, column)
        self.closing.serve(self._model.drawer)
        self.closing.closed.connect(self.entry.setFocus)
        self.periods.clicked.connect(self.closing.ask)

    def _float(self) -> int:
        keyed = self.entry.amount_minor()
        day = self._model.session.day
        return keyed if keyed is not None else (day.last_count_minor or 0) if day else 0

    def show_day(self) -> None:
        """Show who opens which day with how much."""
        words, day = self._look.words, self._model.session.day
        self.greeting.show_text(words.tr("Good day, {name}", name=day.staff_name) if day and day.staff_name else words.tr("Good day"))
        self.day.show_text(words.date(self._model.now().date().isoformat(), "full"))
        self.proposed.show_text(words.money(self._float()))
        self.known.show_text(self._known())
        self.open.show_text(words.tr("Open the day"))
        self.periods.setVisible(self._model.session.manages)

    def _known(self) -> str:
        words, day = self._look.words, self._model.session.day
        if day is None or day.last_count_minor is None:
            return words.tr("Count the drawer and key what lies in it.")
        last = words.money(day.last_count_minor)
        return words.tr("The last count was {amount}. Key another amount if the drawer holds something else.", amount=last)

    def _open(self) -> None:
        self._model.session.open_day(self._model.now().date().isoformat(), self._float())
