"""X and Z reports, and the closing of a month or a year."""

import msgspec

from sync.protocol.facts import DayClosed, PeriodClosed, TaxShare, TenderTotal
from sync.rules.receipt.context import Paper, Translator
from sync.rules.receipt.elements import Banner, Columns, Element, Feed, Line, Rule
from sync.rules.receipt.parts import block, foot, head, money_row, tax_table, tender_name
from sync.rules.receipt.slips import counted as by_value


class PeriodFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of stored values of the open period, as an X report shows them; `returns_minor` is positive, as in `sync.rules.figures`."""

    business_day: str
    sales_minor: int
    returns_minor: int
    receipts: int
    taxes: list[TaxShare]
    tenders: list[TenderTotal]
    float_minor: int
    paid_in_minor: int = 0
    paid_out_minor: int = 0
    drops_minor: int = 0
    rounding_minor: int = 0
    expected_minor: int
    period_total_minor: int
    perpetual_total_minor: int


Figures = PeriodFigures | DayClosed
Sums = PeriodFigures | DayClosed | PeriodClosed


def x_report(figures: PeriodFigures, paper: Paper, words: Translator) -> list[Element]:
    """Return the paper of the figures so far; it closes nothing."""
    return _report(words.tr("X REPORT"), figures, [], paper, words)


def z_report(closed: DayClosed, paper: Paper, words: Translator) -> list[Element]:
    """Return the paper of a closed day, with the count of the drawer."""
    counted: list[Element] = [
        *by_value(closed.denominations, words, indent=2),
        money_row(words.tr("Counted cash"), closed.counted_minor, words),
        money_row(words.tr("Over or short"), closed.over_short_minor, words, bold=True),
    ]
    return _report(words.tr("Z REPORT {number}", number=closed.z_number), closed, counted, paper, words)


def period_report(closed: PeriodClosed, paper: Paper, words: Translator) -> list[Element]:
    """Return the paper of a closed month or year: the sums of its Z reports."""
    of_month = closed.period == "month"
    title = words.tr("MONTHLY CLOSING") if of_month else words.tr("ANNUAL CLOSING")
    first, last = words.number(closed.first_z), words.number(closed.last_z)
    covered = words.tr("Z {first} to Z {last}", first=first, last=last)
    return [
        *head(paper, words),
        Feed(1),
        Banner(title),
        Line(words.month(closed.key) if of_month else closed.key, "center", bold=True),
        Line(words.tr("Register {register} · {day}", register=paper.register, day=covered), "center"),
        *block(_turnover(closed, words)),
        *block(tax_table(closed.taxes, paper.taxes, words)),
        *block(_tenders(closed, words)),
        *block(_totals(closed, words)),
        Rule(),
        *foot(paper, words),
    ]


def _report(title: str, figures: Figures, counted: list[Element], paper: Paper, words: Translator) -> list[Element]:
    day = words.tr("Register {register} · {day}", register=paper.register, day=words.date(figures.business_day))
    cashier: list[Element] = [Line(paper.cashier, "center", small=True)] if paper.cashier else []
    return [
        *head(paper, words),
        Feed(1),
        Banner(title),
        Line(day, "center"),
        *block(_turnover(figures, words)),
        *block(tax_table(figures.taxes, paper.taxes, words)),
        *block(_tenders(figures, words)),
        *block([*_drawer(figures, words), *counted]),
        *block(_totals(figures, words)),
        Rule(),
        *cashier,
        *foot(paper, words),
    ]


def _turnover(figures: Sums, words: Translator) -> list[Element]:
    return [
        money_row(words.tr("Sales"), figures.sales_minor, words),
        money_row(words.tr("Returns"), -figures.returns_minor, words),
        Columns((words.tr("Receipts"), words.number(figures.receipts))),
        Columns((words.tr("TOTAL"), words.money(figures.period_total_minor)), bold=True, big=True),
    ]


def _tenders(figures: Sums, words: Translator) -> list[Element]:
    """Every kind of tender with how often it was taken, in the order of the figures."""
    rows = [
        (words.tr("{tender} ({count})", tender=_counted_name(each.kind, words), count=words.number(each.count)), each)
        for each in figures.tenders
    ]
    return [money_row(label, each.amount_minor, words) for label, each in rows]


def _counted_name(kind: str, words: Translator) -> str:
    """The customer's paper says bank card to both; whoever counts compares each with the slip of its own terminal."""
    return words.tr("Connected card") if kind == "card" else tender_name(kind, words)


def _drawer(figures: Figures, words: Translator) -> list[Element]:
    moved = [
        (words.tr("Paid in"), figures.paid_in_minor),
        (words.tr("Paid out"), -figures.paid_out_minor),
        (words.tr("Drops"), -figures.drops_minor),
        (words.tr("Cash rounding"), figures.rounding_minor),
    ]
    return [
        money_row(words.tr("Opening float"), figures.float_minor, words),
        *(money_row(label, amount, words) for label, amount in moved if amount),
        money_row(words.tr("Expected cash"), figures.expected_minor, words),
    ]


def _totals(figures: Sums, words: Translator) -> list[Element]:
    return [money_row(words.tr("Perpetual total"), figures.perpetual_total_minor, words)]
