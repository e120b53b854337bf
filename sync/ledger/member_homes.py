"""Which store answers for a member, and how the member's record reaches the feeds of all the others.

A member's home is the first store of the shop file for a member of the file, else the store of the chain that the ledger heard of the
member from first. Contact data never leave it; records and the keyed hashes by which a kiosk finds a member do.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Row, insert, select, update

from sync.ledger.batches import batches
from sync.ledger.feed import Put, bodies, changed_elsewhere, put_records
from sync.ledger.loyalty_tables import copied, lead, member_home
from sync.ledger.tables import record

MEMBER = "member"


def home_of(connection: Connection, store: str, member: str) -> str:
    """Return the home of a member, from now on known to `store`; one that no store has heard of is at home here."""
    found = find_home(connection, member)
    home = found or store
    if connection.execute(select(member_home.c.home).filter_by(store=store, member=member)).one_or_none() is None:
        settle(connection, store, member, home)
    return home


def find_home(connection: Connection, member: str) -> str | None:
    """Return the home of a member, None for one that no store has heard of."""
    query = select(member_home.c.home).where(member_home.c.member == member).limit(1)
    return connection.execute(query).scalar_one_or_none()


def homes_of(connection: Connection, members: Iterable[str]) -> dict[str, str]:
    """Return the homes of those members that some store has heard of."""
    found: dict[str, str] = {}
    for some in batches(members):
        query = select(member_home.c.member, member_home.c.home).distinct().where(member_home.c.member.in_(some))
        found.update((row.member, row.home) for row in connection.execute(query))
    return found


def settle(connection: Connection, store: str, member: str, home: str) -> None:
    """Note in `store` where a member is at home that it did not know."""
    connection.execute(insert(member_home).values(store=store, member=member, home=home))


def is_erased(connection: Connection, home: str, member: str) -> bool:
    """Tell whether a member was erased: what is heard of them later moves the books and brings nobody back."""
    return bool(erased_of(connection, home, [member]))


def erased_of(connection: Connection, home: str, members: Iterable[str]) -> set[str]:
    """Return those of the members that were erased."""
    found: set[str] = set()
    for some in batches(members):
        where = (member_home.c.store == home, member_home.c.member.in_(some), member_home.c.erased_at != "")
        found.update(connection.execute(select(member_home.c.member).where(*where)).scalars())
    return found


def lead_store(connection: Connection) -> str:
    """Return the store that answers for what belongs to the whole shop."""
    return str(connection.execute(select(lead.c.store)).scalar_one())


def behind(connection: Connection, store: str, scope: str) -> list[Row[tuple[str, int, int]]]:
    """Return the stores whose records of a scope changed since `store` took them over, as (home, newest revision, taken over up to)."""
    return changed_elsewhere(connection, store, scope, select(copied).where(copied.c.store == store, copied.c.scope == scope))


def changed(connection: Connection, home: str, reached: int) -> dict[str, bytes | None]:
    """Return the records of the store's own members that are newer than `reached`, None for one that is gone."""
    own = (member_home.c.store == record.c.store) & (member_home.c.member == record.c.key) & (member_home.c.home == record.c.store)
    where = (record.c.store == home, record.c.scope == MEMBER, record.c.rev > reached)
    query = select(record.c.key, record.c.body).join(member_home, own).where(*where).order_by(record.c.rev)
    return {row.key: row.body for row in connection.execute(query)}


def know(connection: Connection, store: str, home: str, members: Iterable[str]) -> None:
    """Note in `store` the members at home in `home` that it did not know."""
    for some in batches(members):
        query = select(member_home.c.member).where(member_home.c.store == store, member_home.c.member.in_(some))
        known = set(connection.execute(query).scalars())
        fresh = [{"store": store, "member": member, "home": home} for member in some if member not in known]
        if fresh:
            connection.execute(insert(member_home), fresh)


def reach(connection: Connection, store: str, home: str, scope: str, rev: int) -> None:
    """Note how far `store` has taken a scope of another over."""
    known = connection.execute(update(copied).filter_by(store=store, home=home, scope=scope).values(rev=rev))
    if not known.rowcount:
        connection.execute(insert(copied).values(store=store, home=home, scope=scope, rev=rev))


def copy_from_lead(connection: Connection, store: str, scope: str) -> int:
    """Take over what the lead store says in a scope that it alone writes; return how many records changed."""
    count = 0
    for row in behind_lead(connection, store, scope):
        where = (record.c.store == row.home, record.c.scope == scope, record.c.rev > row.reached)
        found = connection.execute(select(record.c.key, record.c.body).where(*where)).all()
        count += put_records(connection, store, [Put(scope, each.key, each.body) for each in found])
        reach(connection, store, row.home, scope, row.rev)
    return count


def behind_lead(connection: Connection, store: str, scope: str) -> list[Row[tuple[str, int, int]]]:
    """Return the lead store as `behind` does, if `store` has something of it to take over."""
    found = behind(connection, store, scope)
    lead_now = lead_store(connection) if found else ""
    return [row for row in found if row.home == lead_now]


def member_body(connection: Connection, store: str, member: str) -> bytes | None:
    """Return a member's record as `store` knows it."""
    return bodies(connection, store, MEMBER, [member]).get(member)
