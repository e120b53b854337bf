"""Files of earlier epochs beside the open till.db, closed on purpose or set aside damaged: found, read, put away and tidied."""

from collections.abc import Iterator
from pathlib import Path

from kiosk.store.files import move_database
from kiosk.store.source import Source
from kiosk.store.till.series import read_book
from sync.base.files import file_faults
from sync.database.faults import DatabaseError, faults
from sync.database.sqlite import Connection, connect
from sync.journal import table
from sync.protocol.envelope import decode_body
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import EpochClosed

CLOSED = "till.closed-{series}.db"
_CLOSED_FILES = "till.closed-*.db"
_DAMAGED_FILES = "till.damaged-*.db"
_SEALED_MODE = 0o400


class ClosedFile(Source):
    """One file, opened to read when it is first asked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: Connection | None = None

    @property
    def connection(self) -> Connection:
        """The read-only connection."""
        if self._connection is None:
            self._connection = connect(self.path, read_only=True)
        return self._connection

    def close(self) -> None:
        """Close it, if it was opened."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def closed_paths(folder: Path) -> list[Path]:
    """Return the files that were closed on purpose, newest series first; they can be trusted to be whole."""
    book = read_book(folder)
    order = {CLOSED.format(series=each.series): number for number, each in enumerate(book.opened)} if book else {}
    return sorted(folder.glob(_CLOSED_FILES), key=lambda path: (order.get(path.name, -1), path.name), reverse=True)


def damaged_paths(folder: Path) -> list[Path]:
    """Return the files that were set aside damaged, newest first; each may be readable in part."""
    return sorted(folder.glob(_DAMAGED_FILES), reverse=True)


def epoch_end(connection: Connection) -> EpochClosed | None:
    """Return the fact that ends a journal, None while its epoch is open."""
    head = table.head(connection)
    entry = table.entry(connection, head.seq) if head.seq else None
    fact = decode_body(entry.body).fact if entry and b'"epoch_closed"' in entry.body else None
    return fact if isinstance(fact, EpochClosed) else None


def put_away(path: Path, series: str) -> Path:
    """Give a till.db whose log is empty the name of a closed file, and return it."""
    target = path.with_name(CLOSED.format(series=series))
    if target.exists():
        raise EnvironmentFault("series_lost")
    move_database(path, target)
    return target


def tidy(folder: Path) -> None:
    """Take what went on to the next file out of closed ones, and make each a single file that nobody writes to.

    Personal words must not stay in two places: only one of them would be erased. A stop half-way is made good at the next start.
    """
    for path in closed_paths(folder):
        if path.stat().st_mode & 0o200:
            _tidy(path)


def _tidy(path: Path) -> None:
    with faults(), file_faults():
        connection = connect(path)
        try:
            connection.execute("DELETE FROM personal")
            connection.execute("DELETE FROM work WHERE kind <> 'mark'")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
        finally:
            connection.close()
        path.chmod(_SEALED_MODE)


def erase_aside(folder: Path, kind: str, id: str) -> None:
    """Erase something personal also from files set aside damaged, as far as they still take it."""
    for path in damaged_paths(folder):
        try:
            connection = connect(path)
        except (EnvironmentFault, DatabaseError):
            continue
        try:
            connection.execute("DELETE FROM personal WHERE kind = ? AND id = ?", (kind, id))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except DatabaseError:
            continue
        finally:
            connection.close()


class ClosedFiles:
    """The files of one profile, kept open once asked; forgotten when another joins them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._whole: list[ClosedFile] | None = None
        self._damaged: list[ClosedFile] = []

    def whole(self) -> list[ClosedFile]:
        """Return the files closed on purpose, newest first."""
        if self._whole is None:
            self._whole = [ClosedFile(path) for path in closed_paths(self._folder)]
            self._damaged = [ClosedFile(path) for path in damaged_paths(self._folder)]
        return self._whole

    def readable(self) -> Iterator[ClosedFile]:
        """Yield all of them, damaged ones last."""
        yield from self.whole()
        yield from self._damaged

    def forget(self) -> None:
        """Close what is open and look anew when asked again."""
        for each in (*(self._whole or ()), *self._damaged):
            each.close()
        self._whole, self._damaged = None, []
