"""Bringing parcels home, each in a transaction of its target alone, and taking over what homes say of their members."""

from collections.abc import Mapping
from functools import partial

import msgspec
from sqlalchemy import Connection, delete, insert, select

from sync.base.points import reach
from sync.ledger import coupon_moves, holds, member_homes, member_keys, stock
from sync.ledger.book import Book
from sync.ledger.bringing import bring_each
from sync.ledger.card_crossings import inter_store
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.feed import Put, bodies, put_records
from sync.ledger.loyalty_tables import parcel, parcel_arrived
from sync.ledger.member_book import shifted
from sync.ledger.parcels import Parcel, Sent, contents, owed_on_the_way
from sync.ledger.profiles import profiles_of
from sync.protocol.records import Member
from sync.rules.postings import Posting, member_account, moved

LINES_AFTER = 1_000
"""The postings of an arrived parcel are numbered from here on: gift cards of the same entry may arrive beside it."""


def deliver(context: Context, store: str) -> None:
    """Bring what waits in the store's outbox; what fails now is brought with its next batch."""
    order = (parcel.c.terminal, parcel.c.epoch, parcel.c.seq, parcel.c.target)
    query = select(parcel).where(parcel.c.store == store).order_by(*order)
    bring_each("parcel", store, lambda: context.read(lambda connection: list(connection.execute(query))), partial(_bring, context))


def _bring(context: Context, row: Sent) -> None:
    at = context.stamp()
    context.write(lambda connection: arrive(connection, row, at))
    reach("parcel_arrived")
    context.write(lambda connection: _forget(connection, row))


def arrive(connection: Connection, row: Sent, at: str) -> None:
    """Let a parcel take effect at home; nothing if it has come before."""
    key = {"store": row.target, "terminal": row.terminal, "epoch": row.epoch, "seq": row.seq}
    if connection.execute(select(parcel_arrived).filter_by(**key)).one_or_none() is not None:
        return
    connection.execute(insert(parcel_arrived).values(**key))
    book = Book(connection, row.target, at)
    source = Source(row.target, row.terminal, row.epoch, row.seq)
    sent = contents(row)
    if sent.activity is not None:
        extra = book.members.add(source, sent.member, sent.activity)
        book.post(source, [*lines_at_home(sent, row.store), *extra], after=LINES_AFTER)
    for move in sent.rights:
        coupon_moves.carry_out(book, source, move)
    stock.arrived(book, source, sent.rewards)
    if sent.basket:
        holds.settle(connection, book.store, sent.basket)
    book.write()


def lines_at_home(sent: Parcel, store: str) -> list[Posting]:
    """Return what the other store's entry said against us, said by us against it."""
    if sent.activity is None:
        return []
    account = member_account(sent.member)
    gross = [line for move in sent.activity.moves for line in moved(move, account) if line.account == account]
    gross += [Posting(account, unit, amount) for unit, amount in sent.activity.paid.items()]
    return [line for each in gross if each.amount for line in (each, Posting(inter_store(store), each.unit, -each.amount))]


def _forget(connection: Connection, row: Sent) -> None:
    key = {column.name: getattr(row, column.name) for column in parcel.primary_key}
    connection.execute(delete(parcel).filter_by(**key))


def refresh(context: Context, store: str) -> None:
    """Take over what other stores say of their members before the store's feed is read; mostly there is nothing, and nothing is written."""
    if context.read(lambda connection: member_homes.behind_lead(connection, store, stock.SCOPE)):
        context.write(lambda connection: member_homes.copy_from_lead(connection, store, stock.SCOPE))
    if context.read(lambda connection: member_homes.behind(connection, store, member_homes.MEMBER)):
        context.write(lambda connection: take_over(connection, store, context.keys.store_secret(store)))


def take_over(connection: Connection, store: str, secret: bytes) -> int:
    """Bring the store's feed to what every other store says of its own members; return how many records changed."""
    count = 0
    for row in member_homes.behind(connection, store, member_homes.MEMBER):
        found = member_homes.changed(connection, row.home, row.reached)
        member_homes.know(connection, store, row.home, sorted(found))
        _keep_keys(connection, store, secret, row.home, found)
        away = owed_on_the_way(connection, store, row.home) if found else {}
        puts = [Put(member_homes.MEMBER, member, _copy(body, away.get(member, {}))) for member, body in found.items()]
        count += put_records(connection, store, puts)
        member_homes.reach(connection, store, row.home, member_homes.MEMBER, row.rev)
    return count


def _keep_keys(connection: Connection, store: str, secret: bytes, home: str, found: Mapping[str, bytes | None]) -> None:
    """Under this store's secret too a kiosk finds who is at home elsewhere; contact data are read for that, and stay there."""
    known = bodies(connection, store, member_homes.MEMBER, found)
    codes: dict[str, str] = {}
    for member, body in found.items():
        before, now = _record(known.get(member)), _record(body)
        if now is None or before is None or (before.profile_hash, before.code) != (now.profile_hash, now.code):
            codes[member] = now.code if now is not None else ""
    profiles = profiles_of(connection, home, (member for member in codes if found[member] is not None))
    member_keys.keep(connection, store, secret, [member_keys.Known(member, profiles.get(member), code) for member, code in codes.items()])


def _record(body: bytes | None) -> Member | None:
    return msgspec.json.decode(body, type=Member) if body else None


def _copy(body: bytes | None, owed: dict[str, int]) -> bytes | None:
    """Return a record as this store shall feed it: its home's, and what our own entries moved that is still on its way."""
    return body if body is None or not owed else msgspec.json.encode(shifted(msgspec.json.decode(body, type=Member), owed))
