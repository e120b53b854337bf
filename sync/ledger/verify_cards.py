"""Proving the gift cards: one home each, both sides of every crossing, and on each card what was put on it less what was taken off."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
from sqlalchemy import Connection, func, select

from sync.ledger import parcels
from sync.ledger.card_book import SCOPE, stand_of
from sync.ledger.card_crossings import Crossing, inter_store, waiting
from sync.ledger.cases import OPEN, UNINTERPRETED
from sync.ledger.faults import Fault
from sync.ledger.feed import bodies
from sync.ledger.people import IMPORT_EPOCH
from sync.ledger.tables import balance, card, card_cursor, case, posting, record
from sync.ledger.verify_members import Earned
from sync.ledger.verify_rights import Rights
from sync.protocol.envelope import decode_body
from sync.protocol.records import Shop
from sync.rules.gift_cards import moves_of, sums

_ACCOUNT = "gift_card:"
_BETWEEN = inter_store("")


class Recount:
    """What the entries themselves say of cards and members, read beside the books; an entry without effect says nothing yet."""

    def __init__(self, connection: Connection) -> None:
        where = (case.c.state == OPEN, case.c.code.in_(UNINTERPRETED))
        columns = (case.c.store, case.c.terminal, case.c.epoch, case.c.seq)
        self._without_effect = {tuple(row) for row in connection.execute(select(*columns).where(*where))}
        self.moved: Counter[str] = Counter()
        self.earned = Earned()
        self.rights = Rights(connection)

    def add(self, store: str, terminal: str, epoch: str, seq: int, body: bytes) -> None:
        """Count an entry."""
        if (store, terminal, epoch, seq) in self._without_effect:
            return
        fact = decode_body(body).fact
        self.moved.update({id: amount_minor for id, (amount_minor, _) in sums(moves_of(fact)).items()})
        self.earned.add(fact)
        self.rights.add(store, terminal, fact)


def cards_owed(connection: Connection) -> tuple[int, int]:
    """Return how many cards have an account, and what is owed on all of them."""
    figures = (func.count(balance.c.account.distinct()), func.coalesce(func.sum(-balance.c.amount), 0))
    row = connection.execute(select(*figures).where(balance.c.account.startswith(_ACCOUNT, autoescape=True))).one()
    return row[0], int(row[1])


def card_faults(connection: Connection, recount: Recount) -> Iterator[Fault]:
    """Yield what does not hold of the cards."""
    on_the_way = waiting(connection)
    yield from _home_faults(connection)
    yield from _crossing_faults(connection, on_the_way)
    yield from _balance_faults(connection, on_the_way, recount)
    yield from _feed_faults(connection, on_the_way)


def _home_faults(connection: Connection) -> Iterator[Fault]:
    """Every store names the same home for a card, and that store knows it as its own."""
    named = select(card.c.card, func.min(card.c.home).label("home")).group_by(card.c.card).having(func.count(card.c.home.distinct()) > 1)
    own = card.alias("own")
    claimed = (own.c.card == card.c.card) & (own.c.store == card.c.home) & (own.c.home == card.c.home)
    disowned = select(card.c.card, card.c.home).outerjoin(own, claimed).where(own.c.card.is_(None))
    for row in (*connection.execute(named.order_by(card.c.card)), *connection.execute(disowned.order_by(card.c.card))):
        yield Fault("card_home", row.home, account=_ACCOUNT + row.card)


def _crossing_faults(connection: Connection, on_the_way: list[Crossing]) -> Iterator[Fault]:
    """Entry by entry, what one store says of another that one says of it, but for what is still on its way."""
    apart: Counter[tuple[str, str, int, str, str, str]] = Counter()
    query = select(posting).where(posting.c.account.startswith(_BETWEEN, autoescape=True))
    for row in connection.execute(query):
        apart[row.terminal, row.epoch, row.seq, row.unit, *sorted((row.store, row.account.removeprefix(_BETWEEN)))] += row.amount
    for sent in on_the_way:
        for unit in _units(connection, sent.store):
            apart[sent.terminal, sent.epoch, sent.seq, unit, *sorted((sent.store, sent.target))] += sent.amount_minor
    for row in parcels.waiting(connection):
        activity = parcels.contents(row).activity
        for unit, amount in (activity.owed() if activity is not None else {}).items():
            apart[row.terminal, row.epoch, row.seq, unit, *sorted((row.store, row.target))] += amount
    for (terminal, epoch, seq, unit, store, other), amount in sorted(apart.items()):
        if amount:
            yield Fault("crossing", store, terminal, epoch, seq, inter_store(other), unit)


def _units(connection: Connection, store: str) -> tuple[str, str]:
    currency = msgspec.json.decode(bodies(connection, store, "shop", ["shop"])["shop"], type=Shop).currency
    return currency, f"GIFT:{currency}"


def _balance_faults(connection: Connection, on_the_way: list[Crossing], recount: Recount) -> Iterator[Fault]:
    """A card's account stands in its home alone, and says what was put on it less what was taken off, as far as it has arrived."""
    homes = {row.card: row.home for row in connection.execute(select(card))}
    expected = Counter(recount.moved)
    expected.subtract(_sums(on_the_way))
    expected.update(_openings(connection))
    owed: Counter[str] = Counter()
    query = select(balance).where(balance.c.account.startswith(_ACCOUNT, autoescape=True), balance.c.amount != 0)
    for row in connection.execute(query.order_by(balance.c.store, balance.c.account)):
        id = row.account.removeprefix(_ACCOUNT)
        owed[id] -= row.amount
        if homes.get(id) != row.store:
            yield Fault("card_home", row.store, account=row.account, unit=row.unit)
    told = _told(connection)
    for id in sorted(expected.keys() | owed.keys() | told.keys()):
        if not expected[id] == owed[id] == told[id]:
            yield Fault("card_balance", homes.get(id, ""), account=_ACCOUNT + id)


