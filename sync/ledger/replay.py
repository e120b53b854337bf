"""Interpreting again: entries that had no meaning when they came, once a newer program or a fuller catalogue can read them."""

import msgspec
from sqlalchemy import Connection, select

from sync.ledger import cases
from sync.ledger.apply import apply
from sync.ledger.book import Book
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.effects import move_points
from sync.ledger.importing import stores
from sync.ledger.outbox import deliver
from sync.ledger.tables import case, entry


def replay(context: Context) -> int:
    """Interpret again what had no effect, store by store; return how many cases were resolved by it."""
    return sum(_replay_store(context, store) for store in context.read(stores))


def _replay_store(context: Context, store: str) -> int:
    at = context.stamp()

    def work(connection: Connection) -> int:
        before = cases.count_open(connection, store)
        for source in cases.uninterpreted_sources(connection, store):
            cases.resolve_uninterpreted(connection, source)
            apply(connection, store, [(source, _body(connection, source))], at)
        _settle_members(connection, store, at)
        return before - cases.count_open(connection, store)

    resolved = context.write(work)
    deliver(context, store)
    return resolved


def _body(connection: Connection, source: Source) -> bytes:
    where = (entry.c.store == source.store, entry.c.terminal == source.terminal, entry.c.epoch == source.epoch, entry.c.seq == source.seq)
    return bytes(connection.execute(select(entry.c.body).where(*where)).scalar_one())


def _settle_members(connection: Connection, store: str, at: str) -> None:
    """Bring points home to members who were not known when the sale came: their postings stand, only their record lacked them."""
    query = select(case).where(case.c.store == store, case.c.state == cases.OPEN, case.c.code == "unknown_member")
    with connection.begin_nested():
        book = Book(connection, store, at)
        for row in connection.execute(query).all():
            if book.member(row.subject) is None:
                continue
            source = Source(store, row.terminal, row.epoch, row.seq)
            for programme, amount in msgspec.json.decode(row.detail)["points"].items():
                move_points(book, source, row.subject, programme, amount)
            cases.resolve(connection, source, "unknown_member")
        book.write()
