"""A DB-API shim over apsw that looks like pysqlite3 to `sync.database`, so that the shipped code runs on a VFS of the tests' own.

Errors are pysqlite3's own classes with the extended result code: what the till makes of them is what it makes of a real disk's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import apsw
from pysqlite3 import dbapi2 as shipped

from sync.database import sqlite as door

_PRIMARY_CODE = 0xFF
_AUTO_CHECKPOINT_PAGES = 1_000
"""SQLite's default, which the till keeps."""

_CLASSES: dict[int, type[Exception]] = {
    apsw.SQLITE_CONSTRAINT: shipped.IntegrityError,
    apsw.SQLITE_CORRUPT: shipped.DatabaseError,
    apsw.SQLITE_NOTADB: shipped.DatabaseError,
    apsw.SQLITE_NOMEM: MemoryError,
}
"""pysqlite3's own mapping; what is not named is an OperationalError."""

Row = tuple[Any, ...]
Done = Callable[[apsw.Connection], None]


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as error:
        code = getattr(error, "extendedresult", apsw.SQLITE_ERROR)
        raised = _CLASSES.get(code & _PRIMARY_CODE, shipped.OperationalError)(str(error))
        raised.sqlite_errorcode = code
        raise raised from error


def _checkpoint(connection: apsw.Connection, name: str, pages: int) -> int:
    """Checkpoint as SQLite's own hook does after a commit: its failure is none of the commit's.

    apsw would raise what a VFS of Python raised there out of the COMMIT that succeeded.
    """
    if pages >= _AUTO_CHECKPOINT_PAGES:
        with suppress(apsw.Error):
            connection.wal_checkpoint(name)
    return apsw.SQLITE_OK


class ShimCursor:
    """What the stores use of a cursor."""

    def __init__(self, cursor: apsw.Cursor, rowcount: int) -> None:
        self._cursor = cursor
        self.rowcount = rowcount

    def fetchone(self) -> Row | None:
        with _translated():
            return next(iter(self._cursor), None)

    def fetchall(self) -> list[Row]:
        with _translated():
            return list(self._cursor)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.fetchall())


class ShimConnection:
    """One connection; `committed` hears of every COMMIT that has returned."""

    def __init__(self, inner: apsw.Connection, replace: dict[str, str], committed: Done) -> None:
        self._inner = inner
        self._replace = replace
        self._committed = committed

    @property
    def in_transaction(self) -> bool:
        return self._inner.in_transaction

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> ShimCursor:
        with _translated():
            cursor = self._inner.execute(self._replace.get(sql, sql), tuple(parameters))
        if sql == "COMMIT":
            self._committed(self._inner)
        return ShimCursor(cursor, self._inner.changes())

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> ShimCursor:
        with _translated():
            cursor = self._inner.executemany(sql, [tuple(row) for row in parameters])
        return ShimCursor(cursor, self._inner.changes())

    def close(self) -> None:
        with _translated():
            self._inner.close()


class Shim:
    """Stands where `sync.database.sqlite` expects its driver. `replace` changes single statements: for wrong twins only."""

    sqlite_version_info = shipped.sqlite_version_info

    def __init__(self, vfs: str, replace: dict[str, str] | None = None, committed: Done = lambda _: None) -> None:
        self._vfs = vfs
        self._replace = replace or {}
        self._committed = committed

    def connect(self, database: str, /, *, timeout: float, **given: Any) -> ShimConnection:
        """Open as pysqlite3 would; the till opens in autocommit by URI and from any thread, which apsw always does."""
        if given != {"uri": True, "isolation_level": None, "check_same_thread": False}:
            raise TypeError(f"the shim knows no such connection: {given}")
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_URI
        with _translated():
            inner = apsw.Connection(database, flags=flags, vfs=self._vfs)
            inner.set_busy_timeout(int(timeout * 1000))
            inner.set_wal_hook(_checkpoint)
        return ShimConnection(inner, self._replace, self._committed)


@contextmanager
def driver(shim: Shim) -> Iterator[None]:
    """Have the till's one door to SQLite use the shim."""
    kept = vars(door)["sqlite"]
    vars(door)["sqlite"] = shim
    try:
        yield
    finally:
        vars(door)["sqlite"] = kept
