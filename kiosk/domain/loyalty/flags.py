"""What of a member's own days holds today, as names: entries keep these, never the days (law 13)."""

from collections.abc import Iterable
from datetime import date, timedelta

from sync.protocol.offers import Bought, DaysAround, Offer
from sync.protocol.records import Member
from sync.rules.calendar import months_on

FIRST_PURCHASE = "first_purchase"
VISITED = "visited"
"""The member has bought today already: a visit counts once a local day."""


def birthday_flag(around: DaysAround) -> str:
    """Return the name of "within so many days of the birthday"."""
    return f"birthday:{around.before}:{around.after}"


def anniversary_flag(around: DaysAround) -> str:
    """Return the name of "within so many days of the day of joining, a year or more on"."""
    return f"anniversary:{around.before}:{around.after}"


def bought_flag(bought: Bought) -> str:
    """Return the name of "bought one of these so long ago"."""
    keys = [*(f"sku={sku}" for sku in sorted(bought.skus)), *(f"tag={tag}" for tag in sorted(bought.tags))]
    return ":".join(["bought_within" if bought.within else "bought", str(bought.months), *keys])


def consent_flag(purpose: str) -> str:
    """Return the name of "gave this consent"."""
    return f"consent:{purpose}"


def flags_of(member: Member, offers: Iterable[Offer], today: date, *, bought_here: bool = False, visited_here: bool = False) -> list[str]:
    """Return what the bundle's offers ask about this member and holds on the store's day, sorted; pure.

    `bought_here` and `visited_here` (today) are what the till's own journal knows and the record does not yet.
    """
    found = {consent_flag(purpose) for purpose in member.consents}
    if member.first_purchase is None and not bought_here:
        found.add(FIRST_PURCHASE)
    if visited_here or member.last_visit == today.isoformat():
        found.add(VISITED)
    for offer in offers:
        found.update(_asked(member, offer, today))
    return sorted(found)


def _asked(member: Member, offer: Offer, today: date) -> Iterable[str]:
    when = offer.when
    if when.birthday is not None and member.birthday and _near(member.birthday, when.birthday, today):
        yield birthday_flag(when.birthday)
    if when.anniversary is not None and member.joined and _near_anniversary(member.joined[:10], when.anniversary, today):
        yield anniversary_flag(when.anniversary)
    if when.bought is not None and _bought(member, when.bought, today):
        yield bought_flag(when.bought)


def _near(month_day: str, around: DaysAround, today: date) -> bool:
    return any(_within(_yearly(month_day, year), around, today) for year in (today.year - 1, today.year, today.year + 1))


def _near_anniversary(joined: str, around: DaysAround, today: date) -> bool:
    """The day of joining itself is none."""
    years = (year for year in (today.year - 1, today.year, today.year + 1) if year > int(joined[:4]))
    return any(_within(_yearly(joined[5:], year), around, today) for year in years)


def _within(day: date, around: DaysAround, today: date) -> bool:
    return day - timedelta(days=around.before) <= today <= day + timedelta(days=around.after)


def _yearly(month_day: str, year: int) -> date:
    """Return a yearly day in a year; 29 February is the 28th where there is none."""
    month, day = int(month_day[:2]), int(month_day[3:5])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, 28 if (month, day) == (2, 29) and not leap else day)


def _bought(member: Member, bought: Bought, today: date) -> bool:
    keys = [*(f"sku:{sku}" for sku in bought.skus), *(f"tag:{tag}" for tag in bought.tags)]
    days = [member.bought[key] for key in keys if key in member.bought]
    if not days:
        return False
    since = months_on(date.fromisoformat(max(days)), bought.months)
    return today <= since if bought.within else today >= since
