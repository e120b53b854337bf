"""The customer's ticket as the till last told it. Sends commands and keeps the answers; where the customer stands is not known here."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, BasketView, ErrorView, LineView
from kiosk.services.commands import Command, State
from kiosk.services.port import Change
from kiosk.services.queries import DayInfo, DayView, MemberName, PrinterStatus, PrinterView, SyncState, SyncView

Done = Callable[[Answer], None]

DEPOSIT = "deposit"
_OF_THE_KIOSK = frozenset({"safely_locked", "not_logged_in", "day_not_open"})
"""Refusals that concern whoever stands there."""


class Ticket(QObject):
    """`basket` is what was last committed; `busy` says that an answer is awaited; `member_name` is empty where names are not kept."""

    changed = Signal()
    settled = Signal(object)
    """An answer to `State`: what the till is in the middle of."""
    refused = Signal(object, object)
    """ErrorView and the command that was not carried out, unless the sender handles its refusals itself."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._in_flight = 0
        self._turn = 0
        self.basket = BasketView()
        self.state = "logged_out"
        self.info: DayView | None = None
        self.printer = "unknown"
        self.member_name = ""
        self.training = False
        self.sync: SyncView | None = None
        bridge.changed.connect(self._heard)

    @property
    def busy(self) -> bool:
        return self._in_flight > 0

    @property
    def articles(self) -> list[LineView]:
        """The lines a customer took; a deposit that comes with one is part of it."""
        return [line for line in self.basket.lines if not (line.kind == DEPOSIT and line.parent)]

    @property
    def count(self) -> int:
        """Pieces in the basket; a weighed line counts as one."""
        return sum(line.quantity or 1 for line in self.articles)

    @property
    def newest(self) -> LineView | None:
        return self.articles[-1] if self.articles else None

    @property
    def is_proven(self) -> bool:
        """Whether the customer has shown to be the ticket's member: what is theirs is told to nobody else."""
        return self.basket.member is not None and self.basket.member.proven

    @property
    def is_unproven(self) -> bool:
        """Whether a member was only named: they earn, and their card is to be shown for more."""
        return self.basket.member is not None and not self.basket.member.proven

    def deposit_of(self, line: LineView) -> LineView | None:
        """Return the deposit that comes with an article; None where there is none."""
        return next((each for each in self.basket.lines if each.kind == DEPOSIT and each.parent == line.line), None)

    def start(self) -> None:
        """Learn what this kiosk is and what it is in the middle of."""
        self._bridge.ask(PrinterStatus(), self._take_printer)
        self._bridge.ask(SyncState(), self._take_sync)
        self.settle()

    def settle(self) -> None:
        """Ask where the till stands, after a start, a log-in or a stop."""
        self._bridge.ask(DayInfo(), self._take_info)
        self.send(State(), self.settled.emit)

    def send(self, command: Command, done: Done | None = None, refused: Done | None = None) -> None:
        """Send a command; `done` hears success, `refused` a failure (else the `refused` signal does, unless the customer has gone)."""
        self._in_flight += 1
        turn = self._turn

        def take(answer: Answer) -> None:
            self._in_flight -= 1
            self._keep(answer)
            if answer.ok:
                if done is not None:
                    done(answer)
            elif refused is not None:
                refused(answer)
            else:
                self._refuse(answer.error or ErrorView(code="safely_locked", message=""), command, turn)
            self.changed.emit()

        self._bridge.submit(command, take)

    def _refuse(self, error: ErrorView, command: Command, turn: int) -> None:
        """What the last customer was refused is no word for the next one."""
        if turn == self._turn or error.code in _OF_THE_KIOSK:
            self.refused.emit(error, command)

    def clear(self) -> None:
        """Forget the finished or cancelled ticket; the next customer sees nothing of it."""
        self._turn += 1
        self.basket = BasketView()
        self.member_name = ""
        self.changed.emit()

    def _keep(self, answer: Answer) -> None:
        self.state, self.training = answer.state, answer.training
        if not answer.ok:
            return
        before = self.basket.member
        self.basket = answer.basket or BasketView()
        member = self.basket.member
        if member is None or not member.proven:
            self.member_name = ""
        elif before is None or (member.id, member.proven) != (before.id, before.proven):
            self._bridge.ask(MemberName(member.id), self._take_name)

    def _heard(self, change: Change) -> None:
        if change.topics & {"session", "day", "recovered"} and not self.busy:
            self.settle()
        elif "basket" in change.topics and change.answer is not None and not self.busy:
            self._keep(change.answer)
            self.changed.emit()
        if "printer" in change.topics:
            self._bridge.ask(PrinterStatus(), self._take_printer)
        if "sync" in change.topics:
            self._bridge.ask(SyncState(), self._take_sync)

    def _take_info(self, result: Any) -> None:
        if isinstance(result, DayView):
            self.info = result
            self.changed.emit()

    def _take_printer(self, result: Any) -> None:
        if isinstance(result, PrinterView):
            self.printer = result.state
            self.changed.emit()

    def _take_sync(self, result: Any) -> None:
        if isinstance(result, SyncView):
            self.sync = result

    def _take_name(self, result: Any) -> None:
        if isinstance(result, str) and self.is_proven:
            self.member_name = result
            self.changed.emit()


def only_at_a_till(lines: list[LineView]) -> str:
    """Name what a scan laid on the ticket that somebody of the shop has to look at: goods given back, empties. Empty when nothing."""
    if any(line.receipt for line in lines):
        return "returns_at_till"
    return "empties_at_till" if any(line.kind == DEPOSIT and not line.parent for line in lines) else ""
