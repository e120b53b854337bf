"""Months and years as periods of account: their keys, their last days, and a closing that sums the stored values of its Z reports."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from sync.protocol.facts import DayClosed, PeriodClosed, TenderTotal
from sync.rules.tax import by_id

Kind = Literal["month", "year"]
_KEY_CHARS = {"month": 7, "year": 4}


def key_of(period: Kind, business_day: str) -> str:
    """Return the period that a business day lies in: "2026-11" or "2026"."""
    return business_day[: _KEY_CHARS[period]]


def last_day(key: str) -> date:
    """Return the last calendar day of a month ("2026-11") or a year ("2026")."""
    year, month = int(key[:4]), int(key[5:7] or 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def key_after(period: Kind, key: str) -> str:
    """Return the period that follows."""
    return key_of(period, (last_day(key) + timedelta(days=1)).isoformat())


def summed(period: Kind, key: str, closings: Sequence[DayClosed], first_seq: int, last_seq: int) -> PeriodClosed:
    """Return the closing of consecutive Z reports, oldest first and at least one; only stored values are added (law 1)."""
    first, last = closings[0], closings[-1]
    return PeriodClosed(
        period=period,
        key=key,
        first_z=first.z_number,
        last_z=last.z_number,
        first_seq=first_seq,
        last_seq=last_seq,
        sales_minor=sum(each.sales_minor for each in closings),
        returns_minor=sum(each.returns_minor for each in closings),
        receipts=sum(each.receipts for each in closings),
        taxes=by_id(share for each in closings for share in each.taxes),
        tenders=_tenders(closings),
        rounding_minor=sum(each.rounding_minor for each in closings),
        gift_cards_sold_minor=sum(each.gift_cards_sold_minor for each in closings),
        gift_cards_returned_minor=sum(each.gift_cards_returned_minor for each in closings),
        period_total_minor=sum(each.period_total_minor for each in closings),
        perpetual_total_minor=last.perpetual_total_minor,
    )


def _tenders(closings: Sequence[DayClosed]) -> list[TenderTotal]:
    found: dict[str, tuple[int, int]] = {}
    for total in (each for closed in closings for each in closed.tenders):
        amount, count = found.get(total.kind, (0, 0))
        found[total.kind] = (amount + total.amount_minor, count + total.count)
    return [TenderTotal(kind=kind, amount_minor=amount, count=count) for kind, (amount, count) in sorted(found.items())]
