"""What tickets gave back of receipts, counted where the receipt was sold; more than was sold is a case with its price (law 5).

An entry of one store may give back what another sold: its effect there travels through the outbox `crossing`, keyed by the entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select

from sync.ledger.book import Book, find_receipt
from sync.ledger.bringing import bring_each
from sync.ledger.cases import Case, Source
from sync.ledger.context import Context
from sync.ledger.tables import claim, crossing, entry, returned, terminal
from sync.protocol.envelope import Body, decode_body
from sync.protocol.facts import Sale, SoldLine
from sync.protocol.ids import ReceiptNumber
from sync.protocol.money import divide_half_up
from sync.protocol.wire import GivenBack
from sync.rules.pieces import pieces_of, was_sold

_decoder = msgspec.msgpack.Decoder(GivenBack)


def home_of(connection: Connection, number: str) -> str | None:
    """Return the store whose register printed a receipt, None for a number that no enrolled register can have given."""
    parsed = ReceiptNumber.parse(number)
    if parsed is None:
        return None
    query = select(terminal.c.store).where(terminal.c.register == parsed.register).order_by(terminal.c.store).limit(1)
    return connection.execute(query).scalar_one_or_none()


def given_back(connection: Connection, store: str, number: str) -> list[GivenBack]:
    """Return what was given back of a receipt of `store`, in the order it arrived."""
    query = select(returned.c.body).where(returned.c.store == store, returned.c.number == number).order_by(returned.c.place)
    return [_decoder.decode(body) for body in connection.execute(query).scalars()]


def sale_of(connection: Connection, source: Source) -> bytes:
    """Return the bytes of the entry that a receipt stands in."""
    where = (entry.c.store == source.store, entry.c.terminal == source.terminal, entry.c.epoch == source.epoch, entry.c.seq == source.seq)
    return bytes(connection.execute(select(entry.c.body).where(*where)).scalar_one())


def take_back(book: Book, source: Source, body: Body, sale: Sale) -> None:
    """Count what this ticket gives back: here where the receipt is this store's, else by way of the outbox."""
    for number, lines in _by_receipt(sale).items():
        back = GivenBack(
            terminal=source.terminal,
            epoch=source.epoch,
            seq=source.seq,
            at=body.at,
            lines=lines,
            tenders=[tender for tender in sale.tenders if tender.out],
            revoked=sale.revoked,
        )
        home = home_of(book.connection, number)
        if home is None:
            effect = sum(abs(line.gross_minor) for line in lines)
            book.cases.append(Case(source, "return_of_unknown_receipt", number, effect_minor=effect))
        elif home == book.store:
            _record(book, number, back, sale.basket)
        else:
            _post_away(book.connection, source, number, home, sale.basket, back)


def earned_in(book: Book, sale: Sale) -> list[Source]:
    """Return the entries of the receipts, of whichever store, that this ticket gives back of."""
    found = []
    for number in _by_receipt(sale):
        home = home_of(book.connection, number)
        row = book.receipt_at(number) if home == book.store else find_receipt(book.connection, home, number) if home else None
        found += [row] if row is not None else []
    return found


def settle(book: Book, sale: Sale) -> None:
    """Judge what was given back of a receipt before the receipt itself came."""
    known = given_back(book.connection, book.store, sale.number)
    for place in range(len(known)):
        _judge(book, sale, known[: place + 1])


def cancel(book: Book, source: Source, basket: str) -> None:
    """A ticket was given up: what was kept for it is free again, here now and in other stores by way of the outbox."""
    let_go(book, basket)
    query = select(claim.c.store).distinct().where(claim.c.basket == basket, claim.c.store != book.store)
    for home in book.connection.execute(query).scalars().all():
        key = {"store": source.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq, "number": ""}
        book.connection.execute(insert(crossing).values(**key, target=home, basket=basket, body=b""))


def let_go(book: Book, basket: str) -> None:
    """A ticket will not be finished: what was kept for it is free again."""
    book.connection.execute(delete(claim).where(claim.c.store == book.store, claim.c.basket == basket))


def deliver(context: Context, store: str) -> None:
    """Bring what crosses from `store` home, each in a transaction of its target alone; what fails now is brought with the next batch."""
    query = select(crossing).where(crossing.c.store == store)
    bring_each("crossing", store, lambda: context.read(lambda connection: connection.execute(query).all()), partial(_deliver, context))


