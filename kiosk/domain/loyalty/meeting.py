"""How offers meet: greater priority first, then the best lawful combination of equals, each on what the ones before it left.

Among equals other prices come first, then sets and percentages, then amounts, those of the whole ticket last: in this order each takes
most, so that hardly any other order of the same offers does better but for a rounded unit. Of a group a basket, or a line, has one offer;
of those that make sets each piece has one.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from kiosk.domain.loyalty.effects import effect_of
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.table import Groups, Table
from kiosk.domain.loyalty.taking import NO_CAPS, Caps, Lack, Take, least
from sync.protocol.offers import AmountOffer, BundleOffer, Discounting, FixedPriceOffer, QuantityBreakOffer, TieredSpendOffer

SETS = ""
"""Stands for all offers of a group that make sets, which share a line piece by piece."""
_PRICES, _PERCENTS, _STEPS, _AMOUNTS = range(4)


class Plan(NamedTuple):
    """Who gets what of groups in which equals meet: the basket, each line, and (by the first offer's id) in which order and how often sets
    of the same goods are made.

    `more_minor` is the most that a better plan could bring, where the search for one was stopped (by the ids of offers that it is about).
    """

    baskets: dict[str, str]
    owners: dict[tuple[str, int], str]
    orders: dict[str, tuple[tuple[str, int | None], ...]]
    more_minor: dict[str, int]


class Met(NamedTuple):
    """What became of an offer that meets its conditions: it took something, or lacks something, or others have its goods (`beaten`)."""

    live: Live
    take: Take | None = None
    lack: Lack | None = None
    beaten: bool = False
    by: str = ""
    more_minor: int | None = None


NO_PLAN = Plan({}, {}, {}, {})


def in_order(lives: Sequence[Live]) -> list[Live]:
    """Return equals in the order in which they are applied."""
    return sorted(lives, key=lambda live: (_stage(live), live.offer.base == "initial", _reach(live.offer), live.rule.id))


def sequence(level: Sequence[Live], plan: Plan) -> list[tuple[Live, int | None]]:
    """Return equals in their order with the most times each may be had: sets of a group as the plan says."""
    if not plan.orders:
        return [(live, None) for live in level]
    by_id = {live.rule.id: live for live in level}
    waiting = {}
    for order in plan.orders.values():
        queue = [(by_id[id], most) for id, most in order if id in by_id]
        waiting.update({id: queue for id, _ in order})
    return [waiting[live.rule.id].pop(0) if live.rule.id in waiting else (live, None) for live in level]


def put(live: Live, table: Table, plan: Plan, most: int | None = None) -> Met:
    """Apply an offer to the table as far as its group and the plan let it."""
    places = live.places if not live.offer.group else _open(live, table.groups, plan)
    caps = live.caps if most is None else live.caps._replace(times=least(live.caps.times, most))
    shut = len(places) < len(live.places)
    if (shut and not places) or most == 0:
        return Met(live, beaten=True)
    found = effect_of(live, places, table, caps)
    if isinstance(found, Lack):
        return Met(live, lack=found, beaten=shut if live.line_by_line else _lost(live, places, table, caps))
    if found.used is not None or caps != NO_CAPS or getattr(live.offer, "pick", None) is not None:
        # Some pieces of a line, and not all, so that it matters to later offers on which lines they are said to lie.
        found = found._replace(amounts=table.evened(found.amounts))
    _commit(live, found, table)
    return Met(live, take=found)


def apply_level(level: Sequence[Live], table: Table, plan: Plan) -> list[Met]:
    """Apply equals, in their order, under a plan."""
    found = [put(live, table, plan, most) for live, most in sequence(level, plan)]
    return [_explained(met, table.groups, plan) for met in found]


def levels(lives: Sequence[Live]) -> list[list[Live]]:
    """Return offers by priority, the greater first, each level in its order."""
    ranked = sorted(lives, key=lambda live: -live.offer.priority)
    return [in_order(list(level)) for _, level in groupby(ranked, key=lambda live: live.offer.priority)]


def _stage(live: Live) -> int:
    offer = live.offer
    match offer:
        case FixedPriceOffer() | BundleOffer():
            return _PRICES
        case QuantityBreakOffer():
            first = offer.steps[0]
            return _PRICES if first.price_minor is not None else _PERCENTS if first.percent_bp is not None else _AMOUNTS
        case TieredSpendOffer():
            return _STEPS
        case AmountOffer():
            return _AMOUNTS
        case _:
            return _PERCENTS


def _reach(offer: Discounting) -> int:
    """Tell how far an amount reaches: one that finds room on other goods leaves a line to one that does not."""
    if not isinstance(offer, AmountOffer) or offer.per != "basket":
        return 0
    when = offer.when
    return 1 if when.tags or when.skus or when.departments else 2


def _open(live: Live, groups: Groups, plan: Plan) -> list[int]:
    """Return the places that are open to an offer of a group."""
    id, group, held = live.rule.id, live.offer.group, groups.held
    if group in groups.closed:
        return []
    if live.offer.group_scope == "basket":
        touched = any(name == group for name, _ in (*held, *groups.used))
        return [] if touched or plan.baskets.get(group, id) != id else list(live.places)
    own = SETS if live.makes_sets else id
    owners, used = plan.owners, groups.used if own else {}
    return [
        place
        for place in live.places
        if (group, place) not in held and not used.get((group, place)) and owners.get((group, place), own) == own
    ]


def _lost(live: Live, places: Sequence[int], table: Table, caps: Caps) -> bool:
    """Tell whether it lacks something only because others of its group have goods, or pieces, that it would need."""
    group = live.offer.group
    if not group or (len(places) == len(live.places) and not any((group, place) in table.groups.used for place in places)):
        return False
    free = table.fork()
    free.groups = Groups()
    return not isinstance(effect_of(live, live.places, free, caps), Lack)


def _commit(live: Live, take: Take, table: Table) -> None:
    id, group, groups = live.rule.id, live.offer.group, table.groups
    for place, amount in take.amounts:
        table.left[place] -= amount
    if not group:
        return
    if live.offer.group_scope == "basket":
        groups.closed[group] = id
    elif take.used is None:
        groups.held.update({(group, place): id for place, _ in take.amounts})
    else:
        _use(group, id, take, groups)


def _use(group: str, id: str, take: Take, groups: Groups) -> None:
    for place, count in take.used or ():
        groups.used[group, place] = groups.used.get((group, place), 0) + count
        groups.used_by.setdefault((group, place), id)
    for place, amount in take.amounts:
        groups.own[group, place] = groups.own.get((group, place), 0) + amount


def _explained(met: Met, groups: Groups, plan: Plan) -> Met:
    if met.beaten:
        return met._replace(by=_winner(met.live, groups))
    return met._replace(more_minor=plan.more_minor.get(met.live.rule.id)) if plan.more_minor and met.take is not None else met


def _winner(live: Live, groups: Groups) -> str:
    """Return who has the goods: the basket's offer, or of those that have lines the first by name."""
    group = live.offer.group
    if group in groups.closed:
        return groups.closed[group]
    return groups.holder(group, live.places) or min((id for (name, _), id in groups.held.items() if name == group), default="")
