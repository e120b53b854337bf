"""Proving rights: what entries used of campaigns and claimed of rewards, leases that were kept, holds that ended with their ticket, coupons
that are what was done to them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import Connection, select

from sync.ledger import leases, rights
from sync.ledger.campaigns import OVERRUN, all_uses
from sync.ledger.coupon_moves import BOTH
from sync.ledger.faults import Fault
from sync.ledger.holds import USED
from sync.ledger.loyalty_tables import hold, lease, reward_claim
from sync.ledger.parcels import contents, waiting
from sync.ledger.tables import case, record, right
from sync.protocol.facts import AnyFact, BasketCancelled, RecoveryGiven, RewardTaken, Sale
from sync.protocol.records import Lease
from sync.rules.leases import Share

TWICE = "coupon_redeemed_twice"

_lease = msgspec.json.Decoder(Lease)


class Rights:
    """What the entries themselves say, counted beside the books."""

    def __init__(self, connection: Connection) -> None:
        self.held = set(connection.execute(select(hold.c.basket).distinct().where(hold.c.state == USED)).scalars())
        self.uses: dict[tuple[str, str, str], Share] = {}
        self.claims: Counter[str] = Counter()
        self.coupons: Counter[tuple[str, str]] = Counter()
        self.issued: Counter[str] = Counter()

    def add(self, store: str, terminal: str, fact: AnyFact) -> None:
        """Count an entry."""
        if isinstance(fact, RecoveryGiven) and fact.coupon is not None:
            self.issued[fact.coupon.id] += 1
        if isinstance(fact, Sale | BasketCancelled):
            self.held.discard(fact.basket)
        if not isinstance(fact, Sale):
            return
        for use in fact.uses:
            key = (store, use.offer, terminal)
            self.uses[key] = self.uses.get(key, Share()).plus(Share(use.times, use.pieces, use.amount_minor))
        add_claims(self.claims, fact.rewards)
        self.issued.update(coupon.id for coupon in fact.issued)
        for act, coupons in (("used", fact.redeemed), ("revoked", fact.revoked), ("restored", fact.restored)):
            self.coupons.update((coupon.id, act) for coupon in coupons)


def add_claims(claims: Counter[str], rewards: Iterable[RewardTaken]) -> None:
    """Add claims by reward: a ticket may have one and give it back for the goods of several receipts."""
    for each in rewards:
        claims[each.id] += each.claims


def right_faults(connection: Connection, counted: Rights) -> Iterator[Fault]:
    """Yield what does not hold of campaigns, rewards and coupons."""
    yield from _use_faults(connection, counted)
    yield from _lease_faults(connection)
    yield from _claim_faults(connection, counted)
    yield from _coupon_faults(connection, counted)
    yield from _hold_faults(connection, counted)


def _use_faults(connection: Connection, counted: Rights) -> Iterator[Fault]:
    """Uses are those of the entries; no machine used more than it was granted unless that is a case."""
    kept = all_uses(connection)
    for store, offer, terminal in sorted(kept.keys() | counted.uses.keys()):
        key = (store, offer, terminal)
        if kept.get(key, Share()) != counted.uses.get(key, Share()):
            yield Fault("campaign_uses", store, terminal, account=offer)
    disputed = {(row.terminal, row.subject) for row in connection.execute(select(case).where(case.c.code == OVERRUN))}
    granted = {(row.terminal, row.offer): Share(row.uses, row.pieces, row.amount_minor) for row in connection.execute(select(lease))}
    for (store, offer, terminal), used in sorted(kept.items()):
        held = granted.get((terminal, offer))
        # Of what has no cap nothing is leased.
        beyond = held is not None and any(leased and spent > leased for leased, spent in zip(held, used, strict=True))
        if beyond and (terminal, offer) not in disputed:
            yield Fault("campaign_lease", store, terminal, account=offer)


def _lease_faults(connection: Connection) -> Iterator[Fault]:
    """A machine is told what it was granted: neither more nor less."""
    granted = {(row.terminal, row.offer): Share(row.uses, row.pieces, row.amount_minor) for row in connection.execute(select(lease))}
    told = select(record.c.store, record.c.body).where(record.c.scope == leases.SCOPE, record.c.body.is_not(None))
    for row in connection.execute(told.order_by(record.c.store, record.c.key)):
        each = _lease.decode(row.body)
        share = Share(each.uses, each.pieces, each.amount_minor)
        if each.terminal and granted.get((each.terminal, each.offer)) != share:
            yield Fault("campaign_lease", row.store, each.terminal, account=each.offer)


def _hold_faults(connection: Connection, counted: Rights) -> Iterator[Fault]:
    """A hold is used up by its ticket's entry, or by its being cancelled, and by nothing else."""
    used = select(hold.c.store, hold.c.terminal, hold.c.basket).where(hold.c.state == USED)
    for row in connection.execute(used.order_by(hold.c.store, hold.c.id)):
        if row.basket in counted.held:
            yield Fault("hold_used", row.store, row.terminal, account=row.basket)


def _claim_faults(connection: Connection, counted: Rights) -> Iterator[Fault]:
    """No more claims are counted than entries made, but for what is on its way; those of a time without a stock are not counted."""
    away: Counter[str] = Counter()
    for row in waiting(connection):
        add_claims(away, contents(row).rewards)
    for row in connection.execute(select(reward_claim)):
        if row.claims + away[row.reward] > counted.claims[row.reward]:
            yield Fault("reward_claims", row.store, account=row.reward)


def _coupon_faults(connection: Connection, counted: Rights) -> Iterator[Fault]:
    """A coupon's state is one that its uses allow, and what was used once too often, or beside its goods' coming back, is a case."""
    away = {move.id for row in waiting(connection) for move in contents(row).rights}
    disputed = set(connection.execute(select(case.c.subject).where(case.c.code.in_((TWICE, BOTH)))).scalars())
    for row in connection.execute(select(right).where(right.c.issued_terminal != "").order_by(right.c.store, right.c.id)):
        used, revoked, restored = (counted.coupons[row.id, act] for act in ("used", "revoked", "restored"))
        impossible = (
            not counted.issued[row.id],
            row.state == rights.REDEEMED and not used and not revoked,
            row.state == rights.ISSUED and (revoked or (used and not restored)),
            used - restored + min(revoked, 1) > 1 and row.id not in disputed,
        )
        if row.id not in away and any(impossible):
            yield Fault("coupon_state", row.store, account=row.id)
