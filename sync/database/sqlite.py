"""SQLite on pysqlite3: durable by law 2 (WAL, synchronous=FULL), erasing for real by law 13 (secure_delete).

A till opens plain connections; SQLAlchemy is loaded only when somebody asks for an engine, as a till must start fast.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pysqlite3 import dbapi2 as sqlite

from sync.database.faults import faults
from sync.protocol.errors import EnvironmentFault

if TYPE_CHECKING:
    from sqlalchemy import Connection as AlchemyConnection
    from sqlalchemy import Engine

OLDEST_VERSION = (3, 51, 3)
"""Older libraries may corrupt a database when a WAL file is reset while another connection reads it."""

BUSY_TIMEOUT_MS = 5_000

Row = tuple[Any, ...]


class Cursor(Protocol):
    """What of a DB-API cursor the stores use."""

    rowcount: int

    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...
    def __iter__(self) -> Iterator[Row]: ...


class Connection(Protocol):
    """What of a pysqlite3 connection the stores use; transactions are begun and ended by statements of their own."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor: ...
    def close(self) -> None: ...


def refuse_old(version: tuple[int, ...]) -> None:
    """Raise EnvironmentFault("sqlite_too_old") for a library with the WAL-reset bug."""
    if version < OLDEST_VERSION:
        raise EnvironmentFault("sqlite_too_old", found=".".join(map(str, version)), needed=".".join(map(str, OLDEST_VERSION)))


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Return the driver's own connection to the file at `path`, created if it is missing and not `read_only`. Raises EnvironmentFault."""
    refuse_old(sqlite.sqlite_version_info)
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    with faults():
        connection: Connection = sqlite.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000
        )
        try:
            _prepare(connection, read_only)
        except BaseException:
            connection.close()
            raise
        return connection


def open_sqlite(path: Path, *, read_only: bool = False) -> "Engine":
    """Return an engine whose connections are those of `connect`.

    Its transactions start with BEGIN IMMEDIATE, as a deferred one that turns to writing fails at once when another
    connection wrote meanwhile; `execution_options(sqlite_begin="DEFERRED")` asks for a reader's. Raises EnvironmentFault.
    """
    from sqlalchemy import create_engine, event

    refuse_old(sqlite.sqlite_version_info)
    engine = create_engine(f"sqlite:///{path.absolute()}", module=sqlite, creator=lambda: connect(path, read_only=read_only))
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Connection, read_only: bool) -> None:
    """Set what does not persist in the file; the journal mode does, and a reader cannot set it."""
    if not read_only and connection.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
        raise EnvironmentFault("database_not_opened")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA trusted_schema=OFF")


def _begin(connection: "AlchemyConnection") -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
