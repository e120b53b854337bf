"""Which period is due: in order, complete, not before it is over; and a closing is the sum of stored values alone."""

from datetime import date

import pytest

from kiosk.domain.periods import due, missing
from sync.protocol.errors import Refusal
from sync.protocol.facts import DayClosed, PeriodClosed, TaxShare, TenderTotal
from sync.rules.periods import Kind, key_after, key_of, last_day, summed

TODAY = date(2026, 11, 22)


def z(number: int, day: str, sold: int = 100) -> DayClosed:
    return DayClosed(
        business_day=day,
        z_number=number,
        sales_minor=sold,
        returns_minor=10,
        receipts=2,
        taxes=[TaxShare(id="T20", base_minor=75, tax_minor=15)],
        tenders=[TenderTotal(kind="cash", amount_minor=sold - 10, count=2)],
        float_minor=0,
        rounding_minor=1,
        expected_minor=0,
        counted_minor=0,
        over_short_minor=0,
        period_total_minor=sold - 10,
        perpetual_total_minor=number * (sold - 10),
        gift_cards_sold_minor=5,
    )


def closed(period: Kind, key: str, *closings: DayClosed) -> PeriodClosed:
    return summed(period, key, closings, 1, 9)


def test_a_closing_adds_stored_values() -> None:
    found = closed("month", "2026-10", z(3, "2026-10-01"), z(4, "2026-10-02", 200))
    assert (found.first_z, found.last_z, found.sales_minor, found.returns_minor, found.receipts) == (3, 4, 300, 20, 4)
    assert found.taxes == [TaxShare(id="T20", base_minor=150, tax_minor=30)]
    assert found.tenders == [TenderTotal(kind="cash", amount_minor=280, count=4)]
    assert (found.period_total_minor, found.perpetual_total_minor, found.rounding_minor) == (280, 4 * 190, 2)
    assert found.gift_cards_sold_minor == 10


@pytest.mark.parametrize(
    ("key", "last", "after"),
    [("2026-02", "2026-02-28", "2026-03"), ("2028-02", "2028-02-29", "2028-03"), ("2026-12", "2026-12-31", "2027-01")],
)
def test_months_of_the_calendar(key: str, last: str, after: str) -> None:
    assert (last_day(key).isoformat(), key_after("month", key)) == (last, after)


def test_years_of_the_calendar() -> None:
    assert (last_day("2026").isoformat(), key_after("year", "2026"), key_of("year", "2026-11-22")) == ("2026-12-31", "2027", "2026")


def test_the_oldest_period_comes_first() -> None:
    closings = [z(1, "2026-09-30"), z(2, "2026-10-01"), z(3, "2026-11-02")]
    assert due("month", closings, None, TODAY, None) == ("2026-09", closings[:1])
    september = closed("month", "2026-09", *closings[:1])
    assert due("month", closings[1:], september, TODAY, september) == ("2026-10", closings[1:2])


def test_a_month_may_be_closed_on_its_last_day_by_the_clock_or_by_a_closed_day() -> None:
    assert due("month", [z(1, "2026-11-02")], None, date(2026, 11, 30), None)[0] == "2026-11"
    assert due("month", [z(1, "2026-11-30")], None, TODAY, None)[0] == "2026-11"
    with pytest.raises(Refusal, match="period_open") as refused:
        due("month", [z(1, "2026-11-29")], None, TODAY, None)
    assert refused.value.params == {"until": "2026-11-30"}


def test_a_month_without_days_is_passed_over() -> None:
    july = closed("month", "2026-07", z(1, "2026-07-31"))
    assert due("month", [z(2, "2026-09-01")], july, TODAY, july)[0] == "2026-09"


def test_days_declared_late_or_out_of_order_are_never_left_out() -> None:
    late = [z(2, "2026-10-31"), z(3, "2026-11-30")]
    october = closed("month", "2026-10", z(1, "2026-10-30"))
    assert due("month", late, october, date(2026, 12, 1), october) == ("2026-11", late)
    backwards = [z(2, "2026-11-02"), z(3, "2026-10-31")]
    assert due("month", backwards, None, date(2026, 12, 1), None) == ("2026-11", backwards)


def test_nothing_to_close() -> None:
    with pytest.raises(Refusal, match="period_empty"):
        due("month", [], None, TODAY, None)
    with pytest.raises(Refusal, match="period_closed_already"):
        due("month", [], closed("month", "2026-10", z(1, "2026-10-01")), TODAY, None)


def test_a_year_needs_all_its_months() -> None:
    year = [z(1, "2026-01-31"), z(2, "2026-12-31")]
    month = closed("month", "2026-01", year[0])
    for last in (None, month):
        with pytest.raises(Refusal, match="period_months_open"):
            due("year", year, None, date(2026, 12, 31), last)
    december = closed("month", "2026-12", year[1])
    assert due("year", year, None, date(2026, 12, 31), december) == ("2026", year)
    with pytest.raises(Refusal, match="period_open"):
        due("year", year[:1], None, TODAY, month)


def test_missing_z_reports_are_named() -> None:
    assert missing([z(1, "2026-10-01"), z(4, "2026-10-02"), z(5, "2026-10-03")]) == [2, 3]
    assert missing([z(7, "2026-10-01")]) == []
