"""Fingers on the real widgets: keys found by name, tapped and pressed on the keyboard in turn; tiles, rows, pads and words."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.cashier.window import CashierWindow
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.painted import PaintedView
from kiosk.touch.tiles import TileGrid
from tests.screens.scripted_day.watched import WatchedPort

V = TypeVar("V", bound=QWidget)


class NoWay(AssertionError):
    """The screen has no way to do what the script asks for."""


class Fingers:
    """Every touch is followed by all that it sets off. `press` taps what it tapped last on the keyboard, and the other way round."""

    def __init__(self, window: CashierWindow, port: WatchedPort) -> None:
        self.window, self._port = window, port
        self._by_keys: set[str] = set()

    def settle(self) -> None:
        """Let the till answer and the screen show it, until nothing more happens."""
        while True:
            begun, quiet = self._port.begun, self._port.is_quiet
            QApplication.processEvents()
            if quiet and begun == self._port.begun:
                QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
                return
            self._port.wait()

    def scan(self, code: str) -> None:
        """Scan with a scanner that is no keyboard."""
        self.window.scan(code)
        self.settle()

    def seen(self, kind: type[V], name: str = "") -> V:
        """Return the one widget of that kind and name in sight."""
        every = self.window.findChildren(kind, name) if name else self.window.findChildren(kind)
        found = [each for each in every if each.isVisible()]
        if len(found) != 1:
            raise NoWay(f"{len(found)} {kind.__name__} {name} in sight on page {self.window.model.page}")
        return found[0]

    def sees(self, name: str) -> bool:
        """Say whether a key of that name is in sight and works."""
        return any(key.isVisible() and key.isEnabled() for key in self.window.findChildren(KeyButton, name))

    def press(self, name: str) -> None:
        """Press a key that is in sight, by a tap or by its key on the keyboard, in turn."""
        button = self.seen(KeyButton, name)
        if not button.isEnabled():
            raise NoWay(f"{name} does not work on page {self.window.model.page}")
        if button.bound is not None and self._in_turn(name):
            self._key(button)
        else:
            self._tap(button)

    def act(self, name: str) -> None:
        """Do an act of the selling screen: by its page, or by its key from anywhere."""
        button = self.window.page.findChild(KeyButton, name)
        if not isinstance(button, KeyButton):
            raise NoWay(f"no act {name} on page {self.window.model.page}")
        if button.isVisible() or not self._in_turn(name):
            if not button.isVisible():
                self._tap(self.seen(KeyButton, "acts"))
            self.press(name)
        else:
            self._key(button)

    def key(self, key: QKeySequence | Qt.Key) -> None:
        """Press a key of the keyboard, or several at once."""
        focus = QApplication.focusWidget()
        if focus is None:
            raise NoWay("nothing has the focus: the next scan would be lost")
        QTest.keySequence(focus, QKeySequence(key))
        self.settle()

    def tap_item(self, view: PaintedView, index: int) -> None:
        """Tap an item of a painted view, after scrolling to it."""
        view.reveal(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.item_rect(index).center())
        self.settle()

    def tap_tile(self, grid: TileGrid, key: str) -> None:
        """Tap the tile of that key."""
        keys = [tile.key for tile in grid.tiles()]
        if key not in keys:
            raise NoWay(f"no tile {key} among {keys}")
        self.tap_item(grid, keys.index(key))

    def digits(self, text: str) -> None:
        """Key figures on the pad in sight."""
        for character in text:
            self._tap(self.seen(KeyButton, f"pad_{character}"))

    def amount(self, minor: int) -> None:
        """Key an amount in euros, or a weight in kilograms, of `1,5` as one would."""
        whole, part = divmod(minor, 100)
        self.digits(f"{whole},{part:02d}" if part else str(whole))

    def write(self, name: str, text: str) -> None:
        """Write words into a field as a keyboard on the screen does; one on the desk is in tests of its own."""
        line = self.seen(TextField, name).line
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        for character in text:
            event = QInputMethodEvent()
            event.setCommitString(character)
            QApplication.sendEvent(line, event)
        self.settle()

    def until(self, condition: Callable[[], bool], steps: int = 400) -> None:
        """Wait for what comes a moment later by itself: a search begins once nobody types any more."""
        for _ in range(steps):
            if condition():
                return
            QTest.qWait(5)
            self.settle()
        raise NoWay("what was waited for did not come")

    def _in_turn(self, name: str) -> bool:
        self._by_keys ^= {name}
        return name in self._by_keys

    def _tap(self, button: KeyButton) -> None:
        on_top = self.window.childAt(button.mapTo(self.window, button.rect().center()))
        if on_top is not button:
            raise NoWay(f"{button.objectName()} lies under {on_top}")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def _key(self, button: KeyButton) -> None:
        assert button.bound is not None
        self.key(button.bound.keys()[0])
