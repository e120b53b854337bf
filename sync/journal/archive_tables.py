"""The tables of an archive: receipts, closings and periods as CSV that a spreadsheet opens. The journals are what counts."""

import csv
import io
from collections.abc import Iterator

import msgspec

from sync.protocol.envelope import Body, Entry, decode_body
from sync.protocol.facts import DayClosed, PeriodClosed, Sale

RECEIPTS = (
    "number",
    "seq",
    "at",
    "business_day",
    "staff",
    "lines",
    "net_minor",
    "tax_minor",
    "gross_minor",
    "discount_minor",
    "rounding_minor",
    "tenders",
    "hash",
)
CLOSINGS = (
    "z_number",
    "seq",
    "at",
    "business_day",
    "receipts",
    "sales_minor",
    "returns_minor",
    "period_total_minor",
    "perpetual_total_minor",
    "expected_minor",
    "counted_minor",
    "over_short_minor",
    "taxes",
    "tenders",
    "hash",
)
PERIODS = (
    "period",
    "key",
    "seq",
    "at",
    "first_z",
    "last_z",
    "receipts",
    "sales_minor",
    "returns_minor",
    "period_total_minor",
    "perpetual_total_minor",
    "taxes",
    "tenders",
    "hash",
)


class Tables:
    """Three tables, a row for each finished sale, closed day and closed period that is shown to it."""

    def __init__(self) -> None:
        self._tables = {"receipts.csv": _Table(RECEIPTS), "closings.csv": _Table(CLOSINGS), "periods.csv": _Table(PERIODS)}

    def see(self, entry: Entry) -> None:
        """Add the row of an entry; one that this version cannot read stands in the journal all the same."""
        try:
            body = decode_body(entry.body)
        except msgspec.DecodeError:
            return
        match body.fact:
            case Sale():
                self._tables["receipts.csv"].add(body, entry, lines=len(body.fact.lines), tenders=_tenders(body.fact))
            case DayClosed():
                self._tables["closings.csv"].add(body, entry, **_sums(body.fact))
            case PeriodClosed():
                self._tables["periods.csv"].add(body, entry, **_sums(body.fact))

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield each table's file name and text."""
        return ((name, table.text.getvalue()) for name, table in self._tables.items())


class _Table:
    def __init__(self, columns: tuple[str, ...]) -> None:
        self.text = io.StringIO(newline="")
        self._columns = columns
        self._rows = csv.writer(self.text)
        self._rows.writerow(columns)

    def add(self, body: Body, entry: Entry, **more: object) -> None:
        """Add a row: `more`, the envelope and the entry give what the fact itself does not."""
        envelope = {"seq": entry.seq, "at": body.at, "business_day": body.day, "staff": body.staff, "hash": entry.hash.hex()}
        found = {**msgspec.structs.asdict(body.fact), **envelope, **more}
        self._rows.writerow([found[column] for column in self._columns])


def _tenders(sale: Sale) -> str:
    paid = [f"{each.kind}={-each.amount_minor if each.out else each.amount_minor}" for each in sale.tenders]
    return " ".join([*paid, f"change={-sale.change_minor}"] if sale.change_minor else paid)


def _sums(fact: DayClosed | PeriodClosed) -> dict[str, str]:
    taxes = " ".join(f"{each.id}={each.base_minor}+{each.tax_minor}" for each in fact.taxes)
    return {"taxes": taxes, "tenders": " ".join(f"{each.kind}={each.amount_minor}" for each in fact.tenders)}
