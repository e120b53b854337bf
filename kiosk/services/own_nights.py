"""What the ledger's nightly fold would find out of a member, at a till that has no ledger: tiers day by day, and segments."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from kiosk.domain.policy import Policy
from kiosk.services.member_accounts import Ticket
from sync.protocol.programmes import SegmentProgramme, TiersProgramme
from sync.protocol.records import Member, Product, TierState
from sync.rules import tiers
from sync.rules.segments import Purchase, belongs


class Ladder:
    """Where a member stands in a programme of tiers who came with `brought`, as of the first day on which they bought something here."""

    def __init__(self, programme: TiersProgramme, brought: TierState) -> None:
        self._programme, self._brought = programme, brought
        self._past: list[tiers.Counted] = []
        self._state, self._night = brought, date.min

    def add(self, ticket: Ticket) -> None:
        """Count a ticket, after the nights since the last."""
        day = date.fromisoformat(ticket.day)
        if not self._past:
            self._begin(day)
        self._state, self._night = self._through(day), max(self._night, day)
        self._past.append(tiers.counted_of(ticket.sale, ticket.day))
        returned = any(line.origin is not None for line in ticket.sale.lines)
        self._state = tiers.after_sale(self._programme, self._state, tiers.have(self._programme, self._past, day), returned=returned)

    def on(self, today: date) -> TierState:
        """Return the state on a day."""
        return self._through(today) if self._past else self._brought

    def _begin(self, first: date) -> None:
        programme, brought = self._programme, self._brought
        self._past = [tiers.Counted(first.isoformat(), {}, 0, sold=False, brought={programme.id: brought.have})]
        self._state = replace(brought, until=tiers.begun(programme, brought.tier, first).until if brought.until else None)
        self._night = first

    def _through(self, until: date) -> TierState:
        """Return the state after the nights up to a day; without a tier only the last tells."""
        state = self._state
        for day in _days(self._night if state.tier else until - timedelta(days=1), until):
            before, state = state, tiers.after_night(self._programme, state, tiers.have(self._programme, self._past, day), day)
            if state == before and state.until is None and self._nothing_counts(day):
                break  # All later nights say the same, however far the clock was set ahead.
        return state

    def _nothing_counts(self, day: date) -> bool:
        return max(each.day for each in self._past) < tiers.window_start(self._programme, day)


def with_segments(
    member: Member, policy: Policy, purchases: Iterable[Purchase], today: date, product: Callable[[str], Product | None]
) -> Member:
    """Return the record in the segments that last night would have found; until there was one, in those it came with."""
    programmes = [programme for programme in policy.programmes if isinstance(programme, SegmentProgramme)]
    past = [each for each in purchases if each.day < today.isoformat()] if programmes else []
    if not past:
        return member
    last_visit = max((each.day for each in past if each.skus), default=member.last_visit)
    inside = [each.id for each in programmes if belongs(each, past, last_visit, today, product)]
    kept = [name for name in member.segments if name not in {each.id for each in programmes}]
    return replace(member, segments=sorted({*kept, *inside}))


def _days(since: date, until: date) -> Iterator[date]:
    """Yield the days after one, up to another."""
    return (since + timedelta(days=number) for number in range(1, (until - since).days + 1))
