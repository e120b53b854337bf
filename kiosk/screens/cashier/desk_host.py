"""Pages of this till that are made elsewhere (the store's end of day, settings): the faces do not know each other."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.touch.keys import KeyButton
from kiosk.viewmodels.cashier_model import CashierModel, Page


class Hosted(NamedTuple):
    """A page made elsewhere, and what to call when it is left."""

    page: QWidget
    leave: Callable[[], None]


MakeDesk = Callable[[Look], Hosted]


class DeskHost(ScreenPage):
    """The hosted page over a key back to the till."""

    def __init__(self, look: Look, model: CashierModel, make: MakeDesk) -> None:
        super().__init__(look)
        self._hosted = make(look)
        words = look.words
        self.back = KeyButton(
            look.theme, words.tr("Back to the till"), cap=key_name(words, "Esc"), keys=("Esc",), icon="back", least=look.theme.target
        )
        self.back.setObjectName("leave_desk")
        self.back.clicked.connect(lambda: model.go(Page.DAY))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 8)
        box.setSpacing(0)
        box.addWidget(self._hosted.page, 1)
        below = QVBoxLayout()
        below.setContentsMargins(20, 0, 20, 0)
        below.addLayout(self.slot)
        below.addWidget(self.back)
        box.addLayout(below)

    def hideEvent(self, event: QHideEvent) -> None:
        self._hosted.leave()
        super().hideEvent(event)
