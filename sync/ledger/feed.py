"""Reference records by revision: putting them, and handing a terminal what changed since its cursors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from sync.ledger.batches import batches
from sync.ledger.tables import record, revision
from sync.protocol.wire import PAGE_LIMIT_RECORDS, Change, Page

SCOPES = (
    "shop",
    "store",
    "register",
    "tax",
    "department",
    "barcode_rule",
    "programme",
    "offer",
    "issuer_key",
    "staff",
    "product",
    "bundle",
    "stopped",
    "lease",
    "reward_stock",
    "member_key",
    "member",
    "profile",
    "gift_card",
)
"""Every scope of the feed, small ones first: a terminal can sell before the last member has arrived."""

PAGE_LIMIT_BYTES = 4_000_000
_WITHHELD = {"selfservice": frozenset({"profile"})}
"""A kiosk stands where anyone can carry it away: it is given no contact data (law 13)."""


@dataclass(frozen=True)
class Put:
    """A record as it shall be from now on; a body of None deletes it."""

    scope: str
    key: str
    body: bytes | None


def put_records(connection: Connection, store: str, puts: Iterable[Put]) -> int:
    """Store what differs, each change under a new revision of its scope; return how many did."""
    by_scope: dict[str, list[Put]] = {}
    for put in puts:
        by_scope.setdefault(put.scope, []).append(put)
    return sum(_put_scope(connection, store, scope, wanted) for scope, wanted in sorted(by_scope.items()))


def _put_scope(connection: Connection, store: str, scope: str, wanted: Sequence[Put]) -> int:
    rev = _lock_revision(connection, store, scope)
    known = _bodies(connection, store, scope, [put.key for put in wanted])
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for put in wanted:
        if (put.key in known and known[put.key] == put.body) or (put.key not in known and put.body is None):
            continue
        rev += 1
        row = {"store": store, "scope": scope, "key": put.key, "rev": rev, "body": put.body, "deleted": put.body is None}
        (changed if put.key in known else new).append(row)
        known[put.key] = put.body
    if new:
        connection.execute(insert(record), new)
    if changed:
        where = (record.c.store == store, record.c.scope == scope, record.c.key == bindparam("of"))
        values: dict[str, object] = {name: bindparam(f"new_{name}") for name in ("rev", "body", "deleted")}
        rows = [{"of": row["key"], **{f"new_{name}": row[name] for name in values}} for row in changed]
        connection.execute(update(record).where(*where).values(**values), rows)
    if new or changed:
        connection.execute(update(revision).where(revision.c.store == store, revision.c.scope == scope).values(rev=rev))
    return len(new) + len(changed)


def _lock_revision(connection: Connection, store: str, scope: str) -> int:
    """Return the scope's newest revision and hold it: revisions become visible in their order, so no cursor can pass one by."""
    query = select(revision.c.rev).where(revision.c.store == store, revision.c.scope == scope).with_for_update()
    rev = connection.execute(query).scalar_one_or_none()
    if rev is None:
        connection.execute(insert(revision).values(store=store, scope=scope, rev=0))
        return 0
    return int(rev)


def _bodies(connection: Connection, store: str, scope: str, keys: Iterable[str]) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for some in batches(keys):
        query = select(record.c.key, record.c.body).where(record.c.store == store, record.c.scope == scope, record.c.key.in_(some))
        found.update((row.key, row.body) for row in connection.execute(query))
    return found


def bodies(connection: Connection, store: str, scope: str, keys: Iterable[str]) -> dict[str, bytes]:
    """Return the records of `keys` that exist, as JSON."""
    return {key: body for key, body in _bodies(connection, store, scope, keys).items() if body is not None}


def known_keys(connection: Connection, store: str, scope: str, keys: Iterable[str]) -> set[str]:
    """Return those of `keys` that have a record or had one."""
    return set(_bodies(connection, store, scope, keys))


def all_bodies(connection: Connection, store: str, scope: str) -> dict[str, bytes]:
    """Return every living record of a scope, as JSON."""
    query = select(record.c.key, record.c.body).where(record.c.store == store, record.c.scope == scope, record.c.body.is_not(None))
    return {row.key: row.body for row in connection.execute(query)}


def changed_pages(connection: Connection, store: str, kind: str, cursors: dict[str, int]) -> list[Page]:
    """Return what changed in the store since `cursors`, one page a scope, together within the bounds of one answer.

    A scope that found no room stands there with an empty page and `more`: the terminal asks again from the same cursor.
    """
    newest = _revisions(connection, store)
    room_records, room_bytes = PAGE_LIMIT_RECORDS, PAGE_LIMIT_BYTES
    pages = []
    for scope in SCOPES:
        cursor = cursors.get(scope, 0)
        if scope in _WITHHELD.get(kind, ()) or cursor == newest.get(scope, 0):
            continue
        # A cursor from beyond the newest revision comes from before this ledger was restored: begin again.
        page = _page(connection, store, scope, cursor if 0 <= cursor < newest.get(scope, 0) else 0, room_records, room_bytes)
        room_records -= len(page.changes)
        room_bytes -= sum(len(change.body or b"") for change in page.changes)
        pages.append(page)
    return pages


def changed_elsewhere(connection: Connection, store: str, scope: str, cursors: Select[Any]) -> list[Row[tuple[str, int, int]]]:
    """Return the other stores whose records of a scope changed since `store` took them over, as (home, newest revision, taken over up to).

    `cursors` selects how far it has taken over, as (home, rev).
    """
    taken = cursors.subquery()
    reached = func.coalesce(taken.c.rev, 0)
    query = (
        select(revision.c.store.label("home"), revision.c.rev, reached.label("reached"))
        .outerjoin(taken, taken.c.home == revision.c.store)
        .where(revision.c.scope == scope, revision.c.store != store, revision.c.rev > reached)
        .order_by(revision.c.store)
    )
    return list(connection.execute(query))


def _revisions(connection: Connection, store: str) -> dict[str, int]:
    query = select(revision.c.scope, revision.c.rev).where(revision.c.store == store)
    return {row.scope: row.rev for row in connection.execute(query)}


def _page(connection: Connection, store: str, scope: str, cursor: int, room_records: int, room_bytes: int) -> Page:
    """Return at most `room_records` changes and little more than `room_bytes`; one row more is read, to know whether more follow."""
    where = (record.c.store == store, record.c.scope == scope, record.c.rev > cursor)
    query = select(record.c.key, record.c.rev, record.c.body).where(*where).order_by(record.c.rev).limit(max(room_records, 0) + 1)
    changes: list[Change] = []
    for row in connection.execute(query):
        if len(changes) >= room_records or room_bytes <= 0:
            return Page(scope=scope, cursor=cursor, more=True, changes=changes)
        room_bytes -= len(row.body or b"")
        changes.append(Change(key=row.key, body=row.body))
        cursor = row.rev
    return Page(scope=scope, cursor=cursor, more=False, changes=changes)
