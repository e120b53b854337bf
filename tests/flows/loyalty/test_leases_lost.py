"""A capped campaign at tills that lose their files: what may have been spent counts as spent, and the cap holds whatever happened."""

from pathlib import Path
from typing import Any

import pytest

from tests.flows.counters import Counter, counters
from tests.flows.loyalty.shops import CARD, goods, loyal

Json = dict[str, Any]
CAP = 12


def shop() -> Json:
    offer = {"id": "first12", "kind": "amount", "when": {"skus": ["pen"]}, "amount_minor": 100, "limits": {"total": CAP}}
    return loyal(goods(pen=200), offers=[offer])


def had(till: Counter) -> bool:
    """Sell one of the campaign's goods; tell whether the customer had the offer."""
    till.ok("member", code=CARD)
    taken: bool = till.ok("add", sku="pen", quantity=1)["basket"]["totals"]["discount_minor"] > 0
    till.pay()
    return taken


def spend(till: Counter) -> int:
    """Sell until the offer is over here, and return how many customers had it."""
    times = 0
    while had(till):
        times += 1
        assert times <= CAP
    return times


def lose(till: Counter, folder: Path) -> None:
    """The disk gives no file back: the program starts on an empty one."""
    for path in folder.glob("till.db*"):
        path.unlink()
    till.restart()
    till.ok("open_day", float_minor=0, business_day="2026-11-22")


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "unsent"])
def test_a_till_that_lost_its_files_spends_nothing_twice(tmp_path: Path, sent: bool) -> None:
    with counters(tmp_path, shop(), "R1", "R2") as (_, (one, two)):
        one.exchange()
        one.network.up = False
        mine = spend(one)
        assert mine > 0
        if sent:
            one.network.up = True
            one.exchange()
            one.network.up = False
            mine += spend(one)
        lose(one, tmp_path / "R1")
        assert not had(one), "without its ledger it cannot know"
        one.network.up = True
        total = mine
        for _ in range(CAP):
            for till in (one, two):
                till.exchange()
                total += spend(till)
        assert total == CAP, "what it was granted and did spend is all that is gone"


def test_what_it_had_not_spent_is_given_to_nobody(tmp_path: Path) -> None:
    """It may have been: the cap is worth more than the last few uses."""
    with counters(tmp_path, shop(), "R1", "R2") as (world, (one, two)):
        one.exchange()
        one.network.up = False
        assert had(one)
        lose(one, tmp_path / "R1")
        one.network.up = True
        total = 1
        for _ in range(CAP):
            for till in (one, two):
                till.exchange()
                total += spend(till)
        assert 1 < total < CAP
        one.ok("close_day", counted_minor=0)
        one.exchange()
        two.exchange()
        assert spend(two) == 0
        assert "campaign_overrun" not in world.cases()
