"""Punch cards: full ones free pieces, the rest of the pieces are punched. Pieces that are given earn none."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.goods import Goods
from kiosk.domain.loyalty import pieces
from kiosk.domain.loyalty.chooser import Chooser
from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.pieces import Amounts, Picked, Run
from kiosk.domain.loyalty.spending import Purse, taken
from kiosk.domain.loyalty.table import Table
from kiosk.domain.trace import TraceItem
from sync.protocol.programmes import Programme, PunchProgramme


class Card(NamedTuple):
    """A card's item of the trace (None: it frees nothing), what it took off, and its pieces given by place."""

    programme: PunchProgramme
    item: TraceItem | None
    given: dict[int, int]


def free_by_cards(programmes: Sequence[Programme], table: Table, goods: Goods, facts: Facts, purse: Purse) -> list[Card]:
    """Let every full card of the member free its pieces, the cheapest first.

    With `per` piece the punches of this very basket count: with nine of ten, of two pieces one is paid for and the other is free.
    """
    if facts.member is None or not goods.places:
        return []
    return [_freed(programme, table, goods, facts, purse) for programme in programmes if isinstance(programme, PunchProgramme)]


def punched(card: Card, goods: Goods) -> list[tuple[int, int]]:
    """Return the pieces at each place that earn a punch."""
    places = _places(card.programme, goods)
    return [(place, _count(goods, place) - card.given.get(place, 0)) for place in places]


def _places(programme: PunchProgramme, goods: Goods) -> list[int]:
    return Chooser(programme.of).places(goods.lines, goods.places) if programme.of is not None else list(goods.places)


def _count(goods: Goods, place: int) -> int:
    line = goods.lines[place]
    return 1 if line.weight_g is not None else line.quantity


def _freed(programme: PunchProgramme, table: Table, goods: Goods, facts: Facts, purse: Purse) -> Card:
    earning = _places(programme, goods)
    given = earning if programme.gives is None else Chooser(programme.gives).places(goods.lines, goods.places)
    runs = [run for run in table.runs(given, dearest=False) if table.share(run.place, 1, programme.percent_bp)]
    wanted = _most_freed(programme, runs, set(earning), goods, purse.balance(programme.id))
    picked = pieces.first(runs, wanted)
    amounts: Amounts = [(place, table.share(place, count, programme.percent_bp)) for place, count in picked]
    if not picked or _is_withheld(programme, facts):
        return Card(programme, None, {})
    total = taken(amounts, programme.id, table, goods)
    cost = -(-sum(count for _, count in picked) // programme.quantity) * programme.needs
    purse.spend(programme.id, cost, amounts, table)
    lines = sorted(goods.lines[place].line for place, _ in picked)
    return Card(programme, TraceItem(id=programme.id, status="applied", amount_minor=total, points=cost, lines=lines), dict(picked))


def _is_withheld(programme: PunchProgramme, facts: Facts) -> bool:
    """A card that was stopped, or whose owner was only named at a kiosk, frees nothing; it is punched all the same."""
    return programme.id in facts.circumstances.stopped or (facts.member is not None and not facts.member.proven)


def _most_freed(programme: PunchProgramme, runs: Sequence[Run], earning: set[int], goods: Goods, balance: int) -> int:
    """Return how many pieces full cards free: the more are given, the fewer are left to punch, so the bound is found by halving."""
    there = sum(run.pieces for run in runs)
    punchable = sum(_count(goods, place) for place in earning) if programme.per == "piece" else 0

    def affordable(count: int) -> bool:
        given: Picked = pieces.first(runs, count)
        lost = sum(pieces_ for place, pieces_ in given if place in earning) if programme.per == "piece" else 0
        return -(-count // programme.quantity) * programme.needs <= balance + punchable - lost

    low, high = 0, there
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if affordable(middle) else (low, middle - 1)
    return low
