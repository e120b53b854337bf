"""What evaluation may know of a member at this till: the ledger's record, and on top of it what this till added since (laws 6, 13)."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace

from kiosk.domain.loyalty.flags import flags_of
from kiosk.domain.policy import Policy
from kiosk.services.pricing import judged_now
from kiosk.services.work import Terminal
from kiosk.store.till.reads import MemberUse
from sync.protocol.facts import MemberRef, Sale
from sync.protocol.offers import Offer
from sync.protocol.programmes import MembershipProgramme, TiersProgramme
from sync.protocol.records import Member, TierState
from sync.rules import tiers
from sync.rules.calendar import local_day
from sync.rules.memberships import lasting
from sync.rules.pieces import bought_in
from sync.rules.uses import count_now, counted

Ticket = tuple[str, Sale]
"""A sale with its local day."""


def reference_of(terminal: Terminal, member: Member) -> MemberRef:
    """Return the member as the ticket keeps it: balances that may be spent today, segments, what holds of the member's own days, and how
    often offers that are limited by member were had."""
    store, today = terminal.store, judged_now(terminal).date()
    day = today.isoformat()
    unheard = _unheard(terminal, member)
    flags = flags_of(
        member,
        terminal.policy.offers,
        today,
        bought_here=store.bought_on(member.id, ""),
        visited_here=store.bought_on(member.id, day),
    )
    return MemberRef(
        id=member.id,
        profile_hash=member.profile_hash,
        tier=tiers.standing_at(member, _tiers(terminal, member, unheard)).tier if unheard and _ladders(terminal) else member.tier,
        balances=_added(member.balances, store.member_delta(member.id, store.settled, day)),
        segments=segments_of(_with_fees(member, _fees(terminal), unheard), terminal.policy, day),
        flags=flags,
        uses=_uses(member, terminal.policy.offers, store.member_uses(member.id, store.settled), today),
    )


def pending_of(terminal: Terminal, member: Member) -> dict[str, int]:
    """Return what the member has earned and may not spend yet, by programme."""
    store = terminal.store
    return _added(member.pending, store.member_pending(member.id, store.settled, judged_now(terminal).date().isoformat()))


def _added(known: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return {programme: known.get(programme, 0) + more.get(programme, 0) for programme in {**known, **more}}


def segments_of(member: Member, policy: Policy, day: str) -> list[str]:
    """Return a member's segments on a local day: a membership puts its member into one until its last day."""
    paid = (
        programme.segment
        for programme in policy.programmes
        if isinstance(programme, MembershipProgramme) and member.memberships.get(programme.id, "") >= day
    )
    return list(dict.fromkeys((*member.segments, *paid)))


def _uses(member: Member, offers: Iterable[Offer], added: list[MemberUse], today: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for offer in offers:
        limits = offer.limits
        if limits.per_member is None:
            continue
        known = member.uses.get(offer.id)
        for use in added:
            if use.offer == offer.id:
                known = counted(known, limits.period, date.fromisoformat(use.day), use.times)
        count = count_now(known, limits.period, today)
        if count:
            found[offer.id] = count
    return found


def tiers_now(terminal: Terminal, member: Member) -> dict[str, TierState]:
    """Return where a member stands in each programme of tiers: as the ledger last said, and with what this till sold that it has not heard
    of."""
    return _tiers(terminal, member, _unheard(terminal, member))


def memberships_now(terminal: Terminal, member: Member) -> dict[str, str]:
    """Return the last days of a member's memberships: a fee that was paid here counts at once."""
    return _with_fees(member, _fees(terminal), _unheard(terminal, member)).memberships


def _fees(terminal: Terminal) -> list[MembershipProgramme]:
    return [programme for programme in terminal.policy.programmes if isinstance(programme, MembershipProgramme)]


def _with_fees(member: Member, programmes: list[MembershipProgramme], unheard: list[Ticket]) -> Member:
    """Return the record after fees that were bought or given back here; a membership that is over by them takes its segment along."""
    found = member.memberships
    for day, sale in unheard:
        found = lasting(found, programmes, bought_in(sale.lines), day)
    over = {programme.segment for programme in programmes if programme.id in member.memberships and programme.id not in found}
    return replace(member, memberships=found, segments=[name for name in member.segments if name not in over])


def _unheard(terminal: Terminal, member: Member) -> list[Ticket]:
    """Return the member's tickets here that the ledger's figures do not hold yet; asked only where something counts by them."""
    if not _ladders(terminal) and not _fees(terminal):
        return []
    timezone = terminal.policy.shop.timezone
    sales = terminal.store.member_sales(member.id, terminal.store.settled)
    return [(local_day(datetime.fromisoformat(at), timezone).isoformat(), sale) for at, sale in sales]


def _ladders(terminal: Terminal) -> list[TiersProgramme]:
    return [programme for programme in terminal.policy.programmes if isinstance(programme, TiersProgramme)]


def _tiers(terminal: Terminal, member: Member, unheard: list[Ticket]) -> dict[str, TierState]:
    today = judged_now(terminal).date()
    return {programme.id: _standing(programme, member, unheard, today) for programme in _ladders(terminal)}


def _standing(programme: TiersProgramme, member: Member, unheard: list[Ticket], today: date) -> TierState:
    """Count as the ledger will; a day on which it has seen the member already is no further visit."""
    held = any(tier.id == member.tier for tier in programme.tiers)
    state = member.tiers.get(programme.id, TierState(tier=member.tier if held else ""))
    if not unheard:
        return state
    counted = [tiers.counted_of(sale, day) for day, sale in unheard if programme.by != "visits" or day != member.last_visit]
    count = max(state.have + tiers.gained(programme, counted, today), 0)
    returned = any(line.origin is not None for _, sale in unheard for line in sale.lines)
    return tiers.after_sale(programme, state, count, returned=returned)
