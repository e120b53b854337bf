"""Recomputes every projection of a till.db from its journal, beside the live tables, to compare or to replace them."""

from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from kiosk.store.lock import ProfileLock
from kiosk.store.till import schema
from kiosk.store.till.past import CARRIED, MARK
from kiosk.store.till.projections import Carried, Projection
from sync.database.faults import faults
from sync.database.sqlite import Connection, connect
from sync.journal import table
from sync.protocol.envelope import decode_body


class Difference(NamedTuple):
    """The first row in which a projection and the journal differ: `missing` from the projection, or there and `unexpected`."""

    table: str
    what: Literal["missing", "unexpected"]
    row: tuple[Any, ...]


def check(path: Path) -> Difference | None:
    """Compare every projection with the journal, on a read-only connection of its own; None when they agree.

    Raises EnvironmentFault, and msgspec.DecodeError for an entry that this version cannot read.
    """
    connection = connect(path, read_only=True)
    try:
        with faults():
            connection.execute("BEGIN")
            _recompute(connection)
            return _first_difference(connection)
    finally:
        connection.close()


def rebuild(path: Path) -> Difference | None:
    """Replace every projection by what the journal says, and return what was different. Refusal("profile_in_use") while a till runs."""
    lock = ProfileLock(path.parent)
    try:
        connection = connect(path)
        try:
            with faults():
                return _replace(connection)
        finally:
            connection.close()
    finally:
        lock.release()


def _replace(connection: Connection) -> Difference | None:
    """Every projection may be gone altogether; what is left of them is replaced in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    _recompute(connection)
    difference = _first_difference(connection)
    for name, definition in schema.PROJECTIONS.items():
        connection.execute(f"DROP TABLE IF EXISTS main.{name}")
        connection.execute(definition.format(name=f"main.{name}"))
        connection.execute(f"INSERT INTO main.{name} SELECT * FROM {_beside(name)}")  # noqa: S608 - tables of ours
    connection.execute(schema.ONCE)
    connection.execute("COMMIT")
    return difference


def _beside(name: str) -> str:
    return f"temp.fresh_{name}"


def _recompute(connection: Connection) -> None:
    for name, definition in schema.PROJECTIONS.items():
        connection.execute(definition.format(name=_beside(name)))
    projection = Projection(0)
    row = connection.execute("SELECT body FROM work WHERE kind = ? AND id = ?", (MARK, CARRIED)).fetchone()
    if row is not None:
        projection.carry(msgspec.json.decode(row[0], type=Carried))
    page = table.entries(connection, 0, table.PAGE_ENTRIES)
    while page:
        for entry in page:
            body = decode_body(entry.body)
            projection.fold(entry.seq, body.day, body.fact, body.staff)
        for sql, rows in projection.statements(_beside):
            connection.executemany(sql, rows)
        projection = Projection(projection.z_number)
        page = table.entries(connection, page[-1].seq, table.PAGE_ENTRIES)


def _first_difference(connection: Connection) -> Difference | None:
    for name in schema.PROJECTIONS:
        live, fresh = f"main.{name}", _beside(name)
        if not _exists(connection, name):
            return Difference(name, "missing", ())
        missing = connection.execute(f"SELECT * FROM {fresh} EXCEPT SELECT * FROM {live} ORDER BY 1, 2 LIMIT 1").fetchone()  # noqa: S608
        if missing is not None:
            return Difference(name, "missing", missing)
        unexpected = connection.execute(f"SELECT * FROM {live} EXCEPT SELECT * FROM {fresh} ORDER BY 1, 2 LIMIT 1").fetchone()  # noqa: S608
        if unexpected is not None:
            return Difference(name, "unexpected", unexpected)
    return None


def _exists(connection: Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?", (name,)).fetchone() is not None
