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
FIRST_PAUSE_S = 0.5
PAUSE_LIMIT_S = 10.0

_log = logging.getLogger(__name__)


class PrintJob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A paper to print: which one, never its words (names reach paper at print time). `started` means some of it may be out already."""

    kind: Literal["sale", "closing", "report", "drawer"]
    number: str = ""
    seq: int = 0
    report: msgspec.Raw = msgspec.Raw(b"null")
    staff: str = ""
    open_drawer: bool = False
    copy: bool = False
    started: bool = False


def job_id(seq: int, part: int = 0) -> str:
    """Name a job so that the queue keeps the order of the journal."""
    return f"{seq:012d}-{part}"


class Queue(Protocol):
    """The queue's small reads and writes, each run on the worker."""

    def next_job(self) -> tuple[str, PrintJob] | None: ...
    def render(self, job: PrintJob) -> bytes: ...
    def mark(self, id: str, job: PrintJob, *, started: bool) -> None: ...
    def finished(self, id: str) -> None: ...


class Spooler:
    """Prints the queue on a thread of its own. `state` is the printer's last known one: ready, paper_out, off or unknown."""

    def __init__(self, queue: Queue, printer: PrinterPort, changed: Callable[[], None]) -> None:
        self._queue = queue
        self._printer = printer
        self._changed = changed
        self._pause_s = FIRST_PAUSE_S
        self.state = "unknown"
        self.thread = Background("spooler", self._turn)

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
            self._send(identity, job)
        except EnvironmentFault as fault:
            self._show(fault.code.removeprefix("printer_").replace("silent", "unknown"))
            return False
        self._queue.finished(identity)
        self._show("ready")
        # One paper fewer waits, also where the state has not changed.
        self._changed()
        return None

    def _require_ready(self) -> None:
        state = self._printer.status()
        if state in ("off", "paper_out"):
            raise EnvironmentFault(f"printer_{state}")

    def _send(self, identity: str, job: PrintJob) -> None:
        data = self._queue.render(job)
        self._queue.mark(identity, job, started=True)
        reach("before_print")
        try:
            self._printer.send(data)
        except EnvironmentFault as fault:
            if not fault.params.get("sent", True):
                self._queue.mark(identity, job, started=job.started)
            raise
        reach("after_print")

    def _show(self, state: str) -> None:
        """Tell a new state, and only a new one: what is told wakes this thread too."""
        if state != self.state:
            _log.info("printer %s", state)
            self.state = state
            self._changed()
