"""Tiers: what counts towards them, and which one a member has. Pure; the ledger asks with every sale and again each night."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sync.protocol.programmes import Tier, TiersProgramme
from sync.protocol.records import TierState
from sync.rules.calendar import months_on


class Counted(NamedTuple):
    """What one sale counts for: its day, points by programme (less those taken back), money spent (less returned), and whether it sold."""

    day: str
    points: dict[str, int]
    spend_minor: int
    sold: bool


def window_start(programme: TiersProgramme, today: date) -> str:
    """Return the first day that counts: of this year, or the one after the same day so many months ago."""
    if programme.months == 0:
        return f"{today.year}-01-01"
    return (months_on(today, -programme.months) + timedelta(days=1)).isoformat()


def have(programme: TiersProgramme, past: Iterable[Counted], today: date) -> int:
    """Return what counts towards the next tier, never below nothing; several sales on one day are one visit."""
    start = window_start(programme, today)
    inside = [each for each in past if start <= each.day <= today.isoformat()]
    match programme.by:
        case "points":
            found = sum(each.points.get(programme.points, 0) for each in inside)
        case "spend":
            found = sum(each.spend_minor for each in inside)
        case "visits":
            found = len({each.day for each in inside if each.sold})
    return max(found, 0)


def begun(programme: TiersProgramme, tier: str, today: date) -> TierState:
    """Return the state of a member who comes with a tier from elsewhere: it is held for one whole window."""
    if tier not in {each.id for each in programme.tiers}:
        return TierState()
    end = months_on(today, programme.months) if programme.months else date(today.year, 12, 31)
    return TierState(tier=tier, until=end.isoformat())


def following(programme: TiersProgramme, state: TierState) -> Tier | None:
    """Return the next tier to reach: the least above both the one that is held and what counts towards it; None at the top."""
    held = _rank(programme, state.tier)
    above = [tier for tier in programme.tiers if tier.need > state.have and _rank(programme, tier.id) > held]
    return min(above, key=lambda tier: tier.need, default=None)


def after_sale(programme: TiersProgramme, state: TierState, count: int, *, returned: bool) -> TierState:
    """Return the state after a sale: a tier reached counts from the next basket on; one lost by a return goes now, or in its time."""
    reached = _reached(programme, count)
    if _rank(programme, reached) >= _rank(programme, state.tier):
        return TierState(tier=reached, have=count)
    if returned and programme.returned == "drop":
        return TierState(tier=reached, have=count)
    return TierState(tier=state.tier, have=count, until=state.until)


def after_night(programme: TiersProgramme, state: TierState, count: int, today: date) -> TierState:
    """Return the state on a new day: a tier that is no longer reached is held for the days of grace, each lower one again."""
    reached = _reached(programme, count)
    if _rank(programme, reached) >= _rank(programme, state.tier) or programme.downgrade == "never":
        best = max(reached, state.tier, key=lambda tier: _rank(programme, tier))
        return TierState(tier=best, have=count)
    until = state.until or (today + timedelta(days=programme.grace_days - 1)).isoformat()
    if today.isoformat() <= until:
        return TierState(tier=state.tier, have=count, until=until)
    lower = reached if programme.downgrade == "reached" else _ladder(programme)[_rank(programme, state.tier)]
    if lower == reached:
        return TierState(tier=reached, have=count)
    return TierState(tier=lower, have=count, until=(today + timedelta(days=max(programme.grace_days - 1, 0))).isoformat())


def _ladder(programme: TiersProgramme) -> Sequence[str]:
    """Return the tiers from none at all upwards, so that the rank of a tier is the place of the one below it."""
    return ["", *(tier.id for tier in sorted(programme.tiers, key=lambda tier: tier.need))]


def _rank(programme: TiersProgramme, tier: str) -> int:
    """Return -1 for no tier, or one that the programme does not have."""
    ladder = _ladder(programme)
    return ladder.index(tier) - 1 if tier in ladder else -1


def _reached(programme: TiersProgramme, count: int) -> str:
    reached = [tier for tier in programme.tiers if tier.need <= count]
    return max(reached, key=lambda tier: tier.need).id if reached else ""
