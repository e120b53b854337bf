"""Tiers, uses by period and segments, as the ledger counts them."""

from datetime import date

import pytest

from sync.protocol.offers import Choice, Period
from sync.protocol.programmes import SegmentProgramme, Tier, TiersProgramme
from sync.protocol.records import Member, Product, TierState, UseCount
from sync.rules.segments import Purchase, belongs
from sync.rules.tiers import Counted, after_night, after_sale, begun, following, gained, have, joined_with, window_start
from sync.rules.uses import count_now, counted, period_start

TODAY = date(2026, 11, 22)
LADDER = [Tier(id="gold", need=300), Tier(id="silver", need=100), Tier(id="bronze", need=10)]


def programme(**changes: object) -> TiersProgramme:
    return TiersProgramme(**{"id": "LEVEL", "by": "spend", "tiers": LADDER, **changes})  # type: ignore[arg-type]  # fields of one


@pytest.mark.parametrize(
    ("by", "months", "expected"), [("spend", 12, 140), ("points", 12, 9), ("visits", 12, 2), ("spend", 0, 120), ("spend", 1, 90)]
)
def test_what_counts_lies_in_the_window(by: str, months: int, expected: int) -> None:
    past = [
        Counted("2025-11-22", {"P": 5}, 500, sold=True),
        Counted("2025-12-01", {"P": 2}, 20, sold=True),
        Counted("2026-10-22", {"P": 1}, 30, sold=False),
        Counted("2026-11-22", {"P": 6}, 60, sold=True),
        Counted("2026-11-22", {"Q": 6}, 30, sold=True),
    ]
    assert have(programme(by=by, points="P", months=months), past, TODAY) == expected


def test_a_window_begins_the_day_after_the_same_day() -> None:
    assert window_start(programme(), TODAY) == "2025-11-23"
    assert window_start(programme(months=0), TODAY) == "2026-01-01"


@pytest.mark.parametrize(("returned", "tier"), [("keep", "gold"), ("drop", "silver")])
def test_a_tier_lost_by_a_return_goes_now_or_in_its_time(returned: str, tier: str) -> None:
    state = after_sale(programme(returned=returned), TierState(tier="gold", have=300), 150, returned=True)
    assert (state.tier, state.have) == (tier, 150)
    assert after_sale(programme(), TierState(tier="silver"), 300, returned=False) == TierState(tier="gold", have=300)


@pytest.mark.parametrize(("downgrade", "nights"), [("reached", ["gold", ""]), ("step", ["gold", "silver", "silver", "bronze"])])
def test_a_tier_that_is_reached_no_more_is_held_for_its_grace(downgrade: str, nights: list[str]) -> None:
    state, found = TierState(tier="gold", have=300), []
    for day in (22, 24, 25, 26):
        state = after_night(programme(grace_days=2, downgrade=downgrade), state, 0, date(2026, 11, day))
        found.append(state.tier)
        assert after_night(programme(grace_days=2, downgrade=downgrade), state, 0, date(2026, 11, day)) == state, "once a day"
    assert found[: len(nights)] == nights


@pytest.mark.parametrize(
    ("tier", "count", "expected"),
    [
        ("", 0, "bronze"),
        ("", 40, "silver"),
        ("silver", 0, "gold"),
        ("silver", 120, "gold"),
        ("gold", 0, ""),
        ("gold", 400, ""),
        ("bronze", 150, "gold"),
    ],
)
def test_the_next_tier_is_above_what_is_held_and_what_counts(tier: str, count: int, expected: str) -> None:
    found = following(programme(), TierState(tier=tier, have=count))
    assert (found.id if found else "") == expected


def test_without_grace_a_tier_falls_at_once_and_never_is_never() -> None:
    assert after_night(programme(), TierState(tier="gold"), 0, TODAY).tier == ""
    assert after_night(programme(downgrade="never"), TierState(tier="gold"), 0, TODAY) == TierState(tier="gold")


def test_who_comes_with_a_tier_holds_it_for_a_window() -> None:
    assert begun(programme(), "gold", TODAY) == TierState(tier="gold", until="2027-11-22")
    assert begun(programme(), "platinum", TODAY) == TierState()
    assert after_night(programme(), begun(programme(), "gold", TODAY), 0, date(2027, 11, 22)).tier == "gold"


