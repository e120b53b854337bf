"""Text for code page 858."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer.charset import CODE_PAGE, printable


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
    assert printable(text) == paper


def test_a_name_cannot_command_the_printer() -> None:
    assert printable("Pain\x1bp\x00\x32\x32\x1d V\n") == "Pain p 22  V "


@given(st.text())
def test_whatever_comes_is_encodable_and_has_no_control(text: str) -> None:
    data = printable(text).encode(CODE_PAGE)
    assert all(byte >= 0x20 and byte != 0x7F for byte in data)
