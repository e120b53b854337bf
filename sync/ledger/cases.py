"""Cases: what could not be interpreted or must be disputed. A case never blocks a queue and never disappears."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from sync.ledger.tables import case
from sync.protocol.wire import CaseSum

OPEN = "open"
RESOLVED = "resolved"

UNINTERPRETED = frozenset({"unreadable", "unknown_fact", "envelope_differs", "bad_postings", "not_interpreted"})
"""Cases that say the entry has had no effect yet; a replay may give it one."""


@dataclass(frozen=True)
class Source:
    """The entry that a posting or a case comes from."""

    store: str
    terminal: str
    epoch: str
    seq: int


@dataclass(frozen=True)
class Case:
    """A dispute about `source`: `detail` holds codes and numbers only, `effect_minor` what it costs the shop at most."""

    source: Source
    code: str
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    effect_minor: int = 0


class Uninterpretable(Exception):
    """An entry that has no effect for now; `code` is one of UNINTERPRETED."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def open_cases(connection: Connection, found: list[Case], at: str) -> None:
    """Write cases; one that stands already is opened again, so that a replay which fails once more leaves what it found."""
    for item in found:
        where = [*_is(item.source), case.c.code == item.code, case.c.subject == item.subject]
        known = connection.execute(update(case).where(*where).values(state=OPEN))
        if not known.rowcount:
            values = {"detail": msgspec.json.encode(item.detail), "effect_minor": item.effect_minor, "state": OPEN, "opened_at": at}
            connection.execute(insert(case).values(**_key(item.source), code=item.code, subject=item.subject, **values))


def resolve_uninterpreted(connection: Connection, source: Source) -> None:
    """Resolve the cases that say this entry had no effect."""
    connection.execute(update(case).where(*_is(source), case.c.code.in_(UNINTERPRETED)).values(state=RESOLVED))


def resolve(connection: Connection, source: Source, code: str) -> None:
    """Resolve an entry's cases of one code."""
    connection.execute(update(case).where(*_is(source), case.c.code == code).values(state=RESOLVED))


def resolve_subject(connection: Connection, store: str, code: str, subject: str) -> None:
    """Resolve the cases of one code about one thing, whichever entry they come from."""
    where = (case.c.store == store, case.c.code == code, case.c.subject == subject, case.c.state == OPEN)
    connection.execute(update(case).where(*where).values(state=RESOLVED))


def uninterpreted_sources(connection: Connection, store: str) -> list[Source]:
    """Return the entries without effect, in the order they were received within each chain."""
    columns = (case.c.terminal, case.c.epoch, case.c.seq)
    query = (
        select(*columns).distinct().where(case.c.store == store, case.c.state == OPEN, case.c.code.in_(UNINTERPRETED)).order_by(*columns)
    )
    return [Source(store, row.terminal, row.epoch, row.seq) for row in connection.execute(query)]


def count_open(connection: Connection, store: str) -> int:
    """Return how many cases of the store are open."""
    return connection.execute(select(func.count()).select_from(case).where(case.c.store == store, case.c.state == OPEN)).scalar_one()


def sums_open(connection: Connection, store: str) -> list[CaseSum]:
    """Return the open cases of the store by code, the dearest first."""
    effect = func.coalesce(func.sum(case.c.effect_minor), 0).label("effect")
    query = (
        select(case.c.code, func.count().label("times"), effect)
        .where(case.c.store == store, case.c.state == OPEN)
        .group_by(case.c.code)
        .order_by(effect.desc(), case.c.code)
    )
    return [CaseSum(code=row.code, count=row.times, effect_minor=int(row.effect)) for row in connection.execute(query)]


def _key(source: Source) -> dict[str, Any]:
    return {"store": source.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq}


def _is(source: Source) -> list[ColumnElement[bool]]:
    return [case.c[name] == value for name, value in _key(source).items()]
