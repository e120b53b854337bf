"""What evaluation may know of a member at this till: the ledger's record, and on top of it what this till added since (laws 6, 13)."""

from collections.abc import Iterable
from datetime import date

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
from sync.rules.uses import count_now, counted


def reference_of(terminal: Terminal, member: Member) -> MemberRef:
    """Return the member as the ticket keeps it: balances that may be spent today, segments, what holds of the member's own days, and how
    often offers that are limited by member were had."""
    store, today = terminal.store, judged_now(terminal).date()
    day = today.isoformat()
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
        tier=member.tier,
        balances=_added(member.balances, store.member_delta(member.id, store.settled, day)),
        segments=segments_of(member, terminal.policy, day),
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


def tiers_after(terminal: Terminal, sale: Sale, seq: int) -> dict[str, TierState]:
    """Return where the sale's member stands in each programme of tiers once it counts; the ledger's figures hold what it knows."""
    member = terminal.reference.member(sale.member.id) if sale.member is not None else None
    if member is None:
        return {}
    heard = terminal.rights is not None and seq <= terminal.store.settled
    found = {}
    for programme in terminal.policy.programmes:
        if isinstance(programme, TiersProgramme):
            state = member.tiers.get(programme.id, TierState(tier=member.tier))
            found[programme.id] = state if heard else replace(state, have=max(state.have + _counted(programme, sale), 0))
    return found


def _counted(programme: TiersProgramme, sale: Sale) -> int:
    """Return what a sale counts towards tiers: spending, points that were earned, or one visit."""
    if programme.by == "spend":
        return sum(line.gross_minor for line in sale.lines if not line.kind)
    if programme.by == "points":
        return sum(move.earned - move.reversed for move in sale.points if move.programme == programme.points)
    return int(any(not line.kind and line.origin is None for line in sale.lines))
