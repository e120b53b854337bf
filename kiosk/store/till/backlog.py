"""Entries of earlier epochs that the ledger does not have yet: read from the file set aside, as far as they were proven."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from kiosk.store.session import Session
from kiosk.store.till import schema
from sync.database.faults import DatabaseError, faults
from sync.database.sqlite import connect
from sync.journal import table
from sync.protocol.envelope import Entry, decode_body
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import Sale

EPOCH = "epoch"
"""The kind of open work that names closed epochs and how far the ledger has them, by epoch."""


class Closed(msgspec.Struct, frozen=True):
    """A closed file, how far the ledger has it, and its last entry that holds."""

    file: str
    acknowledged: int
    last: int

    @property
    def unsent(self) -> int:
        """How many entries the ledger lacks."""
        return self.last - self.acknowledged

    def after(self, seq: int) -> "Closed":
        """Return it with entries up to `seq` acknowledged."""
        return msgspec.structs.replace(self, acknowledged=max(self.acknowledged, min(seq, self.last)))


def closed_epochs(work: list[tuple[str, bytes]]) -> list[tuple[str, Closed]]:
    """Return the closed epochs with unsent entries, oldest file first."""
    found = [(epoch, msgspec.json.decode(body, type=Closed)) for epoch, body in work]
    return sorted((each for each in found if each[1].unsent), key=lambda each: each[1].file)


class ClosedJournal:
    """A closed file's journal as the exchange with the ledger sees one: a cursor over its proven entries."""

    def __init__(self, session: Session, epoch: str, changed: Callable[[], None]) -> None:
        self.epoch = epoch
        self._session = session
        self._changed = changed

    @property
    def acknowledged(self) -> int:
        """How far the ledger has it."""
        closed = self._closed()
        return closed.acknowledged if closed else 0

    def entries(self, after_seq: int, limit: int) -> list[Entry]:
        """Return up to `limit` proven entries after `after_seq`."""
        closed = self._closed()
        return _entries(self._session.path.parent, closed, after_seq, min(limit, closed.last - after_seq)) if closed else []

    def entry(self, seq: int) -> Entry | None:
        """Return one proven entry."""
        found = self.entries(seq - 1, 1) if seq > 0 else []
        return found[0] if found else None

    def acknowledge(self, epoch: str, seq: int, hash: bytes) -> None:
        """Note an acknowledgement; with the last entry's, the journal is no longer among the older ones."""
        ours, closed = self.entry(seq), self._closed()
        if epoch != self.epoch or closed is None or ours is None or ours.hash != hash:
            raise EnvironmentFault("ledger_disagrees", seq=seq)
        self._session.save([(schema.PUT_WORK, [(EPOCH, epoch, msgspec.json.encode(closed.after(seq)))])])
        self._changed()

    def _closed(self) -> Closed | None:
        row = self._session.row("SELECT body FROM work WHERE kind = ? AND id = ?", (EPOCH, self.epoch))
        return msgspec.json.decode(row[0], type=Closed) if row else None


def unsent_sales(folder: Path, closed: Closed) -> int:
    """Count the sales among the entries that the ledger lacks: by the file's own index, or where that is damaged entry by entry."""
    path = folder / closed.file
    if not path.exists():
        return 0
    connection = connect(path, read_only=True)
    try:
        rows = connection.execute("SELECT count(*) FROM sale WHERE seq > ? AND seq <= ?", (closed.acknowledged, closed.last))
        return sum(int(row[0]) for row in rows)
    except DatabaseError:
        entries = _entries(folder, closed, closed.acknowledged, closed.unsent)
        return sum(isinstance(decode_body(entry.body).fact, Sale) for entry in entries)
    finally:
        connection.close()


def _entries(folder: Path, closed: Closed, after_seq: int, limit: int) -> list[Entry]:
    """Read from the file; one that somebody took away has nothing left to send."""
    path = folder / closed.file
    if not path.exists():
        return []
    with faults():
        connection = connect(path, read_only=True)
        try:
            return table.entries(connection, after_seq, limit)
        finally:
            connection.close()
