"""Points that were spent without being there: one open case for a member and programme, with what it costs now (law 5)."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Row, Update, select, update

from sync.ledger.cases import OPEN, RESOLVED, Case, Source, open_cases
from sync.ledger.tables import case

OVERDRAWN = "points_overdrawn"


class Overdraft(NamedTuple):
    """How much of a programme's units a member spent that were not there, and the entry that first did."""

    member: str
    programme: str
    amount: int
    source: Source


def judge(connection: Connection, store: str, found: Overdraft, value_minor: int, at: str) -> None:
    """Open the case, or bring the open one to what it costs now; what was earned may be heard of after it was spent, then it is none."""
    subject = f"{found.member}:{found.programme}"
    standing = _open(connection, store, subject)
    if found.amount <= 0:
        for row in standing:
            connection.execute(_at(row).values(state=RESOLVED))
        return
    detail = {"balance": -found.amount}
    effect = found.amount * value_minor
    if not standing:
        open_cases(connection, [Case(found.source, OVERDRAWN, subject, detail, effect)], at)
        standing = _open(connection, store, subject)
    connection.execute(_at(standing[0]).values(detail=msgspec.json.encode(detail), effect_minor=effect))


def _open(connection: Connection, store: str, subject: str) -> list[Row[tuple[object, ...]]]:
    where = (case.c.store == store, case.c.code == OVERDRAWN, case.c.subject == subject, case.c.state == OPEN)
    return list(connection.execute(select(case).where(*where).order_by(case.c.opened_at, case.c.terminal, case.c.epoch, case.c.seq)))


def _at(row: Row[tuple[object, ...]]) -> Update:
    return update(case).where(*(column == getattr(row, column.name) for column in case.primary_key))
