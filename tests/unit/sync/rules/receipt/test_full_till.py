"""What a receipt of the complete till bears beyond goods and money: practice, copies, deposits, cards, credits, reasons kept away."""

from typing import Any

import pytest

from sync.base.words import Words
from sync.protocol.facts import Sale, SoldLine, Tender
from sync.rules.receipt import Banner, Qr, gift_receipt, render_text, sale_receipt
from tests.unit.sync.rules.receipt.sample import COUPON_CODE, ENGLISH, FRENCH, RECEIPT_CODE, context, full_sale, line, sale
from tests.unit.sync.rules.receipt.test_sale import paper_of, plain

CARD = "0123456789abcdef0123456789ab7f3k"
CODE = "SC1:" + "Z" * 30


def banners(elements: list[Any]) -> list[str]:
    return [plain(each.text) for each in elements if isinstance(each, Banner)]


def test_practice_is_marked_at_both_ends_and_worth_nothing() -> None:
    elements = sale_receipt(full_sale(), context(training=True, open_drawer=True), FRENCH)
    assert banners(elements) == ["FORMATION - SANS VALEUR", "FORMATION - SANS VALEUR"]
    assert elements[0] == elements[-2] == Banner("FORMATION - SANS VALEUR")
    assert not any(isinstance(each, Qr) for each in elements)


@pytest.mark.parametrize(("copy", "heading"), [(0, "DUPLICATA"), (3, "DUPLICATA 3")])
def test_a_copy_opens_with_its_number(copy: int, heading: str) -> None:
    assert sale_receipt(full_sale(), context(duplicate=True, copy=copy), FRENCH)[0] == Banner(heading)


def test_deposits_stand_together_below_the_goods() -> None:
    bottle: dict[str, Any] = {"kind": "deposit", "unit_price_minor": 15}
    lines = [
        line(1, "Limonade", 250),
        line(2, "Consigne", 15, parent=1, **bottle),
        line(3, "Cidre", 400),
        line(4, "Consigne", 30, parent=3, quantity=2, **bottle),
        line(5, "Vides", -45, quantity=-3, **bottle),
    ]
    rows = paper_of(sale(lines), context()).splitlines()
    at = next(index for index, row in enumerate(rows) if row.startswith("Consigne"))
    assert rows[at].split() == ["Consigne", "3", "x", "0,15", "0,45"]
    assert rows[at + 1].startswith("Vides") and rows[at + 1].endswith("−0,45")
    assert [row.split()[0] for row in rows[at - 2 : at]] == ["Limonade", "Cidre"]


def test_a_discount_by_hand_has_no_reason_and_the_old_price_is_shown() -> None:
    lines = [
        line(1, "Lampe", 2000, off={"manual": 200}, regular_price_minor=2500),
        line(2, "Thé", 1000, off={"staff": 100, "manual_basket": 50}),
    ]
    text = paper_of(sale(lines), context())
    assert "  Prix avant : 25,00" in text
    assert "  Remise                                   −2,00" in text
    assert "  Remise du personnel                      −1,00" in text
    assert "Remise sur le ticket                       −0,50" in text


def test_a_gift_card_pays_and_shows_what_is_left() -> None:
    paid = full_sale(tenders=[Tender(kind="gift_card", amount_minor=500, card=CARD), Tender(kind="cash", amount_minor=2500)])
    text = paper_of(paid, context(card_balances={CARD: 1500}))
    assert "Carte cadeau ..7F3K                         5,00" in text
    assert "  reste : 15,00 €" in text
    assert "reste" not in paper_of(paid, context())


def test_a_card_sold_shows_its_name_and_balance() -> None:
    sold = sale([line(1, "Carte cadeau", 5000, kind="gift_card", card=CARD)])
    text = paper_of(sold, context(card_balances={CARD: 5000}))
    assert "Carte cadeau ..7F3K                        50,00" in text
    assert "Solde de la carte ..7F3K                   50,00" in text


