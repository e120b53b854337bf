"""Where and under what this till evaluates: its store and kind, what it may spend of capped campaigns, what is stopped, costs and stock.

A till of a ledger spends only what it was leased, less what its own journal used (the cap is exact under any partition). One without a
ledger is the whole shop, and its campaigns are its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from kiosk.domain.basket import Basket
from kiosk.domain.policy import Allowance, Circumstances, Policy
from kiosk.services.work import Terminal
from kiosk.store.till.past import MARK, UNCOUNTED
from sync.protocol.offers import Limits, Offer
from sync.protocol.programmes import PointsProgramme
from sync.protocol.records import Lease, RewardStock, StoppedOffer
from sync.rules.leases import Share
from sync.rules.public_holidays import is_holiday, place

LEASES_SPENT = "leases_spent"
"""The pieces of open work, by campaign, that say what an earlier file of this till may have spent besides what this one knows."""

LEASES_BACK = "leases_back"
"""The piece of open work that says how far giving leases back has come (`kiosk.services.leases`)."""


class Standing(NamedTuple):
    """The circumstances that do not depend on the ticket, with what they were made of; `counts` says whether a sale changes them."""

    policy: Policy
    pulls: int
    alone: bool
    sales: tuple[str, int]
    found: Circumstances
    has_floors: bool
    counts: bool

    def holds(self, policy: Policy, pulls: int, sales: tuple[str, int], *, alone: bool) -> bool:
        """Tell whether nothing has changed that they were made of."""
        same = self.policy is policy and (self.pulls, self.alone) == (pulls, alone)
        return same and (self.sales == sales or not self.counts)


def circumstances_of(terminal: Terminal, basket: Basket, tender: str = "") -> Circumstances:
    """Return what an evaluation of this ticket takes place under; `tender` is the kind that pays the whole."""
    standing = _standing(terminal)
    found = standing.found
    if standing.has_floors:
        found = msgspec.structs.replace(found, costs=_costs(terminal, basket))
    return msgspec.structs.replace(found, tender=tender) if tender else found


def prepare(terminal: Terminal) -> None:
    """Make ready what the first scan under new rules would else wait for: the index of offers, what is stopped, and public holidays."""
    policy = terminal.policy
    _standing(terminal)
    if policy.index and any(offer.when.holidays != "any" for offer in policy.offers):
        is_holiday(place(policy.shop.country, terminal.store_record.region), terminal.clock.now().date())


def is_capped(limits: Limits) -> bool:
    """Tell whether a campaign ends for everybody once so much of it was used."""
    return limits.total is not None or limits.total_pieces is not None or limits.budget_minor is not None


def lease_of(terminal: Terminal, offer: str) -> Lease:
    """Return all that this register was granted of a campaign."""
    leases = terminal.reference.records("lease", Lease)
    mine = [lease for lease in leases if lease.offer == offer and is_mine(terminal, lease)]
    return Lease(
        id="",
        offer=offer,
        register=terminal.identity.register,
        uses=sum(lease.uses for lease in mine),
        pieces=sum(lease.pieces for lease in mine),
        amount_minor=sum(lease.amount_minor for lease in mine),
    )


def is_mine(terminal: Terminal, lease: Lease) -> bool:
    """Tell whether a lease is this machine's: what the register's next one was granted is that one's."""
    who = terminal.identity
    return lease.register == who.register and lease.terminal in ("", who.terminal)


def used_of(terminal: Terminal) -> dict[str, Share]:
    """Return what counts as used of each limited offer: by this till's books, and what was written off when a file of it was lost."""
    books = {offer: Share(**used) for offer, used in terminal.store.offer_uses().items()}
    for offer, body in terminal.store.work(LEASES_SPENT):
        books[offer] = books.get(offer, Share()).plus(msgspec.json.decode(body, type=Share))
    return books