def _sums(on_the_way: Iterable[Crossing]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in on_the_way:
        found[row.card] += row.amount_minor
    return found


def _openings(connection: Connection) -> dict[str, int]:
    where = (posting.c.terminal == "", posting.c.epoch == IMPORT_EPOCH, posting.c.account.startswith(_ACCOUNT, autoescape=True))
    query = select(posting.c.account, func.sum(posting.c.amount).label("amount")).where(*where).group_by(posting.c.account)
    return {row.account.removeprefix(_ACCOUNT): -int(row.amount) for row in connection.execute(query)}


def _told(connection: Connection) -> Counter[str]:
    """Return what each home's feed says is on its own cards."""
    own = (card.c.store == record.c.store) & (card.c.card == record.c.key) & (card.c.home == record.c.store)
    query = select(record.c.key, record.c.body).join(card, own).where(record.c.scope == SCOPE, record.c.body.is_not(None))
    return Counter({row.key: stand_of(row.body)[0] for row in connection.execute(query)})


def _feed_faults(connection: Connection, on_the_way: list[Crossing]) -> Iterator[Fault]:
    """What a store has taken over of another's cards is what that store says, and what it moved itself since."""
    there = record.alias("there")
    away: Counter[tuple[str, str]] = Counter()
    for row in on_the_way:
        away[row.store, row.card] += row.amount_minor
    at_home = (there.c.store == card.c.home) & (there.c.scope == SCOPE) & (there.c.key == card.c.card)
    here = (record.c.store == card.c.store) & (record.c.scope == SCOPE) & (record.c.key == card.c.card)
    reached = (card_cursor.c.store == card.c.store) & (card_cursor.c.home == card.c.home) & (card_cursor.c.rev >= there.c.rev)
    joined = card.join(there, at_home).join(card_cursor, reached).outerjoin(record, here)
    query = select(card.c.store, card.c.card, there.c.body.label("home_body"), record.c.body).select_from(joined)
    for copy in connection.execute(query.where(card.c.store != card.c.home).order_by(card.c.store, card.c.card)):
        if copy.body is None or stand_of(copy.body)[0] != stand_of(copy.home_body)[0] + away[copy.store, copy.card]:
            yield Fault("card_feed", copy.store, account=_ACCOUNT + copy.card)
