"""The journal's table in a till.db, and the statements that append to it and read it. It knows bytes, hashes and order only."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sync.database.sqlite import Connection
from sync.protocol.envelope import GENESIS, Entry

SCHEMA = (
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        body BLOB NOT NULL CHECK (typeof(body) = 'blob'),
        hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
        signature BLOB NOT NULL CHECK (length(signature) = 64)
    )""",
    """CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_gapless BEFORE INSERT ON journal
       WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
       BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END""",
    """CREATE TABLE identity (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        terminal TEXT NOT NULL,
        register TEXT NOT NULL,
        store TEXT NOT NULL,
        epoch TEXT NOT NULL,
        series TEXT NOT NULL,
        opened TEXT NOT NULL
    )""",
)
"""Never changed: a journal written today must be readable for ever."""

INSERT = "INSERT INTO journal (seq, body, hash, signature) VALUES (?, ?, ?, ?)"
_COLUMNS = "SELECT seq, body, hash, signature FROM journal"
PAGE_ENTRIES = 500


class Identity(NamedTuple):
    """Whose journal a file holds: one terminal's, of one epoch, with one series of receipt numbers."""

    terminal: str
    register: str
    store: str
    epoch: str
    series: str
    opened: str


class Head(NamedTuple):
    """The last entry: its number and hash; (0, GENESIS) for an empty journal."""

    seq: int
    hash: bytes


def append(connection: Connection, entries: Sequence[Entry]) -> None:
    """Insert entries in one statement, inside the caller's transaction."""
    connection.executemany(INSERT, [(entry.seq, entry.body, entry.hash, entry.signature) for entry in entries])


def identity(connection: Connection) -> Identity | None:
    """Return whose journal this is; None before its first transaction."""
    row = connection.execute("SELECT terminal, register, store, epoch, series, opened FROM identity").fetchone()
    return Identity(*row) if row else None


def head(connection: Connection) -> Head:
    """Return the last entry's number and hash."""
    row = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def entry(connection: Connection, seq: int) -> Entry | None:
    """Return one entry."""
    row = connection.execute(f"{_COLUMNS} WHERE seq = ?", (seq,)).fetchone()
    return Entry(*row) if row else None


def entries(connection: Connection, after_seq: int, limit: int) -> list[Entry]:
    """Return up to `limit` entries that follow `after_seq`, in order."""
    rows = connection.execute(f"{_COLUMNS} WHERE seq > ? ORDER BY seq LIMIT ?", (after_seq, limit))
    return [Entry(*row) for row in rows]


def walk(connection: Connection, after_seq: int = 0) -> Iterator[Entry]:
    """Yield all entries that follow `after_seq`, a page at a time: no long read holds the log back from being reset."""
    page = entries(connection, after_seq, PAGE_ENTRIES)
    while page:
        yield from page
        page = entries(connection, page[-1].seq, PAGE_ENTRIES)


def bodies_with(connection: Connection, word: bytes) -> Iterator[bytes]:
    """Yield the bodies of the entries that hold a word, in order."""
    for row in connection.execute("SELECT body FROM journal WHERE instr(body, ?) > 0 ORDER BY seq", (word,)):
        yield row[0]
