"""What a customer keys at the kiosk instead of scanning it: a card's number, phone, e-mail address or code. Forgotten once it was sent."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import Command
from kiosk.viewmodels.selfservice_ticket import Ticket

What = Literal["", "choose", "number", "phone", "email", "code"]
Make = Callable[[What, str], Command]
_STOPS = frozenset({"safely_locked", "not_logged_in", "day_not_open"})
"""Refusals that concern the kiosk, not what was keyed."""


class KeyedModel(QObject):
    """One question: `what` is asked for, empty while nothing is, `choose` while that is being chosen; `error` is what the till said of the
    last text. An answer that comes late ends no later question, and says nothing of it.
    """

    changed = Signal()
    taken = Signal(object)
    """The Answer to what was keyed."""

    def __init__(self, ticket: Ticket, make: Make, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket, self._make = ticket, make
        self._turn = 0
        self.what: What = ""
        self.error: ErrorView | None = None
        self.busy = False

    def ask(self, what: What) -> None:
        """Ask for something, instead of what was asked before."""
        self._turn += 1
        self.what, self.error, self.busy = what, None, False
        self.changed.emit()

    def leave(self) -> None:
        """Ask for nothing after all."""
        if self.what:
            self.ask("")

    def enter(self, text: str) -> None:
        """Try what was keyed."""
        text = text.strip()
        if not text or self.busy or self.what in ("", "choose"):
            return
        turn = self._turn
        self.busy, self.error = True, None
        self.changed.emit()
        command = self._make(self.what, text)
        self._ticket.send(command, lambda answer: self._done(turn, answer), lambda answer: self._refused(turn, answer, command))

    def _done(self, turn: int, answer: Answer) -> None:
        if turn == self._turn:
            self.ask("")
        self.taken.emit(answer)

    def _refused(self, turn: int, answer: Answer, command: Command) -> None:
        if answer.error is not None and answer.error.code in _STOPS:
            self.leave()
            self._ticket.refused.emit(answer.error, command)
        elif turn == self._turn:
            self.busy, self.error = False, answer.error
            self.changed.emit()
