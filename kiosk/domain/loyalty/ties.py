"""Who bears a cent, or has a piece taken, when several are equally due it: no total depends on the order of lines."""

from collections.abc import Sequence
from functools import cached_property

from kiosk.domain.basket import Basket
from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.live import Field, Live
from sync.protocol.programmes import Programme, PunchProgramme

Key = tuple[list[int], tuple[int, ...], tuple[str, ...], list[tuple[int, int]], int]


class Ties:
    """The order of places whose claims are equal: by the numbers of their lines."""

    def __init__(self, lines: Sequence[BasketLine]) -> None:
        self._lines = lines

    def __getitem__(self, place: int) -> int:
        return self._lines[place].line

    @property
    def same(self) -> Sequence[int] | None:
        """Numbers of goods by place, where several lines are of the same; None where nothing could tell."""
        return None


class SeenTies(Ties):
    """The order of places whose claims are equal, where a later offer could tell who bears a cent: by what can be seen of the lines.

    So neither the order of lines nor their splitting decides about a cent. Their numbers count only among lines that nothing tells apart.
    Lines of the same goods at one price bear together what one line of them would. Asked for seldom, and only then computed.
    """

    def __init__(
        self, lines: Sequence[BasketLine], figures: Sequence[Sequence[int]], lives: Sequence[Live], basket: Basket, *, by_goods: bool
    ) -> None:
        super().__init__(lines)
        self._figures, self._lives, self._basket, self._by_goods = figures, lives, basket, by_goods

    @property
    def same(self) -> Sequence[int] | None:
        """Numbers of goods by place, where several lines are of the same."""
        return self._same

    @cached_property
    def _same(self) -> Sequence[int] | None:
        known: dict[object, int] = {}
        numbers = [
            known.setdefault((line.sku, line.unit_price_minor, line.amount_minor, tuple(line.tags)), len(known)) for line in self._lines
        ]
        return numbers if len(known) < len(numbers) else None

    def __getitem__(self, place: int) -> int:
        return self._ranks[place]

    @cached_property
    def _ranks(self) -> list[int]:
        coverage: dict[int, list[int]] = {}
        for live in self._lives:
            for place in live.places:
                coverage.setdefault(place, []).append(live.rule.position)
        given: dict[int, list[tuple[int, int]]] = {}
        for each in self._basket.discounts:
            given.setdefault(each.line, []).append((each.percent_bp, each.amount_minor))
        return ranks([self._key(place, coverage, given) for place in range(len(self._lines))])

    def _key(self, place: int, coverage: dict[int, list[int]], given: dict[int, list[tuple[int, int]]]) -> Key:
        line = self._lines[place]
        named = (line.sku, line.department, *line.tags) if self._by_goods else ()
        return coverage.get(place, []), tuple(each[place] for each in self._figures), named, given.get(line.line, []), line.line


def tellers(field: Field, basket: Basket, programmes: Sequence[Programme]) -> tuple[bool, bool]:
    """Tell whether anything could tell who bears a cent of another, and whether it looks at the goods themselves.

    Where but one thing is taken nothing comes later, and the earlier line bears the cent (law 1).
    """
    cards = basket.member is not None and any(isinstance(each, PunchProgramme) for each in programmes)
    takers = len(field.lives) + len(basket.coupons) + len(basket.rewards) + len(basket.discounts) + cards
    by_goods = cards or bool(basket.rewards) or any(coupon.gives for coupon in basket.coupons) or field.tells_goods
    return takers > 1, by_goods


def ranks(keys: Sequence[Key]) -> list[int]:
    """Return each key's place among all."""
    found = [0] * len(keys)
    for rank, place in enumerate(sorted(range(len(keys)), key=lambda each: keys[each])):
        found[place] = rank
    return found
