"""Which store answers for a gift card, a store credit or a meal voucher, and how its balance reaches the feeds of all the others.

A card's home is the store of the chain that the ledger heard of it from first. The look across stores is read only; two stores that claim
the same card at once collide, as transactions are serializable, and the second finds the first's claim when it is done again.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Row, insert, select, update

from sync.ledger.batches import batches
from sync.ledger.card_book import SCOPE, card_put, stand_of
from sync.ledger.card_crossings import pending
from sync.ledger.context import Context
from sync.ledger.feed import Put, bodies, changed_elsewhere, put_records
from sync.ledger.tables import card, card_cursor, record


def home_of(connection: Connection, store: str, id: str) -> str:
    """Return the home of a card, from now on known to `store`; one that no store has heard of is at home here."""
    known = select(card.c.home)
    here = connection.execute(known.filter_by(store=store, card=id)).scalar_one_or_none()
    if here is not None:
        return str(here)
    home: str = connection.execute(known.where(card.c.card == id).limit(1)).scalar_one_or_none() or store
    settle(connection, store, [id], home)
    if home != store:
        put_records(connection, store, _copies(connection, store, home, bodies(connection, home, SCOPE, [id])))
    return home


def settle(connection: Connection, store: str, ids: Iterable[str], home: str) -> None:
    """Note in `store` where cards are at home that it did not know."""
    rows = [{"store": store, "card": id, "home": home} for id in ids]
    if rows:
        connection.execute(insert(card), rows)


def unheard(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of `ids` that no store knows."""
    wanted = set(ids)
    found: set[str] = set()
    for some in batches(wanted):
        found.update(connection.execute(select(card.c.card).where(card.c.card.in_(some))).scalars())
    return wanted - found


def behind(connection: Connection, store: str) -> list[Row[tuple[str, int, int]]]:
    """Return the stores whose cards changed since `store` took them over, as (home, newest revision, taken over up to)."""
    return changed_elsewhere(connection, store, SCOPE, select(card_cursor).where(card_cursor.c.store == store))


def refresh(context: Context, store: str) -> None:
    """Take over what other stores say of their cards before the store's feed is read; mostly there is nothing, and nothing is written."""
    if context.read(lambda connection: behind(connection, store)):
        context.write(lambda connection: take_over(connection, store))


def take_over(connection: Connection, store: str) -> int:
    """Bring the store's feed to what every other store says of its own cards; return how many records changed."""
    changed = 0
    for row in behind(connection, store):
        found = _changed(connection, row.home, row.reached)
        known = set(connection.execute(select(card.c.card).where(card.c.store == store, card.c.home == row.home)).scalars())
        settle(connection, store, sorted(found.keys() - known), row.home)
        changed += put_records(connection, store, _copies(connection, store, row.home, found))
        _reach(connection, store, row.home, row.rev)
    return changed


def _changed(connection: Connection, home: str, reached: int) -> dict[str, bytes]:
    """Return the records of the store's own cards that are newer than `reached`: copies of others' cards are not its to tell."""
    own = (card.c.store == record.c.store) & (card.c.card == record.c.key) & (card.c.home == record.c.store)
    where = (record.c.store == home, record.c.scope == SCOPE, record.c.rev > reached, record.c.body.is_not(None))
    query = select(record.c.key, record.c.body).join(card, own).where(*where).order_by(record.c.rev)
    return {row.key: row.body for row in connection.execute(query)}


def _copies(connection: Connection, store: str, home: str, found: dict[str, bytes]) -> list[Put]:
    """Return records as `store` shall feed them: its home's balance, and what this store's own entries moved that is still on its way.

    Without that a till would see its own spending undone from the moment it is acknowledged until it has arrived.
    """
    away = pending(connection, store, home) if found else {}
    puts = []
    for id, body in found.items():
        balance_minor, until = stand_of(body)
        moved_minor, until_here = away.get(id, (0, ""))
        puts.append(card_put(id, balance_minor + moved_minor, max(until, until_here)))
    return puts


def _reach(connection: Connection, store: str, home: str, rev: int) -> None:
    known = connection.execute(update(card_cursor).filter_by(store=store, home=home).values(rev=rev))
    if not known.rowcount:
        connection.execute(insert(card_cursor).values(store=store, home=home, rev=rev))
