"""The stage of the tour: the shop with its windows, the hands before each, what has been sold so far, and the step that is being played."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.demo.tour_eyes import named, plain, words_on
from kiosk.demo.tour_goods import Shelf
from kiosk.demo.tour_hands import Hands, NotSeen, until
from kiosk.demo.tour_report import Report, StepRecord
from kiosk.demo.world import DESK, KIOSK, TILL
from kiosk.demo.world_windows import Windows
from kiosk.devices.printer.simulated import Job
from sync.base.words import Words
from sync.protocol.errors import EnvironmentFault

LOOK_MS, STILL_LOOKS, LOOKS_LIMIT = 20, 2, 40
"""A picture is taken once some looks agree; a screen that never rests is taken as it is in the end."""


class TourStopped(Exception):
    """A step was not ok; what follows would stand on sand."""


class SilenceClock:
    """The clock by which the kiosk counts silence: real time, and what the tour lets pass beside it."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.passed_s


class Sold:
    """Sales as seen on the screens, to be compared with what the till and the ledger hold. `cash_minor` is what they left in the drawer."""

    def __init__(self) -> None:
        self.till: list[int] = []
        self.kiosk: list[int] = []
        self.returned_minor = 0
        self.cash_minor = 0

    def at_till(self, total_minor: int, *, cash_minor: int | None = None, returned_minor: int = 0) -> None:
        """Note a receipt: its goods less what came back, all of it paid in cash unless said otherwise."""
        self.till.append(total_minor)
        self.returned_minor += returned_minor
        self.cash_minor += total_minor if cash_minor is None else cash_minor

    @property
    def count(self) -> int:
        return len(self.till) + len(self.kiosk)

    @property
    def sales_minor(self) -> int:
        """What the till's Z calls sales: returns stand apart."""
        return sum(self.till) + self.returned_minor

    @property
    def total_minor(self) -> int:
        return sum(self.till) + sum(self.kiosk)


class Stage:
    """Everything a step needs. `papers` are the printer's jobs in order."""

    def __init__(self, windows: Windows, report: Report, silence: SilenceClock) -> None:
        self.windows, self.world, self.report, self.silence = windows, windows.world, report, silence
        self.shelf = Shelf(self.world.folder / "shop.json")
        self.till = Hands(windows.faces[TILL])
        self.kiosk = Hands(windows.faces[KIOSK])
        self.desk = Hands(windows.faces[DESK])
        self.devices = Hands(windows.devices)
        self.customer = Hands(windows.customer)
        self.french = Words("fr")
        self.sold = Sold()
        self.papers: list[Job] = []
        self.coupon = ""
        windows.paper_came.connect(self.papers.append)

    @contextmanager
    def step(self, name: str, before: Hands, language: str = "fr") -> Iterator["Seen"]:
        """Play one step before a window; it ends with a picture. Raises TourStopped when something was not seen in time."""
        record = self.report.begin(name)
        seen = Seen(record, before.window, Words(language))
        try:
            yield seen
            if seen.job is None:
                self._take_picture(record, before.window)
            else:
                self.report.keep_picture(record, seen.job.paper.png(), seen.job.paper.image.tobytes())
        except (NotSeen, EnvironmentFault) as failure:
            self.report.fail(record, str(failure) or type(failure).__name__)
            self._take_picture(record, before.window)
        self.report.write()
        if not record.ok:
            raise TourStopped(f"{record.name}: {record.reason}")

    def amount_on(self, name: str) -> int:
        """Return the amount that is written on a thing before the cashier, in minor units."""
        found = named(self.till.window, name)
        words = "".join(words_on(found)) if found is not None else ""
        return int("".join(letter for letter in words if letter.isdigit()) or 0)

    def ledger(self, *arguments: str) -> Any:
        """Return what `comptoir ledger ... --json` says of the ledger."""
        return msgspec.json.decode(self.world.ledger.ask(*arguments, "--json"))

    def wait_for_paper(self, count: int) -> Job:
        """Return the last of `count` papers once it has come out of the printer."""
        until(lambda: len(self.papers) >= count, f"paper number {count}", lambda: f"{len(self.papers)} papers")
        return self.papers[count - 1]

    def wait_for_paper_saying(self, text: str, since: int) -> Job:
        """Return the first paper after so many on which this stands: other papers may still be on their way."""
        until(lambda: any(_says(job, text) for job in self.papers[since:]), f"a paper that says {text!r}")
        return next(job for job in self.papers[since:] if _says(job, text))

    def _take_picture(self, record: StepRecord, window: QWidget) -> None:
        """Grab a window once it stands still."""
        image, still = window.grab().toImage(), 0
        for _ in range(LOOKS_LIMIT):
            QTest.qWait(LOOK_MS)
            again = window.grab().toImage()
            still = still + 1 if again == image else 0
            image = again
            if still == STILL_LOOKS:
                break
        self.report.keep_picture(record, png_of(image), bytes(image.constBits()))


def _says(job: Job, text: str) -> bool:
    return text in plain("\n".join(job.paper.text))


class Seen:
    """What is checked in one step: texts that are read on the window, and facts. Each check waits, bounded, and is noted."""

    def __init__(self, record: StepRecord, window: QWidget, words: Words) -> None:
        self._record, self._window = record, window
        self.words = words
        self.job: Job | None = None

    def reads(self, *texts: str) -> None:
        """These texts stand on the window."""
        for text in texts:
            wanted = plain(text)
            until(lambda wanted=wanted: self.stands(wanted), f"no {text!r} on the screen", self._all)  # type: ignore[misc]
            self._record.checked.append(f"reads: {wanted}")

    def says(self, message: str, **params: object) -> None:
        """This sentence of the product stands there, in the language of the step."""
        self.reads(self.words.tr(message, **params))

    def misses(self, text: str) -> None:
        """This text does not stand there (any more)."""
        wanted = plain(text)
        until(lambda: not self.stands(wanted), f"{text!r} is still on the screen", self._all)
        self._record.checked.append(f"does not read: {wanted}")

    def paper(self, job: Job) -> None:
        """The picture of this step is the paper, as the printer made it of the bytes."""
        self.job = job

    def prints(self, job: Job, *texts: str) -> None:
        """These texts stand on a paper."""
        rows = plain("\n".join(job.paper.text))
        for text in texts:
            self.holds(f"prints: {plain(text)}", plain(text) in rows)

    def holds(self, what: str, met: Any, patience_s: float | None = None) -> None:
        """A fact holds: a value, or a condition that comes true in time."""
        if callable(met):
            until(lambda: bool(met()), what, patience_s=patience_s)
        elif not met:
            raise NotSeen(what)
        self._record.checked.append(what)

    def stands(self, wanted: str) -> bool:
        """Say whether a text can be read now."""
        return any(wanted in text for text in words_on(self._window))

    def _all(self) -> str:
        return " | ".join(words_on(self._window))


def png_of(image: QImage) -> bytes:
    """Return a picture as PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt a name
    return bytes(buffer.data().data())
