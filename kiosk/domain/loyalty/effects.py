"""Effects on pieces and lines: percentages, amounts, other prices, steps, gifts. Each tells what it takes off and changes nothing."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from kiosk.domain.loyalty import pieces
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.pieces import Amounts, Picked, Run
from kiosk.domain.loyalty.sets import bundle, buy_get, cheapest_free
from kiosk.domain.loyalty.table import Table
from kiosk.domain.loyalty.taking import MONEY, NO_CAPS, NOTHING_LEFT, PIECES, Caps, Lack, Take, least
from sync.protocol.money import percent
from sync.protocol.offers import (
    AmountOffer,
    BundleOffer,
    BuyGetOffer,
    CheapestFreeOffer,
    Discounting,
    FixedPriceOffer,
    GiftOffer,
    PercentOffer,
    Pick,
    QuantityBreakOffer,
    QuantityStep,
    TieredSpendOffer,
)

Effect = Callable[[Live, Any, Sequence[int], Table, Caps], Take | Lack]
_DEAREST = Pick(order="dearest")


def effect_of(live: Live, places: Sequence[int], table: Table, caps: Caps = NO_CAPS) -> Take | Lack:
    """Return what an offer takes off those of its goods that stand at `places`, within caps; or what it lacks."""
    found = _EFFECTS[type(live.offer)](live, live.offer, places, table, caps)
    if isinstance(found, Lack):
        return found
    return _within(found, table, caps.amount_minor) if found.amounts else NOTHING_LEFT


def _within(take: Take, table: Table, most_minor: int | None) -> Take | Lack:
    if most_minor is None or take.total <= most_minor:
        return take
    return take._replace(amounts=table.spread(most_minor, take.amounts)) if most_minor > 0 else NOTHING_LEFT


def _percent(live: Live, offer: PercentOffer, places: Sequence[int], table: Table, caps: Caps) -> Take:
    picked = _picked(offer.pick, places, table, caps)
    initial = offer.base == "initial"
    if offer.allocation == "per_line":
        return _take([(place, table.share(place, count, offer.percent_bp, initial=initial)) for place, count in picked], picked)
    weights = [(place, table.worth(place, count, initial=initial)) for place, count in picked]
    return _take(table.spread(percent(sum(weight for _, weight in weights), offer.percent_bp), weights), picked)


def _amount(live: Live, offer: AmountOffer, places: Sequence[int], table: Table, caps: Caps) -> Take:
    if offer.per == "basket":
        return _spread(offer.amount_minor, places, table, caps)
    if offer.per == "line":
        return _per_line(offer, places, table, caps)
    picked = _picked(offer.pick, places, table, caps)
    return _off_each(offer.amount_minor, picked, table)


def _off_each(amount_minor: int, picked: Picked, table: Table) -> Take:
    return _take([(place, min(amount_minor * count, table.share(place, count))) for place, count in picked], picked)


def _per_line(offer: AmountOffer, places: Sequence[int], table: Table, caps: Caps) -> Take:
    """Of an amount a line, what is picked are lines, not pieces; a line for which there are not enough pieces left goes without."""
    chosen = offer.pick or _DEAREST
    lines = [run._replace(pieces=1) for run in table.runs(places, dearest=chosen.order == "dearest")]
    picked = pieces.pick(lines, msgspec.structs.replace(chosen, most=least(chosen.most, caps.times)))
    amounts, left = [], caps.pieces
    for place, _ in picked:
        if left is None or table.count[place] <= left:
            amounts.append((place, min(offer.amount_minor, table.left[place])))
            left = None if left is None else left - table.count[place]
    return _take(amounts, [(place, table.count[place]) for place, _ in amounts])


def _fixed_price(live: Live, offer: FixedPriceOffer, places: Sequence[int], table: Table, caps: Caps) -> Take:
    picked = _picked(offer.pick, places, table, caps)
    return _at_price(offer.price_minor, picked, table, initial=offer.base == "initial")


def _at_price(price_minor: int, picked: Picked, table: Table, *, initial: bool = False) -> Take:
    """Bring pieces down to a price; the fixed taxes in it count towards it and are never discounted."""
    amounts: Amounts = []
    for place, count in picked:
        worth = table.worth(place, count, initial=initial)
        fixed = table.fixed[place] * count // table.count[place]
        most = min(worth, table.left[place])
        amounts.append((place, min(most, max(0, worth + fixed - table.price_at(place, price_minor, count)))))
    return _take(amounts, picked)


def _tiered(live: Live, offer: TieredSpendOffer, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    spent = sum(table.start[place] + table.fixed[place] for place in places)
    reached = [step for step in offer.steps if step.from_minor <= spent]
    if not reached:
        return Lack("from_minor", spent, min(step.from_minor for step in offer.steps), MONEY)
    step = max(reached, key=lambda each: each.from_minor)
    if step.percent_bp is None:
        return _spread(step.amount_minor or 0, places, table, caps)
    picked = _picked(None, places, table, Caps(pieces=caps.pieces))
    weights = [(place, table.worth(place, count, initial=offer.base == "initial")) for place, count in picked]
    whole = percent(sum(weight for _, weight in weights), step.percent_bp)
    return _take(table.spread(whole, weights), picked)


def _break(live: Live, offer: QuantityBreakOffer, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    together = sum(table.count[place] for place in places)
    steps = {place: _step(offer, table.count[place] if offer.count == "line" else together) for place in places}
    reached = [place for place in places if steps[place] is not None]
    if not reached:
        have = together if offer.count == "chosen" else max((table.count[place] for place in places), default=0)
        most = max(places, key=lambda place: (table.count[place], -table.ties[place]), default=None)
        return Lack("quantity", have, min(step.quantity for step in offer.steps), PIECES, most)
    picked = _picked(None, reached, table, caps)
    parts = [_broken(steps[place], place, count, table, initial=offer.base == "initial") for place, count in picked]
    return _take([each for part in parts for each in part.amounts], picked)


def _broken(step: QuantityStep | None, place: int, count: int, table: Table, *, initial: bool) -> Take:
    match step:
        case QuantityStep(percent_bp=int(rate_bp)):
            return Take([(place, table.share(place, count, rate_bp, initial=initial))], count)
        case QuantityStep(price_minor=int(price_minor)):
            return _at_price(price_minor, [(place, count)], table, initial=initial)
        case QuantityStep(amount_minor=int(amount_minor)):
            return _off_each(amount_minor, [(place, count)], table)
        case _:
            return Take([], 0)


def _step(offer: QuantityBreakOffer, count: int) -> QuantityStep | None:
    return max((step for step in offer.steps if step.quantity <= count), key=lambda step: step.quantity, default=None)


def _gift(live: Live, offer: GiftOffer, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    """`places` are those of the gift; the dearest of it first, should it lie there at two prices."""
    runs = table.runs(places, dearest=True, group=offer.group)
    there = sum(run.pieces for run in runs)
    if not there:
        return Lack("sku", 0, offer.quantity, PIECES)
    picked = pieces.first(runs, least(offer.quantity, caps.pieces) or 0)
    amounts = [(place, table.share(place, count, group=offer.group)) for place, count in picked]
    return _take(amounts, picked)._replace(used=picked)


def _spread(amount_minor: int, places: Sequence[int], table: Table, caps: Caps) -> Take:
    picked = _picked(None, places, table, Caps(pieces=caps.pieces))
    weights = [(place, table.share(place, count)) for place, count in picked]
    whole = min(amount_minor, sum(weight for _, weight in weights))
    return _take(table.spread(whole, weights), picked)


def _picked(chosen: Pick | None, places: Sequence[int], table: Table, caps: Caps) -> Picked:
    """Return the pieces an effect is for; where only so many may have it, those are the dearest unless the offer picks otherwise."""
    most = least(caps.times, caps.pieces)
    if chosen is None and most is None:
        return _all_of(places, table)
    order = chosen or _DEAREST
    runs: list[Run] = table.runs(places, dearest=order.order == "dearest")
    if order.per == "line" and most is not None:
        picked = dict(pieces.pick(runs, order))
        return pieces.first((run._replace(pieces=picked.get(run.place, 0)) for run in runs), most)
    return pieces.pick(runs, msgspec.structs.replace(order, most=least(order.most, most)) if most is not None else order)


def _all_of(places: Sequence[int], table: Table) -> Picked:
    count = table.count
    return [(place, count[place]) for place in places]


def _take(amounts: Amounts, picked: Picked) -> Take:
    """Count the pieces of goods of which something is taken."""
    some = [each for each in amounts if each[1] > 0]
    if len(some) == len(picked):
        return Take(some, sum(count for _, count in picked))
    counts = dict(picked)
    return Take(some, sum(counts[place] for place, _ in some))


_EFFECTS: dict[type[Discounting], Effect] = {
    PercentOffer: _percent,
    AmountOffer: _amount,
    FixedPriceOffer: _fixed_price,
    CheapestFreeOffer: cheapest_free,
    BuyGetOffer: buy_get,
    BundleOffer: bundle,
    TieredSpendOffer: _tiered,
    QuantityBreakOffer: _break,
    GiftOffer: _gift,
}
