"""CI's slice of the torture by kill, and the planted bugs that it must see."""

import os
import re

import pytest

from tests.faults.kill import LEDGER_POINTS, POINT_TIMES, TILL_POINTS, kill

KILLS = 100
"""In each of two worlds, which run beside each other."""

SLICE_LIMIT_S = float(os.environ.get("COMPTOIR_KILL_SECONDS", "420"))
PLANT_LIMIT_S, PLANT_KILLS = 150, 14
"""A plant is judged after so many kills, however slow the machine is."""

PLANT_TIMES = {"early_answer": 1, "forgotten_postings": 1, "forgotten_paper": 3, "coupon_again": 1}
"""So often at each point: what waits to be printed is not always a receipt."""


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_acknowledged_is_lost_or_doubled(seed: int) -> None:
    line, held = kill(SLICE_LIMIT_S, kills=KILLS, seed=seed)
    print(line)
    counts = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", line)}
    assert held, line
    assert counts["lost"] == counts["duplicated"] == 0
    assert counts["kills"] >= KILLS and counts["ledger_kills"] >= KILLS // 2, line
    assert all(counts[point] >= POINT_TIMES for point in (*TILL_POINTS, *LEDGER_POINTS)), line


@pytest.mark.parametrize("plant", PLANT_TIMES)
def test_a_planted_bug_turns_it_red(plant: str) -> None:
    line, held = kill(PLANT_LIMIT_S, kills=PLANT_KILLS, plant=plant, points=plant != "early_answer", times=PLANT_TIMES[plant])
    print(line)
    assert not held, line
