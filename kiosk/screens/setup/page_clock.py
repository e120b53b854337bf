"""The clock: what this machine says it is, and how far that is from the ledger's time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer

from kiosk.screens.setup.sentences import clock_words
from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import LEFT
from kiosk.touch.status import Chip
from kiosk.viewmodels.first_start_model import FirstStartModel

_TICK_MS = 1_000


class ClockPage(StepPage):
    """A wrong clock is set in the system; it is looked at again with a tap."""

    def __init__(self, look: Look, model: FirstStartModel, now: Callable[[], datetime]) -> None:
        tr = look.words.tr
        super().__init__(look, model, tr("Clock"), tr("Receipts bear this time. A wrong clock is set in the system's settings."))
        self._now = now
        self.time = AmountLabel(look.theme, align=LEFT, sample="00:00:00")
        self.day = Label(look.theme, "", "body", "ink2")
        self.finding = Chip(look.theme)
        self.again = KeyButton(look.theme, tr("Compare again"), icon="sync", least=64)
        self.again.setObjectName("compare_clock")
        self.again.setMaximumWidth(360)
        card = Card(look.theme, margins=(28, 20, 28, 20))
        card.box.addWidget(self.time)
        card.box.addWidget(self.day)
        self.content.addWidget(card)
        self.content.addWidget(self.finding, 0, LEFT)
        self.content.addWidget(self.again)
        self.content.addStretch(1)
        self.again.clicked.connect(model.compare_clock)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self.refresh()

    def _show_time(self) -> None:
        now = self._now()
        self.time.show_text(now.strftime("%H:%M:%S"))
        self.day.show_text(self.look.words.date(now.date().isoformat(), "full"))

    def refresh(self) -> None:
        """Show the time and the finding."""
        self._show_time()
        self.again.setEnabled(not self.model.busy)
        self.finding.show_state(*clock_words(self.look.words, self.model))
