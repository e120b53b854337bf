"""What each command loads: heavy libraries only where and when they are used."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.benchmarks.processes import Processes
from tests.benchmarks.shop import SHOP, make_profile
from tests.benchmarks.start import MODULES_LIMIT

LIBRARIES_LIMIT, HEADLESS_LIMIT = 260, 580
"""Of modules that are not ours, which cost most; and of all, our many small ones included."""
ASK = "; import sys; print('LOADED', *sorted(sys.modules))"
TILL = """
import io, sys
sys.argv = ["comptoir", "till", "--shop", sys.argv[1]]
sys.stdin = io.TextIOWrapper(io.BytesIO(b'{"do":"state"}\\n'))
from kiosk.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
LEDGER = """
import sys
sys.argv = ["comptoir", "ledger", "init", "--data", sys.argv[1]]
from kiosk.cli.main import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
import sync.ledger.web.app
"""
QT_CALLS = """
import sys
from PySide6.QtCore import QObject
thing = QObject()
before = sys.getrefcount(None)
for _ in range(50_000):
    thing.setObjectName("x")
print(sys.getrefcount(None) - before)
"""


def run(program: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def loaded(program: str, *arguments: str) -> set[str]:
    """Return the modules that a process has loaded at its end."""
    return set(run(program + "\n" + ASK.removeprefix("; "), *arguments).rpartition("LOADED ")[2].split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    path.write_bytes(msgspec.json.encode(SHOP))
    return path


def test_a_headless_till_loads_neither_qt_nor_what_it_does_not_use_yet(shop: Path) -> None:
    modules = loaded(TILL, str(shop))
    assert "kiosk.services.till" in modules
    assert not packages(modules) & {
        "PySide6",
        "shiboken6",
        "cv2",
        "numpy",
        "zxingcpp",
        "pyzbar",
        "escpos",
        "httpx",
        "pyqtgraph",
        "litestar",
    }


def test_a_headless_till_on_its_profile_loads_few_modules(tmp_path: Path) -> None:
    profile = make_profile(tmp_path / "till", 20, equipped=False)
    modules = loaded(TILL.replace("--shop", "--profile"), str(profile))
    assert not packages(modules) & {"sqlalchemy", "alembic"}
    assert len([name for name in modules if name.partition(".")[0] not in ("kiosk", "sync")]) <= LIBRARIES_LIMIT
    assert len(modules) <= HEADLESS_LIMIT


def test_a_ledger_loads_neither_qt_nor_opencv(tmp_path: Path) -> None:
    modules = loaded(LEDGER, str(tmp_path / "ledger"))
    assert {"sync.ledger.web.app", "litestar"} <= modules
    assert not packages(modules) & {"PySide6", "shiboken6", "cv2", "escpos", "zxingcpp", "pyzbar", "pyqtgraph"}


@pytest.mark.parametrize("package", ["PySide6", "cv2", "escpos", "httpx"])
def test_the_question_can_be_answered_yes(package: str) -> None:
    assert package in packages(loaded(f"import {package}"))


def test_a_cashiers_screen_is_painted_with_few_modules(tmp_path: Path) -> None:
    profile = make_profile(tmp_path / "till", 20)
    processes = Processes(tmp_path)
    _, cashier = processes.cashier(profile)
    _, bare = processes.bare()
    assert bare.modules < cashier.modules <= MODULES_LIMIT


def test_qt_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 below Python 3.12 does, and aborts after some thousands of calls."""
    assert abs(int(run(QT_CALLS))) < 100
