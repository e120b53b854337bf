"""How tills find a member: keyed hashes of phone and e-mail under each store's own secret, and the number of the card."""

import msgspec
from sqlalchemy import Connection, delete, insert, select

from sync.ledger.feed import Put, bodies, put_records
from sync.ledger.loyalty_tables import member_contact
from sync.protocol.records import MemberKey, Profile, Shop
from sync.rules.contacts import keys_of

SCOPE = "member_key"
_NUMBER = "number:"


def keep(connection: Connection, store: str, secret: bytes, member: str, profile: Profile | None, code: str) -> int:
    """Bring a member's keys in `store` to a profile (None: erased) and card number; return how many records changed."""
    shop = msgspec.json.decode(bodies(connection, store, "shop", ["shop"])["shop"], type=Shop)
    wanted = set(keys_of(profile.fields, shop.country, secret)) if profile is not None else set()
    wanted |= {_NUMBER + code} if code else set()
    query = select(member_contact.c.key).where(member_contact.c.store == store, member_contact.c.member == member)
    known = set(connection.execute(query).scalars())
    for key in known - wanted:
        connection.execute(delete(member_contact).filter_by(store=store, member=member, key=key))
    if wanted - known:
        connection.execute(insert(member_contact), [{"store": store, "member": member, "key": key} for key in sorted(wanted - known)])
    return put_records(connection, store, [_put(connection, store, key) for key in sorted(wanted ^ known) if not key.startswith(_NUMBER)])


def found_in(connection: Connection, store: str) -> set[str]:
    """Return the members that a store's tills find by some key."""
    return set(connection.execute(select(member_contact.c.member).distinct().where(member_contact.c.store == store)).scalars())


def find(connection: Connection, store: str, *, key: str = "", code: str = "") -> str | None:
    """Return the id of the member that a keyed hash or a card number stands for."""
    wanted = key or _NUMBER + code
    query = select(member_contact.c.member).where(member_contact.c.store == store, member_contact.c.key == wanted)
    return connection.execute(query.order_by(member_contact.c.member).limit(1)).scalar_one_or_none()


def _put(connection: Connection, store: str, key: str) -> Put:
    """Two of a family may share a phone: the key then stands for one of them, and for the other once the first is gone."""
    holder = find(connection, store, key=key)
    return Put(SCOPE, key, None if holder is None else msgspec.json.encode(MemberKey(id=key, member=holder)))
