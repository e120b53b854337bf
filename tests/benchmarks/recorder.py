"""A connection that remembers what is written and counts what is asked: the till's own, seen from below."""

from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.store.session import Session, Statement
from sync.database.sqlite import Connection, Cursor


class Recorder:
    """Stands in a store's session before its connection. `written` are the statements since the last `take`, reads left out."""

    def __init__(self, session: Session) -> None:
        self.inner = session.connection
        self.calls: list[str] = []
        self.written: list[Statement] = []
        session._connection = self

    @property
    def in_transaction(self) -> bool:
        return self.inner.in_transaction

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        self.calls.append(sql)
        return self.inner.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Cursor:
        self.calls.append(sql)
        rows = list(parameters)
        self.written.append((sql, rows))
        return self.inner.executemany(sql, rows)

    def close(self) -> None:
        self.inner.close()

    def take(self) -> tuple[list[str], list[Statement]]:
        """Return the calls and the statements since the last time, and begin anew."""
        calls, written = self.calls, self.written
        self.calls, self.written = [], []
        return calls, written


def write_raw(connection: Connection, statements: Sequence[Statement]) -> None:
    """Write rows that are ready: the least a durable sale can cost."""
    connection.execute("BEGIN IMMEDIATE")
    for sql, rows in statements:
        connection.executemany(sql, rows)
    connection.execute("COMMIT")
