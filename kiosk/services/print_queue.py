"""The print queue's place in the open work: its small reads and writes, run on the worker, and what became of the last papers."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from kiosk.services import copies, papers
from kiosk.services.queries import PaperRow
from kiosk.services.spooler import SECOND_KIND, WORK_KIND, PrintJob
from kiosk.services.work import Terminal
from sync.rules.receipt.elements import Element

PRINTED_KIND = "printed"
PRINTED_LIMIT = 40
"""So many papers that the printer has taken are remembered, for who asks what became of one."""
KINDS = {1: WORK_KIND, 2: SECOND_KIND}

T = TypeVar("T")


class Printed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a paper: printed, or unknown where the printer did not say; `at` ISO 8601, `printer` 1 or 2."""

    kind: str
    state: str
    at: str
    number: str = ""
    copy_number: int = 0
    printer: int = 1


class Encoder(Protocol):
    """Elements to a printer's bytes."""

    def encode(self, elements: Sequence[Element]) -> bytes: ...


class StoredQueue:
    """Print jobs of one terminal's printer, the first or the second.

    `call` runs work on the thread that owns the store; there `taken` hears that a paper no longer waits.
    """

    def __init__(
        self,
        terminal: Terminal,
        encoder: Encoder,
        call: Callable[[Callable[[], Any]], Any],
        printer: int = 1,
        taken: Callable[[], None] = lambda: None,
    ) -> None:
        self._terminal = terminal
        self._encoder = encoder
        self._call = call
        self._taken = taken
        self._printer = printer
        self._kind = KINDS[printer]

    def next_job(self) -> tuple[str, PrintJob] | None:
        """Return the oldest paper that waits."""
        found = self._call(lambda: self._terminal.store.work(self._kind, limit=1))
        if not found:
            return None
        identity, body = found[0]
        return identity, msgspec.json.decode(body, type=PrintJob)

    def numbered(self, id: str, job: PrintJob) -> PrintJob:
        """Return the job with a number of its own where it is another copy of what may be out; that copy is journalled first."""
        if not (job.needs_number and job.kind in copies.COUNTED):
            return job
        numbered: PrintJob = self._call(lambda: self._count(id, job))
        return numbered

    def render(self, job: PrintJob) -> bytes:
        """Return the paper's bytes; names are looked up now."""
        elements = self._call(lambda: papers.elements(self._terminal, job))
        return self._encoder.encode(elements)

    def mark(self, id: str, job: PrintJob, *, started: bool) -> bool:
        """Remember whether some of it may be on paper, so that what follows a stop is marked as a duplicate; False if it is not here."""
        body = msgspec.json.encode(msgspec.structs.replace(job, started=started))
        there: bool = self._call(lambda: self._put(id, body))
        return there

    def finished(self, id: str, state: str) -> None:
        """Take a paper that the printer has taken out of the queue, and remember what it said: ready, or unknown."""
        self._call(lambda: self._finish(id, state))

    def _count(self, id: str, job: PrintJob) -> PrintJob:
        with self._terminal.store.unit(staff=job.staff, day=job.day) as unit:
            counted = msgspec.structs.replace(job, copy_number=copies.count_copy(self._terminal.store, unit, job))
            unit.put(self._kind, id, msgspec.json.encode(counted))
        return counted

    def _put(self, id: str, body: bytes) -> bool:
        if self._terminal.store.get(self._kind, id) is None:
            return False
        with self._terminal.store.unit() as unit:
            unit.put(self._kind, id, body)
        return True

    def _finish(self, id: str, state: str) -> None:
        store = self._terminal.store
        body = store.get(self._kind, id)
        with store.unit() as unit:
            unit.drop(self._kind, id)
            if body is not None:
                unit.put(PRINTED_KIND, id, msgspec.json.encode(self._printed(msgspec.json.decode(body, type=PrintJob), state)))
                for old, _ in store.work(PRINTED_KIND)[: 1 - PRINTED_LIMIT]:
                    unit.drop(PRINTED_KIND, old)
        self._taken()

    def _printed(self, job: PrintJob, state: str) -> Printed:
        return Printed(
            kind=job.kind,
            state="printed" if state == "ready" else "unknown",
            at=self._terminal.clock.now().isoformat(timespec="seconds"),
            number=job.number,
            copy_number=job.copy_number,
            printer=self._printer,
        )


def waiting(terminal: Terminal) -> int:
    """Count the papers that no printer has taken yet."""
    return sum(terminal.store.count(kind) for kind in KINDS.values())


def rows(terminal: Terminal) -> list[PaperRow]:
    """Return the papers that wait, the oldest first, then those that came out, the newest first: each copy with its state."""
    store = terminal.store
    open_jobs = [
        (id, printer, msgspec.json.decode(body, type=PrintJob)) for printer, kind in KINDS.items() for id, body in store.work(kind)
    ]
    shown = [
        PaperRow(id, job.kind, job.number, job.copy_number, "started" if job.started else "waiting", printer)
        for id, printer, job in sorted(open_jobs, key=lambda found: found[0])
    ]
    done = [(id, msgspec.json.decode(body, type=Printed)) for id, body in store.work(PRINTED_KIND)]
    return shown + [
        PaperRow(id, each.kind, each.number, each.copy_number, each.state, each.printer, each.at) for id, each in reversed(done)
    ]