@pytest.mark.parametrize(
    ("period", "start"), [("day", "2026-11-22"), ("week", "2026-11-16"), ("month", "2026-11-01"), ("year", "2026-01-01"), ("ever", "")]
)
def test_uses_are_counted_by_period(period: Period, start: str) -> None:
    assert period_start(period, TODAY) == start
    once = counted(None, period, TODAY, 3)
    assert once == UseCount(count=1, since=start), "a basket, however often the offer was had in it"
    assert counted(once, period, TODAY, -3).count == 0
    assert count_now(once, period, TODAY) == 1


def test_a_new_period_begins_at_nothing_and_an_old_one_is_not_counted() -> None:
    this = counted(None, "month", TODAY, 1)
    assert counted(this, "month", date(2026, 12, 1), 1) == UseCount(count=1, since="2026-12-01")
    assert counted(this, "month", date(2026, 10, 31), 1) == this
    assert count_now(this, "month", date(2026, 12, 1)) == 0


@pytest.mark.parametrize(
    ("conditions", "inside"),
    [
        ({"recency_days": 10}, True),
        ({"recency_days": 9}, False),
        ({"absent_days": 10}, True),
        ({"absent_days": 11}, False),
        ({"least_sales": 2}, True),
        ({"least_sales": 3}, False),
        ({"least_minor": 30}, True),
        ({"least_minor": 31}, False),
        ({"days": 15, "least_sales": 2}, False),
        ({"bought": Choice(tags=["bio"])}, True),
        ({"bought": Choice(tags=["bio"], not_skus=["A"])}, False),
    ],
)
def test_segments(conditions: dict[str, object], inside: bool) -> None:
    goods = Product(sku="A", name="A", department="D", price_minor=1, unit="piece", taxes=[], tags=["bio"])
    past = [Purchase("2026-11-01", 10, ["A"]), Purchase("2026-11-12", 20, ["A", "gone"])]
    found = SegmentProgramme(**{"id": "S", **conditions})  # type: ignore[arg-type]  # fields of one
    assert belongs(found, past, "2026-11-12", TODAY, {"A": goods}.get) is inside


def test_who_never_bought_is_in_no_segment_that_asks_when() -> None:
    assert not belongs(SegmentProgramme(id="S", absent_days=30), [], None, TODAY, lambda sku: None)


@pytest.mark.parametrize(
    ("tier", "progress", "expected"),
    [
        ("silver", 40, TierState(tier="silver", have=40, until="2027-11-22")),
        ("silver", 120, TierState(tier="silver", have=120)),
        ("silver", 300, TierState(tier="gold", have=300)),
        ("", 99, TierState(tier="bronze", have=99)),
        ("gold", 0, TierState(tier="gold", until="2027-11-22")),
    ],
)
def test_who_comes_with_a_tier_stands_where_the_file_says(tier: str, progress: int, expected: TierState) -> None:
    found = joined_with(Member(id="m", tier=tier), [programme()], {"LEVEL": progress, "OTHER": 500}, TODAY)
    assert (found.tiers, found.tier) == ({"LEVEL": expected}, expected.tier)


def test_a_tier_of_no_programme_stays_as_it_is() -> None:
    assert joined_with(Member(id="m", tier="friend"), [programme()], {}, TODAY) == Member(id="m", tier="friend")


@pytest.mark.parametrize("by", ["spend", "points", "visits"])
def test_what_was_brought_counts_in_its_window_alone(by: str) -> None:
    ladder, came = programme(by=by, points="P"), Counted(TODAY.isoformat(), {}, 0, sold=False, brought={"LEVEL": 40, "OTHER": 7})
    assert have(ladder, [came, Counted("2026-11-22", {"P": 5}, 5, sold=True)], TODAY) == 40 + (1 if by == "visits" else 5)
    assert have(ladder, [came], date(2027, 11, 22)) == 0


def test_what_is_gained_may_lie_below_nothing() -> None:
    back = [Counted("2026-11-22", {}, -500, sold=False)]
    assert (gained(programme(), back, TODAY), have(programme(), back, TODAY)) == (-500, 0)
