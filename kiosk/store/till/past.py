"""What came before a new epoch, read from the file before: whole from a closed one, as far as it can be from a damaged one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.store.files import move_database
from kiosk.store.till.projections import PERPETUAL, Carried, day_scope
from kiosk.store.till.schema import EFFECT_KINDS
from sync.database.faults import DatabaseError
from sync.database.sqlite import Connection, connect
from sync.journal import table
from sync.journal.verify import prove
from sync.protocol.envelope import GENESIS, decode_body
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import DayClosed, Fact, PeriodClosed
from sync.rules.figures import figures

MARK = "mark"
"""The kind of open work that holds the store's own marks (time, acknowledgement)."""

ACKNOWLEDGED = "acknowledged"
CARRIED = "carried"
CONDEMNED = "condemned"
SETTLED = "settled"
RESTORED = "restored"
UNCOUNTED = "uncounted"
"""The mark of a file that cannot tell what the one before it used of limited offers."""
_UNCOUNTED = frozenset({"lost", "damaged", "restored", "interrupted"})
SOFTWARE = "software"


UNSETTLED = -(2**53)
"""The settled mark of an epoch that brought movements along which the ledger's balances do not hold yet."""

CLOSING, PERIOD = "z_carried", "period_carried"
"""Kinds of open work: Z reports and period closings of earlier files that a yearly closing has still to sum, as JSON of their facts."""


class Acknowledged(msgspec.Struct, frozen=True):
    """How far the ledger has the journal of this epoch."""

    seq: int = 0


NOTHING = table.Head(0, GENESIS)
_Read = TypeVar("_Read")


@dataclass
class Past:
    """Names the epoch before and the last head known, and what its file leaves to the next: figures, rights and open work.

    `set_aside` is where that file lies now.
    """

    epoch: str = ""
    head: table.Head = NOTHING
    z_number: int = 0
    perpetual_minor: int = 0
    reason: str = "enrolled"
    set_aside: Path | None = None
    acknowledged: int = 0
    carried: Carried = field(default_factory=Carried)
    work: list[tuple[str, str, bytes]] = field(default_factory=list)
    personal: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def uncounted(self) -> bool:
        """True when more may have been used than what it carries says."""
        return self.reason in _UNCOUNTED


def salvage(path: Path, key: Ed25519PublicKey) -> Past:
    """Read what a damaged file still gives; `head` is the last entry that holds after those the ledger has acknowledged."""
    past = Past(reason="damaged")
    try:
        connection = connect(path, read_only=True)
    except (EnvironmentFault, DatabaseError):
        return past
    try:
        _salvage(connection, past, key)
    finally:
        connection.close()
    return past


