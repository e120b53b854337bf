"""CI's slice of random people at a till, and the planted bugs that it must see."""

import re

import pytest

from tests.faults.people.run import till

SLICE_S, PLANT_LIMIT_S = 70, 90
KINDS = 27
"""So many kinds of requests at the least are carried out in a slice; a till that refuses one always would hide what it does."""


@pytest.mark.long(80)
def test_money_and_work_survive_whatever_people_and_machines_do() -> None:
    line, held = till(SLICE_S)
    print(line)
    counts = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", line)}
    assert held, line
    assert counts["lost"] == counts["duplicated"] == counts["faults"] == counts["not_available"] == 0
    assert counts["kinds"] >= KINDS and counts["kills"] >= 10 and counts["closings"] >= 1, line


@pytest.mark.parametrize(
    "plant",
    [
        "forgotten_ticket",
        "money_without_sale",
        "number_again",
        "refund_twice",
        "forgotten_tender",
        "forgotten_request",
        "forgotten_paper",
    ],
)
def test_a_planted_bug_turns_it_red(plant: str) -> None:
    line, held = till(PLANT_LIMIT_S, plant=plant)
    print(line)
    assert not held, line
