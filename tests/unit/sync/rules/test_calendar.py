"""Until when coupons hold, and when a local day ends."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sync.protocol.offers import CouponValid
from sync.rules.calendar import end_of_day, local, local_day, valid_until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-11-22", 1, "2026-12-31"),
        ("2026-11-22", 0, "2026-11-30"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-01", 1, "2028-02-29"),
        ("2026-11-22", 14, "2028-01-31"),
    ],
)
def test_valid_until(day: str, months: int, expected: str) -> None:
    assert valid_until(CouponValid(months=months), date.fromisoformat(day)).isoformat() == expected


def test_a_day_ends_at_the_stores_midnight() -> None:
    last = date(2026, 12, 31)
    assert local_day(datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), "Europe/Paris") == last
    assert local_day(datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "Europe/Paris") > last
    assert local_day(datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "Atlantic/Azores") == last


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)])
def test_days_have_the_length_that_clocks_give_them(day: date, hours: int) -> None:
    start, end = (end_of_day(each, "Europe/Paris").astimezone(UTC) for each in (day - timedelta(days=1), day))
    assert end - start == timedelta(hours=hours)


def test_t_d7_a_closing_after_midnight_knows_the_day_it_is() -> None:
    """The business day stays what was declared; the calendar day is only data."""
    assert local_day(datetime(2026, 11, 22, 22, 59, tzinfo=UTC), "Europe/Paris") == date(2026, 11, 22)
    assert local_day(datetime(2026, 11, 22, 23, 1, tzinfo=UTC), "Europe/Paris") == date(2026, 11, 23)


def test_a_time_without_offset_names_no_instant() -> None:
    with pytest.raises(ValueError, match="offset"):
        local(datetime(2026, 11, 22, 10, 0), "Europe/Paris")  # the very thing that must be refused
    assert local(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), "Europe/Paris").hour == 11
