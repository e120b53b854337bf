"""The money of a shop counted from its journal's bytes alone, to be compared with every Z, the card terminal and the ledger."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Fact = dict[str, Any]


@dataclass
class Period:
    """Sums since the last Z."""

    sales: int = 0
    returns: int = 0
    receipts: int = 0
    rounding: int = 0
    tenders: Counter[str] = field(default_factory=Counter)
    taxes: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)
    opened: int = 0


class Money:
    """Walks the facts in order; `faults` says where a stored sum differs from the count."""

    def __init__(self, facts: list[Fact]) -> None:
        self.faults: list[str] = []
        self.tenders: Counter[str] = Counter()
        self.drawer = 0
        self.cards: Counter[str] = Counter()
        self.z_numbers: list[int] = []
        self._perpetual = 0
        self._returned: Counter[tuple[str, int]] = Counter()
        self._sold: dict[tuple[str, int], int] = {}
        self._period = Period()
        for fact in facts:
            reader = getattr(self, f"_{fact['fact']}", None)
            if reader is not None:
                reader(fact)

    def _sale(self, sale: Fact) -> None:
        period = self._period
        period.receipts += 1
        period.rounding += sale.get("rounding_minor", 0)
        for line in sale["lines"]:
            self._line(sale["number"], line)
        self._tenders(sale.get("tenders", []), sale.get("change_minor", 0))
        handed = sum(_signed(tender) for tender in sale.get("tenders", []))
        if handed - sale.get("change_minor", 0) != sale["gross_minor"] + sale.get("rounding_minor", 0):
            self.faults.append(f"sale {sale['number']} is not paid as it is")

    def _line(self, number: str, line: Fact) -> None:
        gross, back = line["gross_minor"], _pieces(line) < 0
        if line.get("kind") == "gift_card":
            self._load(line["card"], gross)
        elif back:
            self._period.returns -= gross
        else:
            self._period.sales += gross
        for share in line.get("taxes", []):
            self._period.taxes[share["id"]] += share["tax_minor"]
        self._sold[number, line["line"]] = _pieces(line)
        if line.get("origin"):
            self._give_back(line["origin"], -_pieces(line))

    def _give_back(self, origin: Fact, pieces: int) -> None:
        key = origin["receipt"], origin["line"]
        self._returned[key] += pieces
        if self._returned[key] > self._sold.get(key, 0):
            self.faults.append(f"{self._returned[key]} of line {key[1]} of {key[0]} came back, {self._sold.get(key, 0)} were sold")

    def _basket_cancelled(self, fact: Fact) -> None:
        self._tenders(fact.get("kept_tenders", []), 0)

    def _tenders(self, tenders: list[Fact], change: int) -> None:
        for tender in tenders:
            self._period.tenders[tender["kind"]] += _signed(tender)
            if tender["kind"] in ("gift_card", "store_credit"):
                self._load(tender["card"], -_signed(tender))
        self._period.tenders["cash"] -= change

    def _load(self, card: str, amount: int) -> None:
        self.cards[card] += amount
        if self.cards[card] < 0:
            self.faults.append(f"the card {card[:8]} was spent below nothing")

    def _cash_moved(self, fact: Fact) -> None:
        self._period.moved[fact["kind"]] += fact["amount_minor"]

    def _day_opened(self, fact: Fact) -> None:
        self._period.opened = fact["float_minor"]

    def _day_closed(self, closed: Fact) -> None:
        period, self._period = self._period, Period()
        self._perpetual += period.sales - period.returns
        self.z_numbers.append(closed["z_number"])
        expected = period.opened + period.tenders["cash"] + period.moved["paid_in"] - period.moved["paid_out"] - period.moved["drop"]
        counted = {
            "sales_minor": period.sales,
            "returns_minor": period.returns,
            "receipts": period.receipts,
            "rounding_minor": period.rounding,
            "float_minor": period.opened,
            "paid_in_minor": period.moved["paid_in"],
            "paid_out_minor": period.moved["paid_out"],
            "drops_minor": period.moved["drop"],
            "expected_minor": expected,
            "over_short_minor": closed["counted_minor"] - expected,
            "period_total_minor": period.sales - period.returns,
            "perpetual_total_minor": self._perpetual,
        }
        wrong = {name: (closed.get(name, 0), value) for name, value in counted.items() if closed.get(name, 0) != value}
        tenders = {each["kind"]: each["amount_minor"] for each in closed["tenders"] if each["amount_minor"]}
        taxes = {each["id"]: each["tax_minor"] for each in closed["taxes"] if each["tax_minor"]}
        if tenders != _nonzero(period.tenders):
            wrong["tenders"] = (tenders, _nonzero(period.tenders))
        if taxes != _nonzero(period.taxes):
            wrong["taxes"] = (taxes, _nonzero(period.taxes))
        if wrong:
            self.faults.append(f"Z {closed['z_number']} says and the journal counts: {wrong}")
        self._close(period, closed)

    def _close(self, period: Period, closed: Fact) -> None:
        """What a ledger's accounts of tenders come to: over and short are booked against cash."""
        self.tenders.update(period.tenders)
        self.tenders["cash"] += period.moved["paid_in"] - period.moved["paid_out"] - period.moved["drop"] + closed["over_short_minor"]

    @property
    def open_period(self) -> Period:
        """What happened since the last Z."""
        return self._period


def _signed(tender: Fact) -> int:
    return -int(tender["amount_minor"]) if tender.get("out") else int(tender["amount_minor"])


def _pieces(line: Fact) -> int:
    return int(line["quantity"] if line.get("weight_g") is None else line["weight_g"])


def _nonzero(counts: Counter[str]) -> dict[str, int]:
    return {key: count for key, count in counts.items() if count}
