"""The first promise: an entry whose chain and signature hold is received exactly once, whatever it says (law 4)."""

from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, func, insert, select, update

from sync.ledger.cases import Case, Source
from sync.ledger.tables import entry, epoch
from sync.ledger.terminals import Terminal
from sync.protocol.envelope import ENTRY_LIMIT_BYTES, GENESIS, Entry, chain_hash, check


@dataclass(frozen=True)
class Head:
    """How far one chain is received."""

    seq: int = 0
    hash: bytes = GENESIS


@dataclass(frozen=True)
class Fault:
    """Why the rest of a batch was not received."""

    code: str
    field: str


@dataclass(frozen=True)
class Received:
    """What a batch brought: the new head, the entries that are new, why the rest was refused, and what that refusal must leave behind."""

    head: Head
    fresh: list[Entry]
    fault: Fault | None = None
    case: Case | None = None


def head_of(connection: Connection, who: Terminal, epoch_id: str) -> Head:
    """Return the head of an epoch and hold its row; an unknown epoch stands at its beginning."""
    where = (epoch.c.store == who.store, epoch.c.terminal == who.id, epoch.c.epoch == epoch_id)
    row = connection.execute(select(epoch.c.seq, epoch.c.hash).where(*where).with_for_update()).one_or_none()
    return Head(row.seq, row.hash) if row else Head()


def receive(connection: Connection, who: Terminal, epoch_id: str, entries: list[Entry], at: str) -> Received:
    """Insert the entries (of consecutive numbers) that continue the chain; the good ones before a bad one stay received."""
    start = head_of(connection, who, epoch_id)
    found = _examine(connection, who, epoch_id, entries, start)
    if found.fresh:
        rows = [_row(who, epoch_id, item, at) for item in found.fresh]
        connection.execute(insert(entry), rows)
        _advance(connection, who, epoch_id, start, found.head, at)
    return found


def _examine(connection: Connection, who: Terminal, epoch_id: str, entries: list[Entry], head: Head) -> Received:
    key = Ed25519PublicKey.from_public_bytes(who.public_key)
    known = _known_hashes(connection, who, epoch_id, entries, head)
    fresh: list[Entry] = []
    found = Received(head, fresh)
    for index, item in enumerate(entries):
        code = _refusal(item, found.head, known, key)
        if code is not None:
            source = Source(who.store, who.id, epoch_id, item.seq)
            case = None if code == "gap" else Case(source, code, item.hash.hex()[:32])
            return replace(found, fault=Fault(code, f"entries.{index}"), case=case)
        if item.seq > found.head.seq:
            fresh.append(item)
            found = replace(found, head=Head(item.seq, item.hash))
    return found


def _refusal(item: Entry, head: Head, known: dict[int, bytes], key: Ed25519PublicKey) -> str | None:
    if item.seq <= head.seq:
        return None if known.get(item.seq) == item.hash else "chain_forked"
    if item.seq > head.seq + 1:
        return "gap"
    if len(item.body) > ENTRY_LIMIT_BYTES:
        return "entry_too_large"
    if chain_hash(head.hash, item.body) != item.hash:
        return "bad_chain"
    return None if check(item, head.hash, key) else "bad_signature"


def _known_hashes(connection: Connection, who: Terminal, epoch_id: str, entries: list[Entry], head: Head) -> dict[int, bytes]:
    """Return the hashes of the batch's entries that are received already."""
    seqs = [item.seq for item in entries if item.seq <= head.seq]
    if not seqs:
        return {}
    where = (entry.c.store == who.store, entry.c.terminal == who.id, entry.c.epoch == epoch_id, entry.c.seq.in_(seqs))
    return {row.seq: row.hash for row in connection.execute(select(entry.c.seq, entry.c.hash).where(*where))}


def _advance(connection: Connection, who: Terminal, epoch_id: str, start: Head, head: Head, at: str) -> None:
    key = {"store": who.store, "terminal": who.id}
    if start.seq:
        where = (epoch.c.store == who.store, epoch.c.terminal == who.id, epoch.c.epoch == epoch_id)
        connection.execute(update(epoch).where(*where).values(seq=head.seq, hash=head.hash))
        return
    count = connection.execute(select(func.count()).select_from(epoch).filter_by(**key)).scalar_one()
    connection.execute(insert(epoch).values(**key, epoch=epoch_id, number=count + 1, seq=head.seq, hash=head.hash, started_at=at))


def _row(who: Terminal, epoch_id: str, item: Entry, at: str) -> dict[str, object]:
    return {
        "store": who.store,
        "terminal": who.id,
        "epoch": epoch_id,
        "seq": item.seq,
        "body": item.body,
        "hash": item.hash,
        "signature": item.signature,
        "received_at": at,
    }
