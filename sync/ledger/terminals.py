"""Enrolled terminals: finding one, and keeping its last word for the desk."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.ledger.tables import ask, terminal
from sync.protocol.wire import Report


@dataclass(frozen=True)
class Terminal:
    """Who speaks: the store it belongs to comes from its enrolment, never from its words."""

    store: str
    id: str
    register: str
    kind: str
    enrolment: int
    public_key: bytes
    revoked: bool = False

    @classmethod
    def of(cls, row: Row[tuple[object, ...]]) -> "Terminal":
        return cls(row.store, row.terminal, row.register, row.kind, row.enrolment, row.public_key, bool(row.revoked_at))


def find_terminal(connection: Connection, terminal_id: str) -> Terminal | None:
    """Return the terminal of this id, in whichever store."""
    row = connection.execute(select(terminal).where(terminal.c.terminal == terminal_id)).one_or_none()
    return Terminal.of(row) if row else None


def push_now(connection: Connection, store: str) -> int:
    """Return how often the desk asked the store's terminals to push."""
    return connection.execute(select(ask.c.push_now).where(ask.c.store == store)).scalar_one_or_none() or 0


def hear(connection: Connection, who: Terminal, report: Report, at: str, *, pushed: bool) -> int:
    """Keep a terminal's last word and return the count of requests to push, which it is told with the answer.

    It has answered a request once it speaks again, knowing of the request, and either pushes or has nothing unsent.
    """
    count = push_now(connection, who.store)
    values: dict[str, object] = {
        "last_heard": at,
        "software": report.software,
        "report_epoch": report.epoch,
        "head_seq": report.head_seq,
        "head_hash": report.head_hash,
        "unsent": report.unsent,
        "business_day": report.business_day,
        "staff": report.staff,
        "closing": msgspec.msgpack.encode(report.closing) if report.closing else None,
        "open_work": msgspec.msgpack.encode(report.open_work) if report.open_work else None,
        "told_push": count,
    }
    if pushed or report.unsent == 0:
        values["answered_push"] = terminal.c.told_push
    where = (terminal.c.store == who.store, terminal.c.terminal == who.id)
    connection.execute(update(terminal).where(*where).values(values))
    return count


def touch(connection: Connection, who: Terminal, at: str) -> None:
    """Note that a terminal spoke without saying anything of itself."""
    connection.execute(update(terminal).where(terminal.c.store == who.store, terminal.c.terminal == who.id).values(last_heard=at))
