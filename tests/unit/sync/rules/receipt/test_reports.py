"""X and Z reports, and the trial page."""

from sync.protocol.facts import DayClosed, TaxShare, TenderTotal
from sync.rules.receipt import Paper, PeriodFigures, render_text, trial_page, x_report, z_report
from sync.rules.receipt.elements import Banner, Ean13, Qr
from tests.unit.sync.rules.receipt.sample import FRENCH, SHOP, TAXES, context
from tests.unit.sync.rules.receipt.test_sale import plain

SUMS = {
    "business_day": "2026-11-21",
    "sales_minor": 125_000,
    "returns_minor": 2_000,
    "receipts": 42,
    "taxes": [TaxShare(id="T55", base_minor=90_000, tax_minor=4_950)],
    "tenders": [TenderTotal(kind="cash", amount_minor=50_000, count=30), TenderTotal(kind="card", amount_minor=73_000, count=12)],
    "float_minor": 15_000,
    "drops_minor": 20_000,
    "expected_minor": 45_000,
    "period_total_minor": 123_000,
    "perpetual_total_minor": 9_123_000,
}


def paper() -> Paper:
    return Paper(
        shop=SHOP,
        store=context().store,
        register="02",
        at="2026-11-21T20:05:00+01:00",
        cashier="Nadia",
        taxes=TAXES,
        entry_hash="ab12cd34ef",
    )


def test_x_shows_the_figures_and_counts_nothing() -> None:
    elements = x_report(PeriodFigures(**SUMS), paper(), FRENCH)  # type: ignore[arg-type]
    text = plain(render_text(elements))
    assert Banner("RAPPORT X") in elements
    assert "Retours                                   −20,00" in text
    assert "Caisse 02 · 21 novembre 2026" in text
    assert "TOTAL                                 1 230,00 €" in text
    assert "Espèces (30)                              500,00" in text
    assert "Prélèvements                             −200,00" in text
    assert "Espèces attendues                         450,00" in text
    assert "Grand total perpétuel                  91 230,00" in text
    assert "comptées" not in text and "Entrées" not in text


def test_z_adds_number_count_and_difference() -> None:
    closed = DayClosed(**SUMS, z_number=7, counted_minor=44_990, over_short_minor=-10)  # type: ignore[arg-type]
    elements = z_report(closed, paper(), FRENCH)
    text = plain(render_text(elements))
    assert Banner("RAPPORT Z 7") in elements
    assert "Espèces comptées                          449,90" in text
    assert "Écart de caisse                            −0,10" in text
    assert "ab12cd34" in text and "ab12cd34ef" not in text


def test_each_kind_of_tender_has_a_name_of_its_own() -> None:
    kinds = ["cash", "card", "card_standalone", "voucher", "cheque", "gift_card", "store_credit", "points", "cashback"]
    tenders = [TenderTotal(kind=kind, amount_minor=100, count=1) for kind in kinds]
    elements = x_report(PeriodFigures(**SUMS | {"tenders": tenders}), paper(), FRENCH)  # type: ignore[arg-type]
    names = [line.split(" (1)")[0] for line in plain(render_text(elements)).splitlines() if " (1)" in line]
    assert names[:4] == ["Espèces", "Carte connectée", "Carte bancaire", "Titre-restaurant"]
    assert len(set(names)) == len(kinds)


def test_the_trial_page_shows_all_a_printer_must_do() -> None:
    elements = trial_page(paper(), FRENCH)
    assert {Banner, Ean13, Qr} <= {type(each) for each in elements}
