"""Slips of cash that moved, and the closing of a month or a year."""

from sync.protocol.facts import CashMoved, PeriodClosed
from sync.rules.receipt import Banner, cash_slip, period_report, render_text
from tests.unit.sync.rules.receipt.sample import FRENCH
from tests.unit.sync.rules.receipt.test_reports import SUMS, paper
from tests.unit.sync.rules.receipt.test_sale import plain

KEYS = ("sales_minor", "returns_minor", "receipts", "taxes", "tenders", "period_total_minor", "perpetual_total_minor")


def test_a_drop_has_its_bag_its_count_and_two_signatures() -> None:
    moved = CashMoved(kind="drop", amount_minor=25_000, reason="x" * 64, bag="S-0042", denominations={"5000": 4, "1000": 5, "200": 0})
    elements = cash_slip(moved, paper(), FRENCH, "coffre du soir")
    text = plain(render_text(elements))
    assert Banner("PRÉLÈVEMENT AU COFFRE") in elements
    assert "Montant                                 250,00 €" in text
    assert "Sac                                       S-0042" in text
    assert "Motif                             coffre du soir" in text
    assert text.index("4 x 50,00 €") < text.index("5 x 10,00 €") and "x 2,00" not in text
    assert "Remis par Nadia" in text and "Reçu par" in text
    assert "xxxx" not in text


def test_money_paid_in_without_more_has_no_empty_row() -> None:
    text = plain(render_text(cash_slip(CashMoved(kind="paid_in", amount_minor=500), paper(), FRENCH)))
    assert "ENTRÉE DE CAISSE" in text and "Sac" not in text and "Motif" not in text


def closed(period: str, key: str) -> PeriodClosed:
    figures = {name: SUMS[name] for name in KEYS}
    return PeriodClosed(period=period, key=key, first_z=1, last_z=26, first_seq=1, last_seq=900, **figures)  # type: ignore[arg-type]


def test_a_month_is_named_and_says_which_closings_it_sums() -> None:
    elements = period_report(closed("month", "2026-11"), paper(), FRENCH)
    text = plain(render_text(elements))
    assert Banner("CLÔTURE MENSUELLE") in elements
    assert "novembre 2026" in text and "Z 1 à Z 26" in text
    assert "Grand total perpétuel                  91 230,00" in text


def test_a_year_is_its_number() -> None:
    text = plain(render_text(period_report(closed("year", "2026"), paper(), FRENCH)))
    assert "CLÔTURE ANNUELLE" in text and "2026\n" in text
