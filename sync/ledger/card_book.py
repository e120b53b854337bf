"""The gift cards that a run of entries moves on one store's books: their balances for the feed, and the dispute of an overdrawn one."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Row, Update, select, update

from sync.ledger.cases import OPEN, RESOLVED, Case, Source, open_cases
from sync.ledger.feed import Put, bodies, put_records
from sync.ledger.tables import case
from sync.protocol.records import GiftCard
from sync.rules.gift_cards import FOR_EVER

OVERDRAWN = "gift_card_overdrawn"

SCOPE = "gift_card"
"""The scope of the feed in which the balances stand."""


def stand_of(body: bytes) -> tuple[int, str]:
    """Return a card's balance and last day from its record: FOR_EVER for one that never ends, empty for one that was never loaded."""
    known = msgspec.json.decode(body, type=GiftCard)
    return known.balance_minor, FOR_EVER if known.valid_until is None else known.valid_until


def card_put(card: str, balance_minor: int, valid_until: str) -> Put:
    """Return a card's record, the other way round. A card spent before its sale was heard of must not become one that never ends."""
    until = None if valid_until == FOR_EVER else valid_until
    return Put(SCOPE, card, msgspec.json.encode(GiftCard(code=card, balance_minor=balance_minor, valid_until=until)))


class _Held(NamedTuple):
    """A card as it stands: its balance, its last day (empty before it was ever loaded), and the entry that took it below nothing."""

    balance_minor: int = 0
    valid_until: str = ""
    overdrawn_by: Source | None = None


class CardBook:
    """One store's cards after the entries interpreted so far."""

    def __init__(self, connection: Connection, store: str) -> None:
        self._connection = connection
        self._store = store
        self._cards: dict[str, _Held] = {}
        self._judged: dict[str, Source] = {}

    def move(self, source: Source, card: str, amount_minor: int, valid_until: str, *, home: bool) -> None:
        """Move what is owed on a card; one not heard of yet begins at 0. Only at its home is it judged whether it is overdrawn."""
        held = self._cards.get(card) or self._read(card)
        now = held.balance_minor + amount_minor
        below = (source if held.balance_minor >= 0 else held.overdrawn_by) if now < 0 else None
        self._cards[card] = _Held(now, max(held.valid_until, valid_until), below)
        if home and min(now, held.balance_minor) < 0:
            self._judged[card] = source

    def write(self, at: str) -> None:
        """Write the balances, which go out with the feed, and what is disputed."""
        moved = sorted(self._cards.items())
        put_records(self._connection, self._store, [card_put(card, held.balance_minor, held.valid_until) for card, held in moved])
        for card, source in sorted(self._judged.items()):
            self._judge(card, self._cards[card], source, at)

    def _read(self, card: str) -> _Held:
        body = bodies(self._connection, self._store, SCOPE, [card]).get(card)
        return _Held(*stand_of(body)) if body else _Held()

    def _judge(self, card: str, held: _Held, newest: Source, at: str) -> None:
        """Keep one open case for an overdrawn card, with what it costs now: tills spent it at once, in whatever order we hear of it.

        What was on it may come to our ears after what was taken off it, so that a card no longer overdrawn is no dispute.
        """
        standing = self._open(card)
        if held.balance_minor >= 0:
            self._resolve(standing)
            return
        detail = {"balance_minor": held.balance_minor}
        if not standing:
            found = Case(held.overdrawn_by or newest, OVERDRAWN, card, detail, -held.balance_minor)
            open_cases(self._connection, [found], at)
            standing = self._open(card)
        values = {"detail": msgspec.json.encode(detail), "effect_minor": -held.balance_minor}
        self._connection.execute(_at(standing[0]).values(values))
        self._resolve(standing[1:])

    def _open(self, card: str) -> list[Row[tuple[object, ...]]]:
        where = (case.c.store == self._store, case.c.code == OVERDRAWN, case.c.subject == card, case.c.state == OPEN)
        return list(
            self._connection.execute(select(case).where(*where).order_by(case.c.opened_at, case.c.terminal, case.c.epoch, case.c.seq))
        )

    def _resolve(self, rows: list[Row[tuple[object, ...]]]) -> None:
        for row in rows:
            self._connection.execute(_at(row).values(state=RESOLVED))


def _at(row: Row[tuple[object, ...]]) -> Update:
    return update(case).where(*(column == getattr(row, column.name) for column in case.primary_key))
