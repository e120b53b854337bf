"""Who bears a cent when two lines are equally due it: the earlier line, unless something that comes later could tell them apart."""

from collections.abc import Sequence

from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.table import Table
from sync.protocol.programmes import Programme, PunchProgramme

Key = tuple[list[int], tuple[int, ...], tuple[str, ...], list[tuple[int, int]], int]


def settle(table: Table, goods: Goods, lives: Sequence[Live], basket: Basket, programmes: Sequence[Programme]) -> None:
    """Order equal remainders by what can be seen of the lines, and by their numbers only among those that nothing tells apart.

    Where but one thing is taken nothing comes later, and the earlier line bears the cent (law 1). Lines of the same goods at one price
    bear together what one line of them would.
    """
    cards = [each for each in programmes if isinstance(each, PunchProgramme)] if basket.member is not None else []
    if len(lives) + len(basket.coupons) + len(basket.rewards) + len(basket.discounts) + len(cards) < 2:
        return
    lines = goods.lines
    same: dict[object, int] = {}
    numbers = [same.setdefault((line.sku, line.unit_price_minor, line.amount_minor, tuple(line.tags)), len(same)) for line in lines]
    table.same = numbers if len(same) < len(lines) else None
    by_goods = bool(cards or basket.rewards or any(coupon.gives for coupon in basket.coupons)) or any(map(_tells_goods, lives))
    seen = _Seen(lives, basket)
    table.ties = ranks([seen.key(table, place, by_goods=by_goods) for place in range(len(lines))])


class _Seen:
    """What offers and persons can tell lines apart by."""

    def __init__(self, lives: Sequence[Live], basket: Basket) -> None:
        self._coverage: dict[int, list[int]] = {}
        for live in lives:
            for place in live.places:
                self._coverage.setdefault(place, []).append(live.rule.position)
        self._given: dict[int, list[tuple[int, int]]] = {}
        for each in basket.discounts:
            self._given.setdefault(each.line, []).append((each.percent_bp, each.amount_minor))

    def key(self, table: Table, place: int, *, by_goods: bool) -> Key:
        """Return what a line looks like; its number last."""
        line = table.goods.lines[place]
        figures = (table.unit[place], table.count[place], table.start[place], table.fixed[place])
        named = (line.sku, line.department, *line.tags) if by_goods else ()
        return self._coverage.get(place, []), figures, named, self._given.get(line.line, []), line.line


def ranks(keys: Sequence[Key]) -> list[int]:
    """Return each key's place among all."""
    found = [0] * len(keys)
    for rank, place in enumerate(sorted(range(len(keys)), key=lambda each: keys[each])):
        found[place] = rank
    return found


def _tells_goods(live: Live) -> bool:
    """Tell whether an offer looks at goods by more than being for them or not."""
    return live.makes_sets or bool(live.masks) or live.offer.limits.margin_floor_bp is not None
