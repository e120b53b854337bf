"""The durable print queue: papers wait in the open work until the printer has taken them, whatever is off, empty or killed meanwhile."""

import logging
from collections.abc import Callable
from typing import Literal, Protocol

import msgspec

from kiosk.services.background import Background
from kiosk.services.ports import PrinterPort
from sync.base.points import reach
from sync.protocol.errors import EnvironmentFault

WORK_KIND = "print"
SECOND_KIND = "print_2"
"""What waits for the first printer, and for the second."""
FIRST_PAUSE_S = 0.5
PAUSE_LIMIT_S = 10.0

_log = logging.getLogger(__name__)


class PrintJob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper to print: which one, never its words (names reach paper at print time).

    `number` or `seq` says which fact it shows; of a member's card `number` is the random id. `copy` marks a duplicate and `copy_number`
    counts it; `started` means that some of it may be out already, as the copy `out_as`.
    """

    kind: Literal["sale", "gift", "training", "closing", "period", "report", "cash", "drawer", "test", "member_card", "recovery"]
    number: str = ""
    seq: int = 0
    report: msgspec.Raw = msgspec.Raw(b"null")
    staff: str = ""
    day: str = ""
    open_drawer: bool = False
    copy: bool = False
    copy_number: int = 0
    started: bool = False
    out_as: int = 0

    @property
    def is_duplicate(self) -> bool:
        """True for a copy, and for what may be out already."""
        return self.copy or self.started

    @property
    def needs_number(self) -> bool:
        """True when what is printed next is another copy of what may be out."""
        return self.started and self.copy_number == self.out_as


def job_id(seq: int, part: int = 0) -> str:
    """Name a job so that the queue keeps the order of the journal."""
    return f"{seq:012d}-{part}"


class Queue(Protocol):
    """The queue's small reads and writes, each run on the worker."""

    def next_job(self) -> tuple[str, PrintJob] | None: ...
    def numbered(self, id: str, job: PrintJob) -> PrintJob: ...
    def render(self, job: PrintJob) -> bytes: ...
    def mark(self, id: str, job: PrintJob, *, started: bool) -> bool: ...
    def finished(self, id: str, state: str) -> None: ...


class Spooler:
    """Prints the queue on a thread of its own. `state` is the printer's last known one: ready, paper_out, off or unknown."""

    def __init__(self, queue: Queue, printer: PrinterPort, changed: Callable[[], None], name: str = "spooler") -> None:
        self._queue = queue
        self._printer = printer
        self._changed = changed
        self._pause_s = FIRST_PAUSE_S
        self.state = "unknown"
        self.thread = Background(name, self._turn)

    def _turn(self) -> float:
        """Print the next paper; rest while there is none, and longer each time while the printer is in the way."""
        idle = self._print_one()
        if idle is False:
            self._pause_s = min(self._pause_s * 2, PAUSE_LIMIT_S)
            return self._pause_s
        self._pause_s = FIRST_PAUSE_S
        return 0 if idle is None else PAUSE_LIMIT_S

    def _print_one(self) -> bool | None:
        """Print the next paper; None when one came out, True when none waits, False when the printer is in the way."""
        found = self._queue.next_job()
        if found is None:
            self._show(self._printer.status())
            return True
        identity, job = found
        try:
            self._require_ready()
            state = self._send(identity, job)
        except EnvironmentFault as fault:
            self._show(fault.code.removeprefix("printer_").replace("silent", "unknown"))
            return False
        if state:
            self._queue.finished(identity, state)
            self._show("ready" if state == "ready" else "unknown")
        # One paper fewer waits, also where the state has not changed.
        self._changed()
        return None

    def _require_ready(self) -> None:
        state = self._printer.status()
        if state in ("off", "paper_out"):
            raise EnvironmentFault(f"printer_{state}")

    def _send(self, identity: str, job: PrintJob) -> str:
        """Hand a paper over and return what the printer said after it; empty when the paper was sent to another printer meanwhile."""
        tried = self._queue.numbered(identity, job)
        data = self._queue.render(tried)
        if not self._queue.mark(identity, msgspec.structs.replace(tried, out_as=tried.copy_number), started=True):
            return ""
        reach("before_print")
        try:
            state = self._printer.send(data)
        except EnvironmentFault as fault:
            if not fault.params.get("sent", True):
                self._queue.mark(identity, tried, started=job.started)
            raise
        reach("after_print")
        return state

    def _show(self, state: str) -> None:
        """Tell a new state, and only a new one: what is told wakes this thread too."""
        if state != self.state:
            _log.info("printer %s", state)
            self.state = state
            self._changed()
