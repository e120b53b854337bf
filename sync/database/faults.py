"""Errors of SQLite in the two families of law 9: what the world did is an `EnvironmentFault`; all else is a bug and passes unchanged."""

from collections.abc import Iterator
from contextlib import contextmanager

from pysqlite3 import dbapi2 as sqlite

from sync.protocol.errors import EnvironmentFault

_PRIMARY_CODE = 0xFF
_FAULTS: dict[int, str] = {
    sqlite.SQLITE_FULL: "disk_full",
    sqlite.SQLITE_READONLY: "profile_read_only",
    sqlite.SQLITE_PERM: "profile_read_only",
    sqlite.SQLITE_CANTOPEN: "database_not_opened",
    sqlite.SQLITE_IOERR: "disk_failed",
    sqlite.SQLITE_BUSY: "database_busy",
    sqlite.SQLITE_LOCKED: "database_busy",
    sqlite.SQLITE_CORRUPT: "database_damaged",
    sqlite.SQLITE_NOTADB: "database_damaged",
}

DatabaseError: type[Exception] = sqlite.DatabaseError
IntegrityError: type[Exception] = sqlite.IntegrityError
UNREADABLE: type[Exception] = sqlite.OperationalError
"""What opening a file that is not what it should be raises when it is no fault by its code."""


def fault_of(error: BaseException) -> EnvironmentFault | None:
    """Return the fault an error of the driver (or of SQLAlchemy around it) stands for; None when it is a bug."""
    origin = getattr(error, "orig", None) or error
    code = getattr(origin, "sqlite_errorcode", None)
    name = _FAULTS.get(code & _PRIMARY_CODE) if isinstance(code, int) else None
    return EnvironmentFault(name) if name is not None else None


@contextmanager
def faults() -> Iterator[None]:
    """Turn driver errors that the world caused into faults; let all others through."""
    try:
        yield
    except Exception as error:
        fault = fault_of(error)
        if fault is None:
            raise
        raise fault from error
