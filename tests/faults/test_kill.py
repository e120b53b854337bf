"""CI's slice of the torture by kill, and the planted bugs that it must see."""

import os
import re
from typing import NamedTuple

import pytest

from tests.faults.kill import LEDGER_POINTS, POINT_TIMES, POINTS, kill

KILLS = 100
"""In each of two worlds, which run beside each other."""

SLICE_LIMIT_S = float(os.environ.get("COMPTOIR_KILL_SECONDS", "420"))
PLANT_LIMIT_S = 150


class Meeting(NamedTuple):
    """What it takes at the most to meet a planted bug, however slow the machine is: kills, and so many at each of these points."""

    kills: int
    points: tuple[str, ...]
    times: int = 1


PLANTS = {
    # A kill shows it only where the last answer was that of a sale.
    "early_answer": Meeting(80, ()),
    "forgotten_postings": Meeting(6, LEDGER_POINTS),
    # What waits to be printed is not always a receipt.
    "forgotten_paper": Meeting(12, ("before_print",), 6),
    "coupon_again": Meeting(14, POINTS),
}


@pytest.mark.long(150)
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_acknowledged_is_lost_or_doubled(seed: int) -> None:
    line, held = kill(SLICE_LIMIT_S, kills=KILLS, seed=seed)
    print(line)
    counts = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", line)}
    assert held, line
    assert counts["lost"] == counts["duplicated"] == 0
    assert counts["kills"] >= KILLS and counts["ledger_kills"] >= KILLS // 2, line
    assert all(counts[point] >= POINT_TIMES for point in POINTS), line


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_turns_it_red(plant: str) -> None:
    kills, points, times = PLANTS[plant]
    line, held = kill(PLANT_LIMIT_S, kills=kills, plant=plant, points=points, times=times)
    print(line)
    assert not held, line
