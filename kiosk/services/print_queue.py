"""The print queue's place in the open work: its small reads and writes, run on the worker."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from kiosk.services import papers
from kiosk.services.spooler import WORK_KIND, PrintJob
from kiosk.services.work import Terminal
from sync.rules.receipt.elements import Element

T = TypeVar("T")


class Encoder(Protocol):
    """Elements to a printer's bytes."""

    def encode(self, elements: Sequence[Element]) -> bytes: ...


class StoredQueue:
    """Print jobs of one terminal; `call` runs a piece of work on the thread that owns the store."""

    def __init__(self, terminal: Terminal, encoder: Encoder, call: Callable[[Callable[[], Any]], Any]) -> None:
        self._terminal = terminal
        self._encoder = encoder
        self._call = call

    def next_job(self) -> tuple[str, PrintJob] | None:
        """Return the oldest paper that waits."""
        found = self._call(lambda: self._terminal.store.work(WORK_KIND, limit=1))
        if not found:
            return None
        identity, body = found[0]
        return identity, msgspec.json.decode(body, type=PrintJob)

    def render(self, job: PrintJob) -> bytes:
        """Return the paper's bytes; names are looked up now."""
        elements = self._call(lambda: papers.elements(self._terminal, job))
        return self._encoder.encode(elements)

    def mark(self, id: str, job: PrintJob, *, started: bool) -> None:
        """Remember whether some of it may be on paper, so that what follows a stop is marked as a duplicate."""
        body = msgspec.json.encode(msgspec.structs.replace(job, started=started))
        self._call(lambda: self._put(id, body))

    def finished(self, id: str) -> None:
        """Forget a paper that the printer has taken."""
        self._call(lambda: self._drop(id))

    def _put(self, id: str, body: bytes) -> None:
        with self._terminal.store.unit() as unit:
            unit.put(WORK_KIND, id, body)

    def _drop(self, id: str) -> None:
        with self._terminal.store.unit() as unit:
            unit.drop(WORK_KIND, id)
