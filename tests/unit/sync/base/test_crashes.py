"""Crash reports say where, never what: no message, no value, no more than are kept."""

import json
import logging
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from sync.base import crashes
from sync.protocol.errors import EnvironmentFault

WATCHED = """
import logging, sys, threading
from pathlib import Path
from sync.base import crashes, log
folder = Path(sys.argv[1])
log.configure(folder)
crashes.watch(folder, "comptoir test")
def fail(name):
    raise KeyError(name)
"""


def run(folder: Path, program: str) -> int:
    folder.mkdir(exist_ok=True)
    done = subprocess.run([sys.executable, "-c", WATCHED + program, str(folder)], capture_output=True, check=False)
    return done.returncode


def reports(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / crashes.FOLDER).glob("*.json"))]


def test_what_nobody_catches_is_reported(tmp_path: Path) -> None:
    assert run(tmp_path, "fail('Claire Martin')") == 1
    (found,) = reports(tmp_path)
    assert (found["software"], found["thread"]) == ("comptoir test", "main")
    (told,) = found["errors"]
    assert told["type"] == "builtins.KeyError" and told["frames"][-1].endswith(" fail")
    assert crashes.kept(tmp_path).reports == 1 and crashes.kept(tmp_path).last.endswith("+00:00")


def test_a_thread_and_a_logged_bug_are_reported(tmp_path: Path) -> None:
    program = """
thread = threading.Thread(target=fail, args=("Claire",), name="spooler")
thread.start(); thread.join()
try:
    fail("Claire")
except KeyError:
    logging.getLogger("kiosk.services.till").exception("bug in %s", "Scan")
logging.getLogger("kiosk.services.till").error("no trace, no report")
"""
    assert run(tmp_path, program) == 0
    assert [found["thread"] for found in reports(tmp_path)] == ["spooler", "MainThread"]


def test_nothing_personal_is_in_a_report_or_in_the_log(tmp_path: Path) -> None:
    program = (
        "\ntry:\n    fail('Claire Martin')\nexcept KeyError:\n    logging.getLogger('kiosk').exception('bug')\nfail('claire@example.org')\n"
    )
    assert run(tmp_path, program) == 1
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"KeyError" in kept
    assert not any(word in kept for word in (b"Claire", b"claire", str(Path.home()).encode() + b"/"))


def test_a_process_that_dies_of_a_fault_leaves_its_stack(tmp_path: Path) -> None:
    status = run(tmp_path, f"import os; os.kill(os.getpid(), {int(signal.SIGSEGV)})")
    assert status == -signal.SIGSEGV
    assert crashes.kept(tmp_path).reports == 0
    assert run(tmp_path, "") == 0
    (left,) = (tmp_path / crashes.FOLDER).glob("2*.txt")
    assert "Segmentation fault" in left.read_text(encoding="utf-8") and crashes.kept(tmp_path).reports == 1


def test_a_till_that_was_closed_leaves_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "raise SystemExit(3)") == 3
    assert crashes.kept(tmp_path) == (0, "")


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / crashes.FOLDER
    folder.mkdir()
    for number in range(crashes.KEPT + 5):
        (folder / f"20200101T0000{number:02d}-1.json").write_text("{}", encoding="utf-8")
    crashes.Reporter(folder, "test").write(ValueError("x"), "main")
    assert crashes.kept(tmp_path).reports == crashes.KEPT
    assert not (folder / "20200101T000000-1.json").exists()


def test_causes_are_told_with_our_own_codes() -> None:
    try:
        try:
            raise OSError("no claire")
        except OSError as error:
            raise EnvironmentFault("disk_full") from error
    except EnvironmentFault as fault:
        told = crashes.described(fault)
    assert [each["type"] for each in told] == ["sync.protocol.errors.EnvironmentFault", "builtins.OSError"]
    assert told[0]["code"] == "disk_full" and "claire" not in json.dumps(told)


def test_a_folder_that_takes_nothing_hides_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    crashes.Reporter(blocked / "crashes", "test").write(ValueError("x"), "main")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_wrong_folder_is_left_to_whoever_opens_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It said nothing of use, and said it with a stack of its own: the log's file was to stand there too."""
    before = sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)
    try:
        crashes.watch(tmp_path / "none", "test")
    finally:
        sys.excepthook, threading.excepthook, logging.getLogger().handlers[:] = before
    assert not caplog.records and not (tmp_path / "none").exists()
