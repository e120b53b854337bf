"""How long a paid membership lasts: a fee that is given back leaves exactly what was there before it was paid."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.programmes import MembershipProgramme
from sync.protocol.records import Member
from sync.rules.memberships import with_fees

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def club(months: int = 1) -> MembershipProgramme:
    return MembershipProgramme(id="club", name="Club", sku="fee", segment="in_club", months=months)


def after(member: Member, *fees: tuple[str, int], months: int = 1) -> list[str]:
    """Return the last day after each ticket, of a day, that bought so many fees or, below zero, gave them back."""
    found = []
    for day, pieces in fees:
        member = with_fees(member, [club(months)], {"fee": pieces}, day)
        found.append(member.memberships.get("club", ""))
    return found


@pytest.mark.parametrize(
    ("fees", "ends"),
    [
        ([("2026-12-31", 1), ("2027-01-15", 1), ("2027-01-20", -1)], ["2027-01-31", "2027-02-28", "2027-01-31"]),
        ([("2026-12-31", 1), ("2027-01-31", 1), ("2027-01-31", -1)], ["2027-01-31", "2027-02-28", "2027-01-31"]),
        ([("2026-12-31", 1), ("2027-01-15", 2), ("2027-01-15", -1)], ["2027-01-31", "2027-03-31", "2027-02-28"]),
        ([("2027-01-31", 1), ("2027-02-10", -1)], ["2027-02-28", ""]),
        ([("2027-01-31", 1), ("2027-01-31", -1)], ["2027-02-28", ""]),
        ([("2027-01-31", 1), ("2027-03-10", 1), ("2027-03-11", -1)], ["2027-02-28", "2027-04-10", ""]),
        ([("2027-01-31", 1), ("2027-02-01", 200_000), ("2027-02-02", -200_000)], ["2027-02-28", "9999-12-31", "2027-02-28"]),
        ([("2027-01-31", -1)], [""]),
    ],
)
def test_a_fee_that_is_given_back_takes_what_it_gave(fees: list[tuple[str, int]], ends: list[str]) -> None:
    assert after(Member(id="m"), *fees) == ends


def test_a_membership_of_unknown_beginning_is_prolonged_and_comes_back_to_its_day() -> None:
    known = Member(id="m", memberships={"club": "2027-01-31"})
    assert after(known, ("2027-01-31", 1), ("2027-01-31", -1)) == ["2027-02-28", "2027-01-31"]


def test_a_year_from_the_day_that_only_leap_years_have_comes_back_to_it() -> None:
    known = Member(id="m", memberships={"club": "2028-02-29"})
    assert after(known, ("2028-01-10", 1), ("2028-01-11", -1), months=12) == ["2029-02-28", "2028-02-29"]


@given(DAYS, st.integers(0, 3), st.integers(1, 40), st.lists(st.integers(1, 4), min_size=1, max_size=5), st.data())
def test_fees_given_back_in_any_order_leave_exactly_the_former_day(
    began: date, had: int, later: int, fees: list[int], data: st.DataObject
) -> None:
    day = (began + timedelta(days=later)).isoformat()
    before = with_fees(Member(id="m"), [club()], {"fee": had}, began.isoformat())
    lasts = before.memberships.get("club", "") >= day
    member = before
    for pieces in (*fees, *(-each for each in data.draw(st.permutations(fees)))):
        member = with_fees(member, [club()], {"fee": pieces}, day)
    assert member.memberships == (before.memberships if lasts else {})


def test_fees_of_other_products_move_nothing() -> None:
    known = Member(id="m", memberships={"club": "2027-01-31"})
    assert with_fees(known, [club()], {"pear": 3, "fee": 0}, "2027-01-01") == known
