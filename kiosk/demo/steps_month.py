"""The tour's month that is over: closed after the day's Z, archived, and proven by a verifier that knows nothing of the till."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk.demo.tour_stage import Stage
from kiosk.demo.world import TILL

VERIFIER = Path(__file__).parents[2] / "packaging" / "verify_archive.py"
VERIFY_S = 60


def play(stage: Stage) -> None:
    """Close last month before the report of the day just closed."""
    till = stage.till
    till.tap("closings")
    with stage.step("cashier-close-month", till) as seen:
        seen.says("Close a month or year")
        seen.says("Month: the stored Z reports are summed and a signed archive is made.")
    printed = len(stage.papers)
    till.tap("close_month")
    with stage.step("cashier-month-closed", till) as seen:
        seen.says("The month is closed. Its signed archive is kept on this till and with the ledger.")
    with stage.step("paper-month", till) as seen:
        job = stage.wait_for_paper(printed + 1)
        seen.paper(job)
        (archive,) = (stage.world.profiles[TILL] / "archives").glob("*.zip")
        proof = _verify(archive)
        seen.holds("the stand-alone verifier, a process of its own, proves the archive", proof.returncode == 0)
        said = json.loads(proof.stdout)
        seen.holds(f"it counted the Z reports of the month: {said}", proof.stdout.strip() != "")
        seen.holds("the same archive with one byte changed is refused", _verify(_spoiled(archive, stage.world.folder)).returncode == 1)


def _verify(archive: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(VERIFIER), str(archive), "--json"]
    return subprocess.run(command, capture_output=True, text=True, timeout=VERIFY_S, check=False)  # noqa: S603  # our own command


def _spoiled(archive: Path, folder: Path) -> Path:
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    spoiled = folder / f"spoiled-{archive.name}"
    spoiled.write_bytes(data)
    return spoiled
