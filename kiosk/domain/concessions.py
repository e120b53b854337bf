"""What a person concedes on an open ticket: discounts given and prices changed, and the rate that each comes to.

The rate decides who may give it. An amount counts as the rate it takes off what the goods cost without it, a lower price as the rate it
lies below the shop's, and several on one line add up. A higher price hides a theft as well, yet it gives nobody anything: it is measured on
a scale of its own, and who approved it has approved no cut.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import msgspec

from kiosk.domain.basket import Basket, require_no_tender
from kiosk.domain.discounts import STAFF, Given
from kiosk.domain.lines import BasketLine
from kiosk.domain.pricing import Priced
from sync.protocol.errors import Refusal
from sync.protocol.facts import SoldLine
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.records import GIVEN_IDS

GIVEN_LIMIT = 100
"""More discounts than this on one ticket are a price list, not a concession."""

NONE, _WHOLE = Fraction(0), Fraction(1)


class Rate(NamedTuple):
    """A rate in parts of the price: what was given to anybody, and what was given to the shop's own people."""

    manual: Fraction = NONE
    staff: Fraction = NONE

    def plus(self, other: "Rate") -> "Rate":
        """Return both together."""
        return Rate(self.manual + other.manual, self.staff + other.staff)


class Rates(NamedTuple):
    """Rates by line, and on the whole ticket, of which `percents` is what more goods make more of; `pieces` are the goods they were given
    on, `free` what the shop gives its own people, `raised` how far lines are sold above the shop's price."""

    lines: Mapping[int, Rate]
    whole: Rate
    percents: Rate
    pieces: Mapping[int, int]
    free: Fraction = NONE
    raised: Mapping[int, Fraction] = {}

    def of(self, line: int) -> Fraction:
        """Return what is conceded on a line, with its part of what was on the whole ticket: the shop's own gift is given once."""
        return self._beyond(self.lines.get(line, Rate()).plus(self.whole))

    def of_more(self, line: int) -> Fraction:
        """Return what is conceded on each further piece of a line: an amount off the whole ticket stays what it is."""
        return self._beyond(self.lines.get(line, Rate()).plus(self.percents))

    @property
    def on_all(self) -> Fraction:
        """What is conceded on the whole ticket."""
        return self._beyond(self.whole)

    def raise_of(self, line: int) -> Fraction:
        """Return how far a line is sold above the shop's price."""
        return self.raised.get(line, NONE)

    def _beyond(self, rate: Rate) -> Fraction:
        return rate.manual + max(NONE, rate.staff - self.free)


def give(basket: Basket, given: Given, priced: Priced) -> Basket:
    """Give a discount; `priced` is the ticket before it. Refuses `tender_begun`, `not_discountable`, `discount_too_large`."""
    require_no_tender(basket)
    places = _discountable(basket, given.line)
    left = sum(_left(line) for line in priced.lines if line.line in places)
    if left <= 0:
        raise Refusal("not_discountable", field="line")
    if given.amount_minor > left:
        raise Refusal("discount_too_large", field="amount_minor", most_minor=left)
    if len(basket.discounts) >= GIVEN_LIMIT:
        raise Refusal("discounts_limit", most=GIVEN_LIMIT)
    return msgspec.structs.replace(basket, discounts=[*basket.discounts, given])


def override(basket: Basket, line: int, price_minor: int) -> Basket:
    """Sell a line at another unit price; refuses `tender_begun`, `returned_line` and `not_discountable`."""
    require_no_tender(basket)
    target = basket.line_at(line)
    _require_goods(target)
    if not 0 <= price_minor < MINOR_LIMIT:
        raise Refusal("amount_limit", field="price_minor")
    regular = regular_price(target)
    changed = msgspec.structs.replace(
        target,
        unit_price_minor=price_minor,
        amount_minor=price_minor if target.amount_minor is not None and target.weight_g is None else None,
        regular_price_minor=None if price_minor == regular else regular,
    )
    lines = [changed if each.line == line else each for each in basket.lines]
    if sum(abs(each.seen_minor) for each in lines) >= MINOR_LIMIT:
        raise Refusal("amount_limit", field="price_minor")
    return msgspec.structs.replace(basket, lines=lines)


def regular_price(line: BasketLine) -> int:
    """Return what a line's unit price was before anybody changed it."""
    return line.unit_price_minor if line.regular_price_minor is None else line.regular_price_minor


def concedes(basket: Basket | None) -> bool:
    """Tell whether anything was conceded on a ticket at all."""
    return basket is not None and (bool(basket.discounts) or any(line.regular_price_minor is not None for line in basket.lines))


