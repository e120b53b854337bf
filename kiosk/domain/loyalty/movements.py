"""What a basket moves on the member's accounts: gross, by programme, and when what was earned may be spent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sync.protocol.facts import PointsMovement, SoldLine
from sync.protocol.programmes import CashbackProgramme, PointsProgramme, Programme, PunchProgramme
from sync.rules.lots import last_day, usable_from

_SIDES = ("earned", "spent", "reversed", "restored")


def movements(lines: Sequence[SoldLine], other: Mapping[str, int], programmes: Sequence[Programme], today: date) -> list[PointsMovement]:
    """Return movements in the order of programmes' names; `other` is what was spent on what no line bears.

    Sold lines earn and spend; returned ones take back what they had earned, and give back what was spent on them.
    """
    found: dict[str, dict[str, int]] = {}
    points, spent = [line.points for line in lines], [line.spent for line in lines]
    for sides, shares in ((("earned", "reversed"), points), (("spent", "restored"), spent)):
        for side, sums in zip(sides, _sums(shares), strict=True):
            for programme, amount in sums.items():
                _add(found, programme, side, amount)
    for programme, amount in other.items():
        _add(found, programme, "spent", amount)
    known = {programme.id: programme for programme in programmes}
    return [_movement(id, found[id], known.get(id), today) for id in sorted(found) if any(found[id].values())]


def _movement(id: str, sides: dict[str, int], programme: Programme | None, today: date) -> PointsMovement:
    since = until = ""
    if sides["earned"] and isinstance(programme, PointsProgramme | CashbackProgramme | PunchProgramme):
        since = usable_from(programme.pending_days, today) if not isinstance(programme, PunchProgramme) else ""
        until = last_day(programme.expiry, today)
    return PointsMovement(programme=id, usable_from=since, expires=until, **sides)


def _add(found: dict[str, dict[str, int]], programme: str, side: str, amount: int) -> None:
    sides = found.setdefault(programme, dict.fromkeys(_SIDES, 0))
    sides[side] += amount


def _sums(shares: Iterable[Mapping[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """Return what shares above and below nothing come to, without their sign."""
    above: dict[str, int] = {}
    below: dict[str, int] = {}
    for share in filter(None, shares):
        for programme, amount in share.items():
            if amount > 0:
                above[programme] = above.get(programme, 0) + amount
            else:
                below[programme] = below.get(programme, 0) - amount
    return above, below
