"""An act that needs the PIN of another person: which role, and who was asked."""

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import Approve


class ApprovalModel(QObject):
    """`asked` brings the role that is needed; `approve` carries the waiting act out, which the till itself remembers."""

    asked = Signal(str)
    approved = Signal()
    refused = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.role = ""

    def ask(self, error: ErrorView) -> None:
        """Ask for the person the refusal names."""
        self.role = str(error.params.get("role", ""))
        self.asked.emit(self.role)

    def approve(self, staff: str, pin: str) -> None:
        """Approve the waiting act."""
        self._bridge.submit(Approve(staff=staff, pin=pin), self._done)

    def _done(self, answer: Answer) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
        else:
            self.approved.emit()
