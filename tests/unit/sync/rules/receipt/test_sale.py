"""The receipt in its four blocks."""

import msgspec

from sync.base.words import Words
from sync.protocol.facts import IssuedCoupon, MemberRef, Origin, PointsMovement, RedeemedCoupon, Sale, TaxShare, Tender
from sync.rules.receipt import Cut, DrawerKick, Logo, Qr, ReceiptContext, decode, encode, render_text, sale_receipt
from sync.rules.receipt.elements import Banner
from tests.unit.sync.rules.receipt.sample import COUPON_CODE, ENGLISH, FRENCH, RECEIPT_CODE, SHOP, context, full_sale, line, sale

EXPECTED = """\
                  LE COMPTOIR
         12 rue des Halles, 69001 Lyon
      SIRET 000 000 000 00000 · NAF 4711D
               TVA FR00 000000000
------------------------------------------------
Café moulu arabica 250 g
  2 x 3,95                                  7,90
Comté affiné 18 mois
  0,412 kg x 24,90/kg                      10,26
Yaourt nature brebis
  3 x 1,15                                  3,45
  2 achetés, le 3ᵉ offert                  −1,15
Pain de campagne                            3,20
Liquide vaisselle citron                    2,49
  Prix membre                              −0,50
------------------------------------------------
TOTAL                                    25,65 €
Carte cadeau                                5,00
Espèces                                    25,00
Rendu                                       4,35
------------------------------------------------
TVA        HT    TVA     TTC
5,5 %   22,43   1,23   23,66
 20 %    1,66   0,33    1,99
Total   24,09   1,56   25,65
------------------------------------------------
            Claire, 25 points gagnés
         Solde : 1 309 points (13,09 €)
           Vous avez économisé 1,65 €
------------------------------------------------
           5,00 € OFFERTS DÈS 30,00 €
      jusqu’au 31 décembre 2026 · une fois
        à la caisse 02, même sans réseau
                      [QR]
------------------------------------------------
                      [QR]
          pour un retour ou un échange
           Ticket 02-A-004711 · Nadia
    21/11/2026 14:05 · caisse 02 · 5 lignes
    Comptoir 1.0 · écriture 4711 · 9f3ac21e
"""


def plain(text: str) -> str:
    """The text with the spaces that French typography wants made ordinary."""
    return text.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def paper_of(fact: Sale, paper: ReceiptContext, words: Words = FRENCH) -> str:
    return plain(render_text(sale_receipt(fact, paper, words)))


def test_the_sketch_s_sale_gives_the_sketch_s_paper() -> None:
    assert paper_of(full_sale(), context()) == EXPECTED


def test_english_has_no_word_of_french() -> None:
    text = paper_of(full_sale(), context(), words=ENGLISH)
    assert "Country loaf" in text and "Buy 2, get 1" in text and "Claire, 25 points earned" in text
    assert "£" not in text and "€5.00 OFF FROM €30.00" in text
    assert not any(word in text for word in ("Espèces", "Rendu", "Solde", "Ticket", "TVA"))


def test_both_codes_are_on_the_paper_and_it_is_cut_once() -> None:
    elements = sale_receipt(full_sale(), context(), FRENCH)
    assert [each.text for each in elements if isinstance(each, Qr)] == [COUPON_CODE, RECEIPT_CODE]
    assert elements.count(Cut()) == 1 and elements[-1] == Cut()
    assert elements.count(Logo()) == 1


def test_the_drawer_opens_first_and_never_for_a_copy() -> None:
    assert sale_receipt(full_sale(), context(open_drawer=True), FRENCH)[0] == DrawerKick()
    assert DrawerKick() not in sale_receipt(full_sale(), context(), FRENCH)
    copy = sale_receipt(full_sale(), context(open_drawer=True, duplicate=True), FRENCH)
    assert DrawerKick() not in copy
    assert copy[0] == Banner("DUPLICATA")


def test_a_member_without_a_name_here_still_sees_the_points() -> None:
    text = paper_of(full_sale(), context(member_name=""))
    assert "Claire" not in text and "25 points gagnés" in text


