"""Days and their ends in the store's time zone (law 12): until when a coupon holds, and when a local day is over."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sync.protocol.offers import CouponValid


def valid_until(valid: CouponValid, day: date) -> date:
    """Return the last local day on which a coupon issued on `day` is accepted: the end of the month, `months` months on; `days` later; or a
    fixed day."""
    if valid.until == "days":
        return day + timedelta(days=valid.days)
    if valid.until == "day":
        return date.fromisoformat(valid.day)
    years, month = divmod(day.month - 1 + valid.months, 12)
    year = day.year + years
    return date(year, month + 1, monthrange(year, month + 1)[1])


def months_on(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or the last of a shorter one; at the calendar's ends, its last or first day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if year > MAXYEAR else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def local(at: datetime, timezone: str) -> datetime:
    """Return an instant as the store's clock shows it; raises ValueError for a time without offset, which names no instant."""
    if at.tzinfo is None:
        raise ValueError("a time without offset is no instant")
    return at.astimezone(ZoneInfo(timezone))


def local_day(at: datetime, timezone: str) -> date:
    """Return the store's calendar day at an instant."""
    return local(at, timezone).date()


def end_of_day(day: date, timezone: str) -> datetime:
    """Return the first instant after a local day, whatever its length (23 or 25 hours when clocks change)."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(timezone))