def allowances_of(terminal: Terminal, offers: Iterable[Offer]) -> dict[str, Allowance]:
    """Return what this till may still spend of each capped campaign."""
    capped = [offer for offer in offers if is_capped(offer.limits)]
    used = used_of(terminal) if capped else {}
    return {offer.id: _allowance(terminal, offer, used.get(offer.id, Share())) for offer in capped}


def _standing(terminal: Terminal) -> Standing:
    kept, sales = terminal.standing, (terminal.store.epoch, terminal.store.counter)
    alone = terminal.rights is None
    if kept is not None and kept.holds(terminal.policy, terminal.pulls, sales, alone=alone):
        return kept
    made = _made(terminal)
    counts = bool(made.allowances or made.stock)
    found = Standing(terminal.policy, terminal.pulls, alone, sales, made, _has_floors(terminal.policy), counts)
    terminal.standing = found
    return found


def _made(terminal: Terminal) -> Circumstances:
    return Circumstances(
        store=terminal.identity.store,
        region=terminal.store_record.region,
        register_kind=terminal.identity.kind,
        allowances=allowances_of(terminal, terminal.policy.offers),
        stopped=frozenset(stopped.id for stopped in terminal.reference.records("stopped", StoppedOffer)),
        stock=_stock(terminal),
    )


def _has_floors(policy: Policy) -> bool:
    return any(offer.limits.margin_floor_bp is not None for offer in policy.offers)


def _allowance(terminal: Terminal, offer: Offer, used: Share) -> Allowance:
    limits = offer.limits
    if terminal.rights is None:
        whole = Lease(id="", offer=offer.id, register="", uses=limits.total or 0, pieces=limits.total_pieces or 0)
        granted = msgspec.structs.replace(whole, amount_minor=limits.budget_minor or 0)
    else:
        granted = lease_of(terminal, offer.id) if _may_spend(terminal) else _NOTHING
    return Allowance(
        uses=_left(limits.total, granted.uses, used.uses),
        pieces=_left(limits.total_pieces, granted.pieces, used.pieces),
        amount_minor=_left(limits.budget_minor, granted.amount_minor, used.amount_minor),
    )


def _may_spend(terminal: Terminal) -> bool:
    """Leases on their way back, and those of which a lost file may have spent anything, are left alone."""
    store = terminal.store
    return store.get(LEASES_BACK, LEASES_BACK) != b"sent" and store.get(MARK, UNCOUNTED) is None


def _left(limit: int | None, granted: int, used: int) -> int | None:
    return None if limit is None else max(granted - used, 0)


def _costs(terminal: Terminal, basket: Basket) -> dict[str, int]:
    """Return what the goods of a ticket cost the shop; asked only where an offer must leave a margin."""
    products = (terminal.reference.product(sku) for sku in dict.fromkeys(line.sku for line in basket.lines if line.is_goods))
    return {product.sku: product.cost_minor for product in products if product is not None and product.cost_minor is not None}


def _stock(terminal: Terminal) -> dict[str, int]:
    """Return what is left of rewards that have a stock: as the ledger last knew, or all of it where there is none, less what went here."""
    whole = whole_stock(terminal.policy)
    if not whole:
        return {}
    alone = terminal.rights is None
    taken = terminal.store.rewards_taken(_BEFORE_ALL if alone else terminal.store.settled)
    known = whole if alone else {stock.id: stock.left for stock in terminal.reference.records("reward_stock", RewardStock)}
    return {id: max(left - taken.get(id, 0), 0) for id, left in known.items()}


def whole_stock(policy: Policy) -> dict[str, int]:
    """Return the stock that the shop gave its rewards, by id."""
    rewards = (reward for programme in policy.programmes if isinstance(programme, PointsProgramme) for reward in programme.rewards)
    return {reward.id: reward.stock for reward in rewards if reward.stock is not None}


_NOTHING = Lease(id="", offer="", register="")
_BEFORE_ALL = -(2**62)
