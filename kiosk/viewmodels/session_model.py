"""Who is at the till and whether the day is open."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import Command, Lock, Login, Logout, OpenDay, State, Sync
from kiosk.services.port import Change
from kiosk.services.queries import DayInfo, DayView, Recovery, RecoveryView, StaffList, StaffRow

CARD = "card"
MANAGING = frozenset({"manager", "administrator"})


class SessionModel(QObject):
    """The state every answer carries (logged_out, day_closed, ready, selling, paying, locked), the day, and the store's staff."""

    state_changed = Signal(str)
    day_changed = Signal()
    staff_changed = Signal()
    training_changed = Signal()
    recovered = Signal(object)
    refused = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.state = ""
        self.locked_by = ""
        self.training = False
        self.day: DayView | None = None
        self.staff: list[StaffRow] = []
        bridge.changed.connect(self._heard)
        bridge.answered.connect(self._answered)

    @property
    def manages(self) -> bool:
        """Whether the person at the till manages the store."""
        return self.day is not None and self.day.role in MANAGING

    def kinds_of(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ways to pay that this till can take: a connected card only where a card terminal is."""
        has_terminal = self.day is None or self.day.has_card_terminal
        return tuple(kind for kind in kinds if kind != CARD or has_terminal)

    def start(self) -> None:
        """Ask where the till stands, and what a stop left behind."""
        self._bridge.ask(DayInfo(), self._day_known)
        self._bridge.ask(StaffList(), self._staff_known)
        self._bridge.submit(State())
        self._bridge.ask(Recovery(), self._recovery_known)

    def login(self, staff: str, pin: str) -> None:
        self._submit(Login(staff=staff, pin=pin))

    def logout(self) -> None:
        self._submit(Logout())

    def lock(self) -> None:
        """Leave the till for a moment: the ticket stays open, whoever goes on with it."""
        self.locked_by = self.day.staff if self.day is not None else ""
        self._submit(Lock())

    def sync(self) -> None:
        """Send what waits now instead of a little later."""
        self._submit(Sync())

    def open_day(self, business_day: str, float_minor: int) -> None:
        self._submit(OpenDay(business_day=business_day, float_minor=float_minor))

    def name_of(self, staff: str) -> str:
        """Return a person's name by id; the id itself when nobody bears it."""
        return next((person.name for person in self.staff if person.id == staff), staff)

    def _submit(self, command: Command) -> None:
        self._bridge.submit(command, self._done)

    def _done(self, answer: Answer) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)

    def _answered(self, answer: Answer) -> None:
        if answer.ok:
            self._train(answer.training)
        if answer.state != self.state:
            if self.state == "locked":
                self.locked_by = ""
            self.state = answer.state
            self.state_changed.emit(answer.state)

    def _train(self, training: bool) -> None:
        if training != self.training:
            self.training = training
            self.training_changed.emit()

    def _heard(self, change: Change) -> None:
        if change.topics & {"session", "day"}:
            self._bridge.ask(DayInfo(), self._day_known)
        if "reference" in change.topics:
            self._bridge.ask(StaffList(), self._staff_known)
        if change.answer is not None and not self._bridge.busy:
            self._answered(change.answer)

    def _day_known(self, view: Any) -> None:
        if isinstance(view, DayView) and view != self.day:
            self.day = view
            self.locked_by = view.locked_by or self.locked_by
            self._train(view.training)
            self.day_changed.emit()

    def _staff_known(self, view: Any) -> None:
        if isinstance(view, list) and view != self.staff:
            self.staff = view
            self.staff_changed.emit()

    def _recovery_known(self, view: Any) -> None:
        if isinstance(view, RecoveryView) and view != RecoveryView():
            self.recovered.emit(view)
