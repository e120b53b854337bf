"""The one writer connection to a database file: a transaction in few statements, and a COMMIT that fails told apart (law 2)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kiosk.store.source import Source
from sync.database.faults import DatabaseError, fault_of, faults
from sync.database.migrations import open_migrated
from sync.database.sqlite import Connection, connect
from sync.protocol.errors import EnvironmentFault

Statement = tuple[str, Sequence[Sequence[Any]]]
"""SQL with the rows it is executed for, in one call."""


class CommitFailed(Exception):
    """COMMIT raised: whether the transaction is durable is unknown until the file has been opened anew."""

    def fault(self) -> EnvironmentFault:
        """Return what a person is told when it is not."""
        cause = self.__cause__
        return (fault_of(cause) if cause else None) or EnvironmentFault("commit_failed")


class Session(Source):
    """Opens the file, brings it to the schema, reads and writes. After a failed COMMIT it is closed until `reopen`."""

    def __init__(self, path: Path, migrations: str, version: int, reach: Callable[[str], None] = lambda _: None) -> None:
        """Open `path` at schema `version`; `reach` hears the named points around each COMMIT."""
        self.path = path
        self._reach = reach
        self._schema = (migrations, version)
        self._connection: Connection | None = open_migrated(path, migrations, version)

    @property
    def connection(self) -> Connection:
        """The open connection; opens it again if a fault has closed it."""
        if self._connection is None:
            self.reopen()
        assert self._connection is not None  # noqa: S101 - reopen either sets it or raises
        return self._connection

    def write(self, statements: Sequence[Statement]) -> None:
        """Run the statements as one transaction; raises CommitFailed when only the COMMIT failed, else nothing has changed."""
        connection = self.connection
        try:
            with faults():
                connection.execute("BEGIN IMMEDIATE")
                for sql, rows in statements:
                    connection.executemany(sql, rows)
            self._reach("before_commit")
        except BaseException:
            self._abandon()
            raise
        try:
            connection.execute("COMMIT")
        except DatabaseError as error:
            raise CommitFailed from error
        self._reach("after_commit")

    def save(self, statements: Sequence[Statement]) -> None:
        """Write what may be written again: after a failed COMMIT the next use opens the file anew. Raises EnvironmentFault."""
        try:
            self.write(statements)
        except CommitFailed as failure:
            self.close()
            raise failure.fault() from failure

    def reopen(self) -> None:
        """Close whatever is open and open the file anew; raises EnvironmentFault."""
        self.close()
        self._connection = connect(self.path)

    def begin_anew(self) -> None:
        """Open the path as at the first time, for a file that was moved away; raises EnvironmentFault."""
        self.close()
        self._connection = open_migrated(self.path, *self._schema)

    def truncate_log(self) -> None:
        """Sync the log, move it into the file and empty it; EnvironmentFault("database_busy") while somebody reads from it."""
        busy = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
        if busy:
            raise EnvironmentFault("database_busy")

    def close(self) -> None:
        """Close the connection; an error of closing tells nothing that the next opening does not."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except DatabaseError:
            return

    def _abandon(self) -> None:
        """Roll back; SQLite may have done so itself, and a connection that cannot is not used again."""
        connection = self._connection
        try:
            if connection is not None and connection.in_transaction:
                connection.execute("ROLLBACK")
        except DatabaseError:
            self.close()
