"""Entries of earlier epochs that the ledger does not have yet: read from the file set aside, as far as they were proven."""

from pathlib import Path

import msgspec

from sync.database.faults import faults
from sync.database.sqlite import open_sqlite, raw
from sync.journal import table
from sync.protocol.envelope import Entry

EPOCH = "epoch"
"""The kind of open work that names closed epochs with unsent entries, by epoch."""


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
    return sorted(found, key=lambda each: each[1].file)


def batch_of(folder: Path, closed: Closed, limit: int) -> list[Entry]:
    """Return the next entries of a closed file to send."""
    return _entries(folder, closed, closed.acknowledged, min(limit, closed.unsent))


def entry_of(folder: Path, closed: Closed, seq: int) -> Entry | None:
    """Return one entry of a closed file, None beyond its last that holds."""
    found = _entries(folder, closed, seq - 1, 1) if 0 < seq <= closed.last else []
    return found[0] if found else None


def _entries(folder: Path, closed: Closed, after_seq: int, limit: int) -> list[Entry]:
    """Read from the file; one that somebody took away has nothing left to send."""
    path = folder / closed.file
    if not path.exists():
        return []
    with faults():
        connection = raw(open_sqlite(path, read_only=True))
        try:
            return table.entries(connection, after_seq, limit)
        finally:
            connection.close()
