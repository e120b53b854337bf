"""The wedge on its way to the focus: scans are taken out, typing goes on in its order, and Enter of a scan presses nothing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.devices.scanner import GAP_LIMIT_MS, Wedge
from kiosk.qtbase.wedge import WedgeFilter

CODE = "3017620422003"


class Desk(QWidget):
    """Two fields, and a key that Enter presses."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = QLineEdit(), QLineEdit()
        box = QVBoxLayout(self)
        box.addWidget(self.one)
        box.addWidget(self.two)
        self.pressed = 0
        QShortcut(QKeySequence("Return"), self).activated.connect(self._press)
        self.codes: list[str] = []
        self.filter = WedgeFilter(Wedge(), self)
        self.filter.scanned.connect(lambda code, _: self.codes.append(code))

    def _press(self) -> None:
        self.pressed += 1


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.windowHandle().requestActivate()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    desk.one.setFocus()
    yield desk


def burst(desk: Desk, code: str = CODE) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, code)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_burst_is_a_scan_and_leaves_no_trace_in_the_field(desk: Desk) -> None:
    burst(desk)
    assert desk.codes == [CODE] and desk.one.text() == "" and desk.pressed == 0


def late(field: QWidget, characters: str, first_ms: int, apart_ms: int) -> None:
    """Press keys that the system timed: `apart_ms` between two, whenever they are read."""
    for number, character in enumerate(characters):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return if character == "\r" else 0, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(first_ms + number * apart_ms)
        QApplication.sendEvent(field, event)


def test_a_burst_that_a_busy_machine_reads_slowly_is_a_scan_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.filter, "_clock", SlowClock())
    late(desk.one, f"{CODE}\r", 5_000, 2)
    assert desk.codes == [CODE] and desk.one.text() == ""


def test_typing_that_is_read_all_at_once_is_no_scan(desk: Desk) -> None:
    late(desk.one, CODE, 5_000, 120)
    desk.filter._rest()
    assert desk.codes == [] and desk.one.text() == CODE


class SlowClock:
    """Every look at it is half a second later."""

    def __init__(self) -> None:
        self._now = 0

    def elapsed(self) -> int:
        self._now += 500
        return self._now


def test_the_focus_may_be_anywhere_in_the_window(desk: Desk) -> None:
    desk.two.setFocus()
    burst(desk)
    desk.one.setFocus()
    burst(desk)
    assert desk.codes == [CODE, CODE] and desk.two.text() == ""


def test_typing_arrives_in_its_order(desk: Desk, qtbot: QtBot) -> None:
    for character in "Pâté 2":
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(desk.one, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character))
        QTest.qWait(GAP_LIMIT_MS + 10)
    qtbot.waitUntil(lambda: desk.one.text() == "Pâté 2")
    assert desk.codes == []


def test_typed_keys_that_command_pass_what_is_held_first(desk: Desk) -> None:
    QTest.keyClicks(desk.one, "ab")
    QTest.keyClick(desk.one, Qt.Key.Key_Backspace)
    assert desk.one.text() == "a"


def test_enter_alone_presses_the_key(desk: Desk) -> None:
    QTest.keyClick(desk.one, Qt.Key.Key_Return)
    assert desk.pressed == 1 and desk.codes == []


def test_two_windows_do_not_hear_each_other(desk: Desk, qtbot: QtBot) -> None:
    other = Desk()
    qtbot.addWidget(other)
    other.show()
    other.windowHandle().requestActivate()
    qtbot.waitUntil(other.isActiveWindow)
    other.one.setFocus()
    burst(other)
    assert (desk.codes, other.codes) == ([], [CODE])


def test_a_destroyed_field_is_let_go(desk: Desk, qtbot: QtBot) -> None:
    desk.one.setParent(None)
    desk.one.deleteLater()
    qtbot.wait(1)
    desk.two.setFocus()
    burst(desk)
    assert desk.codes == [CODE]
