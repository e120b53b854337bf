"""What each sold line says by itself before anything is taken off it; looked at once, for as long as the very line stands in its place."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from operator import is_not
from typing import Any, NamedTuple, TypeVar

from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from sync.protocol.records import Shop, Tax
from sync.rules.tax import TaxInput, fixed_included_minor, is_included, tax_lines

EXEMPT, TAKE_AWAY = "exempt", "take_away"
T = TypeVar("T")


class Figures(NamedTuple):
    """Columns by place. Goods by weight, or under a label's price, are one piece.

    `seen_minor` is what the customer sees before discounts, `start` what those may take of it and `fixed` what they never do; `counts`
    tells whether it is goods, `unit` is the price by which pieces are ordered.
    """

    lines: list[BasketLine]
    seen_minor: list[int]
    counts: list[bool]
    taxes: list[tuple[Tax, ...]]
    start: list[int]
    fixed: list[int]
    pieces: list[int]
    unit: list[int]


def figures_of(lines: Sequence[BasketLine], policy: Policy, mode: str) -> Figures:
    """Return the figures of lines; refuses (`tax_unknown`) a tax that the shop has withdrawn meanwhile."""
    away = mode == TAKE_AWAY
    ids = [tuple(line.taxes_away if away else line.taxes) for line in lines]
    # A basket has many lines and few lists of taxes.
    by_ids = {each: policy.taxes_of(each) for each in dict.fromkeys(ids)}
    taxes = [by_ids[each] for each in ids]
    full = [line.seen_minor for line in lines]
    pieces = [line.quantity if line.weight_g is None else 1 for line in lines]
    seen = full
    if mode == EXEMPT:
        seen = without_percentages([TaxInput(*each) for each in zip(full, pieces, taxes, strict=True)], policy.shop)
        taxes = [tuple(tax for tax in each if tax.rate_bp is None) for each in taxes]
    counts = [not line.kind for line in lines]
    has_fixed = any(tax.fixed_minor for each in by_ids.values() for tax in each)
    start = _discountable(seen, counts, pieces, taxes, policy.shop if has_fixed else None)
    fixed = [0] * len(seen) if seen == start else [minor - left for minor, left in zip(seen, start, strict=True)]
    unit = [line.unit_price_minor if line.weight_g is None else minor for line, minor in zip(lines, full, strict=True)]
    return Figures(list(lines), seen, counts, taxes, start, fixed, pieces, unit)


def laid_over(before: Figures, lines: Sequence[BasketLine], policy: Policy, mode: str) -> tuple[Figures, list[int]]:
    """Return the figures of lines, those of `before` wherever the very line stands there, and the places where it does not.

    `before` was made under the same policy and mode, and no figure of a line depends on another line.
    """
    fresh = changed(lines, before.lines)
    new = figures_of([lines[place] for place in fresh], policy, mode)
    return Figures._make(_patched_all(before, fresh, new, len(lines))), fresh


def _patched_all(before: Iterable[Any], places: Sequence[int], new: Iterable[Any], size: int) -> Iterator[list[Any]]:
    return (patched(old, places, column, size) for old, column in zip(before, new, strict=True))


def changed(now: Sequence[object], before: Sequence[object]) -> list[int]:
    """Return the places where there is not the very object that was there."""
    common = min(len(now), len(before))
    return [*compress(range(common), map(is_not, now, before)), *range(common, len(now))]


def patched(before: Sequence[T], places: Sequence[int], new: Sequence[T], size: int) -> list[T]:
    """Return what was there with something new at some places, among them all that lie beyond it."""
    found = [*before, *new][:size]
    for place, each in zip(places, new, strict=True):
        found[place] = each
    return found


def _discountable(
    seen: Sequence[int], counts: Sequence[bool], units: Sequence[int], taxes: Sequence[Sequence[Tax]], shop: Shop | None
) -> list[int]:
    """Return what discounts may take of each line: what is seen less the fixed taxes in it (`shop` is None where there are none)."""
    if shop is None:
        return [max(0, minor) if counted else 0 for minor, counted in zip(seen, counts, strict=True)]
    included = shop.prices_include_tax
    of_all = zip(seen, counts, units, taxes, strict=True)
    return [max(0, minor - fixed_minor(own, many, prices_include_tax=included)) if counted else 0 for minor, counted, many, own in of_all]


def without_percentages(inputs: Sequence[TaxInput], shop: Shop) -> list[int]:
    """Return amounts without the percentages that they include."""
    taxed = tax_lines(inputs, prices_include_tax=shop.prices_include_tax, rounding=shop.tax_rounding)
    return [
        given.amount_minor
        - sum(
            share.tax_minor
            for tax, share in zip(given.taxes, line.taxes, strict=True)
            if tax.rate_bp is not None and is_included(tax, shop.prices_include_tax)
        )
        for given, line in zip(inputs, taxed, strict=True)
    ]


def fixed_minor(taxes: Iterable[Tax], units: int, *, prices_include_tax: bool) -> int:
    """Return what the price would be at a net of 0: the fixed taxes in it and, rounded up, percentages on those that enter their base."""
    taxes = tuple(taxes)
    if not fixed_included_minor(taxes, units, prices_include_tax=prices_include_tax):
        return 0
    base = floor = 0
    for tax in taxes:
        if not is_included(tax, prices_include_tax):
            continue
        amount = -(-base * (tax.rate_bp or 0) // 10_000) + (tax.fixed_minor or 0) * units
        floor += amount
        base += amount if tax.in_base else 0
    return floor
