"""Rows of characters: an amount is never cut and no row is longer than the paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.rules.receipt import Banner, Columns, Line, render_text
from sync.rules.receipt.layout import lay_out

words = st.text(st.characters(blacklist_categories=["C", "Z"]), max_size=70)
names = st.lists(words, max_size=12).map(" ".join)
amounts = st.integers(-(10**12), 10**12).map(lambda minor: f"{minor / 100:,.2f}".replace(",", "\N{NO-BREAK SPACE}"))


@given(names, amounts, st.sampled_from([32, 48]), st.booleans(), st.integers(0, 4))
def test_an_amount_is_whole_at_the_right_edge(name: str, amount: str, columns: int, big: bool, indent: int) -> None:
    rows = lay_out(Columns((name, amount), big=big, indent=indent), columns)
    assert all(len(row.text) * row.width <= columns for row in rows)
    last = rows[-1]
    assert last.text.endswith(amount) and len(last.text) == columns // last.width


@given(st.lists(st.tuples(amounts, amounts, amounts, amounts), min_size=1, max_size=4), st.sampled_from([32, 48]))
def test_a_table_loses_no_figure(table: list[tuple[str, ...]], columns: int) -> None:
    widths = tuple(max(map(len, column)) + 1 for column in zip(*table, strict=True))
    for cells in table:
        rows = [row.text for row in lay_out(Columns(cells, widths, small=True), columns)]
        assert all(len(row) <= columns for row in rows)
        assert " ".join(rows).split(" ") and all(cell in "\n".join(rows) for cell in cells)


@given(names, st.sampled_from([32, 48]), st.booleans())
def test_a_line_keeps_every_word(name: str, columns: int, big: bool) -> None:
    rows = lay_out(Line(name, big=big), columns)
    assert all(len(row.text) * row.width <= columns for row in rows)
    assert "".join(row.text for row in rows).replace(" ", "") == name.replace(" ", "")


def test_a_long_name_wraps_beside_its_amount_and_ends_in_an_ellipsis() -> None:
    rows = render_text([Columns(("Assortiment " * 30, "7,90"))]).splitlines()
    assert len(rows) == 3
    assert "Assortiment..." in rows[-1] and rows[-1].endswith(" 7,90")


def test_big_text_that_does_not_fit_stays_high_but_narrow() -> None:
    fits, long = Columns(("TOTAL", "25,65 €"), big=True), Columns(("TOTAL", "1 234 567 890 123,45 €"), big=True)
    assert (lay_out(fits, 48)[0].width, lay_out(long, 48)[0].width) == (2, 1)
    assert lay_out(long, 48)[0].height == 2


def test_a_banner_fills_the_paper() -> None:
    (row,) = lay_out(Banner("5,00 € OFFERTS"), 48)
    assert len(row.text) == 48 and row.invert


@pytest.mark.parametrize("columns", [32, 48])
def test_an_empty_line_is_one_empty_row(columns: int) -> None:
    assert [row.text for row in lay_out(Line(""), columns)] == [""]


def test_small_text_uses_the_smaller_font_s_room_on_paper_only() -> None:
    line = Line("jusqu’au 31 décembre 2026 · une fois", "center", small=True)
    assert len(lay_out(line, 32)) == 1
    assert len(lay_out(line, 32, enlarge=False)) == 2
