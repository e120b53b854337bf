"""A target is 12 mm on every screen, and never below the face's least."""

import pytest

from kiosk.touch.density import Density, density_of
from kiosk.touch.tokens import Face


@pytest.mark.parametrize(
    ("dpi", "face", "target"),
    [(96, Face.TILL, 56), (118, Face.TILL, 56), (119, Face.TILL, 57), (160, Face.TILL, 76), (96, Face.KIOSK, 104), (300, Face.KIOSK, 142)],
)
def test_targets(dpi: float, face: Face, target: int) -> None:
    assert Density(dpi).target(face) == target


def test_a_length_is_rounded_up() -> None:
    assert Density(25.4).pixels(12) == 12
    assert Density(25.5).pixels(12) == 13


def test_no_screen_means_96_dpi() -> None:
    assert density_of(None).dpi == 96
