"""Points a basket earns and takes back. Floored once a basket, after discounts; a line bears its share for a return."""

from collections.abc import Iterable, Sequence

from sync.protocol.facts import PointsMovement, SoldLine
from sync.protocol.money import allocate
from sync.protocol.programmes import PointsProgramme, Programme
from sync.rules.tax import Taxed


def shares_of(taxed: Sequence[Taxed | SoldLine], counts: Sequence[bool], programmes: Sequence[Programme]) -> list[dict[str, int]]:
    """Return each sold line's points by programme, split by largest remainder on the line's gross; lines without points bear none.

    Only lines that count earn: a deposit or a gift card is no goods.
    """
    shares: list[dict[str, int]] = [{} for _ in taxed]
    gross = [line.gross_minor if counted else 0 for line, counted in zip(taxed, counts, strict=True)]
    net_minor = sum(line.net_minor for line, counted in zip(taxed, counts, strict=True) if counted)
    for programme in (each for each in programmes if isinstance(each, PointsProgramme)):
        points = _earned(programme, sum(gross), net_minor)
        if points:
            for share, part in zip(shares, allocate(points, gross), strict=True):
                share.update({programme.id: part} if part else {})
    return shares


def movements(lines: Iterable[SoldLine]) -> list[PointsMovement]:
    """Return what a basket's lines earn and take back, gross, by programme in order of its name."""
    earned: dict[str, int] = {}
    reversed: dict[str, int] = {}
    for line in lines:
        for id, points in line.points.items():
            side, amount = (earned, points) if points > 0 else (reversed, -points)
            side[id] = side.get(id, 0) + amount
    return [
        PointsMovement(programme=id, earned=earned.get(id, 0), reversed=reversed.get(id, 0))
        for id in sorted({*earned, *reversed})
        if earned.get(id) or reversed.get(id)
    ]


def _earned(programme: PointsProgramme, gross_minor: int, net_minor: int) -> int:
    base = gross_minor if programme.earn.on == "gross" else net_minor
    return programme.earn.points * (max(base, 0) // programme.earn.per_minor)
