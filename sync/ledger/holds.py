"""Rights reserved for a ticket, each at its home and in one transaction there: of two that want the same, one gets it (DESIGN section 7).

A hold ends when its ticket's entry arrives, when the till gives it back, or by itself. An answer that got lost is asked for again by the
same id; a release that overtakes its own request bars that id for ever.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from sync.ledger import holdings
from sync.ledger.bounds import WHOLE_LIMIT
from sync.ledger.context import Context
from sync.ledger.loyalty_tables import hold
from sync.ledger.problems import bad_request
from sync.ledger.tables import terminal
from sync.ledger.terminals import Terminal, touch
from sync.protocol.loyalty_wire import HOLD_LIFE_S, HOLDS_LIMIT, HoldAnswer, HoldRequest, ReleaseRequest, Taken

OPEN, USED, RELEASED = "open", "used", "released"

_TEXT_LIMIT_CHARS = 160


def ask(context: Context, who: Terminal, request: HoldRequest) -> HoldAnswer:
    """Reserve a right, or say why not; raises Rejected for an id that is not the terminal's own."""
    _check(who, request)

    def work(connection: Connection) -> HoldAnswer:
        touch(connection, who, context.stamp())
        known = connection.execute(select(hold).where(hold.c.id == request.id)).first()
        return _again(context, known) if known is not None else _grant(context, connection, who, request)

    return context.write(work)


def release(context: Context, who: Terminal, request: ReleaseRequest) -> Taken:
    """Give holds back; one that was never heard of cannot be granted any more."""
    if len(request.ids) > HOLDS_LIMIT:
        raise bad_request("too_many", "ids")
    for place, id in enumerate(request.ids):
        _check_id(who, id, f"ids.{place}")

    def work(connection: Connection) -> None:
        touch(connection, who, context.stamp())
        for id in dict.fromkeys(request.ids):
            of_id = (hold.c.id == id) | (hold.c.id == _stock_id(id))
            if not connection.execute(update(hold).where(of_id, hold.c.state == OPEN).values(state=RELEASED)).rowcount:
                _bar(connection, who, id)

    context.write(work)
    return Taken(server_time=context.stamp())


def settle(connection: Connection, store: str, basket: str) -> None:
    """A ticket was finished or given up: what was reserved for it in `store` is so no longer."""
    connection.execute(update(hold).where(hold.c.store == store, hold.c.basket == basket, hold.c.state == OPEN).values(state=USED))


def elsewhere(connection: Connection, store: str, basket: str) -> list[str]:
    """Return the other stores in which something is reserved for a ticket."""
    query = select(hold.c.store).distinct().where(hold.c.basket == basket, hold.c.state == OPEN, hold.c.store != store)
    return sorted(connection.execute(query).scalars())


def _grant(context: Context, connection: Connection, who: Terminal, request: HoldRequest) -> HoldAnswer:
    if _count_open(context, connection, hold.c.terminal == who.id) >= HOLDS_LIMIT:
        raise bad_request("too_many", "id")
    wanted = holdings.find(connection, request)
    found = _judge(context, connection, wanted)
    if found.cause:
        return found
    until = (context.now() + timedelta(seconds=HOLD_LIFE_S)).isoformat(timespec="milliseconds")
    for place, each in enumerate(wanted.parts):
        id = request.id if place == 0 else _stock_id(request.id)
        row = {"store": each.store, "id": id, "kind": each.kind, "subject": each.subject, "member": each.member, "amount": each.amount}
        connection.execute(insert(hold).values(**row, basket=request.basket, terminal=who.id, until=until, state=OPEN))
    return HoldAnswer(server_time=context.stamp(), until=until)


def _judge(context: Context, connection: Connection, wanted: holdings.Wanted) -> HoldAnswer:
    """Return the refusal, with what is left of the part that lacks, or an answer without cause."""
    at = context.stamp()
    if wanted.cause:
        return HoldAnswer(server_time=at, cause=wanted.cause, at=wanted.at, where=wanted.where)
    for each in reversed(wanted.parts):
        others = _open(context, connection, each)
        left = each.there - sum(row.amount for row in others)
        if left < each.amount:
            cause = "held" if others and each.there >= each.amount else "too_little"
            where = _register(connection, others[0].terminal) if cause == "held" else ""
            return HoldAnswer(server_time=at, cause=cause, left=max(left, 0), where=where)
    return HoldAnswer(server_time=at)


def _open(context: Context, connection: Connection, part: holdings.Part) -> list[Row[tuple[object, ...]]]:
    where = (hold.c.store == part.store, hold.c.kind == part.kind, hold.c.subject == part.subject, hold.c.member == part.member)
    query = select(hold).where(*where, hold.c.state == OPEN, hold.c.until > context.now().isoformat(timespec="milliseconds"))
    return list(connection.execute(query.order_by(hold.c.id)))


def _count_open(context: Context, connection: Connection, whose: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(hold).where(whose, hold.c.state == OPEN, hold.c.until > context.stamp())
    return connection.execute(query).scalar_one()


def _again(context: Context, known: Row[tuple[object, ...]]) -> HoldAnswer:
    """The same id is answered alike: granted while it stands, held by nobody's fault once it is over."""
    at = context.stamp()
    granted = known.state == OPEN and known.until > at
    return HoldAnswer(server_time=at, cause="" if granted else "held", until=known.until if granted else "")


def _bar(connection: Connection, who: Terminal, id: str) -> None:
    if connection.execute(select(hold.c.id).where(hold.c.id == id)).first() is None:
        connection.execute(insert(hold).values(store=who.store, id=id, terminal=who.id, state=RELEASED))


def _register(connection: Connection, machine: str) -> str:
    query = select(terminal.c.register).where(terminal.c.terminal == machine)
    return connection.execute(query).scalar_one_or_none() or ""


def _stock_id(id: str) -> str:
    """A reward reserves its points at the member's home and a piece of its stock at the lead store."""
    return f"{id}:stock"


def _check(who: Terminal, request: HoldRequest) -> None:
    _check_id(who, request.id, "id")
    for field in ("subject", "member", "basket"):
        text = getattr(request, field)
        if len(text) > _TEXT_LIMIT_CHARS or not text.isprintable():
            raise bad_request("out_of_bounds", field)
    if not 0 < request.amount < WHOLE_LIMIT:
        raise bad_request("out_of_bounds", "amount")


def _check_id(who: Terminal, id: str, field: str) -> None:
    """A hold bears the name of the machine that asks: nobody reserves, or gives back, in another's name."""
    if not id.startswith(f"{who.id}:") or len(id) > _TEXT_LIMIT_CHARS or not id.isprintable():
        raise bad_request("out_of_bounds", field)
