"""When an offer is on, in the store's own time: days, minutes, hours of the day, weekdays and public holidays."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from kiosk.domain.loyalty.taking import Lack
from sync.protocol.offers import Hours
from sync.rules.public_holidays import is_holiday

_DAY_CHARS = 10
_DAYS_A_WEEK = 7


class Moment:
    """A local time, read once: `minute` is the instant to the minute, `clock` the minute of the day, as ISO 8601 writes them."""

    def __init__(self, day: date, minute: str, country: str) -> None:
        self.day, self.minute, self.clock = day, minute, minute[_DAY_CHARS + 1 :]
        self._country = country

    @cached_property
    def is_holiday(self) -> bool:
        """True on a public holiday of the shop's country."""
        return is_holiday(self._country, self.day)


def moment(now: datetime, country: str) -> Moment:
    """Return an aware local time as schedules read it."""
    return Moment(now.date(), now.strftime("%Y-%m-%dT%H:%M"), country)


def too_early(since: str, at: Moment) -> Lack | None:
    """A day is compared with the day, a minute with the minute; both are included."""
    now = at.minute[: len(since)]
    return Lack("since", _number(now), _number(since)) if now < since else None


def too_late(until: str, at: Moment) -> Lack | None:
    """The day is included, the minute is not."""
    now = at.minute[: len(until)]
    over = now > until if len(until) == _DAY_CHARS else now >= until
    return Lack("until", _number(now), _number(until)) if over else None


def in_hours(hours: Sequence[Hours], weekdays: Sequence[int], at: Moment) -> bool:
    """Tell whether it is one of the hours of one of the weekdays, all where none is named; over midnight the first day counts."""
    if not hours:
        return _is_weekday(at.day, weekdays)
    return any(
        (_since_today(part, at.clock) and _is_weekday(at.day, weekdays))
        or (_since_yesterday(part, at.clock) and _is_weekday(at.day - timedelta(days=1), weekdays))
        for part in hours
    )


def as_number(day: date) -> int:
    """Return a day as the number YYYYMMDD, which a trace can hold."""
    return day.year * 10_000 + day.month * 100 + day.day


def _since_today(hours: Hours, clock: str) -> bool:
    return hours.since <= clock and (clock < hours.until or hours.until <= hours.since)


def _since_yesterday(hours: Hours, clock: str) -> bool:
    return hours.until <= hours.since and clock < hours.until


def _is_weekday(day: date, weekdays: Sequence[int]) -> bool:
    return not weekdays or (day.weekday() % _DAYS_A_WEEK) + 1 in weekdays


def _number(text: str) -> int:
    return int("".join(each for each in text if each.isdigit()))
