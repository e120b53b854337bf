"""What came before a new epoch, read from a damaged file as far as it can be, and the damaged file's way aside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from kiosk.store.files import move_database
from kiosk.store.session import Statement
from kiosk.store.till import schema
from kiosk.store.till.projections import PERPETUAL, day_scope
from sync.database.faults import DatabaseError
from sync.database.sqlite import Connection, open_sqlite, raw
from sync.journal import table
from sync.protocol.envelope import GENESIS
from sync.protocol.errors import EnvironmentFault

MARK = "mark"
"""The kind of open work that holds the store's own marks (time, acknowledgement)."""

ACKNOWLEDGED = "acknowledged"

_PUT_CARRIED_TOTAL = "INSERT INTO total (scope, key, carried, amount_minor, count) VALUES (?, ?, 1, ?, ?)"
NOTHING = table.Head(0, GENESIS)
_Read = TypeVar("_Read")


@dataclass
class Past:
    """Names the epoch before and the last head known; `carried` are statements that bring its open work along."""

    epoch: str = ""
    head: table.Head = NOTHING
    z_number: int = 0
    perpetual_minor: int = 0
    reason: str = "enrolled"
    set_aside: Path | None = None
    carried: list[Statement] = field(default_factory=list)


def salvage(path: Path, head: table.Head | None) -> Past:
    """Read what a damaged file still gives; `head` is the last entry proven good, None when nobody could tell."""
    past = Past(reason="damaged")
    try:
        connection = raw(open_sqlite(path, read_only=True))
    except (EnvironmentFault, DatabaseError):
        return past
    try:
        _salvage(connection, past, head)
    finally:
        connection.close()
    return past


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged database with its companions, never to be overwritten, and return its new path."""
    stamp = now.strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.stem}.damaged-{stamp}-{count}{path.suffix}")
    move_database(path, target)
    return target


def _salvage(connection: Connection, past: Past, head: table.Head | None) -> None:
    owner = _attempt(lambda: table.identity(connection), None)
    past.epoch = owner.epoch if owner else ""
    past.head = head or _attempt(lambda: table.head(connection), past.head)
    past.z_number = _attempt(lambda: connection.execute("SELECT coalesce(max(z_number), 0) FROM closing").fetchall(), [(0,)])[0][0]
    reads: tuple[tuple[str, Callable[[], list[tuple[Any, ...]]]], ...] = (
        (schema.PUT_WORK, lambda: _all(connection, "SELECT kind, id, body FROM work WHERE kind <> ? OR id <> ?", MARK, ACKNOWLEDGED)),
        (schema.PUT_PERSONAL, lambda: _all(connection, "SELECT kind, id, body FROM personal")),
        (schema.PUT_EFFECT.format(effect="effect"), lambda: _effects(connection)),
        (_PUT_CARRIED_TOTAL, lambda: _totals(connection, past.z_number)),
    )
    for sql, read in reads:
        rows: list[tuple[Any, ...]] = _attempt(read, [])
        if rows:
            past.carried.append((sql, rows))


def _effects(connection: Connection) -> list[tuple[Any, ...]]:
    """Give old effects numbers below 1: they belong to no entry of the new journal, and a used right stays used."""
    rows = _all(connection, "SELECT kind, subject, part, amount, detail FROM effect")
    return [(kind, subject, -number, *rest) for number, (kind, subject, *rest) in enumerate(rows)]


def _totals(connection: Connection, z_number: int) -> list[tuple[Any, ...]]:
    """Keep the figures of the day that is open and the perpetual ones; closed days stand in their Z reports."""
    sql = "SELECT scope, key, sum(amount_minor), sum(count) FROM total WHERE scope IN (?, ?) GROUP BY scope, key"
    return _all(connection, sql, day_scope(z_number + 1), PERPETUAL)


def _all(connection: Connection, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(sql, parameters).fetchall()


def _attempt(read: Callable[[], _Read], otherwise: _Read) -> _Read:
    """Return what can be read; damage in one table does not take the others along."""
    try:
        return read()
    except DatabaseError:
        return otherwise
