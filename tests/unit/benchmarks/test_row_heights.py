"""A scan measures its own row: those that are as they were keep their height, whatever notes stand on them; counted, not timed."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.touch.lines import LineList, Note, Row
from kiosk.touch.theme import make_theme

ROWS = 20


def rows(count: int, note: str = "") -> list[Row]:
    notes = (Note(f"a tenth off {note}".strip()),)
    return [Row(str(number), f"goods {number}", amount="1.00", notes=notes) for number in range(count)]


@pytest.fixture
def shown(qtbot: Any, qapp: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[LineList, list[str]]:
    """A list of twenty rows, and the keys of those measured since."""
    found = LineList(make_theme(motion=False))
    qtbot.addWidget(found)
    found.resize(420, 600)
    found.show()
    QApplication.processEvents()
    found.show_rows(rows(ROWS))
    measured: list[str] = []
    real = LineList._note_lines

    def counting(self: LineList, row: Row) -> list[Note]:
        measured.append(row.key)
        return real(self, row)

    monkeypatch.setattr(LineList, "_note_lines", counting)
    return found, measured


def test_a_row_more_is_the_only_one_measured(shown: tuple[LineList, list[str]]) -> None:
    found, measured = shown
    found.show_rows(rows(ROWS + 1))
    assert measured == [str(ROWS)]


def test_what_a_row_says_otherwise_is_measured_again(shown: tuple[LineList, list[str]]) -> None:
    found, measured = shown
    other = rows(ROWS)
    other[3] = rows(ROWS, "and much more that does not stand on one line any longer, nor perhaps on two")[3]
    before = found.content_height()
    found.show_rows(other)
    assert measured == ["3"] and found.content_height() > before


def test_another_width_measures_all(shown: tuple[LineList, list[str]], qtbot: Any) -> None:
    found, measured = shown
    found.resize(240, 600)
    QApplication.processEvents()
    found.show_rows(rows(ROWS))
    assert len(measured) >= ROWS
    fresh = LineList(found.theme)
    qtbot.addWidget(fresh)
    fresh.resize(240, 600)
    fresh.show()
    QApplication.processEvents()
    fresh.show_rows(rows(ROWS))
    assert fresh.content_height() == found.content_height()
