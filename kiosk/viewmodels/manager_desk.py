"""The manager's end of day: asks the ledger, asks the tills to push, and follows their answers. Times come from whoever owns the timer."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.port import Change
from kiosk.services.queries import AskPush, DayInfo, DayView, Desk, StaffList
from kiosk.viewmodels.manager_figures import Day, TerminalRow, answered, day_of, silent_since
from kiosk.viewmodels.manager_members import MembersModel
from kiosk.viewmodels.manager_offers import OffersModel
from kiosk.viewmodels.session_model import MANAGING
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.wire import DeskAnswer

SYNC_POLLS = 30
"""So many looks at the ledger a synchronisation waits for tills that do not answer; what they hold comes by itself later."""

ROLES = MANAGING


class DeskModel(QObject):
    """`day` is the last answer's figures, kept while the ledger does not answer; `fault` is why it does not."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.info: DayView | None = None
        self.staff: dict[str, str] = {}
        self.business_day = ""
        self.day: Day | None = None
        self.fault = ""
        self.asking = False
        self.syncing = False
        self.sync_ended = False
        self.answered = 0
        self.asked = 0
        self.unanswered: tuple[TerminalRow, ...] = ()
        self._push = 0
        self._polls_left = 0
        self.offers = OffersModel(bridge, self)
        self.members = MembersModel(bridge, self)
        bridge.changed.connect(self._heard)

    @property
    def allowed(self) -> bool:
        """Whether the person at this machine may see the desk."""
        return self.info is not None and self.info.role in ROLES

    def start(self) -> None:
        """Learn who is here, then ask for the newest day."""
        self._bridge.ask(StaffList(), self._take_staff)
        self._bridge.ask(DayInfo(), self._take_info)

    def refresh(self) -> None:
        """Ask the ledger again; one question at a time."""
        if self.allowed and not self.asking:
            self.asking = True
            self._bridge.ask(Desk(self.business_day), self._take_desk)

    def synchronise(self) -> None:
        """Push what this machine holds and ask every till to push now; then follow who answered."""
        if self.syncing or not self.allowed:
            return
        self.syncing, self.sync_ended = True, False
        self.answered, self.unanswered, self._polls_left = 0, (), SYNC_POLLS
        self.changed.emit()
        self._bridge.ask(AskPush(), self._take_push)

    def tick(self) -> None:
        """Look again; the owner's timer calls this every second while synchronising, rarely else."""
        self.refresh()

    def _heard(self, change: Change) -> None:
        if change.topics & {"session", "day"}:
            self._bridge.ask(DayInfo(), self._take_info)

    def _take_staff(self, result: Any) -> None:
        if not isinstance(result, (Refusal, EnvironmentFault)):
            self.staff = {row.id: row.name for row in result}
            self.changed.emit()

    def _take_info(self, result: Any) -> None:
        if isinstance(result, DayView):
            was_allowed = self.allowed
            self.info = result
            self.changed.emit()
            if self.allowed and not was_allowed:
                self.refresh()

    def _take_push(self, result: Any) -> None:
        if isinstance(result, (Refusal, EnvironmentFault)):
            self.syncing, self.fault = False, result.code
            self.changed.emit()
            return
        self._push = result if isinstance(result, int) else 0
        self.refresh()

    def _take_desk(self, result: Any) -> None:
        self.asking = False
        if isinstance(result, DeskAnswer):
            self.fault = ""
            self.day = day_of(result)
            self.members.hear_owed(self.day.owed)
            self._follow(result)
        elif isinstance(result, (Refusal, EnvironmentFault)):
            self.fault = result.code
            self._give_up_waiting()
        self.changed.emit()

    def _follow(self, answer: DeskAnswer) -> None:
        if not self.syncing:
            return
        self._push = max(self._push, answer.push_now)
        self.answered, self.asked = answered(answer, self._push)
        self.unanswered = silent_since(answer, self._push)
        if self.answered == self.asked:
            self.syncing, self.sync_ended = False, True
        else:
            self._give_up_waiting()

    def _give_up_waiting(self) -> None:
        if self.syncing:
            self._polls_left -= 1
            if self._polls_left <= 0:
                self.syncing, self.sync_ended = False, True
