"""What the ledger's nightly fold would find out of a member, at a till that has no ledger: tiers day by day, and segments."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from kiosk.domain.policy import Policy
from kiosk.services.member_accounts import Ticket
from sync.protocol.programmes import SegmentProgramme, TiersProgramme
from sync.protocol.records import Member, Product, TierState
from sync.rules import tiers
from sync.rules.pieces import GOODS, was_sold
from sync.rules.segments import Purchase, belongs


def standing(programme: TiersProgramme, brought: TierState, tickets: Sequence[Ticket], today: date) -> TierState:
    """Return where a member stands today who came with `brought`, as of the first day on which the till saw them."""
    first = date.fromisoformat(tickets[0].day) if tickets else today
    past = [tiers.Counted(first.isoformat(), {}, 0, sold=False, brought={programme.id: brought.have})]
    state = replace(brought, until=tiers.begun(programme, brought.tier, first).until if brought.until else None)
    night = first
    for ticket in tickets:
        day = date.fromisoformat(ticket.day)
        state, night = _through(programme, state, past, night, day), max(night, day)
        past.append(tiers.counted_of(ticket.sale, ticket.day))
        returned = any(line.origin is not None for line in ticket.sale.lines)
        state = tiers.after_sale(programme, state, tiers.have(programme, past, day), returned=returned)
    return _through(programme, state, past, night, today)


def with_segments(
    member: Member, policy: Policy, tickets: Sequence[Ticket], today: date, product: Callable[[str], Product | None]
) -> Member:
    """Return the record in the segments that last night would have found; until there was one, in those it came with."""
    programmes = [programme for programme in policy.programmes if isinstance(programme, SegmentProgramme)]
    past = [_purchase(ticket) for ticket in tickets if ticket.day < today.isoformat()]
    if not programmes or not past:
        return member
    last_visit = max((each.day for each in past if each.skus), default=member.last_visit)
    inside = [each.id for each in programmes if belongs(each, past, last_visit, today, product)]
    kept = [name for name in member.segments if name not in {each.id for each in programmes}]
    return replace(member, segments=sorted({*kept, *inside}))


def _through(programme: TiersProgramme, state: TierState, past: Sequence[tiers.Counted], since: date, until: date) -> TierState:
    """Return the state after the nights between two days; without a tier only the last tells."""
    for day in _days(since if state.tier else until - timedelta(days=1), until):
        state = tiers.after_night(programme, state, tiers.have(programme, past, day), day)
    return state


def _days(since: date, until: date) -> Iterator[date]:
    """Yield the days after one, up to another."""
    return (since + timedelta(days=number) for number in range(1, (until - since).days + 1))


def _purchase(ticket: Ticket) -> Purchase:
    lines = [line for line in ticket.sale.lines if line.kind in GOODS]
    return Purchase(ticket.day, sum(line.gross_minor for line in lines), [line.sku for line in lines if was_sold(line)])
