"""Public holidays of countries and their regions; of a place nobody knows there are none."""

from datetime import date

import pytest

from sync.rules.public_holidays import is_holiday, is_known, place


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("FR", date(2026, 7, 14), True),
        ("FR", date(2026, 7, 15), False),
        ("FR", date(2026, 4, 6), True),
        ("FR", date(2026, 12, 26), False),
        ("FR-57", date(2026, 12, 26), True),
        ("DE", date(2026, 10, 3), True),
        ("XX", date(2026, 12, 25), False),
        ("FR-??", date(2026, 12, 25), False),
    ],
)
def test_holidays(country: str, day: date, expected: bool) -> None:
    assert is_holiday(country, day) is expected


@pytest.mark.parametrize(("country", "region", "known"), [("FR", "", True), ("FR", "57", True), ("FR", "58", False), ("XX", "", False)])
def test_a_region_is_one_of_its_country(country: str, region: str, known: bool) -> None:
    assert is_known(place(country, region)) is known
