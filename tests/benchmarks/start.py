"""Process start to the first painted selling screen, against a bare PySide6 window; and the same with 100,000 sales in the journal."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figure import Figure, interleaved
from tests.benchmarks.history import sell_many
from tests.benchmarks.processes import Processes
from tests.benchmarks.shop import make_profile

GOODS, SALES = 2_000, 100_000
ROUNDS, WARM_UP = 15, 2
TARGET, FLAT_TARGET = 4.0, 1.1
MODULES_LIMIT = 750


def measure(folder: Path) -> Iterator[Figure]:
    """Start both in turns, each time anew."""
    processes = Processes(folder)
    empty = make_profile(folder / "start", GOODS)
    value, baseline = interleaved(lambda: processes.cashier(empty)[0], lambda: processes.bare()[0], ROUNDS, WARM_UP)
    yield Figure("start", value, baseline, TARGET)
    yield Figure("modules", processes.cashier(empty)[1].modules, MODULES_LIMIT, 1.0, "modules")
    full = folder / "full"
    shutil.copytree(empty, full)
    sell_many(full, SALES)
    value, baseline = interleaved(lambda: processes.cashier(full)[0], lambda: processes.cashier(empty)[0], ROUNDS, WARM_UP)
    yield Figure("start_100k", value, baseline, FLAT_TARGET)