def test_a_member_who_earns_nothing_is_greeted_with_the_balance() -> None:
    empty = full_sale(points=[PointsMovement(programme="POINT")])
    rows = paper_of(empty, context()).splitlines()
    at = next(index for index, row in enumerate(rows) if row.strip() == "Claire")
    assert rows[at + 1].strip() == "Solde : 1 284 points (12,84 €)"


def test_spent_and_reversed_points_are_told_and_the_balance_follows() -> None:
    moved = full_sale(points=[PointsMovement(programme="POINT", earned=1, spent=100, reversed=2)])
    text = paper_of(moved, context())
    assert "Claire, 1 point gagné\n" in text and "100 points utilisés" in text and "2 points repris" in text
    assert "Solde : 1 183 points" in text


def test_without_member_offer_or_coupon_no_empty_block_is_left() -> None:
    text = paper_of(sale([line(1, "Pain", 320)]), context(code=""))
    assert text.count("-" * 48) == 4
    assert "[QR]" not in text and "Solde" not in text and "économisé" not in text


def test_a_return_shows_where_it_came_from_and_what_is_paid_out() -> None:
    back = line(
        3, "Yaourt nature brebis", -115, quantity=-1, unit_price_minor=115, off={"b3": -38}, origin=Origin(receipt="02-A-000007", line=3)
    )
    text = paper_of(sale([back]), context())
    assert "  -1 x 1,15" in text.replace("−", "-")
    assert "Retour du ticket 02-A-000007" in text
    assert "offert                   0,38" in text
    assert "TOTAL                                    −0,77 €" in text
    assert "Remboursé : Espèces                         0,77" in text
    assert "économisé" not in text


def test_a_coupon_s_shares_stand_once_as_one_amount() -> None:
    lines = [line(1, "Pain", 2000, off={"c9": 300}), line(2, "Vin", 1500, off={"c9": 200, "pm": 10})]
    redeemed = [RedeemedCoupon(id="c9", offer="next", amount_minor=500)]
    text = paper_of(sale(lines, redeemed=redeemed), context())
    assert text.count("Bon de réduction") == 1
    assert "Bon de réduction                           −5,00" in text
    assert text.count("Prix membre") == 1


def test_a_discount_without_a_name_is_called_one() -> None:
    assert "  Remise                                   −1,00" in paper_of(sale([line(1, "Pain", 320, off={"by-hand": 100})]), context())


def test_cash_rounding_shows_what_is_to_be_paid() -> None:
    rounded = sale([line(1, "Pain", 322)], rounding_minor=-2, tenders=[Tender(kind="cash", amount_minor=320)])
    text = paper_of(rounded, context())
    assert "Arrondi espèces                            −0,02" in text
    assert "À payer                                     3,20" in text


def test_prices_without_tax_show_subtotal_and_taxes() -> None:
    text = paper_of(sale([line(1, "Pain", 1055)]), context(shop=msgspec.structs.replace(SHOP, prices_include_tax=False)))
    assert "Sous-total HT                              10,00" in text
    assert "Taxes                                       0,55" in text


def test_a_fixed_tax_has_a_name_and_no_base() -> None:
    shares = [TaxShare(id="T55", base_minor=303, tax_minor=17), TaxShare(id="ECO", base_minor=0, tax_minor=10)]
    text = paper_of(sale([line(1, "Pain", 320)], taxes=shares), context())
    assert "Éco-part." in text
    assert next(row for row in text.splitlines() if "Éco-part." in row).split() == ["Éco-part.", "0,10"]


def test_a_coupon_without_a_minimum_promises_none() -> None:
    coupon = IssuedCoupon(id="c", offer="o", amount_minor=200, min_gross_minor=0, valid_until="2026-12-31", home="02", code="CC1:X")
    assert Banner("2,00\N{NO-BREAK SPACE}€ OFFERTS") in sale_receipt(full_sale(issued=[coupon]), context(), FRENCH)


def test_no_name_comes_out_of_the_fact() -> None:
    """Law 13: the name is the caller's, given at print time."""
    assert "Claire" not in paper_of(full_sale(member=MemberRef(id="Claire")), context(member_name=""))


def test_elements_survive_a_queue() -> None:
    elements = sale_receipt(full_sale(), context(open_drawer=True), FRENCH)
    assert decode(encode(elements)) == elements
