"""What the till sounds like: each of its sounds for what it stands for, and nothing for what a person only looks at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.devices.sounds import SOUNDS, RecordingSounds
from kiosk.main import open_window
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.touch.theme import make_theme
from sync.base.words import Words
from tests.flows.shops import shop
from tests.screens.cashier.hands import key, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.in_front import bring_up
from tests.screens.real_till import real_till
from tests.screens.shots import NOW
from tests.screens.turns import settle


@pytest.fixture
def heard() -> RecordingSounds:
    return RecordingSounds()


@pytest.fixture
def sounding() -> CompleteTill:
    return CompleteTill().begin_with()


@pytest.fixture
def loud(qtbot: QtBot, heard: RecordingSounds, sounding: CompleteTill) -> Iterator[CashierWindow]:
    window = CashierWindow(sounding, Words("fr"), make_theme(motion=False), now=lambda: NOW, sounds=heard)
    qtbot.addWidget(window)
    bring_up(window)
    settle()
    yield window
    window.close()


def test_a_scan_is_heard_and_a_misread_sounds_otherwise(loud: CashierWindow, heard: RecordingSounds) -> None:
    wedge(loud, GOODS[0].sku)
    assert heard.played == ["accept"]
    wedge(loud, "9999999999999")
    assert heard.played == ["accept", "refuse"]


def test_looking_at_the_page_is_silent(loud: CashierWindow, heard: RecordingSounds) -> None:
    for name in (Qt.Key.Key_F4, Qt.Key.Key_F4, Qt.Key.Key_F1, Qt.Key.Key_F1, Qt.Key.Key_F10):
        key(loud, name)
    assert heard.played == []


def test_a_question_that_nobody_expects_calls_the_eyes(loud: CashierWindow, heard: RecordingSounds, sounding: CompleteTill) -> None:
    wedge(loud, GOODS[5].sku)
    assert heard.played == ["attention"], "the age of the customer"
    key(loud, Qt.Key.Key_F3)
    sounding.refuses[c.NoSaleOpening] = "manager"
    heard.played.clear()
    key(loud, Qt.Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    key(loud, Qt.Key.Key_F2)
    assert heard.played == ["attention"], "another person's PIN"


def test_a_sale_ends_with_a_sound_of_its_own(loud: CashierWindow, heard: RecordingSounds) -> None:
    wedge(loud, GOODS[0].sku)
    for _ in range(3):
        key(loud, Qt.Key.Key_Return)
    assert heard.played[-1] == "done" and heard.played.count("done") == 1


def test_no_sound_is_left_over(loud: CashierWindow, heard: RecordingSounds) -> None:
    test_a_scan_is_heard_and_a_misread_sounds_otherwise(loud, heard)
    test_a_sale_ends_with_a_sound_of_its_own(loud, heard)
    wedge(loud, GOODS[5].sku)
    assert set(heard.played) == set(SOUNDS)


def test_the_program_plays_through_its_own_loudspeaker(tmp_path: Path, qtbot: QtBot, heard: RecordingSounds) -> None:
    with real_till(tmp_path, shop()) as running:
        running.__dict__["sounds"] = heard
        window = open_window("cashier", running, tmp_path)
        assert isinstance(window, CashierWindow)
        qtbot.addWidget(window)
        window.model.sounds.refuse()
        window.close()
        del running.__dict__["sounds"]
    assert heard.played == ["refuse"]
