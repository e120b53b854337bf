"""Effects that make sets of pieces: cheapest free, buy and get, bundles. Sets are counted in runs, never made one by one."""

from collections.abc import Mapping, Sequence

from kiosk.domain.loyalty import pieces
from kiosk.domain.loyalty.live import BUY, GET, Live
from kiosk.domain.loyalty.matching import most_sets, used_of
from kiosk.domain.loyalty.pieces import Picked, Run
from kiosk.domain.loyalty.table import Table
from kiosk.domain.loyalty.taking import PIECES, Caps, Lack, Take, least
from sync.protocol.offers import BundleOffer, BuyGetOffer, CheapestFreeOffer


def cheapest_free(live: Live, offer: CheapestFreeOffer, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    """Sets of the dearest pieces together; the last of each are free."""
    return _consecutive(offer.quantity, offer.free, offer.percent_bp, offer.group, places, table, caps)


def buy_get(live: Live, offer: BuyGetOffer, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    """Of the same goods as `cheapest_free`; of other goods, the cheapest that can be had for as many whole sets as there are."""
    if offer.of is None:
        return _consecutive(offer.buy + offer.get, offer.get, offer.percent_bp, offer.group, places, table, caps)
    runs = table.runs(places, dearest=False, group=offer.group)
    masks = live.masks
    only_buy, only_get, both = (sum(run.pieces for run in runs if masks[run.place] == mask) for mask in (BUY, GET, BUY | GET))
    sets = min((only_buy + both) // offer.buy, (only_get + both) // offer.get, (only_buy + only_get + both) // (offer.buy + offer.get))
    sets = least(sets, caps.times, None if caps.pieces is None else caps.pieces // offer.get) or 0
    if not sets:
        return _lacking(runs, masks, offer.buy, offer.get)
    spare = both - max(0, sets * offer.buy - only_buy)
    got = _got(runs, masks, sets * offer.get, spare)
    paid = _paid(runs, masks, dict(got), sets * offer.buy)
    amounts = [(place, table.share(place, count, offer.percent_bp, group=offer.group)) for place, count in got]
    return Take(_some(amounts), sets * offer.get, sets, _together(got, paid))


def bundle(live: Live, offer: BundleOffer, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    """As many bundles as there are goods for, of the dearest that fit; a bundle that would make it dearer is not made."""
    runs = table.runs(places, dearest=True, group=offer.group)
    needs = [part.quantity for part in offer.parts]
    size = sum(needs)
    found = most_sets(runs, live.masks, needs)
    sets = least(found, caps.times, None if caps.pieces is None else caps.pieces // size) or 0
    if not sets:
        return _part_lacking(runs, live.masks, needs)
    return _bundled(offer, runs, live.masks, needs, _worthwhile(offer, runs, live.masks, needs, sets, table), table)


def _bundled(offer: BundleOffer, runs: Sequence[Run], masks: Mapping[int, int], needs: Sequence[int], sets: int, table: Table) -> Take:
    used = used_of(runs, masks, [need * sets for need in needs])
    weights = [(place, table.share(place, count, group=offer.group)) for place, count in used]
    off = min(_off(offer, used, sets, table), sum(weight for _, weight in weights))
    return Take(_some(table.spread(off, weights)) if off > 0 else [], sets * sum(needs), sets, used)


def _off(offer: BundleOffer, used: Picked, sets: int, table: Table) -> int:
    """Return what bundles save, below zero where they cost more; the fixed taxes of their goods are in the price and never discounted."""
    price = table.in_mode(offer.price_minor * sets, [place for place, _ in used])
    return (
        sum(table.share(place, count, group=offer.group) + table.fixed[place] * count // table.count[place] for place, count in used)
        - price
    )


def _worthwhile(offer: BundleOffer, runs: Sequence[Run], masks: Mapping[int, int], needs: Sequence[int], most: int, table: Table) -> int:
    """Return the number of bundles that saves most: each is made of cheaper goods than the one before, so it saves less."""

    def saves(sets: int) -> int:
        return _off(offer, used_of(runs, masks, [need * sets for need in needs]), sets, table)

    low, high = 0, most
    if saves(high) > saves(high - 1):
        return high
    if saves(1) <= 0:
        return 0
    while low < high:
        middle = (low + high + 1) // 2
        if saves(middle) > saves(middle - 1):
            low = middle
        else:
            high = middle - 1
    return low


def _consecutive(size: int, freed: int, rate_bp: int, group: str, places: Sequence[int], table: Table, caps: Caps) -> Take | Lack:
    runs = table.runs(places, dearest=True, group=group)
    there = sum(run.pieces for run in runs)
    sets = least(there // size, caps.times, None if caps.pieces is None else caps.pieces // freed) or 0
    if there < size:
        return Lack("quantity", there, size, PIECES, runs[-1].place if runs else None)
    used, free = pieces.sets_of(runs, size, freed, sets)
    amounts = [(place, table.share(place, count, rate_bp, group=group)) for place, count in free]
    return Take(_some(amounts), sets * freed, sets, used)


def _got(runs: Sequence[Run], masks: Mapping[int, int], wanted: int, spare: int) -> Picked:
    """Return the cheapest pieces to be had; of those that are also good to be paid for, no more than `spare`."""
    picked: Picked = []
    for run in runs:
        mask = masks[run.place]
        count = min(run.pieces, wanted, spare if mask == BUY | GET else wanted) if mask & GET else 0
        if count:
            picked.append((run.place, count))
            wanted -= count
            spare -= count if mask == BUY | GET else 0
    return picked


def _paid(runs: Sequence[Run], masks: Mapping[int, int], got: Mapping[int, int], wanted: int) -> Picked:
    """Return the pieces that are paid for: of goods that cannot be had for others first, the dearest first."""
    for_it = [run._replace(pieces=run.pieces - got.get(run.place, 0)) for run in reversed(runs) if masks[run.place] & BUY]
    return pieces.first(sorted(for_it, key=lambda run: masks[run.place] != BUY), wanted)


def _lacking(runs: Sequence[Run], masks: Mapping[int, int], buy: int, get: int) -> Lack:
    """Return which of a set's pieces are missing: those to pay for, or those to be had."""
    for_it = [run for run in runs if masks[run.place] & BUY]
    there = sum(run.pieces for run in for_it)
    if there < buy:
        return Lack("buy", there, buy, PIECES, for_it[0].place if for_it else None)
    all_got = [run for run in runs if masks[run.place] & GET]
    # Goods that are good for both count as paid for first.
    have = max(0, min(sum(run.pieces for run in all_got), sum(run.pieces for run in runs) - buy))
    return Lack("get", have, get, PIECES, all_got[0].place if all_got else None)


def _part_lacking(runs: Sequence[Run], masks: Mapping[int, int], needs: Sequence[int]) -> Lack:
    """Return how many pieces of one bundle are there, all parts together."""
    used = used_of(runs, masks, needs)
    return Lack("parts", sum(count for _, count in used), sum(needs), PIECES, _place_of_missing(runs, masks, needs))


def _place_of_missing(runs: Sequence[Run], masks: Mapping[int, int], needs: Sequence[int]) -> int | None:
    """Return goods of the one part that is not whole, None where more than one is missing something, or nothing of it lies there."""
    short = [part for part, need in enumerate(needs) if sum(run.pieces for run in runs if masks[run.place] >> part & 1) < need]
    if len(short) != 1:
        return None
    return next((run.place for run in runs if masks[run.place] >> short[0] & 1), None)


def _together(one: Picked, other: Picked) -> Picked:
    total: dict[int, int] = {}
    for place, count in [*one, *other]:
        total[place] = total.get(place, 0) + count
    return list(total.items())


def _some(amounts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [each for each in amounts if each[1] > 0]
