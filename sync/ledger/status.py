"""The ledger in a few numbers, for whoever runs it."""

import msgspec
from sqlalchemy import Connection, func, select

from sync.ledger.cases import count_open
from sync.ledger.context import Context
from sync.ledger.desk import terminal_states
from sync.ledger.importing import stores
from sync.ledger.tables import entry
from sync.protocol.wire import TerminalState


class StoreStatus(msgspec.Struct, frozen=True):
    """One store: what was received, how many cases are open, and each terminal's last word."""

    store: str
    entries: int
    cases: int
    terminals: list[TerminalState]


def status(context: Context) -> list[StoreStatus]:
    """Return the state of every store."""

    def work(connection: Connection) -> list[StoreStatus]:
        return [_store_status(connection, store) for store in stores(connection)]

    return context.read(work)


def _store_status(connection: Connection, store: str) -> StoreStatus:
    entries = connection.execute(select(func.count()).select_from(entry).where(entry.c.store == store)).scalar_one()
    return StoreStatus(store, entries, count_open(connection, store), terminal_states(connection, store))
