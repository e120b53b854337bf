"""The store's end of day as a page of the till: for a manager only, made when it is shown and left when it is not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.screens.cashier.desk_host import Hosted
from kiosk.screens.cashier.window import CashierWindow
from kiosk.screens.shared.look import Look
from kiosk.touch.keys import KeyButton
from kiosk.touch.theme import make_theme
from kiosk.viewmodels.cashier_model import Page
from sync.base.words import Words
from tests.screens.cashier.hands import key, page_of
from tests.screens.fake_acts import CompleteTill
from tests.screens.in_front import bring_up
from tests.screens.shots import NOW
from tests.screens.turns import settle


@pytest.fixture
def left() -> list[str]:
    return []


def window_of(person: str, qtbot: QtBot, left: list[str]) -> CashierWindow:
    till = CompleteTill().begin_with(staff=person)

    def desk(look: Look) -> Hosted:
        return Hosted(QLabel("the store"), lambda: left.append("left"))

    window = CashierWindow(till, Words("en"), make_theme(motion=False), now=lambda: NOW, desk=desk)
    qtbot.addWidget(window)
    bring_up(window)
    settle()
    return window


def test_a_manager_opens_it_and_comes_back(qtbot: QtBot, left: list[str]) -> None:
    window = window_of("ines", qtbot, left)
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F2)
    assert page_of(window) is Page.DESK
    assert left == []
    key(window, Qt.Key.Key_Escape)
    assert page_of(window) is Page.DAY
    assert left == ["left"]
    window.close()


def test_a_cashier_is_not_offered_it(qtbot: QtBot, left: list[str]) -> None:
    window = window_of("nadia", qtbot, left)
    key(window, Qt.Key.Key_F10)
    assert window.findChild(KeyButton, "desk") is None
    window.close()
