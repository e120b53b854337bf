"""The house keeps its shape: rooms of a size to be understood, and nothing where it does not belong (DESIGN section 1)."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LIMIT, MEDIAN_LIMIT, FUNCTION_LIMIT, MOST_LIMIT = 400, 140, 60, 10
TOP = {"pyproject.toml", "README.md", "kiosk", "sync", "resources", "tests", "packaging", "LICENSE", "CHANGELOG.md"}
FOLDERS_OF_A_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users|work|workspace)/\w")
HOSTS_OF_REGISTRIES = re.compile(r"(?i)https?://[^\s\"')]*(?:pypi|simple/|artifactory|nexus|jfrog)|--(?:extra-)?index-url|--trusted-host")
DRIVERS_OF_A_DISK = ("customer", "dbapi", "each_call", "opening", "power", "scenario", "twins")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[Path]:
    """Return the files of the project: those under version control that still stand."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def sources(*packages: str) -> list[Path]:
    return [
        path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in (packages or ("kiosk", "sync", "tests"))
    ]


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each function's name with its lines."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def imported(tree: ast.AST) -> set[str]:
    """Return the top-level packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def prints(tree: ast.AST) -> bool:
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print" for node in ast.walk(tree))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def betrays(text: str) -> list[str]:
    """Return what in a text names one person's machine or somebody's package registry."""
    return [match[0] for pattern in (FOLDERS_OF_A_MACHINE, HOSTS_OF_REGISTRIES) for match in pattern.finditer(text)]


def test_no_file_is_longer_than_a_room() -> None:
    assert {str(path.relative_to(ROOT)): length(path) for path in sources() if length(path) > FILE_LIMIT} == {}


def test_the_median_file_is_short() -> None:
    assert statistics.median(length(path) for path in sources() if length(path) > 1) <= MEDIAN_LIMIT


def test_no_function_is_long_and_most_are_short() -> None:
    found = [(path, name, lines) for path in sources() for name, lines in functions(parsed(path))]
    assert [(str(path), name, lines) for path, name, lines in found if lines > FUNCTION_LIMIT] == []
    assert statistics.median(lines for _, _, lines in found) < MOST_LIMIT


def test_a_long_function_is_seen() -> None:
    long = ast.parse("async def f():\n" + "    x = 1\n" * FUNCTION_LIMIT)
    assert list(functions(long)) == [("f", FUNCTION_LIMIT + 1)]


def test_every_module_says_what_lives_there() -> None:
    without = [str(path) for path in sources() if length(path) and ast.get_docstring(parsed(path)) is None]
    assert without == []


def test_there_is_no_attic() -> None:
    attic = {"utils", "util", "helpers", "misc", "common"}
    assert [str(path) for path in sources() if path.stem in attic or path.parent.name in attic] == []


def test_nothing_prints_but_by_the_command_lines_door() -> None:
    assert [str(path) for path in sources("kiosk", "sync") if prints(parsed(path))] == []
    assert prints(ast.parse("def f():\n    print('x')"))


def test_the_fault_tests_judge_from_outside() -> None:
    """What judges the product must not use the product: its bugs would be on both sides of the scale.

    `plants` are bugs put into the product's own process to see the judge find them; no judge imports them. Below a disk of the tests' own
    the shipped classes run in one process: what drives them is named here, and what judges them (`judging`, `states`, `disk`) is not.
    """
    faults = ROOT / "tests" / "faults"
    drivers = {faults / "crash" / f"{name}.py" for name in DRIVERS_OF_A_DISK}
    assert all(path.is_file() for path in drivers)
    known = [path for path in sources("tests") if path.is_relative_to(faults) and not path.is_relative_to(faults / "plants")]
    judges = [path for path in known if path not in drivers]
    assert judges
    assert {str(path): wrong for path in judges if (wrong := imported(parsed(path)) & {"kiosk", "sync"})} == {}


@pytest.mark.parametrize("code", ["import sync.protocol", "def f():\n    from kiosk.services import till", "import os, kiosk"])
def test_a_judge_who_knows_the_accused_is_seen(code: str) -> None:
    assert imported(ast.parse(code)) & {"kiosk", "sync"}


def test_no_file_knows_a_machine_or_a_registry() -> None:
    guilty: dict[str, list[str]] = {}
    for path in tracked():
        if path == Path(__file__):
            continue
        try:
            found = betrays(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue
        if found:
            guilty[str(path.relative_to(ROOT))] = found
    assert guilty == {}


@pytest.mark.parametrize(
    "text", ["see /home/anna/till", "cp /root/x .", "--index-url https://a.b/simple/", "https://nexus.example.org/pypi"]
)
def test_a_machine_and_a_registry_are_seen(text: str) -> None:
    assert betrays(text)


@pytest.mark.parametrize("text", ["a/home/page", "/dev/null", "https://example.org/shop", "./till1"])
def test_plain_paths_are_let_be(text: str) -> None:
    assert betrays(text) == []


def test_nothing_else_stands_at_the_top() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    strangers = {name for name in names - TOP if not name.startswith(".") and not re.fullmatch(r"requirements.*\.txt", name)}
    assert strangers == set()
    assert {"pyproject.toml", "kiosk", "sync", "resources", "tests", "packaging", "README.md"} <= names
