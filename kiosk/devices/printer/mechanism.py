"""What a simulated printer does with bytes, whichever way they come: commands into jobs, questions answered, paper that runs out."""

import threading
from collections.abc import Callable
from functools import cached_property

from kiosk.devices.printer.interpreter import Paper, interpret
from kiosk.devices.printer.tokens import Command, Incomplete, take

JOB_LIMIT_BYTES = 4_000_000
_FIXED, _OFFLINE, _PAPER_STOP, _PAPER_END = 0x12, 0x08, 0x20, 0x60
_QUERY = "DLE 04"
Reply = Callable[[bytes], object]


class Job:
    """The bytes of one connection, and the paper they make."""

    def __init__(self, data: bytes, width_dots: int) -> None:
        self.data = data
        self._width_dots = width_dots

    @cached_property
    def paper(self) -> Paper:
        """The paper, interpreted when first asked for."""
        return interpret(self.data, self._width_dots)


class Intake:
    """One job being received: whole commands, and the bytes of one that is not yet whole."""

    def __init__(self) -> None:
        self.job = bytearray()
        self.pending = b""

    @property
    def size(self) -> int:
        """All bytes so far."""
        return len(self.job) + len(self.pending)

    def whole(self) -> bytes:
        """Return everything that came."""
        return bytes(self.job) + self.pending


class Mechanism:
    """A printer's inside. `on_job` is called on the printer's own thread with every paper that comes out.

    Attributes may be changed at any time: `paper_out` keeps jobs inside until `load_paper`, `last_paper` lets the paper run out at the next
    job's first byte, `silent` answers no question (and prints), `answer_delay_ms` is how long each answer takes.
    """

    def __init__(self, *, width_dots: int = 576, on_job: Callable[[Job], None] | None = None) -> None:
        self.paper_out = False
        self.last_paper = False
        self.silent = False
        self.answer_delay_ms = 0
        self.jobs: list[Job] = []
        self._waiting: list[bytes] = []
        self._width_dots = width_dots
        self._on_job = on_job
        self._changed = threading.Condition()
        self._never = threading.Event()

    def load_paper(self) -> None:
        """Put in a roll: what was received meanwhile comes out, as from a real printer's buffer."""
        self.paper_out = False
        waiting, self._waiting = self._waiting, []
        for data in waiting:
            self._print(data)

    def wait_for_jobs(self, count: int, timeout_ms: int = 5_000) -> bool:
        """Wait until at least `count` papers have come out; False when they did not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.jobs) >= count, timeout_ms / 1000)

    def wait_for_bytes(self, count: int, timeout_ms: int = 5_000) -> bytes:
        """Wait until at least `count` bytes have come out on paper, and return all that did."""
        with self._changed:
            self._changed.wait_for(lambda: sum(len(job.data) for job in self.jobs) >= count, timeout_ms / 1000)
            return b"".join(job.data for job in self.jobs)

    def take_in(self, intake: Intake, data: bytes, reply: Reply) -> None:
        """Move whole commands into the job, answering questions as they come; a question inside a picture is a picture."""
        data, at = intake.pending + data, 0
        while at < len(data):
            try:
                command, end = take(data, at)
            except Incomplete:
                break
            if command.name == _QUERY:
                self._answer(reply, command)
            else:
                intake.job += data[at:end]
                self.paper_out, self.last_paper = self.paper_out or self.last_paper, False
            at = end
        intake.pending = data[at:]

    def finish(self, data: bytes) -> None:
        """Print a job, or keep it while there is no paper."""
        if not data:
            return
        if self.paper_out:
            self._waiting.append(data)
        else:
            self._print(data)

    def _answer(self, reply: Reply, query: Command) -> None:
        if self.silent:
            return
        if self.answer_delay_ms:
            self._never.wait(self.answer_delay_ms / 1000)
        extra = {1: _OFFLINE, 2: _PAPER_STOP, 4: _PAPER_END}.get(query.arguments[0], 0)
        reply(bytes([_FIXED | (extra if self.paper_out else 0)]))

    def _print(self, data: bytes) -> None:
        job = Job(data, self._width_dots)
        with self._changed:
            self.jobs.append(job)
            self._changed.notify_all()
        if self._on_job is not None:
            self._on_job(job)
