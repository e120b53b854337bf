"""Lines of a ticket as rows: what stands under them, and that an unchanged line is not made again."""

import msgspec

from kiosk.screens.cashier.basket_rows import BasketRows
from kiosk.screens.shared.look import Look
from kiosk.services.answers import OfferView
from kiosk.touch.theme import make_theme
from sync.base.words import Words
from tests.screens.fake_till import GOODS, line

COFFEE, COMTE, *_ = GOODS


def rows_in(language: str) -> BasketRows:
    return BasketRows(Look(make_theme(motion=False), Words(language)))


def test_an_unchanged_line_keeps_its_row() -> None:
    rows = rows_in("fr")
    one, two = line(1, COFFEE, 395), line(2, COFFEE, 395)
    first = rows.rows([one])[0]
    again = rows.rows([line(1, COFFEE, 395), two])
    assert again[0] is first
    assert rows.rows([line(1, COFFEE, 395, quantity=2)])[0] is not first


def test_a_weight_an_origin_and_an_offer_stand_under_the_line() -> None:
    weighed = line(1, COMTE, 2490, weight_g=412)
    weighed = msgspec.structs.replace(weighed, receipt="01-A-000001", offers=[OfferView(id="x", amount_minor=50)])
    row = rows_in("en").rows([weighed])[0]
    assert [note.words for note in row.notes] == [
        "0.412\N{NO-BREAK SPACE}kg × €24.90/kg",
        "Returned from receipt 01-A-000001",
        "Discount −0.50",
    ]
    assert (row.title, row.lead, row.middle, row.amount) == ("Comté cheese, 18 months", "1", "24.90", "10.26")
