"""The tour as a stranger starts it: the real command, without a display, judged by what it leaves behind."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from kiosk.devices.printer.interpreter import interpret

LIMIT_S = 400
LEAST_PICTURES = 100
FACES = ("first-start", "cashier", "kiosk", "desk", "paper", "printer", "devices", "customer")


class Played(NamedTuple):
    folder: Path
    report: dict[str, Any]
    said: str

    def step(self, name: str) -> dict[str, Any]:
        return next(step for step in self.report["steps"] if step["name"] == name)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Played:
    """Let one worker play the tour for all of them: who comes meanwhile waits for what it leaves."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder, said = shared / "tour", shared / "tour.said"
    with (shared / "tour.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(_play(folder), encoding="utf-8")
    return Played(folder, json.loads((folder / "tour.json").read_text(encoding="utf-8")), said.read_text(encoding="utf-8"))


def _play(folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [str(Path(sys.executable).parent / "comptoir"), "demo", "--tour", str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long(90)
def test_every_step_is_ok_and_checked_something(played: Played) -> None:
    assert played.report["ok"] is True
    assert [step["n"] for step in played.report["steps"]] == list(range(1, len(played.report["steps"]) + 1))
    for step in played.report["steps"]:
        assert step["ok"] is True, step
        assert step["checked"], step


def test_pictures_cover_all_faces_and_no_two_are_alike(played: Played) -> None:
    pictures = [played.folder / step["picture"] for step in played.report["steps"]]
    dots = {hashlib.sha256(Image.open(picture).convert("RGB").tobytes()).hexdigest() for picture in pictures}
    assert len(pictures) >= LEAST_PICTURES
    assert len(dots) == len(pictures)
    for face in FACES:
        assert any(step["name"].startswith(face) for step in played.report["steps"]), face


def test_the_printed_bytes_are_left_and_make_the_paper_that_was_shown(played: Played) -> None:
    papers = sorted(played.folder.glob("*.escpos"))
    assert len(papers) >= len([step for step in played.report["steps"] if step["name"].startswith("paper")])
    made = {interpret(paper.read_bytes()).image.convert("1").tobytes() for paper in papers}
    for name in ("paper-test-page", "paper-receipt", "paper-refund", "paper-z-report", "paper-month"):
        shown = Image.open(played.folder / played.step(name)["picture"])
        assert shown.convert("1").tobytes() in made, name


def test_the_ledger_was_compared_after_it_came_back(played: Played) -> None:
    checked = " ".join(played.step("cashier-online-again")["checked"])
    for fact in ("at the ledger once", "more entries than before", "postings and balances hold", "no case is open"):
        assert fact in checked


def test_the_archive_was_proven_by_who_knows_nothing_of_the_till(played: Played) -> None:
    checked = " ".join(played.step("paper-month")["checked"])
    for fact in ("a process of its own, proves the archive", "one byte changed is refused"):
        assert fact in checked


def test_the_receipt_was_read_on_a_phone(played: Played) -> None:
    page = (played.folder / "receipt-page.html").read_text(encoding="utf-8")
    assert "Le Comptoir des Halles" in page
    assert any("the phone opens the receipt" in each for each in played.step("customer-thanks")["checked"])


def test_it_says_where_the_pictures_are(played: Played) -> None:
    assert str(played.folder) in played.said
    assert "all ok" in played.said
