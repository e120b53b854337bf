"""The journal's table holds the law by itself: no update, no delete, no gap, no replacement."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.database.faults import IntegrityError
from sync.database.sqlite import Connection
from sync.journal import table
from sync.protocol.envelope import GENESIS
from tests.unit.sync.journal.build import OWNER, chain, journal, without_triggers

FORBIDDEN = (
    "UPDATE journal SET body = x'00' WHERE seq = 1",
    "UPDATE journal SET seq = seq + 10",
    "DELETE FROM journal WHERE seq = 3",
    "DELETE FROM journal",
    "INSERT INTO journal SELECT seq + 5, body, zeroblob(32), signature FROM journal WHERE seq = 1",
    "INSERT OR REPLACE INTO journal SELECT seq, x'00', hash, signature FROM journal WHERE seq = 3",
    "INSERT OR REPLACE INTO journal SELECT 4, x'00', hash, signature FROM journal WHERE seq = 2",
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    connection = journal(tmp_path / "j.db", chain(3))
    yield connection
    connection.close()


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_what_stands_stays(connection: Connection, sql: str) -> None:
    before = table.entries(connection, 0, 9)
    with pytest.raises(IntegrityError, match="journal"):
        connection.execute(sql)
    assert table.entries(connection, 0, 9) == before


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_without_the_triggers_it_would_not(connection: Connection, sql: str) -> None:
    before = table.entries(connection, 0, 9)
    without_triggers(connection)
    connection.execute(sql)
    assert table.entries(connection, 0, 9) != before


@pytest.mark.parametrize("row", [(4, "text", bytes(32), bytes(64)), (4, b"body", bytes(31), bytes(64)), (4, b"body", bytes(32), b"")])
def test_shapes_are_checked(connection: Connection, row: tuple[object, ...]) -> None:
    with pytest.raises(IntegrityError, match="CHECK"):
        connection.execute(table.INSERT, row)


def test_reads(connection: Connection) -> None:
    entries = chain(3)
    assert table.head(connection) == (3, entries[-1].hash)
    assert table.entry(connection, 2) == entries[1]
    assert table.entry(connection, 4) is None
    assert table.entries(connection, 1, 1) == [entries[1]]
    assert list(table.walk(connection, 1)) == entries[1:]
    assert table.identity(connection) == OWNER


def test_an_empty_journal_starts_at_genesis(tmp_path: Path) -> None:
    connection = journal(tmp_path / "empty.db", [])
    assert table.head(connection) == (0, GENESIS)
    connection.close()
