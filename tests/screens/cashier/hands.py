"""What a cashier's hands do: keys, taps and scans on the real widgets."""

from PySide6.QtCore import QEvent, QKeyCombination, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.cashier.paying import PayingPage
from kiosk.screens.cashier.selling import SellingPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.touch.keys import KeyButton
from kiosk.touch.painted import PaintedView
from kiosk.viewmodels.cashier_model import Page
from tests.screens.fake_acts import CompleteTill
from tests.screens.turns import settle

WEDGE_GAP_MS = 45
BURST_GAP_MS = 5


def focus(window: CashierWindow) -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus: the next scan would be lost"
    return found


def key(window: CashierWindow, name: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focus(window), name, modifier)
    settle()


def type_text(window: CashierWindow, text: str) -> None:
    """Type at a person's pace: the wedge gives characters on after its gap."""
    for character in text:
        QTest.keyClicks(focus(window), character)
        QTest.qWait(WEDGE_GAP_MS)
    settle()


def wedge(window: CashierWindow, code: str) -> None:
    """Scan with a keyboard wedge: a burst ended by Enter, each key with its own time, so that a busy machine cannot tear it."""
    for place, character in enumerate([*code, "\r"], start=1):
        name = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_unknown
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, name, Qt.KeyboardModifier.NoModifier, character)
            event.setTimestamp(place * BURST_GAP_MS)
            QApplication.sendEvent(focus(window), event)
    settle()


def tap(window: CashierWindow, name: str) -> None:
    """Tap the visible key of that name."""
    found = [button for button in window.findChildren(KeyButton, name) if button.isVisible()]
    assert len(found) == 1, f"{len(found)} visible keys called {name}"
    assert found[0].isEnabled(), f"{name} is disabled"
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
    settle()


def tap_item(window: CashierWindow, name: str, index: int) -> None:
    """Tap an item of the painted view of that name."""
    view = next(found for found in window.findChildren(PaintedView, name) if found.isVisible())
    centre: QPoint = view.item_rect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    settle()


def press(window: CashierWindow, sequence: str) -> None:
    """Press the keys of a sequence as it is written on a cap, such as `Ctrl+F4`."""
    combination: QKeyCombination = QKeySequence(sequence)[0]  # type: ignore[index]
    key(window, combination.key(), combination.keyboardModifiers())


def touch(window: CashierWindow, name: str) -> None:
    """Tap a key by its name, or with a number behind it the item of the view of that name."""
    view, _, row = name.partition(":")
    tap_item(window, view, int(row)) if row else tap(window, view)


def selling(window: CashierWindow) -> SellingPage:
    assert isinstance(window.page, SellingPage)
    return window.page


def paying(window: CashierWindow) -> PayingPage:
    assert isinstance(window.page, PayingPage)
    return window.page


def page_of(window: CashierWindow) -> Page:
    return window.model.page


def last(till: CompleteTill) -> c.Command:
    return till.sent[-1]
