"""Proves a journal: sequence, chain, signatures and envelopes, and names the first bad entry."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.database.faults import faults
from sync.database.sqlite import Connection, connect
from sync.journal import table
from sync.protocol.envelope import GENESIS, Entry, chain_hash, decode_envelope
from sync.protocol.errors import EnvironmentFault

Cause = Literal["gap", "hash", "signature", "body", "file"]
PROGRESS_ENTRIES = 100
"""How many entries pass between two reports of progress."""

OnProgress = Callable[[int, int], None]


class VerifyResult(NamedTuple):
    """`bad_seq` is the first bad entry and `cause` what is wrong with it; None and None when all `entries` hold up to `head`.

    gap: another number than the next stands there. body: the envelope inside is unreadable or names another terminal, epoch or number.
    file: SQLite itself finds damage, there or (bad_seq None) outside the journal.
    """

    entries: int
    head: table.Head
    bad_seq: int | None = None
    cause: Cause | None = None

    @property
    def ok(self) -> bool:
        """Whether the journal holds."""
        return self.cause is None


def verify(path: Path, public_key: Ed25519PublicKey, on_progress: OnProgress | None = None) -> VerifyResult:
    """Prove the whole journal of a till.db on a read-only connection of its own; damage to the file is a result, not an error."""
    try:
        connection = connect(path, read_only=True)
    except EnvironmentFault as fault:
        return _damaged(fault, table.Head(0, GENESIS))
    try:
        return _verify(connection, public_key, on_progress)
    finally:
        connection.close()


def verify_tail(connection: Connection, public_key: Ed25519PublicKey, count: int) -> VerifyResult:
    """Prove the last `count` entries, in time that does not grow with the journal."""
    first = max(0, table.head(connection).seq - count)
    before = table.entry(connection, first) if first else None
    start = table.Head(first, before.hash) if before else table.Head(0, GENESIS)
    return prove(table.entries(connection, first, count), start, public_key, table.identity(connection))


def prove(
    entries: Iterable[Entry],
    start: table.Head,
    public_key: Ed25519PublicKey,
    owner: table.Identity | None,
    on_entry: Callable[[table.Head], None] = lambda _: None,
) -> VerifyResult:
    """Prove consecutive entries that follow `start`, all of `owner`'s terminal and epoch."""
    head = start
    for entry in entries:
        cause = _fault_of(entry, head, public_key, owner)
        if cause is not None:
            return VerifyResult(head.seq - start.seq, head, head.seq + 1, cause)
        head = table.Head(entry.seq, entry.hash)
        on_entry(head)
    return VerifyResult(head.seq - start.seq, head)


def _verify(connection: Connection, public_key: Ed25519PublicKey, on_progress: OnProgress | None) -> VerifyResult:
    progress = _Progress(on_progress)
    try:
        with faults():
            progress.total = table.head(connection).seq
            start = table.Head(0, GENESIS)
            result = prove(table.walk(connection), start, public_key, table.identity(connection), progress)
            if result.ok and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return result._replace(cause="file")
            return result
    except EnvironmentFault as fault:
        return _damaged(fault, progress.head)


class _Progress:
    """Counts proven entries and reports now and then."""

    def __init__(self, report: OnProgress | None) -> None:
        self._report = report
        self.total = 0
        self.head = table.Head(0, GENESIS)

    def __call__(self, head: table.Head) -> None:
        self.head = head
        if self._report is not None and (head.seq % PROGRESS_ENTRIES == 0 or head.seq == self.total):
            self._report(head.seq, self.total)


def _fault_of(entry: Entry, head: table.Head, public_key: Ed25519PublicKey, owner: table.Identity | None) -> Cause | None:
    if entry.seq != head.seq + 1:
        return "gap"
    if chain_hash(head.hash, entry.body) != entry.hash:
        return "hash"
    if not _signed(entry, public_key):
        return "signature"
    return None if _belongs(entry, owner) else "body"


def _signed(entry: Entry, public_key: Ed25519PublicKey) -> bool:
    try:
        public_key.verify(entry.signature, entry.hash)
    except InvalidSignature:
        return False
    return True


def _belongs(entry: Entry, owner: table.Identity | None) -> bool:
    """Tell whether the envelope inside says what the row says."""
    try:
        body = decode_envelope(entry.body)
    except msgspec.DecodeError:
        return False
    return owner is not None and (body.seq, body.terminal, body.epoch) == (entry.seq, owner.terminal, owner.epoch)


def _damaged(fault: EnvironmentFault, head: table.Head) -> VerifyResult:
    if fault.code != "database_damaged":
        raise fault
    return VerifyResult(head.seq, head, head.seq + 1, "file")
