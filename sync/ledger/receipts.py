"""A receipt as any till may ask for it: the sale's own entry, what all tills gave back of it, and pieces kept for the ticket that asks."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from sync.ledger import rights
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.problems import bad_request
from sync.ledger.returned import given_back, home_of, sale_of
from sync.ledger.tables import claim, receipt
from sync.ledger.terminals import Terminal, find_terminal, touch
from sync.protocol.envelope import decode_body
from sync.protocol.facts import IssuedCoupon, RecoveryGiven, Sale
from sync.protocol.wire import GivenBack, ReceiptAnswer, ReceiptRequest, WantedPieces
from sync.rules.pieces import pieces_left, was_sold

KEPT_FOR = timedelta(minutes=15)
"""How long pieces stay kept for a ticket that is neither finished nor cancelled: longer than any queue waits."""

_TEXT_LIMIT_CHARS = 64
_LINES_LIMIT = 1_000
_PIECES_LIMIT = 10_000


def find(context: Context, who: Terminal, request: ReceiptRequest) -> ReceiptAnswer:
    """Answer a till about a receipt of any store, and keep what its ticket wants to give back."""
    _check(request)

    def work(connection: Connection) -> ReceiptAnswer:
        touch(connection, who, context.stamp())
        home = home_of(connection, request.receipt)
        return _answer(context, connection, home, who, request) if home else ReceiptAnswer(server_time=context.stamp())

    return context.write(work)


def stored_sale(connection: Connection, store: str, number: str) -> bytes:
    """Return the bytes of the entry in which a receipt of `store` was sold, empty while it has not been received."""
    row = connection.execute(select(receipt).where(receipt.c.store == store, receipt.c.number == number)).one_or_none()
    return sale_of(connection, Source(store, row.terminal, row.epoch, row.seq)) if row else b""


def _answer(context: Context, connection: Connection, home: str, who: Terminal, request: ReceiptRequest) -> ReceiptAnswer:
    body = stored_sale(connection, home, request.receipt)
    returns = given_back(connection, home, request.receipt)
    connection.execute(delete(claim).where(claim.c.store == home, claim.c.expires_at <= context.stamp()))
    held = _pieces(connection, home, request.receipt, claim.c.terminal != who.id)
    # Its own finished tickets may still be on their way; what was kept for them is no longer to be had.
    others = _pieces(connection, home, request.receipt, claim.c.basket != request.basket)
    sale = sale_in(body)
    if sale is not None and request.basket:
        _keep(context, connection, home, who, request, _wanted(sale, returns, others, request.wanted))
    spent, used = _coupons(connection, home, sale)
    return ReceiptAnswer(server_time=context.stamp(), body=body, returns=returns, held=held, spent=spent, used=used)


def sale_in(body: bytes) -> Sale | None:
    """Return the sale of an entry's bytes."""
    fact = decode_body(body).fact if body else None
    return fact if isinstance(fact, Sale) else None


def _coupons(connection: Connection, home: str, sale: Sale | None) -> tuple[list[str], list[IssuedCoupon]]:
    """Return which coupons that a sale issued were used, and those that it used itself, as they were issued."""
    if sale is None:
        return [], []
    ids = [coupon.id for coupon in sale.issued] + [coupon.id for coupon in sale.redeemed]
    rows = {id: rights.find(connection, rights.home_of(connection, home, id), id) for id in ids}
    spent = [coupon.id for coupon in sale.issued if (row := rows[coupon.id]) is not None and rights.is_gone(row)]
    issues = (_issue(connection, coupon.id, rows[coupon.id]) for coupon in sale.redeemed)
    return spent, [issue for issue in issues if issue is not None]


def _issue(connection: Connection, id: str, row: Row[tuple[object, ...]] | None) -> IssuedCoupon | None:
    """Return a coupon as it was issued, by a sale or by staff, in whichever store: its right may be at home in another."""
    machine = find_terminal(connection, row.issued_terminal) if row is not None and row.issued_terminal else None
    if row is None or machine is None:
        return None
    fact = decode_body(sale_of(connection, Source(machine.store, machine.id, row.issued_epoch, row.issued_seq))).fact
    if isinstance(fact, RecoveryGiven):
        return fact.coupon
    return next((coupon for coupon in fact.issued if coupon.id == id), None) if isinstance(fact, Sale) else None


def _pieces(connection: Connection, home: str, number: str, whose: ColumnElement[bool]) -> dict[int, int]:
    """Return the pieces by line that are kept: of other tills' tickets for the answer, whose own a till knows better than we do."""
    where = (claim.c.store == home, claim.c.number == number, whose)
    query = select(claim.c.line, func.sum(claim.c.pieces).label("pieces")).where(*where).group_by(claim.c.line)
    return {int(row.line): int(row.pieces) for row in connection.execute(query)}


def _wanted(sale: Sale, returns: list[GivenBack], held: dict[int, int], wanted: list[WantedPieces] | None) -> dict[int, int]:
    """Return what to keep by line; nothing at all if any line has less left than is wanted: the till then says so."""
    back = [line for each in returns for line in each.lines]
    left = {line.line: pieces_left(line, back) - held.get(line.line, 0) for line in sale.lines if was_sold(line)}
    if wanted is None:
        return {line: pieces for line, pieces in left.items() if pieces > 0}
    asked: dict[int, int] = {}
    for each in wanted:
        asked[each.line] = asked.get(each.line, 0) + (left.get(each.line, 0) if each.pieces is None else each.pieces)
    fits = all(0 < pieces <= left.get(line, 0) for line, pieces in asked.items())
    return asked if fits else {}


def _keep(context: Context, connection: Connection, home: str, who: Terminal, request: ReceiptRequest, asked: dict[int, int]) -> None:
    """Keep the pieces; a ticket that asks again keeps what it asked before besides, at the worst more than it takes."""
    until = (context.now() + KEPT_FOR).isoformat(timespec="milliseconds")
    key = {"store": home, "number": request.receipt, "basket": request.basket}
    for line, pieces in asked.items():
        known = connection.execute(select(claim.c.pieces).filter_by(**key, line=line)).scalar_one_or_none()
        if known is None:
            connection.execute(insert(claim).values(**key, line=line, terminal=who.id, pieces=pieces, expires_at=until))
        else:
            kept = update(claim).filter_by(**key, line=line)
            connection.execute(kept.values(pieces=known + pieces if request.wanted is not None else pieces, expires_at=until))


def _check(request: ReceiptRequest) -> None:
    for field in ("receipt", "basket"):
        text = getattr(request, field)
        if len(text) > _TEXT_LIMIT_CHARS or not text.isprintable():
            raise bad_request("out_of_bounds", field)
    for index, each in enumerate(request.wanted or ()):
        if index >= _LINES_LIMIT:
            raise bad_request("too_long", "wanted")
        if not 0 < each.line <= _PIECES_LIMIT * 10 or (each.pieces is not None and not 0 < each.pieces <= _PIECES_LIMIT):
            raise bad_request("out_of_bounds", f"wanted.{index}")
