"""The manager's desk: the store's terminals with their last word, the day's figures as the ledger holds them, and requests to push."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from sync.ledger import closings, liability
from sync.ledger.cases import count_open, sums_open
from sync.ledger.context import Context
from sync.ledger.days import newest_day, store_totals
from sync.ledger.problems import forbidden
from sync.ledger.tables import ask, epoch, terminal
from sync.ledger.terminals import Terminal, push_now, touch
from sync.protocol.wire import Closing, DeskAnswer, DeskRequest, OpenWork, TerminalState
from sync.rules.figures import figures


def look(context: Context, who: Terminal, request: DeskRequest) -> DeskAnswer:
    """Answer the desk's question about a day; raises Rejected for any other kind of terminal."""
    _only_staffed(who)

    def work(connection: Connection) -> DeskAnswer:
        touch(connection, who, context.stamp())
        return desk_answer(connection, who.store, request.business_day, context.stamp())

    return context.write(work)


def ask_push(context: Context, who: Terminal, request: DeskRequest) -> DeskAnswer:
    """Ask every terminal of the store to push now, and answer as `look` does."""
    _only_staffed(who)

    def work(connection: Connection) -> DeskAnswer:
        counted = connection.execute(update(ask).where(ask.c.store == who.store).values(push_now=ask.c.push_now + 1))
        if not counted.rowcount:
            connection.execute(insert(ask).values(store=who.store, push_now=1))
        touch(connection, who, context.stamp())
        return desk_answer(connection, who.store, request.business_day, context.stamp())

    return context.write(work)


def desk_answer(connection: Connection, store: str, business_day: str, at: str) -> DeskAnswer:
    """Return the store's state; an empty day means the newest the ledger has heard of."""
    day = business_day or newest_day(connection, store)
    sums = figures(store_totals(connection, store, day))
    return DeskAnswer(
        store=store,
        business_day=day,
        terminals=terminal_states(connection, store),
        sales_minor=sums.period_total_minor,
        receipts=sums.receipts,
        cases=count_open(connection, store),
        push_now=push_now(connection, store),
        server_time=at,
        open_cases=sums_open(connection, store),
        periods=closings.periods(connection, store),
        missing_z=closings.missing(connection, store),
        owed=liability.owed(connection, store),
    )


def _only_staffed(who: Terminal) -> None:
    """A desk, or a till whose manager has logged in there: on a machine with one till the desk is a page of it. Never a kiosk."""
    if who.kind == "selfservice":
        raise forbidden("desk_only")


def terminal_states(connection: Connection, store: str) -> list[TerminalState]:
    """Return every terminal that still has something to say: one replaced on its register and fully received is history."""
    rows = connection.execute(select(terminal).where(terminal.c.store == store).order_by(terminal.c.register, terminal.c.enrolment)).all()
    newest = {row.register: row.terminal for row in rows}
    acked = _acknowledged(connection, store)
    chains = _chains(connection, store)
    return [_state(row, acked, chains.get(row.terminal, (0, ""))) for row in rows if newest[row.register] == row.terminal or _owes(row)]


def _owes(row: Any) -> bool:
    """Tell whether a replaced machine still has something to send; nothing is taken from one that is revoked."""
    return bool(row.unsent and not row.revoked_at)


def _acknowledged(connection: Connection, store: str) -> dict[tuple[str, str], int]:
    rows = connection.execute(select(epoch.c.terminal, epoch.c.epoch, epoch.c.seq).where(epoch.c.store == store))
    return {(row.terminal, row.epoch): row.seq for row in rows}


def _chains(connection: Connection, store: str) -> dict[str, tuple[int, str]]:
    """Return for each terminal how many chains it has begun, and why the newest was ended."""
    query = select(epoch.c.terminal, epoch.c.number, epoch.c.closed).where(epoch.c.store == store).order_by(epoch.c.number)
    return {row.terminal: (row.number, row.closed) for row in connection.execute(query)}


def _state(row: Any, acked: Mapping[tuple[str, str], int], chain: tuple[int, str]) -> TerminalState:
    return TerminalState(
        terminal=row.terminal,
        register=row.register,
        kind=row.kind,
        last_heard=row.last_heard,
        unsent=row.unsent,
        acked_seq=acked.get((row.terminal, row.report_epoch), 0),
        head_seq=row.head_seq,
        business_day=row.business_day,
        staff=row.staff,
        closing=msgspec.msgpack.decode(row.closing, type=Closing) if row.closing else None,
        open_work=msgspec.msgpack.decode(row.open_work, type=OpenWork) if row.open_work else None,
        answered_push=row.answered_push,
        epochs=chain[0],
        epoch_closed=chain[1],
    )
