"""Reads of a till.db: each is one or two statements whose rows are bounded by what is asked for, whatever the journal's age."""

from collections.abc import Collection
from typing import NamedTuple, TypeVar

import msgspec

from kiosk.store.source import Source
from kiosk.store.till.effects import NAMED
from kiosk.store.till.past import CLOSING, MARK, PERIOD
from sync.database.faults import faults
from sync.journal import table
from sync.protocol.envelope import Entry, decode_body
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import DayClosed, PeriodClosed, Sale, SoldLine
from sync.protocol.ids import ReceiptNumber

_Mark = TypeVar("_Mark", bound=msgspec.Struct)
_line = msgspec.json.Decoder(SoldLine)


class Total(msgspec.Struct, frozen=True):
    """A sum of stored values, and how many facts it sums."""

    amount_minor: int
    count: int


class Found(NamedTuple):
    """A finished sale with the entry that holds it, of whichever file."""

    entry: Entry
    sale: Sale


class RightUsed(NamedTuple):
    """When and where a right was used: `seq` is 0 or less when that was in an earlier epoch's file."""

    seq: int
    receipt: str
    at: str


class MemberUse(NamedTuple):
    """One basket in which a member had a limited offer, on a local day; -1 times where it was given back."""

    offer: str
    day: str
    times: int


class MemberSale(NamedTuple):
    """A member's ticket: its entry, and the time that it was judged at or taken down."""

    seq: int
    at: str
    sale: Sale


class CarriedRow(NamedTuple):
    """What files that are closed leave of a member's account of a programme: what may be spent from a local day on, empty for at once."""

    programme: str
    amount: int
    usable_from: str


class CardMoves(NamedTuple):
    """What entries of this till moved on a gift card, and its last local day, empty when it was never loaded here."""

    amount_minor: int
    valid_until: str


