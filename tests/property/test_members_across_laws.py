"""Laws of points across stores: however earned, spent and taken back, whatever nights fall between and whatever is lost on the way, every
store comes to the same balance, the books prove themselves, and what was not there is one case with its price.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.ledger import parcel_delivery
from sync.ledger.fold import fold
from sync.ledger.loyalty_tables import parcel
from sync.ledger.tables import case
from sync.ledger.verify import verify
from sync.protocol.facts import PointsMovement
from tests.contract.ledger.test_members_across_stores import balances
from tests.property.tills_across import REGISTERS, Act, TillsAcross, acts_with
from tests.unit.sync.ledger.machines import sale
from tests.unit.sync.ledger.worlds import World, world

acts = acts_with(
    side=st.sampled_from(["earned", "spent", "spent", "reversed", "restored", "pending"]),
    amount=st.integers(1, 120),
    night=st.booleans(),
)


class Tills(TillsAcross):
    """What the member's points should come to."""

    def __init__(self, made: World) -> None:
        super().__init__(made, parcel_delivery)
        self.owed = 100
        self._numbers = Counter[int]()

    def do(self, act: Act) -> None:
        till = act["till"]
        self._numbers[till] += 1
        moved = _movement(act["side"], act["amount"])
        self.chains[till].add(sale(self._numbers[till], series=f"{REGISTERS[till]}-A", member="m1", moved=moved))
        self.owed += moved.earned + moved.restored - moved.spent - moved.reversed
        if act["sent"] != "no":
            self.push(till, act["sent"])
        if act["night"]:
            self.world.time += timedelta(days=1)
            fold(self.world.context)

    def settle(self) -> None:
        """Let everything come to rest, and pending time pass."""
        self.arrive()
        self.world.time = datetime(2027, 2, 1, 9, tzinfo=UTC)
        fold(self.world.context)


def _movement(side: str, amount: int) -> PointsMovement:
    if side == "pending":
        return PointsMovement(programme="POINT", earned=amount, usable_from="2026-11-25")
    return msgspec.structs.replace(PointsMovement(programme="POINT"), **{side: amount})


def check_books(made: World) -> None:
    fault = verify(made.context).fault
    assert fault is None, fault


def play(plan: list[Act]) -> None:
    with TemporaryDirectory() as folder, world(Path(folder) / "ledger") as made:
        tills = Tills(made)
        for act in plan:
            tills.do(act)
            check_books(made)
        tills.settle()
        check_books(made)
        assert not made.count(parcel)
        assert balances(made) == [tills.owed, tills.owed]
        cases = [row for row in made.rows(case, state="open") if row["code"] == "points_overdrawn"]
        assert len(cases) <= 1
        assert all(0 < row["effect_minor"] <= -tills.owed * 2 for row in cases), "two minor units a point, and never more than is missing"


@settings(max_examples=12, phases=[Phase.generate], deadline=None)
@given(plan=acts)
def test_points_are_conserved_over_stores_nights_and_kills(plan: list[Act]) -> None:
    play(plan)


SPENT_AWAY = {"till": 2, "side": "spent", "amount": 30, "sent": "yes", "night": False}


@pytest.mark.parametrize(
    ("target", "twin"),
    [
        ("arrive", lambda connection, row, at: None),
        ("lines_at_home", lambda sent, store: []),
    ],
)
def test_a_home_that_hears_nothing_or_posts_nothing_is_seen(monkeypatch: pytest.MonkeyPatch, target: str, twin: Any) -> None:
    """The control."""
    monkeypatch.setattr(parcel_delivery, target, twin)
    with pytest.raises(AssertionError):
        play([SPENT_AWAY])
