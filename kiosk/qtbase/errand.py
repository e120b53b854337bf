"""Slow work of a screen that has no till yet: each errand on a thread of its own, its result as a queued signal on the GUI thread."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from sync.protocol.errors import EnvironmentFault, Refusal

Done = Callable[[Any], None]


class Errands(QObject):
    """Runs errands one beside the other; `busy` counts those under way. After `close` nothing comes any more."""

    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = 0
        self._open = True
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], Any], done: Done) -> None:
        """Do `work` aside; `done` gets its result, or the Refusal or EnvironmentFault as a value."""
        self.busy += 1
        threading.Thread(target=self._work, args=(work, done), name="errand", daemon=True).start()

    def close(self) -> None:
        """Hear no more."""
        self._open = False

    def _work(self, work: Callable[[], Any], done: Done) -> None:
        try:
            result = work()
        except (Refusal, EnvironmentFault) as failure:
            result = failure
        if self._open:
            self._delivered.emit((done, result))

    def _deliver(self, delivered: tuple[Done, Any]) -> None:
        self.busy -= 1
        if self._open:
            done, result = delivered
            done(result)
