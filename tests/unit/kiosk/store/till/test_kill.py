"""A process killed at a named point: what was committed is there, what was not is not, and the next number follows."""

import os
import signal
import subprocess
import sys

import pytest

from tests.unit.kiosk.store.build import Profile, sell

PROGRAM = """
import sys
from pathlib import Path
from tests.unit.kiosk.store.build import DAY, Profile, sale
store = Profile(Path(sys.argv[1])).open()
with store.unit(day=DAY) as unit:
    unit.put("basket", "open", b"ticket")
with store.unit(day=DAY) as unit:
    unit.append(sale(str(unit.next_number())))
    unit.drop("basket", "open")
print("not killed")
"""
OPENING, TICKET, SALE = 1, 2, 3


@pytest.mark.parametrize(
    ("point", "count", "ticket", "sales"),
    [
        ("before_commit", TICKET, None, 0),
        ("after_commit", TICKET, b"ticket", 0),
        ("before_commit", SALE, b"ticket", 0),
        ("after_commit", SALE, None, 1),
    ],
)
def test_killed(profile: Profile, point: str, count: int, ticket: bytes | None, sales: int) -> None:
    environment = os.environ | {"COMPTOIR_KILL_AT": f"{point}:{count}"}
    ended = subprocess.run([sys.executable, "-c", PROGRAM, str(profile.folder)], env=environment, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with profile.opened() as store:
        assert store.get("basket", "open") == ticket
        assert store.counter == sales and store.past is None
        assert sell(store)[0].number == f"R1-A-00000{sales + 1}"
        assert store.verify().ok


def test_killed_while_opening_spends_the_series(profile: Profile) -> None:
    environment = os.environ | {"COMPTOIR_KILL_AT": f"before_commit:{OPENING}"}
    subprocess.run([sys.executable, "-c", PROGRAM, str(profile.folder)], env=environment, capture_output=True)
    with profile.opened() as store:
        assert sell(store)[0].number == "R1-A2-000001"
