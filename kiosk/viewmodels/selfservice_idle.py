"""Silence at the kiosk: counts it, asks with a visible countdown, and says when nobody answered. Time comes from outside."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S


class IdleWatch(QObject):
    """Watches for silence. Whoever owns it calls `tick` about once a second, and `touch` at every sign of life."""

    asked = Signal(int)
    """The seconds left of the countdown, whenever they change; 0 when the question is withdrawn."""
    expired = Signal()

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit_s: int | None = None
        self._countdown_s = COUNTDOWN_S
        self._since = clock()
        self.seconds_left = 0

    def watch(self, limit_s: int | None, *, asks: bool = True) -> None:
        """Begin to count anew with this limit, followed by the question or not; no limit is no silence."""
        self._limit_s = limit_s
        self._countdown_s = COUNTDOWN_S if asks else 0
        self.touch()

    def touch(self) -> None:
        """Somebody is there: withdraw the question and count from now."""
        self._since = self._clock()
        self._show(0)

    def tick(self) -> None:
        """Look at the clock: ask, count down, or give up."""
        if self._limit_s is None:
            return
        silent_s = self._clock() - self._since
        left = self._limit_s + self._countdown_s - int(silent_s)
        if left <= 0:
            self.touch()
            self.expired.emit()
        elif left <= self._countdown_s:
            self._show(left)

    def _show(self, left: int) -> None:
        if left != self.seconds_left:
            self.seconds_left = left
            self.asked.emit(left)
