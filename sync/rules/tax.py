"""Taxes of a basket's lines (law 1): included ones are taken out of the price together, excluded ones come on top.

Only arithmetic on integers and exact fractions lives here. Discounts, tenders and what a line is stay with the till's domain.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from graphlib import TopologicalSorter
from math import ceil, lcm
from typing import Literal, NamedTuple

import msgspec

from sync.protocol.facts import TaxShare
from sync.protocol.money import allocate, divide_half_up
from sync.protocol.records import Tax

Rounding = Literal["line", "rate"]


class Taxed(msgspec.Struct, frozen=True):
    """A line with its taxes, in minor units; refuses a gross that is not net plus tax, and a tax that is not the sum of its parts."""

    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: tuple[TaxShare, ...] = ()

    def __post_init__(self) -> None:
        if self.gross_minor != self.net_minor + self.tax_minor:
            raise ValueError("gross must be net plus tax")
        if self.tax_minor != sum(share.tax_minor for share in self.taxes):
            raise ValueError("tax must be the sum of its parts")


class TaxInput(msgspec.Struct, frozen=True):
    """What the customer sees of a line after discounts (gross of the included taxes, net of the others), and its pieces for fixed taxes.

    `units` is the number of pieces, or 1 for goods by weight; both fields are negative on a return. `taxes` are in the product's order.
    """

    amount_minor: int
    units: int
    taxes: tuple[Tax, ...]


class _Terms(NamedTuple):
    """A tax's calculation, and whether the price includes it; the name is left out so that it can be a key."""

    rate_bp: int
    fixed_minor: int
    included: bool
    in_base: bool


class _Linear(NamedTuple):
    """An amount as `per_net * net + per_unit * units`."""

    per_net: Fraction
    per_unit: Fraction


class _Inside(NamedTuple):
    """A tax of which the price is known: `(per_price * price + per_unit * units) / over`, in integers because it is asked at every scan."""

    per_price: int
    per_unit: int
    over: int


Ratio = tuple[int, int]
"""An exact amount: numerator and positive denominator."""


def tax_lines(lines: Sequence[TaxInput], *, prices_include_tax: bool, rounding: Rounding = "line") -> list[Taxed]:
    """Return each line's net, taxes and gross (DESIGN law 1; TILL.md, Taxes).

    An included tax is rounded and the net is what remains, so the amount seen is kept exactly; an excluded tax is computed on that net plus
    the earlier taxes `in_base`, as stored. With `rate` a tax is rounded once on the sum of its lines and spread back by largest remainder;
    positive and negative lines are summed apart, so that an exchange taxes each side as it would alone.
    Raises ValueError when with `rate` two products put taxes that enter each other's base in contradictory order.
    """
    if rounding == "line":
        return [_Sheet([line], prices_include_tax).taxed()[0] for line in lines]
    return _Sheet(lines, prices_include_tax).taxed()


def by_id(shares: Iterable[TaxShare]) -> list[TaxShare]:
    """Return the sums of shares by tax, in order of first appearance."""
    bases: dict[str, int] = {}
    taxes: dict[str, int] = {}
    for share in shares:
        id = share.id
        if id in taxes:
            bases[id] += share.base_minor
            taxes[id] += share.tax_minor
        else:
            bases[id], taxes[id] = share.base_minor, share.tax_minor
    return [TaxShare(id=id, base_minor=bases[id], tax_minor=tax) for id, tax in taxes.items()]


def fixed_included_minor(taxes: Iterable[Tax], units: int, *, prices_include_tax: bool) -> int:
    """Return the part of a line's amount that is fixed tax, which no discount may touch."""
    fixed = sum(tax.fixed_minor or 0 for tax in taxes if is_included(tax, prices_include_tax))
    return fixed * units


def least_price_minor(taxes: Sequence[Tax], *, prices_include_tax: bool) -> int:
    """Return the least price of one piece that leaves a net: the fixed taxes that the price includes, and the percentages on them."""
    if not fixed_included_minor(taxes, 1, prices_include_tax=prices_include_tax):
        return 0
    _, included = _linear(_terms(taxes, prices_include_tax))
    least = ceil(included.per_unit)
    # Each tax is rounded by itself: together they may be a little more than their exact sum.
    while tax_lines([TaxInput(least, 1, tuple(taxes))], prices_include_tax=prices_include_tax)[0].net_minor < 0:
        least += 1
    return least


def is_included(tax: Tax, prices_include_tax: bool) -> bool:
    """Tell whether prices include `tax`: its own word overrides the shop's."""
    return prices_include_tax if tax.included is None else tax.included


def order_of(tax_lists: Iterable[Sequence[Tax]]) -> list[str]:
    """Return tax ids such that a tax `in_base` comes before all that products compute on it; raises ValueError on a contradiction."""
    before: dict[str, set[str]] = {}
    for taxes in tax_lists:
        entering: list[str] = []
        for tax in taxes:
            before.setdefault(tax.id, set()).update(entering)
            if tax.in_base:
                entering.append(tax.id)
    return list(TopologicalSorter(before).static_order())


def _terms(taxes: Iterable[Tax], prices_include_tax: bool) -> tuple[_Terms, ...]:
    return tuple(_Terms(tax.rate_bp or 0, tax.fixed_minor or 0, is_included(tax, prices_include_tax), tax.in_base) for tax in taxes)


