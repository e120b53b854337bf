"""Segments that the ledger finds out: recency, frequency, value and goods bought, within a programme's days. Pure."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sync.protocol.offers import Choice
from sync.protocol.programmes import SegmentProgramme
from sync.protocol.records import Product


class Purchase(NamedTuple):
    """One sale: its day, what it came to (less what it gave back), and the goods it sold."""

    day: str
    spend_minor: int
    skus: Sequence[str]


def chooses(choice: Choice, product: Product) -> bool:
    """Tell whether goods are among those of a choice."""
    named = bool(choice.tags or choice.skus or choice.departments)
    wanted = not named or product.sku in choice.skus or product.department in choice.departments or bool(set(product.tags) & {*choice.tags})
    barred = product.sku in choice.not_skus or product.department in choice.not_departments or bool(set(product.tags) & {*choice.not_tags})
    return wanted and not barred


def belongs(
    programme: SegmentProgramme, past: Sequence[Purchase], last_visit: str | None, today: date, product: Callable[[str], Product | None]
) -> bool:
    """Tell whether a member with these purchases, the last on `last_visit`, is in a segment; who never bought is in none that asks when."""
    inside = [each for each in past if _ago(today, programme.days - 1) <= each.day <= today.isoformat()]
    sales = [each for each in inside if each.skus]
    met = (
        programme.recency_days is None or (last_visit is not None and last_visit >= _ago(today, programme.recency_days)),
        programme.absent_days is None or (last_visit is not None and last_visit <= _ago(today, programme.absent_days)),
        programme.least_sales is None or len(sales) >= programme.least_sales,
        programme.least_minor is None or sum(each.spend_minor for each in inside) >= programme.least_minor,
        programme.bought is None or any(_has(programme.bought, each, product) for each in sales),
    )
    return all(met)


def _has(choice: Choice, purchase: Purchase, product: Callable[[str], Product | None]) -> bool:
    known = (product(sku) for sku in purchase.skus)
    return any(found is not None and chooses(choice, found) for found in known)


def _ago(today: date, days: int) -> str:
    return (today - timedelta(days=days)).isoformat()
