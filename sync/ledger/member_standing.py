"""A member's tiers: what counts towards them, read from what happened at the member's home."""

from datetime import date

import msgspec
from sqlalchemy import Connection, select

from sync.ledger.activity import Activity
from sync.ledger.home_rules import HomeRules
from sync.ledger.loyalty_tables import member_activity
from sync.protocol.programmes import TiersProgramme
from sync.protocol.records import Member, TierState
from sync.rules import tiers

_activity = msgspec.msgpack.Decoder(Activity)
_COUNTED = frozenset({"sale", "opening"})


def after_sale(connection: Connection, store: str, member: Member, rules: HomeRules, activity: Activity) -> Member:
    """Return the record with the tiers that a sale reached, or whose loss by a return counts at once.

    What comes late is not judged by its own day alone: it takes from nobody what was bought since.
    """
    if not rules.tiers:
        return member
    today = date.fromisoformat(max(activity.day, member.last_visit or ""))
    past = _past(connection, store, member.id, rules, today)
    states = {
        each.id: tiers.after_sale(each, _state(member, each, today), tiers.have(each, past, today), returned=activity.returned)
        for each in rules.tiers
    }
    return tiers.standing_at(member, states)


def after_night(connection: Connection, store: str, member: Member, rules: HomeRules, today: date) -> Member:
    """Return the record with the tiers of a new day."""
    if not rules.tiers:
        return member
    past = _past(connection, store, member.id, rules, today)
    states = {each.id: tiers.after_night(each, _state(member, each, today), tiers.have(each, past, today), today) for each in rules.tiers}
    return tiers.standing_at(member, states)


def _state(member: Member, programme: TiersProgramme, today: date) -> TierState:
    known = member.tiers.get(programme.id)
    return known if known is not None else tiers.begun(programme, member.tier, today)


def _past(connection: Connection, store: str, member: str, rules: HomeRules, today: date) -> list[tiers.Counted]:
    since = min(tiers.window_start(each, today) for each in rules.tiers)
    where = (member_activity.c.store == store, member_activity.c.member == member, member_activity.c.day >= since)
    bodies = connection.execute(select(member_activity.c.body).where(*where)).scalars()
    return [found.counted() for found in map(_activity.decode, bodies) if found.kind in _COUNTED]
