"""What there is of a right before anybody reserves it: where it is at home, how much, or why it cannot be had at all."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from sync.ledger import card_crossings, member_homes, parcels, rights
from sync.ledger.card_book import SCOPE as CARDS
from sync.ledger.card_book import stand_of
from sync.ledger.feed import bodies
from sync.ledger.home_rules import HomeRules
from sync.ledger.loyalty_tables import member_account, reward_claim
from sync.ledger.tables import card, card_crossing, entry
from sync.ledger.terminals import find_terminal
from sync.protocol.loyalty_wire import HoldRequest
from sync.protocol.programmes import PointsProgramme, Reward
from sync.rules.member_accounts import Held


class Part(NamedTuple):
    """One thing to reserve: at which store, how much is wanted, and how much is there."""

    store: str
    kind: str
    subject: str
    amount: int
    there: int
    member: str = ""


class Wanted(NamedTuple):
    """The parts of a right, or why it cannot be had, with when and at which register it was used."""

    parts: tuple[Part, ...] = ()
    cause: str = ""
    at: str = ""
    where: str = ""


UNKNOWN = Wanted(cause="unknown")


def find(connection: Connection, request: HoldRequest) -> Wanted:
    """Return what a request is about."""
    match request.right:
        case "coupon":
            return _coupon(connection, request)
        case "gift_card":
            return _gift_card(connection, request)
        case "points":
            return _points(connection, request.member, request.subject, request.amount)
        case "reward":
            return _reward(connection, request)


def _coupon(connection: Connection, request: HoldRequest) -> Wanted:
    home = rights.home_of(connection, "", request.subject)
    row = rights.find(connection, home, request.subject) if home else None
    if row is None or not row.issued_terminal:
        return UNKNOWN
    if row.member and row.member != request.member:
        return Wanted(cause="not_yours")
    if bodies(connection, home, "stopped", [row.offer]):
        return Wanted(cause="stopped")
    if rights.is_gone(row):
        cause = "revoked" if row.revoked == rights.REVOKED else "used"
        return Wanted((), cause, *_used(connection, row.redeemed_terminal, row.redeemed_epoch, row.redeemed_seq))
    return Wanted((Part(home, "coupon", request.subject, 1, 1),))


def _used(connection: Connection, id: str, epoch: str, seq: int) -> tuple[str, str]:
    """Return when and at which register an entry was made, of whichever store."""
    machine = find_terminal(connection, id)
    if machine is None:
        return "", ""
    # The store comes first in the key of entries: without it every entry there is would be looked at.
    where = (entry.c.store == machine.store, entry.c.terminal == id, entry.c.epoch == epoch, entry.c.seq == seq)
    at = connection.execute(select(entry.c.received_at).where(*where)).scalar_one_or_none() or ""
    return at, machine.register


def _gift_card(connection: Connection, request: HoldRequest) -> Wanted:
    home = connection.execute(select(card.c.home).where(card.c.card == request.subject).limit(1)).scalar_one_or_none()
    body = bodies(connection, home, CARDS, [request.subject]).get(request.subject) if home else None
    if home is None or body is None:
        return UNKNOWN
    on_the_way = card_crossings.waiting(connection, card_crossing.c.target == home, card_crossing.c.card == request.subject)
    there = stand_of(body)[0] + sum(row.amount_minor for row in on_the_way)
    return Wanted((Part(home, "gift_card", request.subject, request.amount, there),))


def _points(connection: Connection, member: str, programme: str, amount: int) -> Wanted:
    home = member_homes.find_home(connection, member)
    if home is None or member_homes.is_erased(connection, home, member):
        return UNKNOWN
    query = select(member_account.c.body).filter_by(store=home, member=member, programme=programme)
    body = connection.execute(query).scalar_one_or_none()
    there = msgspec.msgpack.decode(body, type=Held).balance if body else 0
    for sent in map(parcels.contents, parcels.waiting(connection, target=home)):
        if sent.member == member and sent.activity is not None:
            there += min(sent.activity.owed().get(programme, 0), 0)
    return Wanted((Part(home, "points", programme, amount, there, member),))


def _reward(connection: Connection, request: HoldRequest) -> Wanted:
    """A reward is so many points of its programme, and of a limited stock so many claims."""
    home = member_homes.find_home(connection, request.member)
    found = reward_of(HomeRules(connection, home), request.subject) if home else None
    if found is None or home is None:
        return UNKNOWN
    programme, reward = found
    if bodies(connection, home, "stopped", [reward.id]):
        return Wanted(cause="stopped")
    wanted = _points(connection, request.member, programme.id, reward.points * request.amount)
    if wanted.cause or reward.stock is None:
        return wanted
    lead = member_homes.lead_store(connection)
    part = Part(lead, "reward", reward.id, request.amount, reward.stock - claims_of(connection, lead, reward.id))
    return Wanted((*wanted.parts, part))


def reward_of(rules: HomeRules, id: str) -> tuple[PointsProgramme, Reward] | None:
    """Return a reward with its programme, None for one that the shop does not have."""
    programmes = (each for each in rules.programmes.values() if isinstance(each, PointsProgramme))
    return next(((programme, reward) for programme in programmes for reward in programme.rewards if reward.id == id), None)


def claims_of(connection: Connection, lead: str, reward: str) -> int:
    """Return how many claims of a reward are known, those on their way included."""
    query = select(func.coalesce(func.sum(reward_claim.c.claims), 0)).where(reward_claim.c.store == lead, reward_claim.c.reward == reward)
    known = int(connection.execute(query).scalar_one())
    for sent in map(parcels.contents, parcels.waiting(connection, target=lead)):
        known += sum(each.claims for each in sent.rewards if each.id == reward)
    return known
