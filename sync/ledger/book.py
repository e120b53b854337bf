"""The effects of a run of entries on one store's books, gathered in memory and written at once at the end of their savepoint."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, insert, select

from sync.ledger.card_book import CardBook
from sync.ledger.cases import Case, Source, open_cases
from sync.ledger.days import stored_totals
from sync.ledger.feed import Put, bodies, known_keys, put_records
from sync.ledger.tables import balance, figure, posting, receipt
from sync.ledger.upsert import add_up
from sync.protocol.programmes import Programme, unit_value_minor
from sync.protocol.records import Member, Shop
from sync.rules.figures import Contribution
from sync.rules.postings import Posting


class Book:
    """One store's accounts, figures, members, cards and receipts as they stand after the entries interpreted so far."""

    def __init__(self, connection: Connection, store: str, at: str) -> None:
        self.connection = connection
        self.store = store
        self.at = at
        self.cases: list[Case] = []
        self.cards = CardBook(connection, store)
        self._postings: list[dict[str, object]] = []
        self._balances: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._figures: dict[tuple[str, str, str], tuple[int, int]] = {}
        self._members: dict[str, Member | None] = {}
        self._moved: set[str] = set()
        self._receipts: dict[str, Source] = {}
        self._products: dict[str, bool] = {}
        self._currency = ""

    def post(self, source: Source, lines: Iterable[Posting]) -> None:
        """Post lines under their source entry and move the balances."""
        key = {"store": self.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq}
        for number, line in enumerate(lines, start=1):
            self._postings.append({**key, "line": number, "account": line.account, "unit": line.unit, "amount": line.amount})
            self._balances[line.account, line.unit] += line.amount

    def add_figures(self, business_day: str, terminal: str, parts: Iterable[Contribution]) -> None:
        """Add to the totals of a terminal's business day."""
        for part in parts:
            amount, count = self._figures.get((business_day, terminal, part.key), (0, 0))
            self._figures[business_day, terminal, part.key] = (amount + part.amount_minor, count + part.count)

    def totals(self, business_day: str, terminal: str) -> list[tuple[str, int, int]]:
        """Return the totals of a terminal's business day with everything added so far, as `sync.rules.figures.figures` takes them."""
        found = {key[2]: sums for key, sums in self._figures.items() if key[:2] == (business_day, terminal)}
        for row in stored_totals(self.connection, self.store, business_day, terminal):
            amount, count = found.get(row[0], (0, 0))
            found[row[0]] = (amount + row[1], count + row[2])
        return [(name, *sums) for name, sums in found.items()]

    def currency(self) -> str:
        """Return the shop's currency; a store without a shop record cannot be posted to, which is a bug of the import."""
        if not self._currency:
            self._currency = msgspec.json.decode(bodies(self.connection, self.store, "shop", ["shop"])["shop"], type=Shop).currency
        return self._currency

    def member(self, member_id: str) -> Member | None:
        """Return a member with all movements so far, None when the store knows none of this id."""
        if member_id not in self._members:
            body = bodies(self.connection, self.store, "member", [member_id]).get(member_id)
            self._members[member_id] = msgspec.json.decode(body, type=Member) if body else None
        return self._members[member_id]

    def move_points(self, member_id: str, programme: str, amount: int) -> int:
        """Move the points of a member the store knows and return what they are now; the record goes out with the feed."""
        member = self._members[member_id] or Member(id=member_id)
        now = member.balances.get(programme, 0) + amount
        self._members[member.id] = msgspec.structs.replace(member, balances={**member.balances, programme: now})
        self._moved.add(member.id)
        return now

    def point_value_minor(self, programme: str) -> int:
        """Return what one point of a programme is worth, 0 for a programme the store does not know."""
        body = bodies(self.connection, self.store, "programme", [programme]).get(programme)
        return unit_value_minor(msgspec.json.decode(body, type=Programme)) if body else 0

    def missing_products(self, skus: Iterable[str]) -> list[str]:
        """Return those of `skus` that the catalogue never held; one taken off it since may still be sold by a till that was away."""
        wanted = set(skus)
        unasked = wanted - self._products.keys()
        if unasked:
            known = known_keys(self.connection, self.store, "product", unasked)
            self._products.update((sku, sku in known) for sku in unasked)
        return sorted(sku for sku in wanted if not self._products[sku])

    def claim_receipt(self, number: str, source: Source) -> Source | None:
        """Record where a receipt number was used; return the earlier use if there is one."""
        first = self.receipt_at(number)
        if first is None:
            self._receipts[number] = source
        return first

    def receipt_at(self, number: str) -> Source | None:
        """Return the entry in which a receipt of this store was sold, one of the entries being interpreted included."""
        return self._receipts.get(number) or self._find_receipt(number)

    def _find_receipt(self, number: str) -> Source | None:
        where = (receipt.c.store == self.store, receipt.c.number == number)
        row = self.connection.execute(select(receipt).where(*where)).one_or_none()
        return Source(self.store, row.terminal, row.epoch, row.seq) if row else None

    def write(self) -> None:
        """Write everything gathered."""
        store = self.store
        if self._postings:
            self.connection.execute(insert(posting), self._postings)
        if self._receipts:
            used = self._receipts.items()
            rows = [{"store": store, "number": n, "terminal": s.terminal, "epoch": s.epoch, "seq": s.seq} for n, s in used]
            self.connection.execute(insert(receipt), rows)
        balances = sorted(self._balances.items())
        add_up(self.connection, balance, [{"store": store, "account": a, "unit": u, "amount": n} for (a, u), n in balances])
        add_up(self.connection, figure, [self._figure_row(*key, *sums) for key, sums in sorted(self._figures.items())])
        put_records(self.connection, store, [self._put_member(member_id) for member_id in sorted(self._moved)])
        self.cards.write(self.at)
        open_cases(self.connection, self.cases, self.at)

    def _figure_row(self, business_day: str, terminal: str, name: str, amount: int, count: int) -> dict[str, object]:
        return {"store": self.store, "business_day": business_day, "terminal": terminal, "name": name, "amount": amount, "count": count}

    def _put_member(self, member_id: str) -> Put:
        return Put("member", member_id, msgspec.json.encode(self._members[member_id]))
