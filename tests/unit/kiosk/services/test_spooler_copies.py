"""What the queue is told while a paper is handed over: when another copy is counted, and when nothing leaves at all."""

from typing import Any

import msgspec
import pytest

from kiosk.services.spooler import PrintJob, Spooler
from sync.protocol.errors import EnvironmentFault


class Queue:
    """One paper; every word of the spooler is kept."""

    def __init__(self, job: PrintJob, *, here: bool = True) -> None:
        self.job: PrintJob | None = job
        self.here = here
        self.numbers = 0
        self.rendered: list[PrintJob] = []
        self.ended: list[str] = []

    def next_job(self) -> tuple[str, PrintJob] | None:
        return ("1", self.job) if self.job else None

    def numbered(self, id: str, job: PrintJob) -> PrintJob:
        if not job.needs_number:
            return job
        self.numbers += 1
        return msgspec.structs.replace(job, copy_number=self.numbers)

    def render(self, job: PrintJob) -> bytes:
        self.rendered.append(job)
        return b"paper"

    def mark(self, id: str, job: PrintJob, *, started: bool) -> bool:
        if self.here:
            self.job = msgspec.structs.replace(job, started=started)
        return self.here

    def finished(self, id: str, state: str) -> None:
        self.ended.append(state)
        self.job = None


class Printer:
    """Fails as it is told, then works; `sent` counts the jobs that reached it."""

    def __init__(self, *faults: dict[str, Any], state: str = "ready") -> None:
        self.faults, self.state, self.sent = list(faults), state, 0

    def status(self) -> str:
        return "ready"

    def send(self, data: bytes) -> str:
        if self.faults:
            raise EnvironmentFault("printer_paper_out", **self.faults.pop(0))
        self.sent += 1
        return self.state


def play(queue: Queue, printer: Printer, turns: int) -> None:
    spooler = Spooler(queue, printer, lambda: None)
    for _ in range(turns):
        spooler._turn()


def shown(queue: Queue) -> list[tuple[bool, int]]:
    return [(job.is_duplicate, job.copy_number) for job in queue.rendered]


SALE = PrintJob(kind="sale", number="R1-A-000001")


def test_a_paper_that_comes_out_at_once_is_no_copy() -> None:
    queue = Queue(SALE)
    play(queue, Printer(), 1)
    assert shown(queue) == [(False, 0)] and queue.ended == ["ready"] and queue.numbers == 0


def test_each_try_that_may_be_out_is_a_copy_of_its_own() -> None:
    queue = Queue(SALE)
    play(queue, Printer({"sent": True}, {"sent": True}), 3)
    assert shown(queue) == [(False, 0), (True, 1), (True, 2)]


def test_a_try_of_which_nothing_left_is_no_copy() -> None:
    queue = Queue(SALE)
    play(queue, Printer({"sent": False}, {"sent": False}), 3)
    assert shown(queue) == [(False, 0)] * 3 and queue.numbers == 0


def test_a_number_that_was_given_and_did_not_leave_is_used_the_next_time() -> None:
    queue = Queue(SALE)
    play(queue, Printer({"sent": True}, {"sent": False}), 3)
    assert shown(queue) == [(False, 0), (True, 1), (True, 1)] and queue.numbers == 1


def test_a_copy_asked_for_keeps_its_number() -> None:
    queue = Queue(msgspec.structs.replace(SALE, copy=True, copy_number=4))
    play(queue, Printer(), 1)
    assert shown(queue) == [(True, 4)] and queue.numbers == 0


def test_a_paper_sent_to_another_printer_meanwhile_does_not_come_out_here() -> None:
    queue, printer = Queue(SALE, here=False), Printer()
    play(queue, printer, 1)
    assert printer.sent == 0 and queue.ended == []


@pytest.mark.parametrize("state", ["ready", "unknown"])
def test_what_the_printer_said_is_passed_on(state: str) -> None:
    queue = Queue(SALE)
    play(queue, Printer(state=state), 1)
    assert queue.ended == [state]


def test_a_job_of_an_older_version_is_read() -> None:
    job = msgspec.json.decode(b'{"kind":"sale","number":"R1-A-000001","open_drawer":true,"copy":true,"started":true}', type=PrintJob)
    assert job.is_duplicate and job.needs_number
