"""What the till sounds like: accept for what was sold, refuse for what was not, and nothing for what a person only looks at."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.screens.cashier.window import CashierWindow
from kiosk.touch.theme import make_theme
from sync.base.words import Words
from tests.screens.cashier.hands import key, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import settle
from tests.screens.shots import NOW


class Heard:
    """Sounds that are only written down."""

    def __init__(self) -> None:
        self.played: list[str] = []

    def play(self, name: str) -> None:
        self.played.append(name)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def loud(qtbot: QtBot, heard: Heard) -> Iterator[CashierWindow]:
    window = CashierWindow(CompleteTill().begin_with(), Words("fr"), make_theme(motion=False), now=lambda: NOW, sounds=heard)
    qtbot.addWidget(window)
    window.show()
    window.windowHandle().requestActivate()
    window.start()
    settle()
    yield window
    window.close()


def test_a_scan_is_heard_and_a_misread_sounds_otherwise(loud: CashierWindow, heard: Heard) -> None:
    wedge(loud, GOODS[0].sku)
    assert heard.played == ["accept"]
    wedge(loud, "9999999999999")
    assert heard.played == ["accept", "refuse"]


def test_looking_at_the_page_is_silent(loud: CashierWindow, heard: Heard) -> None:
    for name in (Qt.Key.Key_F4, Qt.Key.Key_F4, Qt.Key.Key_F1, Qt.Key.Key_F1, Qt.Key.Key_F10):
        key(loud, name)
    assert heard.played == []
