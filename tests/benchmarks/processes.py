"""Starts the processes that are measured from outside: the real `comptoir cashier` and a bare window, alike in all else."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

LIMIT_S = 120


class Report(msgspec.Struct, frozen=True):
    """What a process says of itself once it is painted: when (monotonic clock of the machine), modules loaded, resident memory."""

    painted_s: float
    modules: int
    resident_kb: int


class Processes:
    """`folder` keeps the byte code of both, as an installation has it."""

    def __init__(self, folder: Path) -> None:
        kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")}
        self._environment = kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}

    def bare(self, *, settle_ms: int = 0) -> tuple[float, Report]:
        """Start a bare PySide6 window; milliseconds to its first paint, and its report."""
        return self._run("tests.benchmarks.bare_window", str(settle_ms))

    def cashier(self, profile: Path, *, settle_ms: int = 0) -> tuple[float, Report]:
        """Start `comptoir cashier`; milliseconds to the first painted selling screen, and its report."""
        return self._run("tests.benchmarks.cashier_process", str(settle_ms), str(profile))

    def _run(self, module: str, *arguments: str) -> tuple[float, Report]:
        command: Sequence[str] = [sys.executable, "-m", module, *arguments]
        begin = time.monotonic()
        out = subprocess.run(command, env=self._environment, capture_output=True, check=True, timeout=LIMIT_S).stdout
        report = msgspec.json.decode(out, type=Report)
        return (report.painted_s - begin) * 1000, report
