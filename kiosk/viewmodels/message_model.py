"""What is to be said to the person at the till: one message at a time, as a code for the words to speak."""

from dataclasses import dataclass, field
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import ErrorView

Tone = Literal["info", "warn", "danger"]

GRAVE = frozenset({"safely_locked", "disk_full", "disk_failed", "commit_unknown", "profile_read_only", "token_forged", "coupon_used"})


@dataclass(frozen=True)
class Message:
    """An error's code and parameters, or a code of the screens' own. `act` is what a tap on it does, empty for putting it away."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    tone: Tone = "warn"
    act: str = ""


class MessageModel(QObject):
    """Holds the current message; the next success or the person puts it away."""

    changed = Signal()
    act_wanted = Signal(str)
    """A person tapped a message that leads on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.current: Message | None = None

    def say(self, code: str, tone: Tone = "info", **params: Any) -> None:
        """Say something of the screens' own."""
        self._show(Message(code, params, tone))

    def refuse(self, error: ErrorView) -> None:
        """Say why a command was not carried out."""
        params = {**error.params, **({"field": error.field} if error.field else {})}
        self._show(Message(error.code, params, "danger" if error.code in GRAVE else "warn"))

    def offer(self, code: str, act: str) -> None:
        """Say something of the screens' own that leads on to an act."""
        self._show(Message(code, {}, "warn", act))

    def tap(self) -> None:
        """Follow the message where it leads on; it is put away either way."""
        act = self.current.act if self.current is not None else ""
        self.clear()
        if act:
            self.act_wanted.emit(act)

    def clear(self) -> None:
        """Put the message away."""
        self._show(None)

    def _show(self, message: Message | None) -> None:
        if message != self.current:
            self.current = message
            self.changed.emit()
