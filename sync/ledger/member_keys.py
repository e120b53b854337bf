"""How tills find a member: keyed hashes of phone and e-mail under each store's own secret, and the number of the card."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from sync.ledger.batches import batches
from sync.ledger.feed import Put, bodies, put_records
from sync.ledger.loyalty_tables import member_contact
from sync.protocol.records import MemberKey, Profile, Shop
from sync.rules.contacts import keys_of

SCOPE = "member_key"
_NUMBER = "number:"

Key = tuple[str, str]
"""A member, and what a till finds the member by."""


class Known(NamedTuple):
    """What a store is to find a member by: a profile (None: erased) and the number of the card (empty: none)."""

    member: str
    profile: Profile | None
    code: str


def keep(connection: Connection, store: str, secret: bytes, found: Sequence[Known]) -> int:
    """Bring members' keys in `store` to what is known of them; return how many records changed."""
    wanted = _wanted(connection, store, secret, found)
    there = _there(connection, store, [each.member for each in found])
    gone, fresh = sorted(there - wanted), sorted(wanted - there)
    if gone:
        where = {"store": store, "member": bindparam("of"), "key": bindparam("by")}
        connection.execute(delete(member_contact).filter_by(**where), [{"of": member, "by": key} for member, key in gone])
    if fresh:
        connection.execute(insert(member_contact), [{"store": store, "member": member, "key": key} for member, key in fresh])
    moved = {key for _, key in (*gone, *fresh) if not key.startswith(_NUMBER)}
    return put_records(connection, store, _puts(connection, store, moved))


def found_in(connection: Connection, store: str) -> set[str]:
    """Return the members that a store's tills find by some key."""
    return set(connection.execute(select(member_contact.c.member).distinct().where(member_contact.c.store == store)).scalars())


def find(connection: Connection, store: str, *, key: str = "", code: str = "") -> str | None:
    """Return the id of the member that a keyed hash or a card number stands for."""
    wanted = key or _NUMBER + code
    return _holders(connection, store, [wanted]).get(wanted)


def _wanted(connection: Connection, store: str, secret: bytes, found: Iterable[Known]) -> set[Key]:
    country = msgspec.json.decode(bodies(connection, store, "shop", ["shop"])["shop"], type=Shop).country
    wanted = {(each.member, key) for each in found if each.profile is not None for key in keys_of(each.profile.fields, country, secret)}
    return wanted | {(each.member, _NUMBER + each.code) for each in found if each.code}


def _there(connection: Connection, store: str, members: Iterable[str]) -> set[Key]:
    there: set[Key] = set()
    for some in batches(members):
        query = select(member_contact.c.member, member_contact.c.key)
        rows = connection.execute(query.where(member_contact.c.store == store, member_contact.c.member.in_(some)))
        there.update((row.member, row.key) for row in rows)
    return there


def _puts(connection: Connection, store: str, keys: set[str]) -> list[Put]:
    """Two of a family may share a phone: the key then stands for one of them, and for the other once the first is gone."""
    holders = _holders(connection, store, keys)
    records = {key: msgspec.json.encode(MemberKey(id=key, member=member)) for key, member in holders.items()}
    return [Put(SCOPE, key, records.get(key)) for key in sorted(keys)]


def _holders(connection: Connection, store: str, keys: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in batches(keys):
        query = select(member_contact.c.key, func.min(member_contact.c.member).label("member"))
        where = (member_contact.c.store == store, member_contact.c.key.in_(some))
        found.update((row.key, row.member) for row in connection.execute(query.where(*where).group_by(member_contact.c.key)))
    return found
