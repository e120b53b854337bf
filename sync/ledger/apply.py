"""One batch, one transaction, one store: receive what holds, interpret it under a savepoint, and one by one if the batch fails."""

import logging
from collections.abc import Sequence

from sqlalchemy import Connection

from sync.base.points import reach
from sync.ledger.book import Book
from sync.ledger.cases import Case, Source, Uninterpretable, open_cases
from sync.ledger.context import Context, is_passing
from sync.ledger.interpret import interpret
from sync.ledger.outbox import deliver
from sync.ledger.problems import conflict
from sync.ledger.receive import Received, receive
from sync.ledger.terminals import Terminal, hear
from sync.protocol.wire import Ack, Push

Item = tuple[Source, bytes]

_log = logging.getLogger(__name__)


def push(context: Context, who: Terminal, request: Push) -> Ack:
    """Receive and interpret a batch and acknowledge it once it is durable; raises Rejected with where the chain can go on."""

    def work(connection: Connection) -> tuple[Received, int]:
        at = context.stamp()
        found = receive(connection, who, request.epoch, request.entries, at)
        items = [(Source(who.store, who.id, request.epoch, item.seq), item.body) for item in found.fresh]
        apply(connection, who.store, items, at)
        if found.case is not None:
            open_cases(connection, [found.case], at)
        count = hear(connection, who, request.report, at, pushed=True)
        reach("server_before_commit")
        return found, count

    found, count = context.write(work)
    reach("server_after_commit")
    deliver(context, who.store)
    ack = Ack(epoch=request.epoch, seq=found.head.seq, hash=found.head.hash, server_time=context.stamp(), push_now=count)
    if found.fault is not None:
        raise conflict(found.fault.code, found.fault.field, ack)
    return ack


def apply(connection: Connection, store: str, items: Sequence[Item], at: str) -> None:
    """Interpret received entries; what has no meaning yet becomes a case."""
    if not items:
        return
    try:
        _together(connection, store, items, at)
    except Exception as error:
        if is_passing(error):
            raise
        for item in items:
            _alone(connection, store, item, at)


def _together(connection: Connection, store: str, items: Sequence[Item], at: str) -> None:
    with connection.begin_nested():
        book = Book(connection, store, at)
        for source, data in items:
            try:
                interpret(book, source, data)
            except Uninterpretable as reason:
                book.cases.append(Case(source, reason.code, detail=reason.detail))
        book.write()


def _alone(connection: Connection, store: str, item: Item, at: str) -> None:
    """Interpret one entry of a batch that failed. Whatever goes wrong becomes a case: a bug here must not stop a shop's queue (law 4)."""
    source, _ = item
    try:
        _together(connection, store, [item], at)
    except Exception as error:
        if is_passing(error):
            raise
        _log.exception("entry_not_interpreted terminal=%s epoch=%s seq=%d", source.terminal, source.epoch, source.seq)
        open_cases(connection, [Case(source, "not_interpreted", detail={"error": type(error).__name__})], at)