def leave(connection: Connection, reason: str) -> Past:
    """Read what a whole file leaves to the next epoch: its figures, open work and unsettled movements. Its effects stay readable there."""
    owner = table.identity(connection)
    past = Past(reason=reason, head=table.head(connection), epoch=owner.epoch if owner else "")
    past.acknowledged = acknowledged(connection)
    past.z_number = _last_z(connection)
    _keep_sums(connection, past, all_kinds=False)
    _keep_closings(connection, past)
    return past


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged database with its companions, never to be overwritten, and return its new path."""
    stamp = now.strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    count = 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.stem}.damaged-{stamp}-{count}{path.suffix}")
    move_database(path, target)
    return target


def _salvage(connection: Connection, past: Past, key: Ed25519PublicKey) -> None:
    owner = _attempt(lambda: table.identity(connection), None)
    past.epoch = owner.epoch if owner else ""
    past.acknowledged = _attempt(lambda: acknowledged(connection), 0)
    past.head = _last_good(connection, past.acknowledged, key, owner)
    past.z_number = _attempt(lambda: _last_z(connection), 0)
    _keep_sums(connection, past, all_kinds=True)
    _attempt(lambda: _keep_closings(connection, past), None)


def _last_z(connection: Connection) -> int:
    return int(_all(connection, "SELECT coalesce(max(z_number), 0) FROM closing")[0][0])


def _keep_sums(connection: Connection, past: Past, *, all_kinds: bool) -> None:
    """Keep totals, open work and effects, of all kinds if the file cannot be asked again; each as far as it can be read."""
    nothing: list[tuple[Any, ...]] = []
    effects = _attempt(lambda: _effects(connection, all_kinds=all_kinds), nothing)
    past.carried = Carried(effects, _attempt(lambda: _totals(connection, past.z_number), []))
    past.perpetual_minor = figures(row[1:] for row in past.carried.totals if row[0] == PERPETUAL).period_total_minor
    work = "SELECT kind, id, body FROM work WHERE kind <> ? OR id NOT IN (?, ?, ?, ?, ?, ?)"
    own = (MARK, ACKNOWLEDGED, CARRIED, CONDEMNED, SETTLED, RESTORED, SOFTWARE)
    past.work = _sound(_attempt(lambda: _all(connection, work, *own), []), str, str, bytes)
    past.personal = _sound(_attempt(lambda: _all(connection, "SELECT kind, id, body FROM personal"), []), str, str, bytes)


def _keep_closings(connection: Connection, past: Past) -> None:
    """Take along the Z reports since the last year was closed, and the newest closing of each kind: a period may span several files."""
    last_year = _all(connection, "SELECT coalesce(max(seq), 0) FROM period WHERE period = 'year'")[0][0]
    found = {row[:2]: row for row in past.work if row[0] == PERIOD or (row[0] == CLOSING and not last_year)}
    for (seq,) in _all(connection, "SELECT seq FROM closing UNION SELECT seq FROM period ORDER BY seq"):
        row = closing_work(_attempt(partial(_fact, connection, seq), None))
        if row is not None and (row[0] == PERIOD or seq > last_year):
            found[row[:2]] = row
    past.work = [*(row for row in past.work if row[0] not in (CLOSING, PERIOD)), *found.values()]


def closing_work(fact: Fact | None) -> tuple[str, str, bytes] | None:
    """Return the piece of open work that takes a Z report, or the newest closing of its kind, into the next file."""
    if isinstance(fact, DayClosed):
        return CLOSING, f"{fact.z_number:09d}", msgspec.json.encode(fact)
    return (PERIOD, fact.period, msgspec.json.encode(fact)) if isinstance(fact, PeriodClosed) else None


def _fact(connection: Connection, seq: int) -> Fact | None:
    entry = table.entry(connection, seq)
    return decode_body(entry.body).fact if entry else None


def acknowledged(connection: Connection) -> int:
    """Return how far the ledger has the journal; entries up to there once stood in this file."""
    return _marked(connection, ACKNOWLEDGED)


def _marked(connection: Connection, mark: str) -> int:
    rows = _all(connection, "SELECT body FROM work WHERE kind = ? AND id = ?", MARK, mark)
    return msgspec.json.decode(rows[0][0], type=Acknowledged).seq if rows else 0


def _last_good(connection: Connection, after_seq: int, key: Ed25519PublicKey, owner: table.Identity | None) -> table.Head:
    """Prove the entries that the ledger does not have, up to the first that is damaged or cannot be read."""
    before = _attempt(lambda: table.entry(connection, after_seq), None)
    start = table.Head(after_seq, before.hash) if before else NOTHING
    proven = [start]
    _attempt(lambda: prove(table.walk(connection, start.seq), start, key, owner, proven.append), None)
    return proven[-1]


def _effects(connection: Connection, *, all_kinds: bool) -> list[tuple[Any, ...]]:
    """Give old effects numbers below 1: they belong to no entry of the new journal, and a used right stays used.

    Balances need only what the ledger's figures do not hold yet, summed by subject; else a shop without a ledger would carry its years.
    Leases count all that was ever used of an offer: one sum each.
    """
    settled = _attempt(lambda: _marked(connection, SETTLED), 0)
    moved = """SELECT kind, subject, part, sum(amount), max(detail) FROM effect
        WHERE kind IN ('points', 'gift_card', 'reward') AND seq > ? GROUP BY kind, subject, part
        UNION ALL SELECT kind, subject, part, sum(amount), detail FROM effect
        WHERE kind IN ('pending', 'member_use', 'visit') AND seq > ? GROUP BY kind, subject, part, detail
        UNION ALL SELECT kind, subject, part, sum(amount), '' FROM effect WHERE kind = 'use' GROUP BY subject, part"""
    rows = _all(connection, moved, settled, settled)
    if all_kinds:
        other = "('points', 'pending', 'gift_card', 'use', 'member_use', 'reward', 'visit')"
        rows += _all(connection, f"SELECT kind, subject, part, amount, detail FROM effect WHERE kind NOT IN {other}")  # noqa: S608 - ours
        rows = _once([row for row in _sound(rows, str, str, str, int, str) if row[0] in EFFECT_KINDS])
    return [(kind, subject, -number, *rest) for number, (kind, subject, *rest) in enumerate(rows)]


def _totals(connection: Connection, z_number: int) -> list[tuple[Any, ...]]:
    """Keep the figures of the day that is open and the perpetual ones; closed days stand in their Z reports."""
    sql = "SELECT scope, key, amount_minor, count FROM total WHERE scope IN (?, ?)"
    return _sound(_all(connection, sql, day_scope(z_number + 1), PERPETUAL), str, str, int, int)


def _all(connection: Connection, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(sql, parameters).fetchall()


def _sound(rows: list[tuple[Any, ...]], *kinds: type) -> list[tuple[Any, ...]]:
    """Leave out rows that no constraint would have let in: a torn page reads as rows of nulls and strange types."""
    return [row for row in rows if all(type(value) is kind for value, kind in zip(row, kinds, strict=True))]


def _once(effects: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out a right that a torn index shows as used twice."""
    used: set[str] = set()
    kept = []
    for row in effects:
        if row[0] != "used" or row[1] not in used:
            kept.append(row)
            used |= {row[1]} if row[0] == "used" else set()
    return kept


def _attempt(read: Callable[[], _Read], otherwise: _Read) -> _Read:
    """Return what can be read; damage in one table does not take the others along."""
    try:
        return read()
    except (DatabaseError, msgspec.DecodeError):
        return otherwise
