"""What a dead till never sent: its files copied from its disk, proven, and pushed in its own name. Nothing is written to them."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.store.till.past import acknowledged
from kiosk.store.till.series import read_book
from sync.client.ports import Ledger
from sync.client.push import push_all
from sync.database.faults import DatabaseError, faults
from sync.database.sqlite import Connection, connect
from sync.journal import table
from sync.journal.verify import verify
from sync.protocol.envelope import GENESIS, Entry
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import Report

JOURNALS = "till*.db"


class Recovered(NamedTuple):
    """One journal: how many entries hold, how many were sent, `bad_seq` the first that does not hold, if one does not."""

    file: str
    epoch: str
    entries: int
    sent: int
    bad_seq: int | None


class SavedJournal:
    """A file's journal as the exchange sees one, up to its last proven entry; what is acknowledged is remembered only here."""

    def __init__(self, connection: Connection, owner: table.Identity, last: int) -> None:
        self.epoch = owner.epoch
        self.last = last
        self.acknowledged = min(_known(connection), last)
        self._connection = connection

    def entries(self, after_seq: int, limit: int) -> Sequence[Entry]:
        """Return up to `limit` proven entries after `after_seq`."""
        with faults():
            return table.entries(self._connection, after_seq, max(0, min(limit, self.last - after_seq)))

    def entry(self, seq: int) -> Entry | None:
        """Return one proven entry."""
        with faults():
            return table.entry(self._connection, seq) if 0 < seq <= self.last else None

    def acknowledge(self, epoch: str, seq: int, hash: bytes) -> None:
        """Go on after `seq`."""
        self.acknowledged = seq

    def report(self) -> Report:
        """Tell the ledger what is left to come."""
        head = self.entry(self.last)
        return Report(epoch=self.epoch, head_seq=self.last, head_hash=head.hash if head else GENESIS, unsent=self.last - self.acknowledged)


def recover(folder: Path, scratch: Path, key: Ed25519PublicKey, terminal: str, ledger: Ledger) -> list[Recovered]:
    """Push what the files in `folder` hold and the ledger lacks, oldest epoch first; `scratch` takes copies of them.

    Raises EnvironmentFault and Refusal; what was acknowledged until then stays so, and the whole may be begun again.
    """
    found = []
    for path in _copied(folder, scratch):
        with _opened(path) as connection:
            owner = _owner(connection)
            if owner is None:
                continue
            if owner.terminal != terminal:
                raise EnvironmentFault("journal_of_another_terminal", register=owner.register)
            result = verify(path, key)
            journal = SavedJournal(connection, owner, result.head.seq)
            pushed = push_all(ledger, journal, journal.report)
            found.append(Recovered(path.name, owner.epoch, result.head.seq, pushed.entries, result.bad_seq))
    return found


def _copied(folder: Path, scratch: Path) -> list[Path]:
    """Copy the files away: the disk may be read-only or dying, and reading a journal in its place would write beside it."""
    for part in folder.glob(f"{JOURNALS}*"):
        shutil.copyfile(part, scratch / part.name)
    book = read_book(folder)
    order = [each.epoch for each in book.opened] if book else []
    return sorted(scratch.glob(JOURNALS), key=lambda path: _age(path, order))


def _age(path: Path, order: list[str]) -> tuple[int, str]:
    """Sort by the book of series; a file that it does not know by when its epoch was opened."""
    with _opened(path) as connection:
        owner = _owner(connection)
    if owner is None:
        return (len(order), "")
    return (order.index(owner.epoch) if owner.epoch in order else len(order), owner.opened)


@contextmanager
def _opened(path: Path) -> Iterator[Connection]:
    with faults():
        connection = connect(path, read_only=True)
        try:
            yield connection
        finally:
            connection.close()


def _owner(connection: Connection) -> table.Identity | None:
    """Return whose journal this is; None for a file too damaged to say."""
    try:
        return table.identity(connection)
    except DatabaseError:
        return None


def _known(connection: Connection) -> int:
    """Return how far this file knows the ledger has it; from the beginning where that cannot be read, which sends nothing twice."""
    try:
        return acknowledged(connection)
    except (DatabaseError, msgspec.DecodeError):
        return 0
