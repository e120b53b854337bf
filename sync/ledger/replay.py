"""Interpreting again: entries that had no meaning when they came, once a newer program or a fuller catalogue can read them."""

from sqlalchemy import Connection, select

from sync.ledger import cases
from sync.ledger.apply import apply
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.importing import stores
from sync.ledger.outbox import deliver
from sync.ledger.tables import entry


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
        return before - cases.count_open(connection, store)

    resolved = context.write(work)
    deliver(context, store)
    return resolved


def _body(connection: Connection, source: Source) -> bytes:
    where = (entry.c.store == source.store, entry.c.terminal == source.terminal, entry.c.epoch == source.epoch, entry.c.seq == source.seq)
    return bytes(connection.execute(select(entry.c.body).where(*where)).scalar_one())
