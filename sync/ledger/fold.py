"""The nightly fold: once a store and local day every member at home there is brought to the new day, and every movement is posted.

Its order: what was pending becomes usable; tiers; what has ended expires; tiers again; memberships that are over end; segments; what offers
ask about earlier purchases. A night that was missed is made up by the next: nothing depends on how many there were but grace in steps.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial

import msgspec
from sqlalchemy import Connection, func, insert, select

from sync.ledger.book import Book
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.feed import bodies
from sync.ledger.importing import stores
from sync.ledger.loyalty_tables import folded, member_home
from sync.ledger.member_record import with_memberships
from sync.ledger.member_rows import activities
from sync.ledger.member_standing import after_night
from sync.ledger.tables import posting
from sync.protocol.errors import Refusal
from sync.protocol.programmes import SegmentProgramme
from sync.protocol.records import Member, Shop
from sync.rules.calendar import local_day
from sync.rules.segments import Purchase, belongs

MEMBERS_A_STEP = 200
"""So many members a transaction: tills are not kept waiting for the whole night."""


class Fold(msgspec.Struct, frozen=True):
    """What one night did: the store, its local day, how many members were looked at, and how many had something move."""

    store: str
    day: str
    members: int
    moved: int


def fold(context: Context, day: str | None = None) -> list[Fold]:
    """Bring every store to its local day (or to `day`, ISO 8601) unless that was done; return what was.

    Refusal `night_ahead`, and nothing done, for a day that has not begun in some store: what members have until then would end.
    """
    todays = context.read(lambda connection: {store: today_in(connection, context, store) for store in stores(connection)})
    for store, today in todays.items():
        if day is not None and day > today:
            raise Refusal("night_ahead", field="day", day=day, store=store, today=today)
    found = (_fold_unless_done(context, store, day or today) for store, today in todays.items())
    return [done for done in found if done is not None]


def _fold_unless_done(context: Context, store: str, day: str) -> Fold | None:
    return None if context.read(lambda connection: _is_done(connection, store, day)) else _fold_store(context, store, day)


def today_in(connection: Connection, context: Context, store: str) -> str:
    """Return the local day of a store."""
    shop = msgspec.json.decode(bodies(connection, store, "shop", ["shop"])["shop"], type=Shop)
    return local_day(context.now(), shop.timezone).isoformat()


def _is_done(connection: Connection, store: str, day: str) -> bool:
    newest = connection.execute(select(func.max(folded.c.day)).where(folded.c.store == store)).scalar_one_or_none()
    return newest is not None and newest >= day


def _fold_store(context: Context, store: str, day: str) -> Fold:
    """Step by step, each in a transaction of its own; one that is done again finds its members at the new day and moves nothing."""
    members = moved = 0
    for some in _steps(context, store):
        moved += context.write(partial(_step, context=context, store=store, day=day, members=some))
        members += len(some)

    def work(connection: Connection) -> None:
        if not _is_done(connection, store, day):
            connection.execute(insert(folded).values(store=store, day=day, at=context.stamp(), members=members, moved=moved))

    context.write(work)
    return Fold(store, day, members, moved)


def _steps(context: Context, store: str) -> Iterator[list[str]]:
    query = select(member_home.c.member).where(member_home.c.store == store, member_home.c.home == store, member_home.c.erased_at == "")
    found = context.read(lambda connection: list(connection.execute(query.order_by(member_home.c.member)).scalars()))
    for start in range(0, len(found), MEMBERS_A_STEP):
        yield found[start : start + MEMBERS_A_STEP]


def _step(connection: Connection, context: Context, store: str, day: str, members: list[str]) -> int:
    book = Book(connection, store, context.stamp())
    epoch = f"night:{day}"
    where = (posting.c.store == store, posting.c.terminal == "", posting.c.epoch == epoch)
    seq = connection.execute(select(func.max(posting.c.seq)).where(*where)).scalar_one_or_none() or 0
    moved = 0
    book.members.read(members)
    for member in members:
        lines = _night(book, Source(store, "", epoch, seq + 1), member, date.fromisoformat(day))
        seq, moved = (seq + 1, moved + 1) if lines else (seq, moved)
    book.write()
    return moved


def _night(book: Book, source: Source, member: str, today: date) -> bool:
    """Bring one member to a new day; return whether something moved."""
    known = book.members.state(member)
    if known is not None:
        book.members.put(after_night(book.connection, book.store, known, book.members.rules, today))
    lines = book.members.night(source, member, today.isoformat())
    book.post(source, lines)
    told = book.members.state(member)
    if told is not None:
        told = after_night(book.connection, book.store, told, book.members.rules, today)
        book.members.put(_standing(book, told, today))
    return bool(lines)


def _standing(book: Book, member: Member, today: date) -> Member:
    rules = book.members.rules
    member = with_memberships(member, rules, today.isoformat())
    programmes = [each for each in rules.programmes.values() if isinstance(each, SegmentProgramme)]
    unknown = rules.asked - member.bought.keys()
    if not programmes and not unknown:
        return member
    past = [each for each in activities(book.connection, book.store, member.id) if each.goods]
    sales = [Purchase(each.day, each.spend_minor, [good.sku for good in each.goods if good.pieces > 0]) for each in past]
    inside = {each.id for each in programmes if belongs(each, sales, member.last_visit, today, rules.product)}
    kept = [name for name in member.segments if name not in {each.id for each in programmes}]
    bought = dict(member.bought)
    for sale in sales:
        for key in {key for sku in sale.skus for key in rules.asked_of(sku)} & unknown:
            bought[key] = max(bought.get(key, ""), sale.day)
    return msgspec.structs.replace(member, segments=sorted({*kept, *inside}), bought=bought)
