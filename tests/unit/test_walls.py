"""The walls between the rooms hold, and the linter that guards them sees a bad import."""

import os
import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
BAD_IMPORTS = {
    "the floors of kiosk": ("kiosk/domain/basket.py", "import kiosk.services.till"),
    "the floors of sync": ("sync/protocol/money.py", "import sync.rules.tax"),
    "sync never imports kiosk": ("sync/client/push.py", "import kiosk.domain.basket"),
    "the faces do not see each other": ("kiosk/screens/cashier/done.py", "import kiosk.screens.selfservice"),
    "no Qt at floor 5 or below": ("kiosk/services/till.py", "import PySide6.QtCore"),
    "the domain sees only protocol and rules": ("kiosk/domain/shift.py", "import sync.base.words"),
    "only stores, journal, database and ledger see SQLAlchemy": ("kiosk/services/day.py", "import sqlalchemy"),
    "only the camera sees OpenCV": ("kiosk/viewmodels/basket_model.py", "import cv2"),
    "only the ESC/POS driver sees escpos": ("kiosk/services/spooler.py", "import escpos"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter on the tree in `folder`, which comes before the installed one."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("kiosk", "sync"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_the_walls_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout


def imports() -> dict[str, set[str]]:
    """Return which modules each module imports."""
    graph = grimp.build_graph("kiosk", "sync", exclude_type_checking_imports=True, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_no_module_needs_itself() -> None:
    """Each can be the first that is loaded: a circle works only for whoever enters it at the right place."""
    TopologicalSorter(imports()).prepare()


def test_a_circle_of_imports_is_seen() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter(imports() | {"sync.protocol.money": {"sync.rules.tax"}}).prepare()


def test_a_bad_import_turns_the_linter_red(copy: Path) -> None:
    files = {name: copy / path for name, (path, _) in BAD_IMPORTS.items()}
    former = {path: path.read_text() for path in files.values()}
    assert lint(copy).returncode == 0
    for name, path in files.items():
        path.write_text(f"{former[path]}\n{BAD_IMPORTS[name][1]}\n")
    result = lint(copy)
    assert result.returncode == 1
    for name in BAD_IMPORTS:
        assert any(line.startswith(name) and line.rstrip().endswith("BROKEN") for line in result.stdout.splitlines()), name
