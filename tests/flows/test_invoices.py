"""An invoice on request: gapless, once a receipt, its buyer beside the entries, its PDF complete and written again when lost."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from kiosk.services.invoices import keep_until
from sync.protocol import facts
from tests.flows.harness import Till, shop_till
from tests.flows.shops import shop

BUYER = {"name": "Atelier Œuvre & Fils", "address": "4 rue du Port\n69002 Lyon", "vat_number": "fr 83 404 833 048", "siren": "404 833 048"}
LEGAL = {"siret": "552 100 554 00013", "naf": "4711D", "vat_number": "FR40303265045", "form": "SARL au capital de 10 000 €"}
NOW = "2026-11-22T10:00:00+01:00"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with shop_till(tmp_path / "till", shop(legal=LEGAL), manual_clock=True, begun=False) as found:
        found.ok("clock", at=NOW)
        found.ok("state")
        yield found


def sold(till: Till, *goods: dict[str, Any]) -> str:
    return str(
        till.sell(*(goods or ({"sku": "lamp"}, {"sku": "tea", "quantity": 3}, {"sku": "grapes", "weight_g": 512})))["receipt"]["number"]
    )


def text_of(path: str) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r", "").replace("\N{NO-BREAK SPACE}", " ")
    finally:
        document.close()


def test_the_pdf_has_what_the_law_wants(till: Till) -> None:
    receipt = sold(till)
    answer = till.ok("invoice", receipt=receipt, buyer=BUYER)["invoice"]
    assert answer["number"] == "R1-FA-000001" and not answer["again"]
    text = text_of(answer["path"])
    for words in (
        "FACTURE", "R1-FA-000001", "22 novembre 2026", receipt,
        "Au Bon Coin", "1 rue du Test", "SIRET 552 100 554 00013", "FR40303265045", "SARL au capital de 10 000 €",
        "Atelier Œuvre & Fils", "4 rue du Port", "69002 Lyon", "SIREN 404833048", "FR83404833048",
        "Lamp", "20,8300", "Remise HT", "Total HT", "Total TVA", "Total TTC", "Acquittée le", "Espèces", "livraison de biens",
    ):  # fmt: skip
        assert words in text, words


def test_its_figures_are_the_sale_s(till: Till) -> None:
    receipt = sold(till)
    path = till.ok("invoice", receipt=receipt, buyer=BUYER)["invoice"]["path"]
    (sale,) = till.facts(facts.Sale)
    shown = [f"{minor // 100},{minor % 100:02d} €" for minor in (sale.net_minor, sale.tax_minor, sale.gross_minor)]
    assert all(amount in text_of(path) for amount in shown), shown


def test_a_receipt_is_invoiced_once_and_the_series_has_no_gap(till: Till) -> None:
    first, second = sold(till), sold(till, {"sku": "lamp"})
    assert till.ok("invoice", receipt=first, buyer=BUYER)["invoice"]["number"] == "R1-FA-000001"
    again = till.ok("invoice", receipt=first, buyer=BUYER | {"vat_number": "FR83404833048"})["invoice"]
    assert again["number"] == "R1-FA-000001" and again["again"]
    assert "Atelier" in text_of(again["path"])
    assert till.ok("invoice", receipt=second, buyer=BUYER)["invoice"]["number"] == "R1-FA-000002"
    assert [fact.number for fact in till.facts(facts.InvoiceIssued)] == ["R1-FA-000001", "R1-FA-000002"]


@pytest.mark.parametrize("other", [{"name": "Another"}, {"address": "5 rue du Port"}, {"vat_number": "", "siren": ""}])
def test_a_receipt_invoiced_to_one_buyer_is_not_invoiced_to_another(till: Till, other: dict[str, str]) -> None:
    receipt = sold(till)
    till.ok("invoice", receipt=receipt, buyer=BUYER)
    refused = till.no("invoice_other_buyer", "invoice", receipt=receipt, buyer=BUYER | other)
    assert refused["field"] == "buyer" and "R1-FA-000001" in refused["message"] and "Atelier" not in refused["message"]
    till.no("vat_number", "invoice", receipt=receipt, buyer=BUYER | {"vat_number": "FR84404833048"})
    assert len(till.facts(facts.InvoiceIssued)) == 1


def test_a_request_sent_twice_is_answered_by_the_first(till: Till) -> None:
    receipt = sold(till)
    first = till.ok("invoice", receipt=receipt, buyer=BUYER, request="i1")
    assert till.ok("invoice", receipt=receipt, buyer=BUYER, request="i1") == first | {"replayed": True}
    assert len(till.facts(facts.InvoiceIssued)) == 1


def test_a_lost_pdf_is_written_again_byte_for_byte(till: Till) -> None:
    receipt = sold(till)
    path = Path(till.ok("invoice", receipt=receipt, buyer=BUYER)["invoice"]["path"])
    before = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    path.unlink()
    till.ok("clock", at="2026-11-23T10:00:00+01:00")
    till.ok("invoice", receipt=receipt, buyer=BUYER)
    assert path.read_bytes() == before


def test_the_buyer_is_not_in_the_entries_and_is_kept_until_the_legal_day(till: Till) -> None:
    number = till.ok("invoice", receipt=sold(till), buyer=BUYER)["invoice"]["number"]
    (fact,) = till.facts(facts.InvoiceIssued)
    assert re.fullmatch("[0-9a-f]{64}", fact.buyer)
    store = till.running.till.terminal.store
    entries = till.running.worker.call(lambda: b"".join(entry.body for entry in store.entries(0, 1000)))
    kept = till.running.worker.call(lambda: store.personal("buyer", number))
    assert b"Atelier" not in entries and b"404833048" not in entries
    assert kept is not None and b"Atelier" in kept and b'"keep_until":"2036-12-31"' in kept
    assert keep_until("2026-01-01T00:00:00+01:00") == "2036-12-31"


def test_goods_given_back_make_a_credit_note(till: Till) -> None:
    receipt = sold(till, {"sku": "lamp"})
    till.ok("return", receipt=receipt)
    till.ok("tender", kind="cash")
    back = str(till.ok("finish")["receipt"]["number"])
    text = text_of(till.ok("invoice", receipt=back, buyer=BUYER)["invoice"]["path"])
    assert "FACTURE D’AVOIR" in text and "Remboursée le" in text


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("vat_number", {"vat_number": "FR84404833048"}),
        ("vat_number", {"vat_number": "US123456789"}),
        ("siren", {"siren": "404833049"}),
        ("siren_differs", {"siren": "303265045"}),
    ],
)
def test_a_wrong_number_of_the_buyer_is_refused(till: Till, code: str, wrong: dict[str, str]) -> None:
    receipt = sold(till, {"sku": "lamp"})
    assert till.no(code, "invoice", receipt=receipt, buyer=BUYER | wrong)["field"].startswith("buyer.")


def test_a_receipt_that_is_not_known_has_no_invoice(till: Till) -> None:
    till.no("unknown_receipt", "invoice", receipt="R1-A-000099", buyer=BUYER)


def test_a_field_too_many_is_named(till: Till) -> None:
    answer = till.line(b'{"do":"invoice","receipt":"x","buyer":{"name":"a","address":"b","phone":"1"}}')
    assert answer["error"]["field"] == "buyer.phone"
