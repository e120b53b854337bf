"""Finishing a sale of twenty lines, durable, against the same rows written by pysqlite3 with hash and signature already computed."""

import itertools
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.bootstrap import Running
from kiosk.services.commands import Add, Command, Finish, SetMember, TenderMoney
from kiosk.store.till.boot import TILL
from sync.database.sqlite import connect
from tests.benchmarks.figure import Figure, interleaved
from tests.benchmarks.recorder import Recorder, write_raw
from tests.benchmarks.shop import MEMBER_CODE, make_profile, terminal

LINES, GOODS = 20, 200
ROUNDS, WARM_UP = 400, 40
TARGET = 1.5


class Seller:
    """Sells twenty lines to a member, paid in cash, with paper: what a full sale writes, it writes."""

    def __init__(self, running: Running) -> None:
        self.till = running.till
        self._requests = itertools.count(1)
        running.till.terminal.has_printer = True

    def fill(self) -> None:
        """Bring a ticket to the point where only `finish` is missing."""
        for number in range(LINES):
            self._must(Add(sku=f"s{number:06d}", quantity=1))
        self._must(SetMember(code=MEMBER_CODE))
        self._must(TenderMoney(kind="cash"))

    def finish(self) -> None:
        """Sell it, under a request number as scripted tills do."""
        self._must(Finish(request=f"r{next(self._requests)}", paper="paper"))

    def _must(self, command: Command) -> None:
        answer, _ = self.till.handle(command)
        if not answer.ok:
            raise RuntimeError(str(answer.error))


def measure(folder: Path) -> Iterator[Figure]:
    """Sell in one file, write the same rows to a copy of it, in turns."""
    profile = make_profile(folder / "finish", GOODS)
    copy = folder / "raw.db"
    with terminal(profile) as running:
        session = running.till.terminal.store.session
        session.truncate_log()
        shutil.copy(profile / TILL, copy)
        seller, recorder, raw = Seller(running), Recorder(session), connect(copy)

        def sell() -> float:
            seller.fill()
            for statement in recorder.take()[1]:
                write_raw(raw, [statement])
            begin = time.perf_counter()
            seller.finish()
            return (time.perf_counter() - begin) * 1000

        def write() -> float:
            rows = recorder.take()[1]
            begin = time.perf_counter()
            write_raw(raw, rows)
            return (time.perf_counter() - begin) * 1000

        value, baseline = interleaved(sell, write, ROUNDS, WARM_UP)
        raw.close()
    yield Figure("finish", value, baseline, TARGET)
