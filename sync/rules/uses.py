"""How often a member had a limited offer, by its period; till and ledger count alike by it."""

from datetime import date, timedelta

from sync.protocol.offers import Period
from sync.protocol.records import UseCount


def period_start(period: Period, day: date) -> str:
    """Return the first local day of the period that a day lies in, ISO 8601; empty for ever. A week begins on Monday."""
    match period:
        case "day":
            start = day
        case "week":
            start = day - timedelta(days=day.weekday())
        case "month":
            start = day.replace(day=1)
        case "year":
            start = day.replace(month=1, day=1)
        case "ever":
            return ""
    return start.isoformat()


def counted(known: UseCount | None, period: Period, day: date, times: int) -> UseCount:
    """Return the count after one more basket had the offer, or (`times` below zero) gave it back; of an earlier period nothing is left."""
    since = period_start(period, day)
    if known is None or since > known.since:
        known = UseCount(count=0, since=since)
    if since < known.since:
        return known
    return UseCount(count=max(known.count + (times > 0) - (times < 0), 0), since=since)


def count_now(known: UseCount | None, period: Period, today: date) -> int:
    """Return how many baskets had the offer in the period that `today` lies in."""
    return known.count if known is not None and known.since == period_start(period, today) else 0
