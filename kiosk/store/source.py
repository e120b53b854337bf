"""A database file that is asked: the open one of a session, or a closed one that is only read."""

from collections.abc import Sequence
from typing import Any

from sync.database.faults import faults
from sync.database.sqlite import Connection, Row


class Source:
    """Whoever has a `connection` answers with rows; raises EnvironmentFault for what the disk or the file does not give."""

    @property
    def connection(self) -> Connection:
        """The open connection."""
        raise NotImplementedError

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Return all rows of a query that is bounded by itself."""
        with faults():
            return self.connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """Return the first row."""
        with faults():
            return self.connection.execute(sql, parameters).fetchone()
