"""What evaluation may know of a member at this till: the ledger's record, and on top of it what this till added since (laws 6, 13)."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from kiosk.domain.loyalty.flags import flags_of
from kiosk.domain.policy import Policy
from kiosk.services import own_nights
from kiosk.services.member_book import Kept, book_of, ladders_of, standing
from kiosk.services.pricing import judged_now
from kiosk.services.work import Terminal
from kiosk.store.till.reads import MemberUse
from sync.protocol.facts import MemberRef
from sync.protocol.offers import Offer
from sync.protocol.programmes import MembershipProgramme, TiersProgramme
from sync.protocol.records import Member, Product, TierState
from sync.rules import tiers
from sync.rules.member_accounts import Held
from sync.rules.memberships import with_fees
from sync.rules.uses import count_now, counted


class MemberFacts:
    """A member on the store's day: the record, with this till's own tickets that its figures do not hold yet."""

    def __init__(self, terminal: Terminal, member: Member) -> None:
        self._terminal = terminal
        self._today = judged_now(terminal).date()
        self._day = self._today.isoformat()
        self._book = book_of(terminal, member)
        self._tickets = self._book.tickets
        self._member = _with_bought(terminal, member, self._tickets)

    @property
    def reference(self) -> MemberRef:
        """The member as the ticket keeps it: balances that may be spent today, segments, what holds of the member's own days, and how often
        offers that are limited by member were had.
        """
        terminal, member, store = self._terminal, self._member, self._terminal.store
        flags = flags_of(
            member,
            terminal.policy.offers,
            self._today,
            bought_here=store.has_bought(member.id),
            visited_here=store.bought_on(member.id, self._day),
        )
        return MemberRef(
            id=member.id,
            profile_hash=member.profile_hash,
            tier=tiers.standing_at(member, self.tiers).tier if self._stands_anew() else member.tier,
            balances={programme: held.balance for programme, held in self.accounts.items()},
            segments=segments_of(self._with_segments(), terminal.policy, self._day),
            flags=flags,
            uses=_uses(member, terminal.policy.offers, store.member_uses(member.id, store.settled), self._today),
        )

    @cached_property
    def accounts(self) -> dict[str, Held]:
        """The member's accounts, by programme."""
        return self._book.accounts.on(self._day)

    @cached_property
    def tiers(self) -> dict[str, TierState]:
        """Where the member stands in each programme of tiers."""
        if not self._terminal.identity.ledger:
            return {id: ladder.on(self._today) for id, ladder in self._book.ladders.items()}
        return {programme.id: self._standing(programme) for programme in ladders_of(self._terminal.policy)}

    @property
    def memberships(self) -> dict[str, str]:
        """The last days of the member's memberships: a fee that was paid here counts at once."""
        return _with_fees(self._member, _fees(self._terminal), self._tickets).memberships

    def _with_segments(self) -> Member:
        member = _with_fees(self._member, _fees(self._terminal), self._tickets)
        if self._terminal.identity.ledger:
            return member
        return own_nights.with_segments(
            member, self._terminal.policy, (ticket.purchase for ticket in self._tickets), self._today, self._product
        )

    def _product(self, sku: str) -> Product | None:
        return self._terminal.reference.product(sku)

    def _stands_anew(self) -> bool:
        return bool(self._tickets) and bool(self._book.ladders)

    def _standing(self, programme: TiersProgramme) -> TierState:
        """Count as the ledger will; a day on which it has seen the member already is no further visit."""
        state = standing(self._member, programme)
        known = state.have
        past: list[tiers.Counted] = []
        for ticket in self._tickets:
            if programme.by != "visits" or ticket.day != self._member.last_visit:
                past.append(ticket.counted)
            count = max(known + tiers.gained(programme, past, self._today), 0)
            state = tiers.after_sale(programme, state, count, returned=ticket.returned)
        return state


def reference_of(terminal: Terminal, member: Member) -> MemberRef:
    """Return the member as the ticket keeps it."""
    return MemberFacts(terminal, member).reference


def tiers_now(terminal: Terminal, member: Member) -> dict[str, TierState]:
    """Return where a member stands in each programme of tiers: as the ledger last said, and with what this till sold that it has not heard
    of."""
    return MemberFacts(terminal, member).tiers


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


def _fees(terminal: Terminal) -> list[MembershipProgramme]:
    return [programme for programme in terminal.policy.programmes if isinstance(programme, MembershipProgramme)]


def _with_fees(member: Member, programmes: list[MembershipProgramme], unheard: list[Kept]) -> Member:
    """Return the record after fees that were bought or given back here; a membership that is over by them takes its segment along."""
    found = member
    for ticket in unheard:
        found = with_fees(found, programmes, ticket.pieces, ticket.day)
    gone = member.memberships.keys() - found.memberships.keys()
    over = {programme.segment for programme in programmes if programme.id in gone}
    return replace(found, segments=[name for name in member.segments if name not in over])


def _with_bought(terminal: Terminal, member: Member, tickets: list[Kept]) -> Member:
    """Return the record with the days on which goods were bought here of which an offer asks."""
    asked = {key for offer in terminal.policy.offers if offer.when.bought is not None for key in _asked_keys(offer)}
    if not asked:
        return member
    found = dict(member.bought)
    for ticket in tickets:
        for sku in (sku for sku, pieces in ticket.pieces.items() if pieces > 0):
            product = terminal.reference.product(sku)
            for key in {f"sku:{sku}", *(f"tag:{tag}" for tag in (product.tags if product else ()))} & asked:
                found[key] = max(found.get(key, ""), ticket.day)
    return replace(member, bought=found)


def _asked_keys(offer: Offer) -> Iterable[str]:
    bought = offer.when.bought
    return [] if bought is None else [*(f"sku:{sku}" for sku in bought.skus), *(f"tag:{tag}" for tag in bought.tags)]
