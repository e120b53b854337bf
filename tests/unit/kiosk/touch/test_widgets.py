"""The painted widgets by themselves: entries, lists, grids, type and icons."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import kiosk.screens
import kiosk.touch
from kiosk.touch.entries import BACKSPACE, CLEAR, AmountEntry, NumberEntry
from kiosk.touch.fonts import load_fonts
from kiosk.touch.icons import Icons
from kiosk.touch.lines import LineList, Note, Row
from kiosk.touch.pads import NumberPad
from kiosk.touch.paint import wrapped
from kiosk.touch.theme import Theme, make_theme
from kiosk.touch.tiles import Tile, TileGrid

SOURCES = [path for package in (kiosk.touch, kiosk.screens) for path in Path(package.__path__[0]).rglob("*.py")]


@pytest.fixture
def theme(qapp: object) -> Theme:
    return make_theme(motion=False)


def keyed(theme: Theme, keys: str, **more: object) -> AmountEntry:
    entry = AmountEntry(theme, **more)  # type: ignore[arg-type]
    for key in keys.split():
        entry.press(key)
    return entry


@pytest.mark.parametrize(
    ("keys", "minor"),
    [
        ("2 5", 2500),
        ("2 5 ,", 2500),
        ("2 5 . 5", 2550),
        ("2 5 , 5 0", 2550),
        ("2 5 , 5 0 9", 2550),
        (", 5", 50),
        ("1 00", 10000),
        ("1 , 2 , 3", 123),
        ("x 7", 700),
        ("1 2 back", 100),
        ("1 2 clear", None),
        ("", None),
        (",", None),
    ],
)
def test_an_amount_is_keyed_as_it_is_said(theme: Theme, keys: str, minor: int | None) -> None:
    assert keyed(theme, keys).amount_minor() == minor


def test_a_currency_without_decimals_takes_none(theme: Theme) -> None:
    assert keyed(theme, "1 2 , 3", decimal="", digits=0).amount_minor() == 123


def test_a_weight_has_three_decimals(theme: Theme) -> None:
    assert keyed(theme, "0 , 4 1 2", digits=3).amount_minor() == 412


def test_a_number_is_bounded(theme: Theme) -> None:
    entry = NumberEntry(theme, 3)
    for key in ("1", "2", "3", "4"):
        entry.press(key)
    assert entry.number() == 123
    entry.press(BACKSPACE)
    assert entry.number() == 12
    entry.press(CLEAR)
    assert entry.number() is None


def test_a_pad_serves_its_entry(theme: Theme, qtbot: QtBot) -> None:
    pad, entry = NumberPad(theme, ","), AmountEntry(theme)
    qtbot.addWidget(pad)
    qtbot.addWidget(entry)
    pad.serve(entry)
    for key in ("1", "00", ",", "5"):
        pad.keys[key].click()
    assert entry.amount_minor() == 10_050


def rows(count: int) -> list[Row]:
    return [Row(str(number), f"Article {number}", "1,00", notes=(Note("note"),) if number % 3 == 0 else ()) for number in range(count)]


def test_a_list_finds_the_row_under_every_point(theme: Theme, qtbot: QtBot) -> None:
    view = LineList(theme)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    view.show_rows(rows(50), marked="49")
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    for index in view.exposed(view.viewport().rect()):
        assert view.index_at(view.item_rect(index).center()) == index
    assert view.key_at(49) == "49"


def test_tiles_stand_in_even_columns(theme: Theme, qtbot: QtBot) -> None:
    grid = TileGrid(theme, 100, 80)
    qtbot.addWidget(grid)
    grid.resize(448, 300)
    grid.show()
    grid.show_tiles([Tile(str(number), f"Tile {number}") for number in range(9)])
    widths = {grid.content_rect(index).width() for index in range(9)}
    assert grid.columns() == 4 and max(widths) - min(widths) <= 1
    assert grid.content_rect(3).right() == grid.viewport().width() - 1
    for index in range(9):
        assert grid.index_at(grid.item_rect(index).center()) == index


def test_words_are_broken_at_spaces_and_only_the_last_line_is_cut(theme: Theme) -> None:
    font = theme.font("small")
    lines = wrapped(font, "Assortiment de petits fours au beurre et aux amandes", 120, 2)
    assert len(lines) == 2 and lines[0].startswith("Assortiment") and lines[1].endswith("…")
    assert wrapped(font, "Pain", 120) == ["Pain"]


def test_figures_are_tabular(theme: Theme) -> None:
    for role in ("amount", "title", "body", "small"):
        assert len({theme.metrics(role).horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


def test_the_type_is_the_packaged_one(qapp: object) -> None:
    assert load_fonts() in ("Inter", "Lato")


def test_every_icon_that_is_named_is_drawn(qapp: object) -> None:
    named = {name for path in SOURCES for name in re.findall(r'(?:icon=|IconView\([^"\n]*?)"([a-z/-]+)"', path.read_text())}
    assert {"search", "qr", "star"} <= named
    assert [name for name in sorted(named) if not Icons().exists(name)] == []


def test_an_icon_takes_the_colour_of_the_text(theme: Theme) -> None:
    pixmap = theme.icons.pixmap("search", 24, theme.colour("danger"))
    image = pixmap.toImage()
    solid = {image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255}
    assert solid == {theme.colour("danger").name()}
