"""A page arrives by rising the last pixels, and at once where no motion is wanted."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.touch.motion import SCREEN_RISE_PX, Arrival
from kiosk.touch.theme import make_theme


def pages(qtbot: QtBot) -> tuple[QWidget, QWidget, QWidget]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(200, 200)
    host.show()
    return host, QWidget(host), QWidget(host)


def test_a_page_rises_into_its_place(qtbot: QtBot) -> None:
    host, page, _ = pages(qtbot)
    Arrival(make_theme(motion=True), host).of(page)
    assert page.y() == SCREEN_RISE_PX
    qtbot.waitUntil(lambda: page.y() == 0)


def test_without_motion_it_stands_at_once(qtbot: QtBot) -> None:
    host, page, _ = pages(qtbot)
    Arrival(make_theme(motion=False), host).of(page)
    assert page.y() == 0


def test_a_page_that_was_on_its_way_stands_when_the_next_one_comes(qtbot: QtBot) -> None:
    host, first, second = pages(qtbot)
    arrival = Arrival(make_theme(motion=True), host)
    arrival.of(first)
    arrival.of(second)
    assert (first.y(), second.y()) == (0, SCREEN_RISE_PX)
    qtbot.waitUntil(lambda: second.y() == 0)


def test_a_page_that_is_gone_disturbs_nothing(qtbot: QtBot) -> None:
    host, first, second = pages(qtbot)
    arrival = Arrival(make_theme(motion=True), host)
    arrival.of(first)
    first.setParent(None)
    first.deleteLater()
    qtbot.wait(1)
    arrival.of(second)
    qtbot.waitUntil(lambda: second.y() == 0)