def rates(basket: Basket, priced: Priced, staff_bp: int) -> Rates:
    """Return what was conceded. A staff discount counts only beyond `staff_bp`, which is the shop's own gift to its people."""
    bases = {line.line: _base(line) for line in priced.lines if line.origin is None}
    lines = {
        line.line: Rate(max(NONE, -_changed(line))).plus(_on(basket.discounts, line.line, bases.get(line.line, 0))) for line in basket.lines
    }
    for given in basket.discounts:
        if given.line in bases:
            bases[given.line] = max(0, bases[given.line] - given.off(bases[given.line]))
    whole = _on(basket.discounts, 0, sum(bases.values()))
    percents = _on([given for given in basket.discounts if given.percent_bp], 0, 0)
    pieces = {line.line: line.pieces or 1 for line in basket.lines if line.is_goods}
    raised = {line.line: change for line in basket.lines if (change := _changed(line)) > NONE}
    return Rates(lines, whole, percents, pieces, Fraction(staff_bp, 10_000), raised)


def needed_bp(before: Rates, after: Rates, limit_bp: int) -> int:
    """Return the rate in basis points, rounded up, that a change needs somebody else for; 0 when `limit_bp` covers it.

    Rates add up to more than the whole price where each is taken of what another left; who may give all may give all of them.
    What was approved once stays approved, as long as neither the rate nor the goods it is given on grow: who approves half the price of a
    ticket has seen these goods, and not what is rung up after them.
    """
    limit = Fraction(limit_bp, 10_000)
    if limit >= _WHOLE:
        return 0
    grown = [after.of(line) for line in after.pieces if after.of(line) > limit and _grew(before, after, line, limit)]
    if after.on_all > limit and after.on_all > before.on_all:
        grown.append(after.on_all)
    return ceil(min(_WHOLE, max(grown)) * 10_000) if grown else 0


def needed_raise_bp(before: Rates, after: Rates, limit_bp: int | None) -> int:
    """Return the rate in basis points, rounded up, of a higher price that a change needs somebody else for; 0 when `limit_bp` covers it."""
    if limit_bp is None:
        return 0
    limit = Fraction(limit_bp, 10_000)
    grown = [rate for line, rate in after.raised.items() if rate > limit and _rose(before, after, line)]
    return ceil(max(grown) * 10_000) if grown else 0


def _grew(before: Rates, after: Rates, line: int, limit: Fraction) -> bool:
    """A raise taken back makes a discount that was given on the higher price one on the shop's: it is given anew."""
    if _more_goods(before, after, line) and after.of_more(line) > limit:
        return True
    lowered = after.raise_of(line) < before.raise_of(line)
    return line in before.pieces and (lowered or after.of(line) > before.of(line))


def _rose(before: Rates, after: Rates, line: int) -> bool:
    return _more_goods(before, after, line) or after.raise_of(line) > before.raise_of(line)


def _more_goods(before: Rates, after: Rates, line: int) -> bool:
    return after.pieces[line] > before.pieces.get(line, 0)


def _discountable(basket: Basket, line: int) -> set[int]:
    if not line:
        return {each.line for each in basket.lines if each.is_goods}
    _require_goods(basket.line_at(line))
    return {line}


def _require_goods(line: BasketLine) -> None:
    if line.frozen is not None:
        raise Refusal("returned_line", field="line", line=line.line)
    if not line.is_goods:
        raise Refusal("not_discountable", field="line")


def _base(line: SoldLine) -> int:
    """What goods cost once offers and coupons are taken off, before any discount a person gave."""
    if line.kind:
        return 0
    return line.amount_minor - sum(share.amount_minor for share in line.offers if share.id not in GIVEN_IDS)


def _left(line: SoldLine) -> int:
    return 0 if line.kind or line.origin else line.amount_minor - line.discount_minor


def _changed(line: BasketLine) -> Fraction:
    """Return how far a line's price lies above the shop's, negative below it: any price for what costs nothing is all of it."""
    if line.regular_price_minor is None:
        return NONE
    if not line.regular_price_minor:
        return _WHOLE
    return Fraction(line.unit_price_minor - line.regular_price_minor, line.regular_price_minor)


def _on(discounts: Sequence[Given], line: int, base_minor: int) -> Rate:
    """Return the rate of all discounts on a line, or on the whole ticket (0)."""
    manual = staff = NONE
    for given in discounts:
        if given.line != line:
            continue
        rate = _rate(given, base_minor)
        if given.kind == STAFF:
            staff += rate
        else:
            manual += rate
    return Rate(manual, staff)


def _rate(given: Given, base_minor: int) -> Fraction:
    if given.percent_bp:
        return Fraction(given.percent_bp, 10_000)
    return min(_WHOLE, Fraction(given.amount_minor, base_minor)) if base_minor > 0 else _WHOLE
