"""Text for code page 858."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.charset import CODE_PAGE, PAGES, printable


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("Crème brûlée à 3,50 €, pâté, maïs, où, ÇÉÈ", "Crème brûlée à 3,50 €, pâté, maïs, où, ÇÉÈ"),
        ("l’œuf – “bio” … −5", 'l\'oeuf - "bio" ... -5'),
        ("le 3ᵉ, n° 4, ½, ①", "le 3e, n° 4, ½, 1"),
        ("Čech, Łódź, naïve", "Cech, ?ódz, naïve"),
        ("日本", "??"),
        ("e\N{COMBINING ACUTE ACCENT}", "e"),
        ("1\N{NARROW NO-BREAK SPACE}309", "1\N{NO-BREAK SPACE}309"),
    ],
)
def test_letters_become_the_nearest_that_the_printer_has(text: str, paper: str) -> None:
    assert printable(text)[1] == paper


@pytest.mark.parametrize(
    ("text", "page", "paper"),
    [
        ("Œufs de poules élevées en plein air", "cp1252", "Œufs de poules élevées en plein air"),
        ("L’été – 3,50 €", "cp858", "L'été - 3,50 €"),
        ("Pain", "cp858", "Pain"),
        ("œuf dur, 2ᵉ", "cp1252", "œuf dur, 2e"),
    ],
)
def test_only_a_letter_that_is_lacking_costs_a_change_of_page(text: str, page: str, paper: str) -> None:
    assert printable(text, PAGES) == (page, paper)


def test_a_page_without_the_euro_spells_it() -> None:
    assert printable("3 €", ("cp850",)) == ("cp850", "3 EUR")


def test_a_name_cannot_command_the_printer() -> None:
    assert printable("Pain\x1bp\x00\x32\x32\x1d V\n")[1] == "Pain p 22  V "


@given(st.text())
def test_whatever_comes_is_encodable_and_has_no_control(text: str) -> None:
    data = printable(text)[1].encode(CODE_PAGE)
    assert all(byte >= 0x20 and byte != 0x7F for byte in data)
