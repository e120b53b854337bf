"""What offers may still take: the goods of one evaluation with what is left of each line, and which pieces of it a group has given away."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.pieces import Amounts, Run
from kiosk.domain.loyalty.ties import Ties
from sync.protocol.money import divide_half_up

WHOLE_BP = 10_000
_GRAMS_A_KG = 1_000
_UNIT = attrgetter("unit_minor")


class Groups:
    """Who has what of the groups. A line goes to one offer whole, or piece by piece to offers that make sets; a basket to one offer."""

    __slots__ = ("closed", "held", "own", "used", "used_by")

    def __init__(self) -> None:
        self.held: dict[tuple[str, int], str] = {}
        self.used: dict[tuple[str, int], int] = {}
        self.used_by: dict[tuple[str, int], str] = {}
        self.own: dict[tuple[str, int], int] = {}
        self.closed: dict[str, str] = {}

    def holder(self, group: str, places: Iterable[int]) -> str:
        """Return who has some of these goods, the first by name; empty where nobody has."""
        holders = {self.held.get((group, place)) or self.used_by.get((group, place), "") for place in places}
        return min((id for id in holders if id), default="")

    def fork(self) -> "Groups":
        """Return a copy to try something on."""
        other = Groups()
        other.held, other.used, other.own, other.closed = dict(self.held), dict(self.used), dict(self.own), dict(self.closed)
        other.used_by = dict(self.used_by)
        return other


class Table:
    """The goods in figures, by place in `Goods.lines`. Goods by weight, or under a label's price, are one piece.

    `left` is what may still be taken of a line, `start` what could be before any offer, `fixed` what of its price is never discounted.
    A line's pieces are alike: what was taken of it earlier lies evenly on them, save that within a group it lies on the pieces used.
    `ties` orders pieces of one price, `cents` lines with equal claims to one.
    """

    __slots__ = ("cents", "count", "fixed", "goods", "groups", "left", "start", "steps", "ties", "unit")

    def __init__(self, goods: Goods) -> None:
        figures = goods.figures
        self.goods = goods
        self.left = goods.lefts()
        self.start, self.fixed, self.count, self.unit = figures.start, figures.fixed, figures.pieces, figures.unit
        self.ties = self.cents = Ties(goods.lines)
        self.groups = Groups()
        self.steps = 0

    def fork(self) -> "Table":
        """Return a copy to try something on; only what is left, and who has it, is its own."""
        other = object.__new__(Table)
        other.goods, other.start, other.fixed, other.count = self.goods, self.start, self.fixed, self.count
        other.unit, other.ties, other.cents = self.unit, self.ties, self.cents
        other.left, other.groups, other.steps = list(self.left), self.groups.fork(), 0
        return other

    def boosted(self, place: int, pieces: int) -> "Table":
        """Return a copy with more pieces at a place, to see what they would bring."""
        other = self.fork()
        more = pieces * self.unit[place]
        other.count, other.start = list(self.count), list(self.start)
        other.count[place] += pieces
        other.left[place] += more
        other.start[place] += more
        return other

    def with_more(self, place: int, amount_minor: int) -> "Table":
        """Return a copy with more worth at a place."""
        other = self.fork()
        other.start = list(self.start)
        other.left[place] += amount_minor
        other.start[place] += amount_minor
        return other

    def runs(self, places: Iterable[int], *, dearest: bool, group: str = "") -> list[Run]:
        """Return the pieces at places, less those that sets of the group used, by unit price; ties as everywhere."""
        used = self.groups.used
        found = [Run(place, self.count[place] - (used.get((group, place), 0) if group else 0), self.unit[place]) for place in places]
        self.steps += len(found)
        sign, ties = -1 if dearest else 1, self.ties
        runs = [run for run in found if run.pieces > 0]
        if len({run.unit_minor for run in runs}) == len(runs):
            return sorted(runs, key=_UNIT, reverse=dearest)
        return sorted(runs, key=lambda run: (sign * run.unit_minor, ties[run.place]))

    def share(self, place: int, pieces: int, rate_bp: int = WHOLE_BP, *, initial: bool = False, group: str = "") -> int:
        """Return a rate of what some pieces of a line come to, rounded once and no more than is left of the line."""
        self.steps += 1
        whole = self.start[place] if initial else self.left[place] + (self.groups.own.get((group, place), 0) if group else 0)
        count = self.count[place]
        if pieces == count:
            amount = (2 * whole * rate_bp + WHOLE_BP) // (2 * WHOLE_BP)
        else:
            amount = divide_half_up(whole * pieces * rate_bp, count * WHOLE_BP)
        return min(amount, self.left[place])

    def worth(self, place: int, pieces: int, *, initial: bool) -> int:
        """Return what some pieces of a line come to; before any offer that may be more than is left of it."""
        if not initial:
            return self.share(place, pieces)
        self.steps += 1
        return divide_half_up(self.start[place] * pieces, self.count[place])

    def spread(self, total: int, weights: Amounts) -> Amounts:
        """Split an amount by largest remainder and bound each part by what is left of its line."""
        self.steps += len(weights)
        same = self.cents.same
        parts = split(total, weights, self.cents) if same is None else self._by_goods(total, weights, same)
        left = self.left
        return [(place, min(part, left[place])) for place, part in parts if part]

    def evened(self, amounts: Amounts) -> Amounts:
        """Lay what was taken of some pieces on all lines of the same goods: rung up apart they bear together what one line would."""
        same, left = self.cents.same, self.left
        if same is None:
            return amounts
        totals: dict[int, int] = {}
        found: Amounts = []
        for place, amount in amounts:
            if self.goods.lines[place].weight_g is None:
                totals[same[place]] = totals.get(same[place], 0) + amount
            else:
                found.append((place, amount))
        for goods, total in totals.items():
            alike = [(place, left[place]) for place, number in enumerate(same) if number == goods and left[place]]
            found += [each for each in split(total, alike, self.cents) if each[1]]
        return found

    def _by_goods(self, total: int, weights: Amounts, same: Sequence[int]) -> Amounts:
        """Split over goods first, then over the lines of the same goods: two lines bear together what one would."""
        by_goods: dict[int, Amounts] = {}
        for place, weight in weights:
            by_goods.setdefault(same[place], []).append((place, weight))
        if len(by_goods) == len(weights):
            return split(total, weights, self.cents)
        ties = {goods: min(self.cents[place] for place, _ in lines) for goods, lines in by_goods.items()}
        parts = split(total, [(goods, sum(weight for _, weight in lines)) for goods, lines in by_goods.items()], ties)
        return [each for goods, part in parts for each in split(part, by_goods[goods], self.cents)]

    def price_at(self, place: int, price_minor: int, pieces: int) -> int:
        """Return what some pieces of a line come to at another unit price, in the terms of the ticket's mode."""
        line = self.goods.lines[place]
        weight = line.weight_g
        price = price_minor * pieces if weight is None else divide_half_up(price_minor * weight, _GRAMS_A_KG)
        return self.in_mode(price, [place])

    def in_mode(self, price_minor: int, places: Sequence[int]) -> int:
        """Return a price as an exempt buyer sees it: less by what the goods' own price is less."""
        if not self.goods.exempt:
            return price_minor
        seen = sum(self.goods.seen_minor[place] for place in places)
        full = sum(self.goods.lines[place].seen_minor for place in places)
        return divide_half_up(price_minor * seen, full) if full else price_minor


def split(total: int, weights: Amounts, ties: Ties | Sequence[int] | dict[int, int]) -> Amounts:
    """Split a non-negative total by largest remainder over weighted places; equal remainders by `ties`."""
    whole = sum([weight for _, weight in weights])
    if whole == 0 or total == 0:
        return [(place, 0) for place, _ in weights]
    parts = [total * weight // whole for _, weight in weights]
    missing = total - sum(parts)
    if missing:
        rests = [total * weight % whole for _, weight in weights]
        order = sorted(range(len(rests)), key=rests.__getitem__, reverse=True)
        if rests[order[missing - 1]] == rests[order[missing]]:
            order.sort(key=lambda index: (-rests[index], ties[weights[index][0]]))
        for index in order[:missing]:
            parts[index] += 1
    return [(place, part) for (place, _), part in zip(weights, parts, strict=True)]