@lru_cache(maxsize=1024)
def _inside(terms: tuple[_Terms, ...]) -> tuple[_Inside, ...]:
    """Solve for the net: price = net + all included taxes, each in terms of net and units; return every tax in terms of the price."""
    taxes, included = _linear(terms)
    return tuple(_in_price(tax, included) for tax in taxes)


def _linear(terms: Iterable[_Terms]) -> tuple[list[_Linear], _Linear]:
    """Return every tax, and the sum of those that the price includes, in terms of net and units."""
    taxes: list[_Linear] = []
    base = included = _Linear(Fraction(0), Fraction(0))
    for tax in terms:
        rate = Fraction(tax.rate_bp, 10_000)
        taxes.append(_Linear(rate * (1 + base.per_net), rate * base.per_unit + tax.fixed_minor))
        base = _plus(base, taxes[-1]) if tax.in_base else base
        included = _plus(included, taxes[-1]) if tax.included else included
    return taxes, included


def _in_price(tax: _Linear, included: _Linear) -> _Inside:
    per_price = tax.per_net / (1 + included.per_net)
    per_unit = tax.per_unit - per_price * included.per_unit
    over = lcm(per_price.denominator, per_unit.denominator)
    return _Inside(int(per_price * over), int(per_unit * over), over)


def _plus(one: _Linear, other: _Linear) -> _Linear:
    return _Linear(one.per_net + other.per_net, one.per_unit + other.per_unit)


def _spread(exact: Sequence[Ratio]) -> list[int]:
    """Round the sum of exact taxes and split it by them; the two signs apart, so that the split is symmetric."""
    if len(exact) == 1:
        return [divide_half_up(*exact[0])]
    scale = lcm(*(denominator for _, denominator in exact))
    weights = [numerator * (scale // denominator) for numerator, denominator in exact]
    gains, losses = [max(weight, 0) for weight in weights], [max(-weight, 0) for weight in weights]
    up = allocate(divide_half_up(sum(gains), scale), gains)
    down = allocate(divide_half_up(sum(losses), scale), losses)
    return [one - other for one, other in zip(up, down, strict=True)]


class _Sheet:
    """Lines whose taxes are rounded together: one line, or a basket. Fills the amount of each (line, place of tax) once."""

    def __init__(self, lines: Sequence[TaxInput], prices_include_tax: bool) -> None:
        self._lines = lines
        self._terms = [_terms(line.taxes, prices_include_tax) for line in lines]
        self._amounts: dict[tuple[int, int], int] = {}
        self._nets = [line.amount_minor for line in lines]

    def taxed(self) -> list[Taxed]:
        self._take_out_included()
        self._add_excluded()
        return [self._line(index) for index in range(len(self._lines))]

    def _places(self, *, included: bool) -> dict[str, list[tuple[int, int]]]:
        """Return where each tax stands, by its id."""
        places: dict[str, list[tuple[int, int]]] = {}
        for index, line in enumerate(self._lines):
            for place, tax in enumerate(line.taxes):
                if self._terms[index][place].included is included:
                    places.setdefault(tax.id, []).append((index, place))
        return places

    def _take_out_included(self) -> None:
        for places in self._places(included=True).values():
            self._store(places, [self._exact_included(index, place) for index, place in places])
        for (index, _), amount in self._amounts.items():
            self._nets[index] -= amount

    def _exact_included(self, index: int, place: int) -> Ratio:
        line, tax = self._lines[index], _inside(self._terms[index])[place]
        return tax.per_price * line.amount_minor + tax.per_unit * line.units, tax.over

    def _add_excluded(self) -> None:
        places = self._places(included=False)
        for id in self._excluded_order(places):
            self._store(places[id], [self._exact_excluded(index, place) for index, place in places[id]])

    def _excluded_order(self, places: dict[str, list[tuple[int, int]]]) -> list[str]:
        if len(self._lines) == 1 or len(places) < 2:
            return list(places)
        excluded = [
            [tax for tax, terms in zip(line.taxes, own, strict=True) if not terms.included]
            for line, own in zip(self._lines, self._terms, strict=True)
        ]
        return order_of(excluded)

    def _exact_excluded(self, index: int, place: int) -> Ratio:
        line, terms = self._lines[index], self._terms[index][place]
        return self._base(index, place) * terms.rate_bp + terms.fixed_minor * line.units * 10_000, 10_000

    def _base(self, index: int, place: int) -> int:
        earlier = (self._amounts[index, before] for before in range(place) if self._terms[index][before].in_base)
        return self._nets[index] + sum(earlier)

    def _store(self, places: list[tuple[int, int]], exact: list[Ratio]) -> None:
        self._amounts.update(zip(places, _spread(exact), strict=True))

    def _line(self, index: int) -> Taxed:
        shares = tuple(
            TaxShare(id=tax.id, base_minor=self._base(index, place), tax_minor=self._amounts[index, place])
            for place, tax in enumerate(self._lines[index].taxes)
        )
        net, tax = self._nets[index], sum(share.tax_minor for share in shares)
        return Taxed(net, tax, net + tax, shares)
