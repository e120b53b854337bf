"""Which month or year may be closed now: in order, complete, and not before it is over."""

from collections.abc import Sequence
from datetime import date

from sync.protocol.errors import Refusal
from sync.protocol.facts import DayClosed, PeriodClosed
from sync.rules.periods import Kind, key_after, key_of, last_day


def due(
    period: Kind, closings: Sequence[DayClosed], last: PeriodClosed | None, today: date, last_month: PeriodClosed | None
) -> tuple[str, list[DayClosed]]:
    """Return the key of the period to close next, and its Z reports.

    `closings` are the Z reports after `last`, the newest closing of this kind, oldest first. A day that was declared in a month closed
    before counts in the next: Z reports are never put in between. Raises Refusal period_empty, period_closed_already, period_open, or
    period_months_open for a year whose months are not all closed.
    """
    if not closings:
        raise Refusal("period_closed_already", field="period", key=last.key) if last else Refusal("period_empty", field="period")
    key = key_of(period, closings[0].business_day)
    if last is not None and key <= last.key:
        key = key_after(period, last.key)
    reached = max(today.isoformat(), *(each.business_day for each in closings))
    until = last_day(key).isoformat()
    if reached < until:
        raise Refusal("period_open", field="period", until=until)
    inside = _inside(period, key, closings)
    if period == "year" and inside[-1].z_number > (last_month.last_z if last_month else 0):
        raise Refusal("period_months_open", field="period", year=key)
    return key, inside


def _inside(period: Kind, key: str, closings: Sequence[DayClosed]) -> list[DayClosed]:
    """Return the Z reports before the first that lies in a later period; at least one, which gave the key or came late."""
    end = next((number for number, each in enumerate(closings) if key_of(period, each.business_day) > key), len(closings))
    return list(closings[: max(end, 1)])


def missing(closings: Sequence[DayClosed]) -> list[int]:
    """Return the numbers of Z reports that are missing between others: those of a file that was damaged beyond reading."""
    held = {each.z_number for each in closings}
    return [number for number in range(min(held), max(held)) if number not in held]
