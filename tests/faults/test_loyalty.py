"""CI's slice of members' rights under kills and lost networks, and the planted bugs that it must see, each by a sentence of its own."""

import re

import pytest

from tests.faults.loyalty.run import Enough, tortured

SLICE_LIMIT_S, PLANT_LIMIT_S = 180, 120
ENOUGH = Enough(acts=1_200, nights=2, kills=14)
"""A slice is over when so much was seen; the limits are for slow machines."""
KINDS = 11
"""So many kinds of requests at the least are carried out in a slice; a till that refuses one always would hide what it does."""

PLANTED = {
    "hold_again": r"was used \d+ times against the promise|were spent twice although the ledger was asked",
    "expired_twice": r"^points_expired of ",
    "hold_forgotten": r"is open, not confirmed by its sale",
    "restored_twice": r" restored: \d+ said",
    "lease_uncounted": r"^campaign \w+: \d+ \w+ of \d+",
    "leased_again": r"^campaign \w+ was leased \d+ \w+ of \d+",
    "uses_forgotten": r"^uses of \w+ at register ",
    "member_uses_forgotten": r"^uses by ",
    "stock_forgotten": r"^claims of ",
    "membership_forgotten": r"^membership of \w+ in \w+: none at the ledger",
}
TOGETHER = [
    ("hold_again", "expired_twice", "leased_again", "stock_forgotten", "membership_forgotten"),
    ("hold_forgotten", "restored_twice", "lease_uncounted", "uses_forgotten", "member_uses_forgotten"),
]
"""Plants that do not hide each other share a run."""
COUNTED = (
    *("spent", "holds", "capped", "coupons", "reversed", "expired"),
    *("uses", "member_uses", "leases", "claims", "memberships"),
)


@pytest.mark.long(60)
def test_no_right_is_lost_or_spent_twice_whatever_is_killed_or_parted() -> None:
    line, found = tortured(SLICE_LIMIT_S, enough=ENOUGH)
    print(line)
    assert found.ok, (line, found.faults)
    counts = {name: int(value) for name, value in re.findall(r"(\w+)=(\d+)", line)}
    assert counts["lost"] == counts["duplicated"] == counts["double_spent"] == counts["faults"] == 0
    assert counts["kinds"] >= KINDS and counts["kills"] >= 8 and counts["nights"] >= 2, line
    assert min(counts[name] for name in COUNTED) > 0, line


@pytest.mark.parametrize("plants", TOGETHER, ids=["right", "counted"])
def test_each_planted_bug_turns_it_red(plants: tuple[str, ...]) -> None:
    line, found = tortured(PLANT_LIMIT_S, plant=",".join(plants))
    print(line)
    assert not found.ok
    for plant in plants:
        assert any(re.search(PLANTED[plant], fault) for fault in found.faults), f"{plant} was not seen: {line} {found.faults}"
