"""Are you still there? The seconds count down in sight; a touch anywhere answers."""

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.kit import Kit
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import ProgressBar
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S


class IdleSheet(PageSheet):
    """Says what happens at zero: the basket is given up, or the paid sale is finished without paper."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit = kit
        self.title.setAlignment(CENTRE)
        self.sentence.setAlignment(CENTRE)
        self.seconds = AmountLabel(kit.theme, align=CENTRE, sample="99")
        self.seconds.setObjectName("seconds")
        self.bar = ProgressBar(kit.theme, height=14)
        self.stay = kit.button("stay", "primary", height=kit.primary_px, role="title")
        self.stay.show_text(kit.tr("I am still here"))
        self.box.insertStretch(0, 1)
        self.box.addWidget(self.seconds)
        self.box.addWidget(Label(kit.theme, kit.tr("seconds"), "body", "ink2", BOLD, align=CENTRE))
        self.box.addWidget(self.bar)
        self.box.addStretch(1)
        self.box.addWidget(self.stay)

    def show_seconds(self, left: int) -> None:
        """Show the countdown, or put it away at 0."""
        if not left:
            self.close_sheet()
            return
        tr = self._kit.tr
        if self._kit.model.screen.on_silence == "finish":
            outcome = tr("Your purchase is paid; it is finished without a printed receipt.")
        elif self._kit.model.ticket.basket.tenders:
            outcome = tr("Otherwise your purchase is cancelled, and what you paid goes back.")
        else:
            outcome = tr("Otherwise your purchase is cancelled. Nothing has been paid.")
        self.say(tr("Are you still there?"), outcome)
        self.seconds.show_text(str(left))
        self.bar.show_progress(left * 1_000 // COUNTDOWN_S)
        if not self.isVisible():
            self.open()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Any touch is a sign of life; the window has heard it already."""
