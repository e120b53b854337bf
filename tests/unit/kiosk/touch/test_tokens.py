"""Text reaches its contrast on every ground it is put on: WCAG 2.2, relative luminance."""

from collections.abc import Sequence
from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor

from kiosk.touch.keys import PRESSED_PERCENT
from kiosk.touch.tokens import COLOURS, SKETCH_PX, Face, ThemeName, Tokens, type_scale, zoom_for

INKS = ("ink", "ink2", "ink3", "accent", "member", "warn", "danger")
GROUNDS = ("paper", "card", "soft")
PAIRS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    ("on_accent", "accent"),
    *((ink, ground) for ground in ("accent_soft", "member_soft", "warn_soft", "danger_soft") for ink in ("ink", "ink2")),
    *((tone, f"{tone}_soft") for tone in ("accent", "member", "warn", "danger")),
    # Notes on the newest line, which is tinted, and the words of the training banner on its own ground.
    *((tone, "accent_soft") for tone in ("member", "warn", "danger")),
    ("warn", "warn_soft"),
]
GRAPHICS = [
    # Edges of what is chosen or has the focus, dots of chips, bars, and the icons, on every ground they stand on.
    *((tone, ground) for tone in ("accent", "member", "warn", "danger", "ink2", "ink3") for ground in GROUNDS),
    ("accent", "accent_soft"),
    # The stripes of the training banner.
    ("warn_soft", "warn"),
]
"""Large words and graphics that carry meaning: 3:1 is enough for them."""


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(tokens: Tokens, least: float, pairs: Sequence[tuple[str, str]] = PAIRS) -> list[tuple[str, str, float]]:
    colours = asdict(tokens)
    measured = [(ink, ground, contrast(colours[ink], colours[ground])) for ink, ground in pairs]
    return [found for found in measured if found[2] < least]


@pytest.mark.parametrize(("name", "least"), [(ThemeName.LIGHT, 4.5), (ThemeName.DARK, 4.5), (ThemeName.HIGH_CONTRAST, 7.0)])
def test_text_reaches_its_contrast(name: ThemeName, least: float) -> None:
    assert too_faint(COLOURS[name], least) == []


@pytest.mark.parametrize("name", ThemeName)
def test_graphics_reach_theirs(name: ThemeName) -> None:
    assert too_faint(COLOURS[name], 3.0, GRAPHICS) == []


@pytest.mark.parametrize("name", ThemeName)
def test_words_of_a_pressed_key_stay_readable(name: ThemeName) -> None:
    """The primary key darkens under the finger; others take the soft ground, or black where a theme has no tints."""
    tokens = COLOURS[name]
    pressed = QColor(tokens.accent).darker(PRESSED_PERCENT).name()
    assert contrast(tokens.on_accent, pressed) >= 4.5
    assert contrast(tokens.on_accent, tokens.line) >= 7.0 or name is not ThemeName.HIGH_CONTRAST


def test_a_faint_ink_is_found() -> None:
    light = asdict(COLOURS[ThemeName.LIGHT])
    assert too_faint(Tokens(**{**light, "ink3": "#9AA3AF"}), 4.5)


def test_the_formula_is_the_known_one() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_high_contrast_reads_larger() -> None:
    for face in Face:
        normal, large = type_scale(face, ThemeName.LIGHT), type_scale(face, ThemeName.HIGH_CONTRAST)
        assert all(big > small for big, small in zip(asdict(large).values(), asdict(normal).values(), strict=True))


@pytest.mark.parametrize(
    ("size", "zoom"),
    [
        ((1024, 768), 1.0),
        ((1280, 800), 1.0),
        ((1600, 999), 1.0),
        ((1600, 1000), 1.25),
        ((1920, 1080), 1.25),
        ((2560, 1440), 1.6),
        ((3840, 2160), 2.5),
    ],
)
def test_a_till_is_drawn_larger_where_the_sketch_keeps_all_its_room(size: tuple[int, int], zoom: float) -> None:
    assert zoom_for(*size) == zoom
    assert zoom == 1.0 or all(room >= side * zoom for room, side in zip(size, SKETCH_PX, strict=True))
