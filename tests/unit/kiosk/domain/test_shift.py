"""Opening and closing a day: the declared date holds past midnight, and no money is lost without a word (T-D7)."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.shift import Day, open_day, opening_over_short, over_short, require_closable
from sync.protocol.errors import Refusal

OPEN = open_day(None, business_day="2026-11-22", float_minor=10_000, opened_at="2026-11-22T08:00:00+01:00", last_z_number=41)


def test_a_day_opens_for_the_next_z() -> None:
    assert Day(business_day="2026-11-22", float_minor=10_000, opened_at="2026-11-22T08:00:00+01:00", z_number=42) == OPEN


def test_t_d7_midnight_changes_nothing_but_is_noted() -> None:
    assert not OPEN.differs_from(datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
    assert OPEN.differs_from(datetime(2026, 11, 23, 0, 1, tzinfo=UTC))
    assert require_closable(OPEN, goods_on_counter=False).business_day == "2026-11-22"


@pytest.mark.parametrize(
    ("code", "field", "current", "day", "float_minor"),
    [
        ("day_open", None, OPEN, "2026-11-23", 0),
        ("business_day", "business_day", None, "2026-02-30", 0),
        ("business_day", "business_day", None, "tomorrow", 0),
        ("amount_limit", "float_minor", None, "2026-11-22", -1),
    ],
)
def test_openings_refused(code: str, field: str | None, current: Day | None, day: str, float_minor: int) -> None:
    with pytest.raises(Refusal) as caught:
        open_day(current, business_day=day, float_minor=float_minor, opened_at="", last_z_number=0)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(("code", "current", "goods"), [("day_not_open", None, False), ("basket_open", OPEN, True)])
def test_closings_refused(code: str, current: Day | None, goods: bool) -> None:
    with pytest.raises(Refusal) as caught:
        require_closable(current, goods_on_counter=goods)
    assert caught.value.code == code


@pytest.mark.parametrize(("float_minor", "last", "expected"), [(100, None, 0), (100, 100, 0), (0, 500, -500), (120, 100, 20)])
def test_opening_over_short(float_minor: int, last: int | None, expected: int) -> None:
    assert opening_over_short(float_minor, last) == expected


def test_over_short_is_counted_less_expected() -> None:
    assert (over_short(990, 1000), over_short(1010, 1000)) == (-10, 10)
