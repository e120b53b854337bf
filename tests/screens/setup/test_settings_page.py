"""The settings page over a real till: chosen, kept with Enter or a tap, refused in words, and said when the next start is needed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens.setup.settings_page import SettingsPage
from kiosk.screens.shared.look import Look
from kiosk.touch.keys import KeyButton
from kiosk.touch.theme import make_theme
from sync.base.settings import DECLARED, load
from sync.base.words import Words
from tests.flows.harness import Till

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def page(qtbot: QtBot, till: Till, wait: Wait) -> Iterator[SettingsPage]:
    made = SettingsPage(till.running.worker, Look(make_theme(), Words("en")))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    wait(lambda: bool(made.model.rows))
    yield made
    made.leave()


def choose(page: SettingsPage, key: str) -> None:
    page.model.choose(key)


def test_every_declared_setting_is_there(page: SettingsPage) -> None:
    assert [row.key for row in page.list.rows()] == [setting.key for setting in DECLARED]


def test_a_text_is_kept_with_enter_and_counts_from_the_next_start(qtbot: QtBot, page: SettingsPage, tmp_path: Path, wait: Wait) -> None:
    choose(page, "printer")
    page.value.line.setText("tcp://10.0.0.9")
    QTest.keyClick(page.value.line, Qt.Key.Key_Return)
    wait(lambda: "Kept" in page.message.text())
    assert load(tmp_path).text("printer") == "tcp://10.0.0.9"
    wait(lambda: "next start" in page.waits.text())


def test_a_choice_is_a_tap_and_counts_at_once(qtbot: QtBot, page: SettingsPage, tmp_path: Path, wait: Wait) -> None:
    choose(page, "theme")
    dark = page.findChild(QWidget, "choice_dark")
    assert isinstance(dark, KeyButton)
    QTest.mouseClick(dark, Qt.MouseButton.LeftButton)
    wait(lambda: load(tmp_path).text("theme") == "dark")
    wait(lambda: "Kept" in page.message.text())
    assert page.waits.text() == ""


def test_rubbish_is_one_sentence_and_changes_nothing(qtbot: QtBot, page: SettingsPage, tmp_path: Path, wait: Wait) -> None:
    choose(page, "paper_mm")
    page.value.line.setText("wide")
    QTest.keyClick(page.value.line, Qt.Key.Key_Return)
    wait(lambda: bool(page.message.text()))
    assert page.message.text().endswith(".")
    assert load(tmp_path).number("paper_mm") == 80


def test_the_arrows_walk_the_list(qtbot: QtBot, page: SettingsPage) -> None:
    first, second = DECLARED[0].key, DECLARED[1].key
    assert page.model.key == first
    QTest.keyClick(page, Qt.Key.Key_Down)
    assert page.model.key == second
    QTest.keyClick(page, Qt.Key.Key_Up)
    assert page.model.key == first


def test_no_printer_to_try_is_said(qtbot: QtBot, page: SettingsPage, wait: Wait) -> None:
    choose(page, "printer")
    QTest.mouseClick(page.test, Qt.MouseButton.LeftButton)
    wait(lambda: page.message.text().endswith("."))