def test_a_store_credit_has_its_code_on_the_first_paper_only() -> None:
    back = sale([line(1, "Pain", -320, quantity=-1)], tenders=[Tender(kind="store_credit", amount_minor=320, out=True, card=CARD)])
    first = sale_receipt(back, context(credit_codes={CARD: CODE}), FRENCH)
    assert "AVOIR 3,20 €" in banners(first)
    assert [each.text for each in first if isinstance(each, Qr)] == [CODE, RECEIPT_CODE]
    copy = sale_receipt(back, context(duplicate=True, copy=1), FRENCH)
    assert CODE not in plain(render_text(copy)) and "le code est sur le premier ticket" in render_text(copy)


def test_a_card_payment_has_its_reference() -> None:
    paid = full_sale(change_minor=0, tenders=[Tender(kind="card", amount_minor=2565, reference="000451")])
    assert "paiement 000451" in paper_of(paid, context())


def test_goods_of_one_receipt_come_back_under_one_heading() -> None:
    from sync.protocol.facts import Origin

    def back(number: int, receipt: str) -> Any:
        return line(number, "Pain", -100, quantity=-1, unit_price_minor=100, origin=Origin(receipt=receipt, line=number))

    text = paper_of(sale([back(1, "02-A-000001"), back(2, "02-A-000001"), back(3, "02-A-000002"), line(4, "Vin", 900)]), context())
    assert text.count("Retour du ticket 02-A-000001") == 1
    assert text.count("Retour du ticket") == 2


@pytest.mark.parametrize(("mode", "said"), [("eat_in", "SUR PLACE"), ("take_away", "À EMPORTER"), ("exempt", "EXONÉRÉ DE TVA"), ("", "")])
def test_the_tax_mode_is_said(mode: str, said: str) -> None:
    text = paper_of(full_sale(mode=mode), context())
    assert [word for word in ("SUR PLACE", "À EMPORTER", "EXONÉRÉ DE TVA") if word in text] == ([said] if said else [])


@pytest.mark.parametrize("words", [FRENCH, ENGLISH])
def test_a_gift_receipt_has_no_price(words: Words) -> None:
    elements = gift_receipt(full_sale(), context(), words)
    text = plain(render_text(elements))
    assert "Café moulu arabica 250 g" in text and "0,412 kg" in text.replace("0.412", "0,412")
    assert not any(amount in text.replace(".", ",") for amount in ("7,90", "25,65", "1,15", "0,50"))
    assert "€" not in text
    assert [each.text for each in elements if isinstance(each, Qr)] == [RECEIPT_CODE]


def test_the_control_of_no_price_sees_one() -> None:
    assert "7,90" in paper_of(full_sale(), context()) and COUPON_CODE


def test_both_sums_of_the_tax_stand_below_several_rates_only() -> None:
    assert "Total" in paper_of(full_sale(), context())
    assert "Total " not in paper_of(sale([line(1, "Pain", 320)]), context())


def sums(fact: Sale) -> list[str]:
    row = next(row for row in paper_of(fact, context()).splitlines() if row.startswith("Total"))
    return row.split()[1:]


def test_the_sums_are_the_fact_s() -> None:
    fact = full_sale()
    assert sums(fact) == [FRENCH.money(each, symbol=False) for each in (fact.net_minor, fact.tax_minor, fact.gross_minor)]


@pytest.mark.parametrize(("words", "said"), [(FRENCH, "Sans TVA"), (ENGLISH, "No VAT")])
def test_what_no_tax_is_on_has_a_row_so_that_the_rows_come_to_the_sums(words: Words, said: str) -> None:
    deposit = SoldLine(
        line=2,
        sku="P2",
        name="Consigne",
        department="D1",
        quantity=1,
        unit_price_minor=150,
        amount_minor=150,
        net_minor=150,
        tax_minor=0,
        gross_minor=150,
    )
    rows = [row.split() for row in render_text(sale_receipt(sale([line(1, "Pain", 1_055), deposit]), context(), words), 48).splitlines()]
    amounts = [words.money(each, symbol=False) for each in (150, 0, 150)]
    assert [*said.split(), *amounts] in rows
    assert ["Total", *(words.money(each, symbol=False) for each in (1_150, 55, 1_205))] in rows
    assert not any(said in " ".join(row) for row in (each.split() for each in paper_of(full_sale(), context()).splitlines()))
