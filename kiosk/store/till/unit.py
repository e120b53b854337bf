"""The unit of work: a domain change and its journal entries, buffered, then written as one transaction of few statements."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.store.session import Statement
from kiosk.store.till import schema
from kiosk.store.till.backlog import EPOCH, Closed
from kiosk.store.till.past import CARRIED, MARK, SETTLED, UNCOUNTED, UNSETTLED, Acknowledged, Past
from kiosk.store.till.projections import Projection
from sync.journal import table
from sync.protocol.envelope import Body, Entry, seal
from sync.protocol.facts import AnyFact, Sale
from sync.protocol.ids import ReceiptNumber

_UNSETTLED_KINDS = frozenset({"points", "pending", "gift_card", "member_use", "reward", "visit"})
"""What comes on top of the ledger's figures until it has the entries."""


class Owner(Protocol):
    """What a unit needs of the store it belongs to."""

    signer: Ed25519PrivateKey
    identity: table.Identity
    head: table.Head
    counter: int
    z_number: int

    def now(self) -> datetime: ...
    def commit(self, unit: "Unit") -> None: ...


class Unit:
    """Opened by `TillStore.unit`; written when its block ends, forgotten when its block raises."""

    def __init__(self, store: Owner, *, staff: str, day: str, approver: str) -> None:
        self._store = store
        self._staff, self._day, self._approver = staff, day, approver
        self.base = self.head = store.head
        self.entries: list[Entry] = []
        self.projection = Projection(store.z_number)
        self.puts: dict[tuple[str, str], bytes] = {}
        self.drops: set[tuple[str, str]] = set()
        self.dropped_kinds: list[tuple[str]] = []
        self.people: dict[tuple[str, str], bytes] = {}

    def next_number(self) -> ReceiptNumber:
        """Return the number of the next sale appended here; it is taken only when that sale is committed."""
        identity = self._store.identity
        return ReceiptNumber(identity.register, identity.series, self._store.counter + len(self.projection.sales) + 1)

    def append(self, fact: AnyFact) -> int:
        """Journal a fact, chained and signed, and return its sequence number."""
        if isinstance(fact, Sale) and fact.number != str(self.next_number()):
            raise ValueError("a sale carries the next number of its series")
        identity, seq = self._store.identity, self.head.seq + 1
        at = self._store.now().isoformat(timespec="milliseconds")
        body = Body(
            terminal=identity.terminal,
            epoch=identity.epoch,
            seq=seq,
            at=at,
            day=self._day,
            staff=self._staff,
            approver=self._approver,
            fact=fact,
        )
        entry = seal(body, self.head.hash, self._store.signer)
        self.projection.fold(seq, body.day, fact, body.staff)
        self.entries.append(entry)
        self.head = table.Head(seq, entry.hash)
        return seq

    def put(self, kind: str, id: str, body: bytes) -> None:
        """Keep a piece of open work; it replaces one of the same kind and id."""
        self.drops.discard((kind, id))
        self.puts[kind, id] = body

    def kept(self, kind: str, id: str, stored: Callable[[str, str], bytes | None]) -> bytes | None:
        """Return a piece of open work as it will stand once this unit is committed."""
        if (kind, id) in self.drops or (kind,) in self.dropped_kinds:
            return self.puts.get((kind, id))
        return self.puts.get((kind, id)) or stored(kind, id)

    def drop(self, kind: str, id: str) -> None:
        """Remove a piece of open work, if it is there."""
        self.puts.pop((kind, id), None)
        self.drops.add((kind, id))

    def drop_kind(self, kind: str) -> None:
        """Remove all open work of a kind."""
        self.dropped_kinds.append((kind,))

    def act_as(self, staff: str) -> None:
        """Put what is appended from now on under another person: the one who is logging in."""
        self._staff = staff

    def declare_day(self, day: str) -> None:
        """Put what is appended from now on under another business day: the one that is being opened."""
        self._day = day

    def put_personal(self, kind: str, id: str, body: bytes) -> None:
        """Keep something personal (a profile, a typed reason) where it can be erased; see `TillStore.erase`."""
        self.people[kind, id] = body

    def bring(self, past: Past) -> None:
        """Take over what an earlier epoch's file left."""
        self.projection.carry(past.carried)
        self.puts |= {(kind, id): body for kind, id, body in past.work}
        self.people |= {(kind, id): body for kind, id, body in past.personal}
        if past.set_aside is not None and past.head.seq > past.acknowledged:
            closed = Closed(past.set_aside.name, past.acknowledged, past.head.seq)
            self.put(EPOCH, past.epoch, msgspec.json.encode(closed))
        self.put(MARK, CARRIED, msgspec.json.encode(past.carried))
        if past.uncounted:
            self.put(MARK, UNCOUNTED, b"")
        if any(row[0] in _UNSETTLED_KINDS for row in past.carried.effects):
            self.put(MARK, SETTLED, msgspec.json.encode(Acknowledged(UNSETTLED)))

    def statements(self) -> list[Statement]:
        """Return what to write, one statement a table: at most six for a sale, however long."""
        written: list[Statement] = [
            (table.INSERT, [(entry.seq, entry.body, entry.hash, entry.signature) for entry in self.entries]),
            *self.projection.statements(),
            (schema.DROP_KIND, self.dropped_kinds),
            (schema.PUT_WORK, [(*key, body) for key, body in self.puts.items()]),
            (schema.DROP_WORK, sorted(self.drops)),
            (schema.PUT_PERSONAL, [(*key, body) for key, body in self.people.items()]),
        ]
        return [(sql, rows) for sql, rows in written if rows]

    def __enter__(self) -> "Unit":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._store.commit(self)
