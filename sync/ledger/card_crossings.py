"""What an entry of one store moves on cards whose home is another: posted against an inter-store account on both sides, brought once.

`inter_store:<store>` is what this store lays out for another (a debit) or owes it, in the currency and in `GIFT:<currency>`. Once all has
arrived, the two sides of each pair of stores come to nothing together. The outbox `card_crossing` is keyed by the source entry; at the
card's home that entry's own postings say that it has arrived: it counts once, however often it is brought, wherever a kill comes between.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select

from sync.base.points import reach
from sync.ledger import rights
from sync.ledger.book import Book
from sync.ledger.bringing import bring_each
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.tables import card_crossing, case, posting
from sync.protocol.facts import RedeemedCoupon
from sync.rules.gift_cards import GIFT_CARD, VOUCHER
from sync.rules.postings import GIFT_CARDS, Posting

VOUCHER_TWICE = "voucher_used_twice"

_GIFT = "GIFT:"
"""The units of gift cards: an entry's other movements may have arrived before its cards'."""

Crossing = Row[tuple[str, str, str, int, str, str, str, int, str]]


def inter_store(store: str) -> str:
    """Return the account that is kept of another store."""
    return f"inter_store:{store}"


def rerouted(lines: list[Posting], currency: str, homes: Mapping[str, str]) -> list[Posting]:
    """Return a sale's postings as they stand where it was made: what moves a card at home elsewhere (`homes`) is that store's debt."""
    accounts = {f"gift_card:{card}": inter_store(home) for card, home in homes.items()}
    found: list[Posting] = []
    for line in lines:
        there = accounts.get(line.account)
        if there is None:
            found.append(line)
        else:
            found += [
                Posting(there, line.unit, line.amount),
                Posting(there, currency, line.amount),
                Posting(GIFT_CARDS, currency, -line.amount),
            ]
    return found


def send(
    connection: Connection, source: Source, home: str, card: str, amount_minor: int, valid_until: str = "", kind: str = GIFT_CARD
) -> None:
    """Put what an entry moved on a card into the outbox."""
    key = {"store": source.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq, "card": card}
    moved = {"kind": kind, "target": home, "amount_minor": amount_minor, "valid_until": valid_until}
    connection.execute(insert(card_crossing).values(**key, **moved))


def waiting(connection: Connection, *where: ColumnElement[bool]) -> list[Crossing]:
    """Return what moved gift cards and has not arrived yet, also where it has not been forgotten here."""
    there = (
        posting.c.store == card_crossing.c.target,
        posting.c.unit.startswith(_GIFT),
        *(posting.c[name] == card_crossing.c[name] for name in ("terminal", "epoch", "seq")),
    )
    query = select(card_crossing).where(card_crossing.c.kind == GIFT_CARD, *where, ~exists().where(*there))
    return list(connection.execute(query))


def pending(connection: Connection, store: str, home: str) -> dict[str, tuple[int, str]]:
    """Return what `store` moved on cards of `home` that has not arrived, by card, with the last day it gave them."""
    found: dict[str, tuple[int, str]] = {}
    for row in waiting(connection, card_crossing.c.store == store, card_crossing.c.target == home):
        amount_minor, until = found.get(row.card, (0, ""))
        found[row.card] = (amount_minor + row.amount_minor, max(until, row.valid_until))
    return found


def deliver(context: Context, store: str) -> None:
    """Bring what crosses from `store` home, entry by entry, each in a transaction of its target alone; what fails now waits."""
    order = (card_crossing.c.terminal, card_crossing.c.epoch, card_crossing.c.seq, card_crossing.c.target, card_crossing.c.card)
    query = select(card_crossing).where(card_crossing.c.store == store).order_by(*order)

    def find() -> list[list[Crossing]]:
        rows = context.read(lambda connection: list(connection.execute(query)))
        return [list(found) for _, found in groupby(rows, key=lambda row: (row.terminal, row.epoch, row.seq, row.target))]

    bring_each("card_crossing", store, find, partial(_bring, context))


def _bring(context: Context, rows: list[Crossing]) -> None:
    at = context.stamp()
    context.write(lambda connection: arrive(connection, rows, at))
    reach("crossing_arrived")
    context.write(lambda connection: _forget(connection, rows))


def arrive(connection: Connection, rows: list[Crossing], at: str) -> None:
    """Post at their home what one entry of another store moved on cards; nothing if it is there already."""
    first = rows[0]
    book = Book(connection, first.target, at)
    source = Source(first.target, first.terminal, first.epoch, first.seq)
    moves = [row for row in rows if row.kind == GIFT_CARD]
    if moves and not _is_posted(connection, source):
        book.post(source, [line for row in moves for line in _at_home(row, book.currency())])
        for row in moves:
            book.cards.move(source, row.card, row.amount_minor, row.valid_until, home=True)
    for row in rows:
        if row.kind == VOUCHER:
            use_voucher(book, source, row.card, row.amount_minor)
    book.write()


def use_voucher(book: Book, source: Source, id: str, amount_minor: int) -> None:
    """Note at its home that a meal voucher paid: once, or it is a dispute. The same use, brought again, is neither."""
    row = rights.find(book.connection, book.store, id)
    mark = (source.terminal, source.epoch, source.seq)
    if row is not None and (
        (row.redeemed_terminal, row.redeemed_epoch, row.redeemed_seq) == mark or _is_disputed(book.connection, source, id)
    ):
        return
    found = rights.redeem(book.connection, source, RedeemedCoupon(id=id, offer=VOUCHER, amount_minor=amount_minor))
    if found is not None:
        book.cases.append(replace(found, code=VOUCHER_TWICE))


def _at_home(row: Crossing, currency: str) -> list[Posting]:
    """What the other store's entry said against us, said by us against it; nothing moves for an amount of nothing."""
    pairs = ((f"gift_card:{row.card}", f"GIFT:{currency}"), (GIFT_CARDS, currency))
    sides = ((account, unit, sign) for account, unit in pairs for account, sign in ((account, -1), (inter_store(row.store), 1)))
    return [Posting(account, unit, sign * row.amount_minor) for account, unit, sign in sides if row.amount_minor]


def _is_posted(connection: Connection, source: Source) -> bool:
    key = {"store": source.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq}
    query = select(posting.c.line).filter_by(**key).where(posting.c.unit.startswith(_GIFT))
    return connection.execute(query.limit(1)).one_or_none() is not None


def _is_disputed(connection: Connection, source: Source, id: str) -> bool:
    key = {"store": source.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq}
    return connection.execute(select(case.c.code).filter_by(**key, code=VOUCHER_TWICE, subject=id)).one_or_none() is not None


def _forget(connection: Connection, rows: list[Crossing]) -> None:
    for row in rows:
        key = {column.name: getattr(row, column.name) for column in card_crossing.primary_key}
        connection.execute(delete(card_crossing).filter_by(**key))
