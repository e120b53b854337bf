"""Acts that need the PIN of another person: what waits, which role is asked for, and who hears the answer in the end."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import Approve, Command

NEEDED = "approval_needed"
Heard = Callable[[Answer], None]


class Submits(Protocol):
    """Where a model hands in its commands: the bridge itself, or an `ApprovalModel` in front of it."""

    def submit(self, command: Command, done: Heard | None = None) -> None: ...


class ApprovalModel(QObject):
    """Hands commands on. The till keeps one that needs approval; `approve` carries it out, and who handed it in hears that too."""

    asked = Signal(str)
    approved = Signal()
    refused = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: Heard | None = None
        self.role = ""

    def submit(self, command: Command, done: Heard | None = None) -> None:
        """Carry out a command; `done` hears the refusal, and the answer again once somebody approved."""
        self._bridge.submit(command, lambda answer: self._answered(answer, done))

    def approve(self, staff: str, pin: str) -> None:
        """Approve the waiting act."""
        self._bridge.submit(Approve(staff=staff, pin=pin), self._approved)

    def forget(self) -> None:
        """Nobody approves: the act is left undone."""
        self._waiting = None

    def _answered(self, answer: Answer, done: Heard | None) -> None:
        if answer.error is not None and answer.error.code == NEEDED:
            self._ask(answer.error, done)
        if done is not None:
            done(answer)

    def _ask(self, error: ErrorView, done: Heard | None) -> None:
        self._waiting = done
        self.role = str(error.params.get("role", ""))
        self.asked.emit(self.role)

    def _approved(self, answer: Answer) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
            return
        waiting, self._waiting = self._waiting, None
        self.approved.emit()
        if waiting is not None:
            waiting(answer)
