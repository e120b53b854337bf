"""The first start, played with keys and taps: joins, prints, scans, compares the clock, and survives every failure with a sentence."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.screens.setup.page_join import JoinPage
from kiosk.screens.setup.page_printer import PrinterPage
from kiosk.screens.setup.page_scanner import ScannerPage
from kiosk.screens.setup.window import FirstStartWindow
from kiosk.services.first_start import ClockFinding, Device
from kiosk.touch.keys import KeyButton
from kiosk.touch.theme import make_theme
from sync.base.words import Words
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.invitation import Invitation
from tests.screens.setup.fake_machine import JOINED, FakeMachine

Wait = Callable[[Callable[[], bool]], None]
USB = Device("file:/dev/usb/lp0", "usb", "EPSON TM-T20III")
NOW = datetime.fromisoformat("2026-11-22T09:00:00+01:00")


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine(found_printers=[USB], found_cameras=[Device("0", "camera", "Integrated Camera")])


@pytest.fixture
def window(qtbot: QtBot, machine: FakeMachine) -> Iterator[FirstStartWindow]:
    made = FirstStartWindow(machine, Words("en"), make_theme(), now=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def key(window: FirstStartWindow, name: str) -> KeyButton:
    found = window.findChild(QWidget, name)
    assert isinstance(found, KeyButton), name
    return found


def tap(qtbot: QtBot, window: FirstStartWindow, name: str) -> None:
    QTest.mouseClick(key(window, name), Qt.MouseButton.LeftButton)


def to(window: FirstStartWindow, step: str, wait: Wait) -> None:
    while window.model.step != step:
        window.model.go_on()
        wait(lambda: not window.model.busy)


def join(window: FirstStartWindow, wait: Wait) -> None:
    to(window, "join", wait)
    window.scan(Invitation("http://10.0.0.5:8750", "ABCD-EFGH-JKMN").text)
    wait(lambda: window.model.joined is not None)


def test_joining_cannot_be_left_for_later(qtbot: QtBot, window: FirstStartWindow) -> None:
    tap(qtbot, window, "next")
    assert window.model.step == "join"
    assert not key(window, "next").isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert window.model.step == "join"


def test_a_scanned_invitation_joins(window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    join(window, wait)
    assert machine.invitations == [("http://10.0.0.5:8750", "ABCD-EFGH-JKMN")]
    assert isinstance(window.page, JoinPage)
    assert "K1" in window.page.said.text()
    assert "Halles" in window.page.said.text()
    assert key(window, "next").isEnabled()


def test_typed_words_join_by_keyboard_alone(qtbot: QtBot, window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert isinstance(window.page, JoinPage)
    page = window.page
    page.ledger.line.setText("10.0.0.5:8750")
    QTest.keyClick(page.ledger.line, Qt.Key.Key_Return)
    page.code.line.setText("abcd-efgh-jkmn")
    QTest.keyClick(page.code.line, Qt.Key.Key_Return)
    wait(lambda: window.model.joined is not None)
    assert machine.invitations == [("10.0.0.5:8750", "ABCD-EFGH-JKMN")]


@pytest.mark.parametrize(
    "trouble", [EnvironmentFault("ledger_unreachable"), Refusal("enrol_code", field="code"), Refusal("bad_url", field="url")]
)
def test_a_failure_to_join_is_one_sentence_and_may_be_tried_again(
    window: FirstStartWindow, machine: FakeMachine, wait: Wait, trouble: Refusal | EnvironmentFault
) -> None:
    machine.trouble = trouble
    to(window, "join", wait)
    window.model.join("http://10.0.0.5:8750", "ABCD-EFGH-JKMN")
    wait(lambda: bool(window.message.text()))
    assert window.message.text().endswith(".")
    assert trouble.code not in window.message.text()
    join(window, wait)
    assert window.model.joined == JOINED


def test_the_only_printer_is_proposed_and_prints(qtbot: QtBot, window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    join(window, wait)
    to(window, "printer", wait)
    assert isinstance(window.page, PrinterPage)
    assert [tile.key for tile in window.page.devices.tiles() if tile.chosen] == [USB.address]
    tap(qtbot, window, "paper_58")
    tap(qtbot, window, "print_test")
    wait(lambda: bool(machine.printed))
    wait(lambda: "ready" in window.page.result.text() if isinstance(window.page, PrinterPage) else False)
    assert machine.printed == [(USB.address, 58)]
    tap(qtbot, window, "next")
    assert machine.kept["printer"] == USB.address
    assert machine.kept["paper_mm"] == "58"


@pytest.mark.parametrize("state", ["ready", "paper_out", "off", "unknown"])
def test_how_the_printer_stood_is_said_in_words(window: FirstStartWindow, machine: FakeMachine, wait: Wait, state: str) -> None:
    machine.printer_state = state
    join(window, wait)
    to(window, "printer", wait)
    window.model.print_test()
    wait(lambda: window.model.printed == state)
    assert isinstance(window.page, PrinterPage)
    assert window.page.result.text().endswith(".")


def test_no_printer_is_a_choice(window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    machine.found_printers = []
    join(window, wait)
    to(window, "printer", wait)
    assert not key(window, "print_test").isEnabled()
    to(window, "scanner", wait)
    assert machine.kept["printer"] == ""


def test_a_scan_shows_up_and_an_invitation_never_joins_twice(window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    join(window, wait)
    to(window, "scanner", wait)
    window.scan("4006381333931")
    assert isinstance(window.page, ScannerPage)
    assert window.page.code.text() == "4006381333931"
    window.scan(Invitation("http://evil.example", "ABCD-EFGH-JKMN").text)
    assert len(machine.invitations) == 1


def test_a_camera_is_asked_for_and_kept(qtbot: QtBot, window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    join(window, wait)
    to(window, "scanner", wait)
    with qtbot.waitSignal(window.camera_wanted) as wanted:
        window.model.choose_camera("0")
    assert wanted.args == ["0"]
    window.camera_failed("camera_missing")
    assert window.message.text().endswith(".")
    to(window, "clock", wait)
    assert machine.kept["camera"] == "0"


@pytest.mark.parametrize(
    ("finding", "tone"), [(ClockFinding(3, 120), "Agrees"), (ClockFinding(500, 120), "500"), (ClockFinding(None, 120), "tell")]
)
def test_the_clock_is_compared(window: FirstStartWindow, machine: FakeMachine, wait: Wait, finding: ClockFinding, tone: str) -> None:
    machine.finding = finding
    join(window, wait)
    to(window, "clock", wait)
    wait(lambda: window.model.clock == finding)
    assert tone in window.page.finding.text()  # type: ignore[union-attr]  # the clock's page has it


def test_the_end_opens_the_till_and_keeps_the_look(qtbot: QtBot, window: FirstStartWindow, machine: FakeMachine, wait: Wait) -> None:
    tap(qtbot, window, "language_fr")
    tap(qtbot, window, "theme_dark")
    assert window.look.words.language == "fr"
    join(window, wait)
    to(window, "ready", wait)
    with qtbot.waitSignal(window.finished):
        QTest.keyClick(window, Qt.Key.Key_Return)
    assert machine.kept["language"] == "fr"
    assert machine.kept["theme"] == "dark"


def test_back_is_escape(qtbot: QtBot, window: FirstStartWindow, wait: Wait) -> None:
    join(window, wait)
    to(window, "printer", wait)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.model.step == "join"
