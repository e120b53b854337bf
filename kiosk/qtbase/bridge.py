"""The till on the GUI thread: answers and change sets of the worker arrive here as queued signals, in their order."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from kiosk.services.answers import Answer
from kiosk.services.commands import Command
from kiosk.services.port import Change, TillPort
from kiosk.services.queries import Query

Deliver = Callable[[], None]


class Bridge(QObject):
    """Wraps a TillPort. `done` and the signal `changed` come on the thread this object lives on; after `close` nothing comes.

    `busy` counts commands under way, for screens that show that something is being done.
    """

    changed = Signal(object)
    answered = Signal(object)
    _delivered = Signal(object)

    def __init__(self, port: TillPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self._open = True
        self.busy = 0
        self._delivered.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = port.subscribe(lambda change: self._deliver(lambda: self._heard(change)))

    def submit(self, command: Command, done: Callable[[Answer], None] | None = None) -> None:
        """Carry out a command; its answer also comes by the signal `answered`."""
        self.busy += 1
        self._port.submit(command, lambda answer: self._deliver(lambda: self._answer(answer, done)))

    def ask(self, query: Query, done: Callable[[Any], None], asker: QObject | None = None) -> None:
        """Answer a query; `done` gets the view, or a Refusal or EnvironmentFault as a value, unless the `asker` is gone by then."""
        self._port.ask(query, lambda view: self._deliver(lambda: done(view) if asker is None or isValid(asker) else None))

    def close(self) -> None:
        """Hear no more: what the worker still says is dropped."""
        if self._open:
            self._open = False
            self._unsubscribe()

    def _deliver(self, deliver: Deliver) -> None:
        if self._open:
            self._delivered.emit(deliver)

    def _run(self, deliver: Deliver) -> None:
        if self._open:
            deliver()

    def _heard(self, change: Change) -> None:
        self.changed.emit(change)

    def _answer(self, answer: Answer, done: Callable[[Answer], None] | None) -> None:
        self.busy -= 1
        if done is not None:
            done(answer)
        self.answered.emit(answer)
