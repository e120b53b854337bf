"""Tiers: what counts towards them, and which one a member has. Pure; the ledger asks with every sale and again each night."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from sync.protocol.facts import Sale
from sync.protocol.programmes import Tier, TiersProgramme
from sync.protocol.records import Member, TierState
from sync.rules.calendar import months_on
from sync.rules.pieces import GOODS, was_sold


class Counted(NamedTuple):
    """What one sale counts for: its day, points by programme (less those taken back), money spent (less returned), and whether it sold;
    or what a member `brought` along, by programme of tiers, on the day they came.
    """

    day: str
    points: dict[str, int]
    spend_minor: int
    sold: bool
    brought: Mapping[str, int] = {}


def counted_of(sale: Sale, day: str) -> Counted:
    """Return what a ticket of a local day counts for."""
    lines = [line for line in sale.lines if line.kind in GOODS]
    points = {move.programme: move.earned - move.reversed for move in sale.points}
    return Counted(day, points, sum(line.gross_minor for line in lines), any(was_sold(line) for line in lines))


def window_start(programme: TiersProgramme, today: date) -> str:
    """Return the first day that counts: of this year, or the one after the same day so many months ago."""
    if programme.months == 0:
        return f"{today.year}-01-01"
    return (months_on(today, -programme.months) + timedelta(days=1)).isoformat()


def have(programme: TiersProgramme, past: Iterable[Counted], today: date) -> int:
    """Return what counts towards the next tier, never below nothing; several sales on one day are one visit."""
    return max(gained(programme, past, today), 0)


def gained(programme: TiersProgramme, past: Iterable[Counted], today: date) -> int:
    """Return what counts of some sales alone; what was returned of others takes it below nothing."""
    start = window_start(programme, today)
    inside = [each for each in past if start <= each.day <= today.isoformat()]
    match programme.by:
        case "points":
            found = sum(each.points.get(programme.points, 0) for each in inside)
        case "spend":
            found = sum(each.spend_minor for each in inside)
        case "visits":
            found = len({each.day for each in inside if each.sold})
    return found + sum(each.brought.get(programme.id, 0) for each in inside)


def begun(programme: TiersProgramme, tier: str, today: date) -> TierState:
    """Return the state of a member who comes with a tier from elsewhere: it is held for one whole window."""
    if tier not in {each.id for each in programme.tiers}:
        return TierState()
    end = months_on(today, programme.months) if programme.months else date(today.year, 12, 31)
    return TierState(tier=tier, until=end.isoformat())


def joined_with(member: Member, programmes: Iterable[TiersProgramme], progress: Mapping[str, int], today: date) -> Member:
    """Return the record of a member who comes with a tier, and with what counts towards tiers already, by programme."""
    states = {each.id: after_sale(each, begun(each, member.tier, today), progress.get(each.id, 0), returned=False) for each in programmes}
    known = {id: state for id, state in states.items() if state != TierState()}
    return standing_at(member, known) if known else member


def standing_at(member: Member, states: Mapping[str, TierState]) -> Member:
    """Return the record with these tiers; the one that offers ask for is that of the first programme, by id, that gave any."""
    first = next((state.tier for _, state in sorted(states.items()) if state.tier), "")
    return msgspec.structs.replace(member, tiers=dict(states), tier=first)


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
