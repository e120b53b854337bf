"""Law 12: the high-water mark judges validity; a clock set back revives nothing, and its jump is reported."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.store.till import TillStore
from kiosk.store.till.clock import AHEAD_LIMIT, BACKWARDS_TOLERANCE, ClockMark
from tests.unit.kiosk.store.build import Profile, sell, wrap

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MARK = ClockMark().seen(NOW)


def test_a_new_till_has_no_mark_to_jump_from() -> None:
    assert ClockMark().jump(NOW) is None
    assert ClockMark().judged(NOW) == NOW


@pytest.mark.parametrize("passed", [timedelta(0), -BACKWARDS_TOLERANCE, timedelta(days=3), AHEAD_LIMIT])
def test_time_that_passes_is_no_jump(passed: timedelta) -> None:
    assert MARK.jump(NOW + passed) is None


@pytest.mark.parametrize("passed", [-BACKWARDS_TOLERANCE - timedelta(seconds=1), timedelta(days=-400), AHEAD_LIMIT + timedelta(days=1)])
def test_a_jump_names_mark_and_wall(passed: timedelta) -> None:
    jumped = MARK.jump(NOW + passed)
    assert jumped is not None
    assert (jumped.mark, jumped.wall) == (NOW.isoformat(), (NOW + passed).isoformat())


def test_the_mark_never_goes_back() -> None:
    assert MARK.seen(NOW - timedelta(days=1)) == MARK
    assert MARK.judged(NOW - timedelta(days=90)) == NOW


def test_the_ledgers_time_counts(store: TillStore) -> None:
    later = NOW + timedelta(hours=3)
    store.hear_server(later)
    assert store.clock_mark.high == later == store.clock_mark.judged(NOW)


def test_the_ledgers_time_is_written_now_and_then(store: TillStore) -> None:
    store.hear_server(NOW + timedelta(minutes=10))
    wrapped = wrap(store)
    store.hear_server(NOW + timedelta(minutes=11))
    assert wrapped.calls == []
    store.hear_server(NOW + timedelta(minutes=16))
    assert "COMMIT" in wrapped.calls


def test_an_evening_in_a_wrong_year_is_taken_back_by_the_ledger() -> None:
    wrong = MARK.seen(NOW + timedelta(days=3650))
    assert wrong.judged(NOW) == NOW + timedelta(days=3650)
    assert wrong.told(NOW).high == NOW


def test_the_mark_is_durable(profile: Profile) -> None:
    with profile.opened() as store:
        profile.later(hours=2)
        sell(store)
        assert store.clock_mark.entry == store.clock_mark.wall == "2026-11-22T12:00:00+00:00"
    profile.later(days=-10)
    with profile.opened() as store:
        assert store.clock_mark.jump(profile.now) is not None
        sell(store)
        assert store.clock_mark.high == NOW + timedelta(hours=2)
        assert store.head.seq == 3


def test_zones_do_not_matter() -> None:
    mark = ClockMark(wall="2026-11-22T11:00:00+01:00")
    assert mark.jump(NOW) is None
