"""P3, tiers: by points, spend and visits in a window; progress as it is told; grace and the ways down; thresholds lost by a return."""

from pathlib import Path
from typing import Any

import pytest

from kiosk.services.papers import text_of
from tests.flows.loyalty.scenes import Scene, scene, ways
from tests.flows.loyalty.shops import points

Json = dict[str, Any]


def tiers(by: str, silver: int, gold: int, **more: Any) -> Json:
    ladder = [{"id": "silver", "name": "Argent", "need": silver, "perks": ["Un café"]}, {"id": "gold", "name": "Or", "need": gold}]
    return {"id": "T", "kind": "tiers", "by": by, "tiers": ladder, **more}


def stands(shop: Scene) -> tuple[str, int, int]:
    """The tier, what counts, and what the next tier needs; both tills agree."""
    (mine,), (other,) = shop.wallet(shop.one)["tiers"], shop.wallet(shop.two)["tiers"]
    assert mine == other
    return mine["tier"], mine["have"], mine["need"]


@pytest.mark.parametrize(
    ("programme", "after"),
    [
        (tiers("spend", 5000, 12_000), [("silver", 5000, 12_000), ("silver", 10_000, 12_000), ("gold", 15_000, 0)]),
        (tiers("points", 50, 120, points="POINT"), [("silver", 50, 120), ("silver", 100, 120), ("gold", 150, 0)]),
        (tiers("visits", 1, 3), [("silver", 1, 3), ("silver", 2, 3), ("gold", 3, 0)]),
    ],
)
@ways
def test_a_ladder_is_climbed(tmp_path: Path, online: bool, programme: Json, after: list[tuple[str, int, int]]) -> None:
    perk: Json = {"id": "gold5", "kind": "percent", "percent_bp": 500, "when": {"tiers": ["gold"]}}
    with scene(tmp_path, online, programmes=[points(), programme], offers=[perk]) as shop:
        for expected in after:
            assert shop.sell(coat=1)["basket"]["totals"]["discount_minor"] == 0
            assert shop.ticket(coat=1)["totals"]["discount_minor"] == (250 if expected[0] == "gold" else 0), "at once at this till"
            shop.one.ok("cancel_basket")
            shop.settle()
            shop.night(days=1)
            assert stands(shop) == expected
        assert shop.sell(coat=1)["basket"]["totals"]["discount_minor"] == 250


@ways
def test_the_way_to_the_next_is_on_the_paper(tmp_path: Path, online: bool) -> None:
    """38.00 to gold: counted with this very sale, whether the ledger has heard of it or not."""
    with scene(tmp_path, online, programmes=[tiers("spend", 0, 8800)]) as shop:
        sold = shop.sell(coat=1)
        paper = shop.one.running.worker.call(lambda: text_of(shop.one.running.till.terminal, sold["receipt"]["number"]))
        assert "38,00" in paper and "Or" in paper


@pytest.mark.parametrize(("downgrade", "falls_to"), [("reached", ""), ("step", "silver"), ("never", "gold")])
@ways
def test_a_lost_tier_stays_for_its_grace_and_then_falls(tmp_path: Path, online: bool, downgrade: str, falls_to: str) -> None:
    programme = tiers("spend", 5000, 10_000, months=1, grace_days=10, downgrade=downgrade)
    with scene(tmp_path, online, programmes=[programme]) as shop:
        shop.sell(coat=2)
        shop.settle()
        shop.night(days=1)
        assert stands(shop)[0] == "gold"
        shop.night(days=31)
        assert stands(shop)[:2] == ("gold", 0), "nothing counts any more, and it is held"
        shop.night(days=11)
        assert stands(shop)[0] == falls_to


@pytest.mark.parametrize(("returned", "left"), [("drop", "silver"), ("keep", "gold")])
@ways
def test_a_threshold_lost_by_a_return(tmp_path: Path, online: bool, returned: str, left: str) -> None:
    with scene(tmp_path, online, programmes=[tiers("spend", 5000, 10_000, returned=returned, grace_days=10)]) as shop:
        shop.sell(coat=1)
        second = shop.sell(coat=1)
        shop.settle()
        shop.night(days=1)
        assert stands(shop) == ("gold", 10_000, 0)
        shop.give_back(second)
        shop.settle()
        shop.night(days=1)
        assert stands(shop)[:2] == (left, 5000)
        shop.night(days=12)
        assert stands(shop)[:2] == ("silver", 5000), "a tier that is kept is kept for its grace"
