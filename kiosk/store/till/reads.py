"""Reads of a till.db: each is one or two statements whose rows are bounded by what is asked for, whatever the journal's age."""

from typing import NamedTuple, TypeVar

import msgspec

from kiosk.store.session import Session
from kiosk.store.till.past import MARK
from sync.database.faults import faults
from sync.journal import table
from sync.protocol.envelope import Entry, decode_body
from sync.protocol.facts import DayClosed, Sale, SoldLine
from sync.protocol.ids import ReceiptNumber

_Mark = TypeVar("_Mark", bound=msgspec.Struct)
_line = msgspec.json.Decoder(SoldLine)


class Total(msgspec.Struct, frozen=True):
    """A sum of stored values, and how many facts it sums."""

    amount_minor: int
    count: int


class RightUsed(NamedTuple):
    """When and where a right was used: `seq` is 0 or less when that was in an earlier epoch's file."""

    seq: int
    receipt: str
    at: str


class Reads:
    """What services may ask of the file."""

    identity: table.Identity
    head: table.Head

    def __init__(self, session: Session) -> None:
        self.session = session

    def work(self, kind: str, limit: int = -1) -> list[tuple[str, bytes]]:
        """Return the open work of a kind as (id, body), by id; at most `limit` of it unless that is negative."""
        rows = self.session.rows("SELECT id, body FROM work WHERE kind = ? ORDER BY id LIMIT ?", (kind, limit))
        return [(row[0], row[1]) for row in rows]

    def count(self, kind: str) -> int:
        """Count the open work of a kind."""
        row = self.session.row("SELECT count(*) FROM work WHERE kind = ?", (kind,))
        return row[0] if row else 0

    def get(self, kind: str, id: str) -> bytes | None:
        """Return one piece of open work."""
        row = self.session.row("SELECT body FROM work WHERE kind = ? AND id = ?", (kind, id))
        return row[0] if row else None

    def get_either(self, kind: str, other: str, id: str) -> bytes | None:
        """Return one piece of open work that may be of either kind; the first goes before the other."""
        row = self.session.row(
            "SELECT body FROM work WHERE kind IN (?, ?) AND id = ? ORDER BY kind = ? DESC LIMIT 1", (kind, other, id, kind)
        )
        return row[0] if row else None

    def personal(self, kind: str, id: str) -> bytes | None:
        """Return something personal, None when it was erased."""
        row = self.session.row("SELECT body FROM personal WHERE kind = ? AND id = ?", (kind, id))
        return row[0] if row else None

    def entry(self, seq: int) -> Entry | None:
        """Return one journal entry."""
        with faults():
            return table.entry(self.session.connection, seq)

    def entries(self, after_seq: int, limit: int) -> list[Entry]:
        """Return up to `limit` journal entries after `after_seq`, in order."""
        with faults():
            return table.entries(self.session.connection, after_seq, limit)

    def sale(self, number: str) -> tuple[int, Sale] | None:
        """Return the sale of a receipt number with its sequence number; None for one that is not of this file."""
        return self._sale_at("SELECT seq FROM sale WHERE number = ?", number)

    def sale_of_basket(self, basket: str) -> tuple[int, Sale] | None:
        """Return the sale that a basket became."""
        return self._sale_at("SELECT seq FROM sale WHERE basket = ?", basket)

    def last_sale(self) -> tuple[int, Sale] | None:
        """Return the newest sale."""
        return self._sale_at("SELECT seq FROM sale ORDER BY seq DESC LIMIT 1")

    def returned(self, number: str) -> list[SoldLine]:
        """Return all lines that gave back something of receipt `number`: negative, with their shares; `origin.line` is the line sold."""
        rows = self.session.rows("SELECT detail FROM effect WHERE kind = 'returned' AND subject = ? ORDER BY seq, part", (number,))
        return [_line.decode(row[0]) for row in rows]

    def right_used(self, id: str) -> RightUsed | None:
        """Return where and when a right was used, None while it is not."""
        row = self.session.row("SELECT seq, detail FROM effect WHERE kind = 'used' AND subject = ?", (id,))
        if row is None:
            return None
        found = self.entry(row[0])
        return RightUsed(row[0], row[1], decode_body(found.body).at if found else "")

    def right_issued(self, id: str) -> str | None:
        """Return the receipt on which a right was issued here."""
        row = self.session.row("SELECT detail FROM effect WHERE kind = 'issued' AND subject = ?", (id,))
        return row[0] if row else None

    def member_delta(self, member: str, after_seq: int = 0) -> dict[str, int]:
        """Return what entries after `after_seq` changed of a member's balances, by programme: what the ledger's figures do not hold yet."""
        rows = self.session.rows(
            "SELECT part, sum(amount) FROM effect WHERE kind = 'points' AND subject = ? AND seq > ? GROUP BY part", (member, after_seq)
        )
        return {programme: amount for programme, amount in rows if amount}

    def totals(self, scope: str) -> dict[str, Total]:
        """Return the sums of a period by key: `day_scope(z_number + 1)` is the open day's, PERPETUAL all time's."""
        rows = self.session.rows("SELECT key, amount_minor, count FROM total WHERE scope = ? ORDER BY key", (scope,))
        return {key: Total(amount, count) for key, amount, count in rows}

    def last_closing(self) -> DayClosed | None:
        """Return the newest Z report of this file."""
        row = self.session.row("SELECT seq FROM closing ORDER BY z_number DESC LIMIT 1")
        found = self.entry(row[0]) if row else None
        fact = decode_body(found.body).fact if found else None
        return fact if isinstance(fact, DayClosed) else None

    def last_z_number(self) -> int:
        """Return the number of the newest Z report, also of an earlier epoch."""
        row = self.session.row("SELECT max(z_number) FROM closing")
        return (row[0] or 0) if row else 0

    def last_counter(self) -> int:
        """Return the counter of the newest receipt number of this series, 0 before the first."""
        row = self.session.row("SELECT number FROM sale ORDER BY seq DESC LIMIT 1")
        number = ReceiptNumber.parse(row[0]) if row else None
        return number.counter if number else 0

    def _sale_at(self, sql: str, *parameters: str) -> tuple[int, Sale] | None:
        row = self.session.row(sql, parameters)
        found = self.entry(row[0]) if row else None
        fact = decode_body(found.body).fact if found else None
        return (found.seq, fact) if found and isinstance(fact, Sale) else None

    def _marked(self, id: str, of: type[_Mark]) -> _Mark:
        body = self.get(MARK, id)
        return msgspec.json.decode(body, type=of) if body else of()