def _deliver(context: Context, row: Row[tuple[object, ...]]) -> None:
    at = context.stamp()

    def arrive(connection: Connection) -> None:
        book = Book(connection, str(row.target), at)
        let_go(book, str(row.basket))
        if row.body:
            back = _decoder.decode(row.body)
            _record(book, str(row.number), back, str(row.basket))
        book.write()

    def forget(connection: Connection) -> None:
        key = {column.name: getattr(row, column.name) for column in crossing.primary_key}
        connection.execute(delete(crossing).filter_by(**key))

    context.write(arrive)
    context.write(forget)


def _record(book: Book, number: str, back: GivenBack, basket: str) -> None:
    """Count it once, however often it arrives, and judge it if the sale is known."""
    key = {"store": book.store, "number": number, "terminal": back.terminal, "epoch": back.epoch, "seq": back.seq}
    if book.connection.execute(select(returned.c.place).filter_by(**key)).one_or_none() is not None:
        return
    place = book.connection.execute(select(func.count()).select_from(returned).filter_by(store=book.store, number=number)).scalar_one()
    book.connection.execute(insert(returned).values(**key, place=place, body=msgspec.msgpack.encode(back)))
    let_go(book, basket)
    first = book.receipt_at(number)
    if first is None:
        return
    fact = decode_body(sale_of(book.connection, first)).fact
    if isinstance(fact, Sale):
        _judge(book, fact, given_back(book.connection, book.store, number))


def _post_away(connection: Connection, source: Source, number: str, home: str, basket: str, back: GivenBack) -> None:
    values = {"terminal": source.terminal, "epoch": source.epoch, "seq": source.seq, "number": number, "target": home, "basket": basket}
    connection.execute(insert(crossing).values(store=source.store, **values, body=msgspec.msgpack.encode(back)))


def _judge(book: Book, sale: Sale, known: Sequence[GivenBack]) -> None:
    """Dispute what the newest of `known` gave back too much, and what the whole of a line then differs by."""
    newest = known[-1]
    source = Source(book.store, newest.terminal, newest.epoch, newest.seq)
    sold = {line.line: line for line in sale.lines if was_sold(line)}
    for number in sorted({line.origin.line for line in newest.lines if line.origin is not None}):
        subject = f"{sale.number}:{number}"
        back = _of_line((line for each in known for line in each.lines), number)
        line = sold.get(number)
        if line is None:
            effect = -sum(each.gross_minor for each in _of_line(newest.lines, number))
            book.cases.append(Case(source, "return_of_unknown_line", subject, effect_minor=abs(effect)))
        elif (over := sum(pieces_of(each) for each in back) - pieces_of(line)) > 0:
            book.cases.append(_over_returned(source, subject, line, _of_line(newest.lines, number), over))
        elif over == 0:
            _compare(book, source, subject, line, back)


def _over_returned(source: Source, subject: str, line: SoldLine, now: Sequence[SoldLine], over: int) -> Case:
    pieces = sum(pieces_of(each) for each in now)
    excess = min(over, pieces)
    gross = abs(sum(each.gross_minor for each in now))
    detail = {"sold": pieces_of(line), "returned": pieces_of(line) + over}
    return Case(source, "over_returned", subject, detail, divide_half_up(gross * excess, pieces))


def _compare(book: Book, source: Source, subject: str, line: SoldLine, back: Sequence[SoldLine]) -> None:
    """All of a line is back: what came back of it is what was frozen on it, or that is a dispute (a return offline knew no shares)."""
    money = line.gross_minor + sum(each.gross_minor for each in back)
    points = _left_of(line.points, [each.points for each in back])
    spent = _left_of(line.spent, [each.spent for each in back])
    if not money and not points and not spent:
        return
    effect = abs(money) + sum(abs(amount) * book.point_value_minor(id) for left in (points, spent) for id, amount in left.items())
    detail = {"gross_minor": money, "points": points} | ({"spent": spent} if spent else {})
    book.cases.append(Case(source, "return_differs", subject, detail, effect))


def _left_of(shares: Mapping[str, int], back: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Return what of a line's shares has not come back, or (below zero) came back too much; those that did are left out."""
    found = {id: share + sum(each.get(id, 0) for each in back) for id, share in shares.items()}
    return {id: amount for id, amount in found.items() if amount}


def _of_line(lines: Iterable[SoldLine], number: int) -> list[SoldLine]:
    return [line for line in lines if line.origin is not None and line.origin.line == number]


def _by_receipt(sale: Sale) -> dict[str, list[SoldLine]]:
    found: dict[str, list[SoldLine]] = {}
    for line in sale.lines:
        if line.origin is not None:
            found.setdefault(line.origin.receipt, []).append(line)
    return found
