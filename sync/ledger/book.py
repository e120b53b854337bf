"""The effects of a run of entries on one store's books, gathered in memory and written at once at the end of their savepoint."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from sync.ledger.card_book import CardBook
from sync.ledger.cases import Case, Source, open_cases, resolve_subject
from sync.ledger.days import stored_totals
from sync.ledger.feed import known_keys
from sync.ledger.member_book import MemberBook
from sync.ledger.parcels import Parcel, send
from sync.ledger.tables import balance, figure, posting, receipt
from sync.ledger.upsert import add_up
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
        self.members = MemberBook(connection, store)
        self._postings: list[dict[str, object]] = []
        self._balances: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._figures: dict[tuple[str, str, str], tuple[int, int]] = {}
        self._parcels: dict[tuple[Source, str], Parcel] = {}
        self._lines: Counter[Source] = Counter()
        self._receipts: dict[str, Source] = {}
        self._products: dict[str, bool] = {}

    def post(self, source: Source, lines: Iterable[Posting], *, after: int = 0) -> None:
        """Post lines under their source entry, numbered from `after` on, and move the balances."""
        key = {"store": self.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq}
        for line in lines:
            self._lines[source] += 1
            number = after + self._lines[source]
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
        return self.members.rules.shop.currency

    def point_value_minor(self, programme: str) -> int:
        """Return what one point of a programme is worth, 0 for a programme the store does not know."""
        return self.members.rules.value_minor(programme)

    def parcel(self, source: Source, target: str) -> Parcel:
        """Return what an entry sends to another store, to be filled; it leaves when the book is written."""
        return self._parcels.setdefault((source, target), Parcel())

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
        return self._receipts.get(number) or find_receipt(self.connection, self.store, number)

    def withdraw(self, code: str, subject: str) -> None:
        """Take a dispute back that what was heard since has settled."""
        self.cases = [each for each in self.cases if (each.code, each.subject) != (code, subject)]
        resolve_subject(self.connection, self.store, code, subject)

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
        self.cards.write(self.at)
        self.members.write(self.at)
        for (source, target), parcel in self._parcels.items():
            send(self.connection, source, target, parcel)
        open_cases(self.connection, self.cases, self.at)

    def _figure_row(self, business_day: str, terminal: str, name: str, amount: int, count: int) -> dict[str, object]:
        return {"store": self.store, "business_day": business_day, "terminal": terminal, "name": name, "amount": amount, "count": count}


def find_receipt(connection: Connection, store: str, number: str) -> Source | None:
    """Return the entry of `store` in which a receipt was sold, None while it has not been received."""
    row = connection.execute(select(receipt).where(receipt.c.store == store, receipt.c.number == number)).one_or_none()
    return Source(store, row.terminal, row.epoch, row.seq) if row else None
