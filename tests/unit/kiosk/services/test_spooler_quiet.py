"""A spooler with nothing new to tell tells nothing: its word wakes it, and it would never rest again."""

from typing import Literal

from kiosk.services.spooler import PrintJob, Spooler
from sync.protocol.errors import EnvironmentFault

State = Literal["ready", "paper_out", "off", "unknown"]


class FakeQueue:
    def __init__(self, *jobs: PrintJob) -> None:
        self.jobs = {f"{number}": job for number, job in enumerate(jobs)}

    def next_job(self) -> tuple[str, PrintJob] | None:
        return next(iter(self.jobs.items()), None)

    def render(self, job: PrintJob) -> bytes:
        return b"paper"

    def numbered(self, id: str, job: PrintJob) -> PrintJob:
        return job

    def mark(self, id: str, job: PrintJob, *, started: bool) -> bool:
        return True

    def finished(self, id: str, state: str) -> None:
        del self.jobs[id]


class FakePrinter:
    def __init__(self, state: State) -> None:
        self.state: State = state

    def send(self, data: bytes) -> str:
        if self.state != "ready":
            raise EnvironmentFault(f"printer_{self.state}", sent=False)
        return self.state

    def status(self) -> State:
        return self.state


def spooler(printer: FakePrinter, *jobs: PrintJob) -> tuple[Spooler, list[str]]:
    told: list[str] = []
    made = Spooler(FakeQueue(*jobs), printer, lambda: told.append(made.state))
    return made, told


def turns(made: Spooler, count: int) -> list[float]:
    return [made._turn() for _ in range(count)]


def test_an_idle_printer_is_told_once() -> None:
    made, told = spooler(FakePrinter("ready"))
    assert all(turns(made, 5))
    assert told == ["ready"]


def test_a_printer_that_stays_off_is_told_once() -> None:
    made, told = spooler(FakePrinter("off"), PrintJob(kind="drawer", number="1"))
    assert all(turns(made, 5))
    assert told == ["off"]


def test_every_paper_that_came_out_is_told() -> None:
    made, told = spooler(FakePrinter("ready"), *(PrintJob(kind="drawer", number=number) for number in "123"))
    turns(made, 3)
    assert told.count("ready") >= 3


def test_a_printer_that_comes_back_is_told() -> None:
    printer = FakePrinter("off")
    made, told = spooler(printer)
    turns(made, 2)
    printer.state = "ready"
    turns(made, 2)
    assert told == ["off", "ready"]