class Reads:
    """What may be asked of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def work(self, kind: str, limit: int = -1) -> list[tuple[str, bytes]]:
        """Return the open work of a kind as (id, body), by id; at most `limit` of it unless that is negative."""
        rows = self.source.rows("SELECT id, body FROM work WHERE kind = ? ORDER BY id LIMIT ?", (kind, limit))
        return [(row[0], row[1]) for row in rows]

    def count(self, kind: str) -> int:
        """Count the open work of a kind."""
        row = self.source.row("SELECT count(*) FROM work WHERE kind = ?", (kind,))
        return row[0] if row else 0

    def get(self, kind: str, id: str) -> bytes | None:
        """Return one piece of open work."""
        row = self.source.row("SELECT body FROM work WHERE kind = ? AND id = ?", (kind, id))
        return row[0] if row else None

    def get_either(self, kind: str, other: str, id: str) -> bytes | None:
        """Return one piece of open work that may be of either kind; the first goes before the other."""
        found: dict[str, bytes] = dict(self.source.rows("SELECT kind, body FROM work WHERE kind IN (?, ?) AND id = ?", (kind, other, id)))
        return found.get(kind, found.get(other))

    def personal(self, kind: str, id: str) -> bytes | None:
        """Return something personal, None when it was erased."""
        row = self.source.row("SELECT body FROM personal WHERE kind = ? AND id = ?", (kind, id))
        return row[0] if row else None

    def all_personal(self, kind: str) -> list[tuple[str, bytes]]:
        """Return all that is personal of a kind as (id, body): what waits for the ledger, and so is bounded by that."""
        rows = self.source.rows("SELECT id, body FROM personal WHERE kind = ? ORDER BY id", (kind,))
        return [(row[0], row[1]) for row in rows]

    def entry(self, seq: int) -> Entry | None:
        """Return one journal entry."""
        with faults():
            return table.entry(self.source.connection, seq)

    def entries(self, after_seq: int, limit: int) -> list[Entry]:
        """Return up to `limit` journal entries after `after_seq`, in order."""
        with faults():
            return table.entries(self.source.connection, after_seq, limit)

    def bodies_with(self, word: bytes) -> list[bytes]:
        """Return the bodies of the entries that hold a word, oldest first: a reading of the whole journal, for what is asked rarely."""
        with faults():
            return list(table.bodies_with(self.source.connection, word))

    def found_sale(self, number: str) -> Found | None:
        """Return the sale of a receipt number with its entry."""
        return self._sale_at("SELECT seq FROM sale WHERE number = ?", number)

    def sale(self, number: str) -> tuple[int, Sale] | None:
        """Return the sale of a receipt number with its sequence number."""
        return _numbered(self.found_sale(number))

    def last_sale(self) -> tuple[int, Sale] | None:
        """Return the newest sale."""
        return _numbered(self._sale_at("SELECT seq FROM sale ORDER BY seq DESC LIMIT 1"))

    def returned(self, number: str) -> list[SoldLine]:
        """Return all lines that gave back something of receipt `number`: negative, with their shares; `origin.line` is the line sold."""
        rows = self.source.rows("SELECT detail FROM effect WHERE kind = 'returned' AND subject = ? ORDER BY seq, part", (number,))
        return [_line.decode(row[0]) for row in rows]

    def right_used(self, id: str) -> RightUsed | None:
        """Return where and when a right was used, None while it is not."""
        row = self.source.row("SELECT seq, detail FROM effect WHERE kind = 'used' AND subject = ?", (id,))
        if row is None:
            return None
        found = self.entry(row[0])
        return RightUsed(row[0], row[1], decode_body(found.body).at if found else "")

    def right_restored(self, id: str) -> bool:
        """Tell whether a right that was used became good again here; `right_used` tells whether it was used once more."""
        row = self.source.row("SELECT 1 FROM effect WHERE kind = 'restored' AND subject = ? LIMIT 1", (id,))
        return row is not None

    def right_issued(self, id: str) -> str | None:
        """Return the receipt on which a right was issued here."""
        row = self.source.row("SELECT detail FROM effect WHERE kind = 'issued' AND subject = ?", (id,))
        return row[0] if row else None

    def member_delta(self, member: str, after_seq: int = 0, today: str = "") -> dict[str, int]:
        """Return what entries after `after_seq` changed of a member's balances, by programme: what the ledger's figures do not hold yet.

        What was earned for later counts from its day on.
        """
        rows = self.source.rows(
            """SELECT part, sum(amount) FROM effect WHERE kind IN ('points', 'pending') AND subject = ? AND seq > ?
               AND (kind = 'points' OR detail <= ?) GROUP BY part""",
            (member, after_seq, today),
        )
        return {programme: amount for programme, amount in rows if amount}

    def member_carried(self, member: str, after_seq: int) -> list[CarriedRow]:
        """Return what entries of earlier epochs' files after `after_seq` changed of a member's balances: rows without a ticket here."""
        rows = self.source.rows(
            """SELECT part, sum(amount), CASE kind WHEN 'pending' THEN detail ELSE '' END AS day FROM effect
               WHERE kind IN ('points', 'pending') AND subject = ? AND seq > ? AND seq <= 0 GROUP BY part, day ORDER BY part, day""",
            (member, after_seq),
        )
        return [CarriedRow(*row) for row in rows]

    def member_uses(self, member: str, after_seq: int = 0) -> list[MemberUse]:
        """Return in which baskets a member had limited offers by entries after `after_seq`, oldest first; -1 times gave one back."""
        rows = self.source.rows(
            "SELECT part, detail, amount FROM effect WHERE kind = 'member_use' AND subject = ? AND seq > ? ORDER BY seq",
            (member, after_seq),
        )
        return [MemberUse(offer, day, 1 if baskets > 0 else -1) for offer, day, baskets in rows for _ in range(abs(baskets))]

    def bought_on(self, member: str, day: str) -> bool:
        """Tell whether something was bought here for the member on a local day."""
        row = self.source.row(
            "SELECT 1 FROM effect WHERE kind = 'visit' AND amount > 0 AND subject = ? AND part = ? LIMIT 1", (member, day)
        )
        return row is not None

    def has_bought(self, member: str) -> bool:
        """Tell whether the member ever bought here; who only named them at a kiosk may have been anybody."""
        row = self.source.row(
            "SELECT 1 FROM effect WHERE kind = 'visit' AND amount > 0 AND subject = ? AND detail != ? LIMIT 1", (member, NAMED)
        )
        return row is not None

    def purchases_of(self, member: str, limit: int) -> list[str]:
        """Return the receipt numbers of a member's last purchases here, newest first."""
        rows = self.source.rows(
            """SELECT sale.number FROM effect JOIN sale USING (seq)
               WHERE kind = 'visit' AND amount > 0 AND subject = ? ORDER BY effect.seq DESC LIMIT ?""",
            (member, limit),
        )
        return [row[0] for row in rows]

    def unsettled_sales(self, member: str, business_day: str, after_seq: int) -> list[Sale]:
        """Return a member's sales of a business day that moved a balance by entries after `after_seq`, oldest first."""
        rows = self.source.rows(
            """SELECT DISTINCT effect.seq FROM effect JOIN sale USING (seq)
               WHERE kind = 'points' AND subject = ? AND effect.seq > ? AND business_day = ? ORDER BY effect.seq""",
            (member, after_seq, business_day),
        )
        found = (self.entry(row[0]) for row in rows)
        facts = (decode_body(entry.body).fact for entry in found if entry is not None)
        return [fact for fact in facts if isinstance(fact, Sale)]

    def member_sales(self, member: str, after_seq: int) -> list[MemberSale]:
        """Return a member's tickets by entries after `after_seq`, oldest first."""
        rows = self.source.rows(
            """SELECT DISTINCT seq FROM effect JOIN sale USING (seq)
               WHERE kind IN ('visit', 'points', 'pending', 'member_use') AND subject = ? AND seq > ? ORDER BY seq""",
            (member, after_seq),
        )
        found = ((entry.seq, decode_body(entry.body)) for entry in map(self.entry, (row[0] for row in rows)) if entry is not None)
        return [MemberSale(seq, body.at, body.fact) for seq, body in found if isinstance(body.fact, Sale)]

    def offer_uses(self) -> dict[str, dict[str, int]]:
        """Return all that this terminal ever used of limited offers: by offer, how many uses, pieces and minor units."""
        rows = self.source.rows("SELECT subject, part, sum(amount) FROM effect WHERE kind = 'use' GROUP BY subject, part")
        found: dict[str, dict[str, int]] = {}
        for offer, measure, amount in rows:
            found.setdefault(offer, {})[measure] = amount
        return found

    def rewards_taken(self, after_seq: int = 0) -> dict[str, int]:
        """Return how many claims of each reward entries after `after_seq` took."""
        rows = self.source.rows("SELECT subject, sum(amount) FROM effect WHERE kind = 'reward' AND seq > ? GROUP BY subject", (after_seq,))
        return dict(rows)

    def recoveries(self, staff: str, programme: str, day: str) -> int:
        """Return how often a person gave something of a programme to make good on a business day."""
        row = self.source.row(
            "SELECT count(*) FROM effect WHERE kind = 'recovery' AND subject = ? AND part = ? AND detail = ?", (staff, day, programme)
        )
        return int(row[0]) if row else 0

    def copies(self, number: str, kind: str = "duplicate") -> int:
        """Return the number of the last copy printed of a receipt, 0 before the first."""
        row = self.source.row("SELECT max(amount) FROM effect WHERE kind = 'copy' AND subject = ? AND part = ?", (number, kind))
        return (row[0] or 0) if row else 0

    def invoice_of(self, receipt: str) -> str | None:
        """Return the number of the invoice that was made of a receipt."""
        row = self.source.row("SELECT detail FROM effect WHERE kind = 'invoice' AND subject = ? ORDER BY seq DESC LIMIT 1", (receipt,))
        return row[0] if row else None

    def card_moves(self, card: str, after_seq: int = 0) -> CardMoves | None:
        """Return what this till knows of a gift card: what entries after `after_seq` moved, and its last day; None when it never saw it."""
        row = self.source.row(
            """SELECT count(*), coalesce(sum(CASE WHEN seq > ? THEN amount END), 0), max(detail) FROM effect
               WHERE kind = 'gift_card' AND subject = ?""",
            (after_seq, card),
        )
        return CardMoves(row[1], row[2]) if row and row[0] else None

    def refunds(self, number: str) -> list[Sale]:
        """Return the sales that gave back something of receipt `number`: what they paid out was paid back for it."""
        rows = self.source.rows("SELECT DISTINCT seq FROM effect WHERE kind = 'returned' AND subject = ? AND seq > 0", (number,))
        found = (self.entry(row[0]) for row in rows)
        sales = (decode_body(entry.body).fact for entry in found if entry is not None)
        return [sale for sale in sales if isinstance(sale, Sale)]

    def sales_after(self, seq: int) -> int:
        """Return how many sales were finished after an entry; the index on `seq` walks no others."""
        row = self.source.row("SELECT count(*) FROM sale WHERE seq > ?", (seq,))
        return int(row[0]) if row else 0

    def totals(self, scope: str) -> dict[str, Total]:
        """Return the sums of a period by key: `day_scope(z_number + 1)` is the open day's, PERPETUAL all time's."""
        rows = self.source.rows("SELECT key, amount_minor, count FROM total WHERE scope = ? ORDER BY key", (scope,))
        return {key: Total(amount, count) for key, amount, count in rows}

    def totals_beside(self, scope: str, other: str, keys: Collection[str]) -> tuple[dict[str, Total], dict[str, Total]]:
        """Return the sums of a period by key and, in the same look, those of some keys of another."""
        marks = ", ".join("?" * len(keys))
        sums = "SELECT scope, key, amount_minor, count FROM total WHERE scope = ?"
        found: dict[str, dict[str, Total]] = {scope: {}, other: {}}
        for of, key, amount, count in self.source.rows(f"{sums} UNION ALL {sums} AND key IN ({marks})", (scope, other, *keys)):
            found[of][key] = Total(amount, count)
        return found[scope], found[other]

    def last_closing(self) -> DayClosed | None:
        """Return the newest Z report of this file."""
        row = self.source.row("SELECT seq FROM closing ORDER BY z_number DESC LIMIT 1")
        return self._closed_at(row[0]) if row else None

    def closings(self, after_z: int) -> list[tuple[int, DayClosed]]:
        """Return the Z reports after `after_z` with their entries' numbers, oldest first; 0 for one carried from an earlier file."""
        carried = [(0, msgspec.json.decode(body, type=DayClosed)) for _, body in self.work(CLOSING)]
        rows = self.source.rows("SELECT seq FROM closing WHERE z_number > ? ORDER BY z_number", (after_z,))
        own = [(seq, closed) for (seq,) in rows if (closed := self._closed_at(seq)) is not None]
        found = {closed.z_number: (seq, closed) for seq, closed in (*carried, *own) if closed.z_number > after_z}
        return [found[z_number] for z_number in sorted(found)]

    def last_period(self, period: str) -> PeriodClosed | None:
        """Return the newest closing of months or years, also of an earlier file."""
        row = self.source.row("SELECT seq FROM period WHERE period = ? ORDER BY key DESC LIMIT 1", (period,))
        entry = self.entry(row[0]) if row else None
        own = decode_body(entry.body).fact if entry else None
        if isinstance(own, PeriodClosed):
            return own
        carried = self.get(PERIOD, period)
        return msgspec.json.decode(carried, type=PeriodClosed) if carried else None

    def last_z_number(self) -> int:
        """Return the number of the newest Z report, also of an earlier epoch."""
        row = self.source.row("SELECT max(z_number) FROM closing")
        return (row[0] or 0) if row else 0

    def last_counter(self) -> int:
        """Return the counter of the newest receipt number of this series, 0 before the first."""
        row = self.source.row("SELECT number FROM sale ORDER BY seq DESC LIMIT 1")
        if row is None:
            return 0
        if not isinstance(row[0], str):
            raise EnvironmentFault("database_damaged")
        number = ReceiptNumber.parse(row[0])
        return number.counter if number else 0

    def _sale_at(self, sql: str, *parameters: str) -> Found | None:
        row = self.source.row(sql, parameters)
        entry = self.entry(row[0]) if row else None
        fact = decode_body(entry.body).fact if entry else None
        return Found(entry, fact) if entry and isinstance(fact, Sale) else None

    def _closed_at(self, seq: int) -> DayClosed | None:
        entry = self.entry(seq)
        fact = decode_body(entry.body).fact if entry else None
        return fact if isinstance(fact, DayClosed) else None

    def _marked(self, id: str, of: type[_Mark]) -> _Mark:
        body = self.get(MARK, id)
        return msgspec.json.decode(body, type=of) if body else of()


def _numbered(found: Found | None) -> tuple[int, Sale] | None:
    return (found.entry.seq, found.sale) if found else None
