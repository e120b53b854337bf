"""Closing a day of 2,000 sales, durable, against hand-written statements of the same Z: the sums read, the same rows written."""

import itertools
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.bootstrap import Running
from kiosk.services.commands import CloseDay, Command, OpenDay
from kiosk.store.session import Statement
from kiosk.store.till.boot import TILL
from sync.database.sqlite import Connection, connect
from tests.benchmarks.figure import Figure, interleaved
from tests.benchmarks.history import sell_into
from tests.benchmarks.recorder import Recorder, write_raw
from tests.benchmarks.shop import make_profile, terminal

GOODS, SALES = 200, 2_000
ROUNDS, WARM_UP = 20, 2
TARGET = 2.0
DAY, FLOAT_MINOR, COUNTED_MINOR = "2026-11-22", 10_000, 50_000


class Days:
    """Opens days, sells and closes them at one till, which has a printer."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._requests = itertools.count(1)
        running.till.terminal.has_printer = True

    def sell(self, sales: int) -> None:
        """Open the day if it is not open, and put its sales into the journal."""
        if self._running.till.session.day is None:
            self._must(OpenDay(float_minor=FLOAT_MINOR, business_day=DAY))
        sell_into(self._running, sales)

    def close(self) -> None:
        """Make the Z."""
        self._must(CloseDay(counted_minor=COUNTED_MINOR, request=f"z{next(self._requests)}"))

    @property
    def z_number(self) -> int:
        """The number of the Z that closes the open day."""
        return self._running.till.session.z_number

    def _must(self, command: Command) -> None:
        answer, _ = self._running.till.handle(command)
        if not answer.ok:
            raise RuntimeError(str(answer.error))


def read_raw(connection: Connection, z_number: int) -> tuple[int, int]:
    """Read what a Z is made of as one would by hand: the period's sums and the perpetual ones; return sales and expected cash."""
    sql = "SELECT key, amount_minor, count FROM total WHERE scope = ?"
    period = {key: amount for key, amount, _ in connection.execute(sql, (f"z{z_number}",))}
    perpetual = {key: amount for key, amount, _ in connection.execute(sql, ("perpetual",))}
    moved = period.get("paid_in", 0) - period.get("paid_out", 0) - period.get("drop", 0)
    return perpetual["sales"], period.get("float", 0) + period.get("tender:cash", 0) + moved


def measure(folder: Path) -> Iterator[Figure]:
    """Close in one file, read and write the same in a copy of it, in turns; each right after its own sales were written."""
    profile = make_profile(folder / "z", GOODS)
    copy = folder / "z-raw.db"
    with terminal(profile) as running:
        session = running.till.terminal.store.session
        session.truncate_log()
        shutil.copy(profile / TILL, copy)
        days, recorder, raw = Days(running), Recorder(session), connect(copy)
        closing = 0
        sales: list[Statement] = []

        def close() -> float:
            nonlocal closing
            days.sell(SALES)
            closing = days.z_number
            sales[:] = recorder.take()[1]
            begin = time.perf_counter()
            days.close()
            return (time.perf_counter() - begin) * 1000

        def by_hand() -> float:
            write_raw(raw, sales)
            rows = recorder.take()[1]
            begin = time.perf_counter()
            read_raw(raw, closing)
            write_raw(raw, rows)
            return (time.perf_counter() - begin) * 1000

        value, baseline = interleaved(close, by_hand, ROUNDS, WARM_UP)
        raw.close()
    yield Figure("z", value, baseline, TARGET)
