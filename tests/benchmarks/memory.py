"""Resident memory of the running cashier's terminal, without a camera, against a bare PySide6 window."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figure import Figure, interleaved
from tests.benchmarks.processes import Processes
from tests.benchmarks.shop import make_profile

GOODS = 2_000
ROUNDS, SETTLE_MS = 5, 2_000
TARGET = 2.2
_KIB_A_MIB = 1024


def measure(folder: Path) -> Iterator[Figure]:
    """Let both run for a while after their first paint, in turns."""
    processes = Processes(folder)
    profile = make_profile(folder / "memory", GOODS)
    value, baseline = interleaved(
        lambda: processes.cashier(profile, settle_ms=SETTLE_MS)[1].resident_kb / _KIB_A_MIB,
        lambda: processes.bare(settle_ms=SETTLE_MS)[1].resident_kb / _KIB_A_MIB,
        ROUNDS,
    )
    yield Figure("memory", value, baseline, TARGET, "MiB")
