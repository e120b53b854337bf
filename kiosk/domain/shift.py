"""The shift: one drawer's day from its float to its count. What the drawer should hold is `sync.rules.figures`'."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from sync.protocol.errors import Refusal

DENOMINATIONS_LIMIT = 30
_VALUE_CHARS = 9


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """An open day. `business_day` was declared at opening and holds past midnight; `z_number` is that of the Z which will close it."""

    business_day: str
    float_minor: int
    opened_at: str
    z_number: int

    def differs_from(self, now: datetime) -> bool:
        """Tell whether the declared day is not the clock's: lawful, and to be noted."""
        return self.business_day != now.date().isoformat()


def open_day(current: Day | None, *, business_day: str, float_minor: int, opened_at: str, last_z_number: int) -> Day:
    """Open a day; refuses a second one (`day_open`), a date that is none (`business_day`) and a negative float."""
    if current is not None:
        raise Refusal("day_open", business_day=current.business_day)
    if float_minor < 0:
        raise Refusal("amount_limit", field="float_minor")
    try:
        written = date.fromisoformat(business_day).isoformat()
    except ValueError as error:
        raise Refusal("business_day", field="business_day") from error
    return Day(business_day=written, float_minor=float_minor, opened_at=opened_at, z_number=last_z_number + 1)


def require_closable(current: Day | None, *, goods_on_counter: bool) -> Day:
    """Return the day that may be closed; refuses when none is open (`day_not_open`) or a basket is (`basket_open`)."""
    if current is None:
        raise Refusal("day_not_open")
    if goods_on_counter:
        raise Refusal("basket_open")
    return current


def opening_over_short(float_minor: int, last_count_minor: int | None) -> int:
    """Return what lies in the drawer more (or less, negative) than was counted last; 0 before the first count."""
    return 0 if last_count_minor is None else float_minor - last_count_minor


def over_short(counted_minor: int, expected_minor: int) -> int:
    """Return counted less expected: positive when the drawer holds too much."""
    return counted_minor - expected_minor


def count_sum(denominations: Mapping[str, int], counted_minor: int) -> None:
    """Refuse a count by value in minor units that does not come to what was counted."""
    if len(denominations) > DENOMINATIONS_LIMIT:
        raise Refusal("bad_request", field="denominations", rule=f"too_many: {DENOMINATIONS_LIMIT}")
    if not all(value.isascii() and value.isdigit() and len(value) <= _VALUE_CHARS for value in denominations):
        raise Refusal("bad_request", field="denominations", rule="denominations")
    total = sum(int(value) * count for value, count in denominations.items())
    if any(count < 0 for count in denominations.values()) or total != counted_minor:
        raise Refusal("bad_request", field="denominations", rule="sum")


def drop_to_float(expected_minor: int, float_minor: int) -> int:
    """Return what may go to the safe so that the drawer keeps its float for tomorrow; nothing while it holds no more than that."""
    return max(0, expected_minor - float_minor)
