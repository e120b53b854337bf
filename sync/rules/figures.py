"""What a fact adds to a period's totals, and the figures of an X or Z report made of their sums; the same for till and ledger."""

from collections.abc import Iterable, Iterator

import msgspec

from sync.protocol.facts import BasketCancelled, CashMoved, DayClosed, DayOpened, Fact, Sale, SoldLine, TaxShare, Tender, TenderTotal
from sync.protocol.money import divide_half_up
from sync.rules.gift_cards import GIFT_CARD
from sync.rules.tax import by_id

CASH = "cash"
"""The tender kind that fills the drawer and that change comes from."""

TURNOVER = ("sales", "returns")
"""The totals of which the second taken from the first is the turnover."""

MOVEMENTS = ("paid_in", "paid_out", "drop")
"""The kinds of CashMoved; the first brings money into the drawer."""


class Contribution(msgspec.Struct, frozen=True):
    """What a fact adds to the total `key`. Keys are kept in databases and never renamed."""

    key: str
    amount_minor: int
    count: int = 0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of stored values of one period; all amounts in minor units.

    `sales_minor` is the gross of the lines sold, `returns_minor` the gross of the lines given back as a positive amount, and
    `period_total_minor` the first less the second. A tender's amount is money in less money out; change is cash out.
    `expected_minor` is the cash that should be in the drawer. Gift cards are no turnover: those sold and taken back stand apart, so
    that tenders come to `period_total_minor` plus rounding plus gift cards sold less returned.
    """

    sales_minor: int = 0
    returns_minor: int = 0
    receipts: int = 0
    taxes: list[TaxShare] = []
    tenders: list[TenderTotal] = []
    rounding_minor: int = 0
    discount_minor: int = 0
    gift_cards_sold_minor: int = 0
    gift_cards_returned_minor: int = 0
    float_minor: int = 0
    paid_in_minor: int = 0
    paid_out_minor: int = 0
    drops_minor: int = 0
    opening_over_short_minor: int = 0
    over_short_minor: int = 0

    @property
    def expected_minor(self) -> int:
        cash = sum(each.amount_minor for each in self.tenders if each.kind == CASH)
        return self.float_minor + cash + self.paid_in_minor - self.paid_out_minor - self.drops_minor

    @property
    def period_total_minor(self) -> int:
        return self.sales_minor - self.returns_minor


def contributions(fact: Fact) -> list[Contribution]:
    """Return what a fact adds to the totals, at most one a key; most facts add nothing. Raises ValueError for an unknown cash movement."""
    match fact:
        case Sale():
            found = _of_sale(fact)
        case BasketCancelled():
            found = _of_tenders(fact.kept_tenders, 0)
        case CashMoved():
            if fact.kind not in MOVEMENTS:
                raise ValueError("unknown cash movement")
            found = iter([Contribution(fact.kind, fact.amount_minor, 1)])
        case DayOpened():
            opening = Contribution("opening_over_short", fact.opening_over_short_minor)
            found = iter([Contribution("float", fact.float_minor, 1), opening])
        case DayClosed():
            found = iter([Contribution("over_short", fact.over_short_minor)])
        case _:
            found = iter([])
    return [each for each in _summed(found) if each.amount_minor or each.count]


def figures(totals: Iterable[tuple[str, int, int]]) -> Figures:
    """Return the figures of summed contributions, given as (key, amount, count); keys of a newer version are ignored."""
    rows = {key: (amount, count) for key, amount, count in totals}

    def amount(key: str) -> int:
        return rows.get(key, (0, 0))[0]

    return Figures(
        sales_minor=amount("sales"),
        returns_minor=amount("returns"),
        receipts=rows.get("receipts", (0, 0))[1],
        taxes=[TaxShare(id=id, base_minor=amount(f"tax:{id}:base"), tax_minor=amount(f"tax:{id}:tax")) for id in _tax_ids(rows)],
        tenders=[TenderTotal(kind=kind, amount_minor=amount(f"tender:{kind}"), count=rows[f"tender:{kind}"][1]) for kind in _kinds(rows)],
        rounding_minor=amount("rounding"),
        discount_minor=amount("discount"),
        gift_cards_sold_minor=amount("gift_cards_sold"),
        gift_cards_returned_minor=amount("gift_cards_returned"),
        float_minor=amount("float"),
        paid_in_minor=amount("paid_in"),
        paid_out_minor=amount("paid_out"),
        drops_minor=amount("drop"),
        opening_over_short_minor=amount("opening_over_short"),
        over_short_minor=amount("over_short"),
    )


def average_basket(turnover_minor: int, receipts: int) -> int:
    """Return what a receipt came to on average, returns taken off; the same on a till's report and on the desk."""
    return divide_half_up(turnover_minor, receipts) if receipts else 0


def gives_back(line: SoldLine) -> bool:
    """Tell whether a line returns goods."""
    return (line.quantity if line.weight_g is None else line.weight_g) < 0


def _tax_ids(rows: Iterable[str]) -> list[str]:
    return sorted(key.removeprefix("tax:").removesuffix(":base") for key in rows if key.startswith("tax:") and key.endswith(":base"))


def _kinds(rows: Iterable[str]) -> list[str]:
    return sorted(key.removeprefix("tender:") for key in rows if key.startswith("tender:"))


def _of_sale(sale: Sale) -> Iterator[Contribution]:
    yield Contribution("receipts", 0, 1)
    goods = [line for line in sale.lines if line.kind != GIFT_CARD]
    cards = [line.gross_minor for line in sale.lines if line.kind == GIFT_CARD]
    returned = [-line.gross_minor for line in goods if gives_back(line)]
    sold = [line.gross_minor for line in goods if not gives_back(line)]
    discounts = [line.discount_minor for line in sale.lines if line.discount_minor]
    for key, amounts in (("sales", sold), ("returns", returned), ("discount", discounts)):
        yield Contribution(key, sum(amounts), len(amounts))
    for key, amounts in (("gift_cards_sold", [n for n in cards if n > 0]), ("gift_cards_returned", [-n for n in cards if n < 0])):
        yield Contribution(key, sum(amounts), len(amounts))
    for share in by_id(share for line in sale.lines for share in line.taxes):
        yield Contribution(f"tax:{share.id}:base", share.base_minor, 1)
        yield Contribution(f"tax:{share.id}:tax", share.tax_minor, 1)
    yield Contribution("rounding", sale.rounding_minor)
    yield from _of_tenders(sale.tenders, sale.change_minor)


def _of_tenders(tenders: Iterable[Tender], change_minor: int) -> Iterator[Contribution]:
    """Change leaves the drawer whatever it was given for, so it is cash out even when a card paid."""
    for tender in tenders:
        yield Contribution(f"tender:{tender.kind}", -tender.amount_minor if tender.out else tender.amount_minor, 1)
    if change_minor:
        yield Contribution(f"tender:{CASH}", -change_minor)


def _summed(found: Iterable[Contribution]) -> list[Contribution]:
    sums: dict[str, tuple[int, int]] = {}
    for each in found:
        amount, count = sums.get(each.key, (0, 0))
        sums[each.key] = (amount + each.amount_minor, count + each.count)
    return [Contribution(key, amount, count) for key, (amount, count) in sums.items()]
