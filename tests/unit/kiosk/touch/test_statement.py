"""A statement repaints what changed, asks for no layout, and is written smaller before it is cut."""

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.touch.statement import Run, Statement
from kiosk.touch.theme import Theme, make_theme
from tests.screens.counting import counted
from tests.screens.painted_words import heard_cuts

LONG = "5 € offerts à la prochaine visite du magasin"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return make_theme(motion=False)


def shown(qtbot: QtBot, theme: Theme, width: int) -> tuple[QWidget, Statement]:
    host = QWidget()
    box = QVBoxLayout(host)
    box.setContentsMargins(0, 0, 0, 0)
    statement = Statement(theme, ("body", "small"))
    box.addWidget(statement)
    qtbot.addWidget(host)
    host.resize(width, 80)
    host.show()
    QApplication.processEvents()
    return host, statement


def test_other_words_cost_one_paint_and_no_layout(qtbot: QtBot, theme: Theme) -> None:
    _, statement = shown(qtbot, theme, 400)
    statement.show_lines([Run("8 articles")])
    QApplication.processEvents()
    said = [Run("9 articles"), Run("remises −0,50", "accent")], [Run(LONG)]
    with counted() as counter:
        statement.show_lines(*said)
        QApplication.processEvents()
    assert counter.painted.count("Statement ") == 1 and counter.layouts == []
    with counted() as counter:
        statement.show_lines(said[0], [*said[1], Run("")])
        QApplication.processEvents()
    assert counter.painted == [], "the same words, and an empty run, are no change"


def test_its_text_is_what_is_read(qtbot: QtBot, theme: Theme) -> None:
    _, statement = shown(qtbot, theme, 400)
    statement.show_lines([Run("Claire"), Run("12 points", late=True)], [Run("Or")])
    assert statement.text() == "Claire 12 points\nOr" and statement.accessibleName() == statement.text()


@pytest.mark.parametrize(("width", "whole"), [(340, True), (120, False)])
def test_a_long_line_is_written_smaller_before_it_is_cut(qtbot: QtBot, theme: Theme, width: int, whole: bool) -> None:
    host, statement = shown(qtbot, theme, width)
    assert theme.metrics("body").horizontalAdvance(LONG) > width
    statement.show_lines([Run(LONG)])
    with heard_cuts() as cuts:
        host.grab()
    assert (cuts == {}) is whole


def test_where_room_is_scarce_it_is_said_shorter_and_what_can_be_left_out_is(qtbot: QtBot, theme: Theme) -> None:
    """The whole name where there is room, the first name where there is not: never the one with dots."""
    host, statement = shown(qtbot, theme, 300)
    line = [Run("Marie-Alexandrine de Montmorency-Laval", short="Marie-Alexandrine"), Run("1 284 points", late=True, short="")]
    with heard_cuts() as cuts:
        statement.show_lines(line)
        host.grab()
    assert cuts == {} and "Montmorency" in statement.text()
    host.resize(170, 80)
    with heard_cuts() as cuts:
        host.grab()
    assert cuts == {}, "what is left out takes no room"
    with heard_cuts() as cuts:
        statement.show_lines([run._replace(short=None) for run in line])
        host.grab()
    assert cuts
