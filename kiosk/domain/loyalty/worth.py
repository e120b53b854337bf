"""What offers could take at most: by itself, and line by line; the bounds that tell how good a plan is."""

from collections.abc import Sequence

from kiosk.domain.loyalty.effects import effect_of
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.table import WHOLE_BP, Table
from kiosk.domain.loyalty.taking import NO_CAPS, Lack
from sync.protocol.offers import BuyGetOffer, PercentOffer


def by_line(live: Live, table: Table) -> dict[int, int] | None:
    """Return what an offer can take of each line, in ten-thousandths; None where a line's part depends on other lines.

    What was taken earlier only leaves less to take. A percentage on all lines together is rounded once: it may take one unit more.
    """
    offer = live.offer
    if live.caps != NO_CAPS:
        return None
    if isinstance(offer, PercentOffer) and offer.allocation == "basket" and offer.pick is None:
        base = table.start if offer.base == "initial" else table.left
        return {place: min(base[place] * offer.percent_bp, table.left[place] * WHOLE_BP) for place in live.places}
    if not live.line_by_line or getattr(offer, "pick", None) is not None:
        return None
    found = effect_of(live, live.places, table)
    return {} if isinstance(found, Lack) else {place: amount * WHOLE_BP for place, amount in found.amounts}


def alone(live: Live, table: Table) -> int:
    """Return what an offer can take at most; one that picks pieces by price might take more of fewer goods, so all that is left."""
    picks = getattr(live.offer, "pick", None) is not None or (isinstance(live.offer, BuyGetOffer) and live.offer.of is not None)
    if picks:
        return sum(table.left[place] for place in live.places)
    found = effect_of(live, live.places, table, live.caps)
    return 0 if isinstance(found, Lack) else found.total


def rounding(lives: Sequence[Live]) -> int:
    """Return by how many units roundings may add to what rates on all lines together take: one each."""
    return sum(isinstance(live.offer, PercentOffer) and live.offer.allocation == "basket" for live in lives)


def most(lives: Sequence[Live], table: Table, places: Sequence[int]) -> int:
    """Return, in ten-thousandths, what no plan can exceed but by rounding: of a basket's group the best, of a line's the best on each line,
    all others; and never more than is left."""
    baskets: dict[str, int] = {}
    lines: dict[tuple[str, int], int] = {}
    others = 0
    for live in lives:
        group = live.offer.group
        of_lines = by_line(live, table) if group and live.offer.group_scope == "line" else None
        if of_lines is not None:
            lines.update({(group, place): max(worth, lines.get((group, place), 0)) for place, worth in of_lines.items()})
        elif group and live.offer.group_scope == "basket":
            baskets[group] = max(baskets.get(group, 0), alone(live, table) * WHOLE_BP)
        else:
            others += alone(live, table) * WHOLE_BP
    return min(others + sum(baskets.values()) + sum(lines.values()), sum(table.left[place] for place in places) * WHOLE_BP)
