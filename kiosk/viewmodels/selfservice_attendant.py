"""The attendant at the kiosk, by PIN: opens or closes the day, vouches for an age or a member, approves what was refused."""

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import AgeCheck, Approve, CloseDay, Command, Login, Logout, OpenDay, ShowWallet
from kiosk.services.queries import StaffList, StaffRow
from kiosk.viewmodels.selfservice_ticket import Ticket

Purpose = Literal["", "open", "age", "member", "approve", "close"]
_APPROVABLE = frozenset({"approval_needed", "member_unproven"})


class AttendantModel(QObject):
    """`purpose` is what an attendant is asked for, empty when nobody is needed."""

    changed = Signal()
    done = Signal(str)
    """The purpose that was carried out."""

    def __init__(self, bridge: Bridge, ticket: Ticket, today: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._ticket = ticket
        self._today = today
        self._waiting: Command | None = None
        self.purpose: Purpose = ""
        self.age = 0
        self.staff: list[StaffRow] = []
        self.error: ErrorView | None = None
        self.busy = False

    def ask_for(self, purpose: Purpose, waiting: Command | None = None, age: int = 0) -> None:
        """Ask for an attendant; `waiting` is the command that was refused without one."""
        self.purpose, self._waiting, self.age = purpose, waiting, age
        self.error = None
        self.busy = False
        self._bridge.ask(StaffList(), self._take_staff)
        self.changed.emit()

    def dismiss(self) -> None:
        """Nobody is needed any more; what was refused stays undone."""
        self.purpose, self._waiting, self.error = "", None, None
        self.changed.emit()

    def enter(self, staff: str, pin: str) -> None:
        """Try a person's PIN and, when it is right, do what this was about."""
        if self.busy or not self.purpose:
            return
        self.busy, self.error = True, None
        self.changed.emit()
        if self.purpose == "approve":
            self._send(Approve(staff=staff, pin=pin), self._over)
        elif self.purpose == "age":
            # Nobody logs in for it: whoever stands there vouches, and the kiosk stays the customer's.
            self._approvable(AgeCheck(passed=True), staff, pin, self._again, passing="no_age_question")
        elif self.purpose == "member":
            # The wallet is what nobody is told before they proved to be its member.
            self._approvable(ShowWallet(), staff, pin, self._over)
        else:
            self._prove(staff, pin, lambda: self._act(staff, pin))

    def _act(self, staff: str, pin: str) -> None:
        if self.purpose == "open":
            self._send(OpenDay(float_minor=0, business_day=self._today()), self._over, passing="day_open")
        else:
            self._approvable(CloseDay(counted_minor=0), staff, pin, self._log_out)

    def _prove(self, staff: str, pin: str, then: Callable[[], None]) -> None:
        """Log the person in. Another's session ends first: from here on this person answers for the kiosk, and the ticket stays."""
        login = Login(staff=staff, pin=pin)

        def other(answer: Answer) -> None:
            if answer.error is not None and answer.error.code == "already_logged_in":
                self._send(Logout(), lambda _: self._send(login, lambda _: then()))
            else:
                self._failed(answer)

        self._ticket.send(login, lambda _: then(), other)

    def _approvable(self, command: Command, staff: str, pin: str, then: Callable[[Answer], None], passing: str = "") -> None:
        """Send what may need the PIN once more, as an approval."""

        def refused(answer: Answer) -> None:
            code = answer.error.code if answer.error else ""
            if code in _APPROVABLE:
                self._send(Approve(staff=staff, pin=pin), then, passing)
            elif code and code == passing:
                then(answer)
            else:
                self._failed(answer)

        self._ticket.send(command, then, refused)

    def _again(self, answer: Answer) -> None:
        """The age is proven: what was refused for it is done now."""
        waiting = self._waiting
        self._over(answer)
        if waiting is not None:
            self._ticket.send(waiting)

    def _log_out(self, answer: Answer) -> None:
        self._send(Logout(), self._over)

    def _over(self, answer: Answer) -> None:
        purpose = self.purpose
        self.busy = False
        self.dismiss()
        self.done.emit(purpose)

    def _send(self, command: Command, then: Callable[[Answer], None], passing: str = "") -> None:
        def refused(answer: Answer) -> None:
            if answer.error is not None and answer.error.code == passing:
                then(answer)
            else:
                self._failed(answer)

        self._ticket.send(command, then, refused)

    def _failed(self, answer: Answer) -> None:
        self.busy = False
        self.error = answer.error
        self.changed.emit()

    def _take_staff(self, result: Any) -> None:
        if isinstance(result, (list, tuple)):
            self.staff = list(result)
            self.changed.emit()
