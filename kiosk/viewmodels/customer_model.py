"""What the customer at the counter sees: the ticket as it grows, what is still to pay, and thanks. Nothing personal, nothing to press."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, BasketView
from kiosk.services.commands import State
from kiosk.services.port import Change
from kiosk.services.queries import DayInfo, DayView
from kiosk.viewmodels.sale_done import Done, done_of


class Scene(StrEnum):
    WELCOME = "welcome"
    TICKET = "ticket"
    THANKS = "thanks"


_AWAY = frozenset({"logged_out", "day_closed", "locked"})


class CustomerModel(QObject):
    """Follows the till's change sets and asks it nothing but where it stands. `changed` follows what a customer can see."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.scene = Scene.WELCOME
        self.basket = BasketView()
        self.done: Done | None = None
        self.shop = ""
        self.training = False
        bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Ask where the till stands and follow it from now on."""
        self._bridge.ask(DayInfo(), self._day_known)
        self._bridge.submit(State(), self._take)

    def _heard(self, change: Change) -> None:
        if "day" in change.topics or "reference" in change.topics:
            self._bridge.ask(DayInfo(), self._day_known)
        if change.answer is not None:
            self._take(change.answer)

    def _take(self, answer: Answer) -> None:
        if not answer.ok or answer.basket is None:
            return
        before = (self.scene, self.basket, self.done, self.training)
        self.training = answer.training
        if "receipt" in answer.extra:
            self.scene, self.done, self.basket = Scene.THANKS, done_of(answer, self.basket, ""), BasketView()
        elif answer.basket.lines:
            self.scene, self.done, self.basket = Scene.TICKET, None, answer.basket
        elif self.scene is not Scene.THANKS or answer.state in _AWAY:
            # Thanks stay until the next article comes: nobody has to hurry.
            self.scene, self.done, self.basket = Scene.WELCOME, None, answer.basket
        if before != (self.scene, self.basket, self.done, self.training):
            self.changed.emit()

    def _day_known(self, view: Any) -> None:
        if isinstance(view, DayView) and view.shop != self.shop:
            self.shop = view.shop
            self.changed.emit()
