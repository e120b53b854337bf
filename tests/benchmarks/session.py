"""Resident memory of a till after a full day of 2,000 sales against the same till after its first 200: it does not grow with the day."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.benchmarks.figure import Figure
from tests.benchmarks.session_process import Grown
from tests.benchmarks.shop import make_profile

GOODS = 2_000
FIRST, ALL = 200, 2_000
TARGET = 1.1
"""SQLite's page caches (2 MiB a file) go on filling after the first sales; a leak of 4 KiB a sale would not fit."""

LIMIT_S = 300
_KIB_A_MIB = 1024


def measure(folder: Path) -> Iterator[Figure]:
    """Sell all day in a process of its own."""
    profile = make_profile(folder / "session", GOODS)
    command = [sys.executable, "-m", "tests.benchmarks.session_process", str(profile), str(FIRST), str(ALL)]
    out = subprocess.run(command, capture_output=True, check=True, timeout=LIMIT_S).stdout
    grown = msgspec.json.decode(out, type=Grown)
    yield Figure("session", grown.at_end_kb / _KIB_A_MIB, grown.at_first_kb / _KIB_A_MIB, TARGET, "MiB")
