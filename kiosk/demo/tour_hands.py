"""What a person does to a window: taps, keys, typing and scanning, on widgets that are in sight. Waits are for conditions, and bounded."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from kiosk.demo.tour_eyes import named, place_of, plain, words_on
from kiosk.touch.keys import KeyButton

PATIENCE_S = 20.0
LOOK_AGAIN_MS = 15
TYPING_MS = 60
"""A person's pace: slower than the scanner that the wedge listens for."""

SCAN_PAUSE_MS = 1_000
"""So long a scanner rests between two codes."""

_LEFT = Qt.MouseButton.LeftButton
_PLAIN = Qt.KeyboardModifier.NoModifier


class NotSeen(Exception):
    """What was waited for did not come in time; the text says what, and what was seen instead."""


def until(met: Callable[[], bool], what: str, seen: Callable[[], str] = str, patience_s: float | None = None) -> None:
    """Serve the windows until a condition is met; NotSeen when it is not in time."""
    end = time.monotonic() + (PATIENCE_S if patience_s is None else patience_s)
    while not met():
        if time.monotonic() > end:
            raise NotSeen(f"{what}; instead: {seen()}")
        QTest.qWait(LOOK_AGAIN_MS)


class Hands:
    """The hands in front of one window."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self._pressed_ms = 0

    def come_to(self) -> None:
        """Turn to this window, so that keys and scans go to it."""
        if not self.window.isVisible():
            self.window.show()
        self.window.activateWindow()
        handle = self.window.windowHandle()
        if handle is not None:
            handle.requestActivate()
        until(lambda: QApplication.activeWindow() is self.window, f"{self.window.objectName() or 'the window'} in front")

    def tap(self, name: str) -> None:
        """Tap the key of this name once it can be tapped."""
        until(lambda: self.ready(name), f"a key {name!r} to tap", self._seen)
        target = named(self.window, name)
        if target is not None:
            QTest.mouseClick(target, _LEFT, _PLAIN, target.rect().center())

    def tap_words(self, words: str) -> None:
        """Tap the key that says this."""
        until(lambda: self._key_saying(words) is not None, f"a key that says {words!r}", self._seen)
        key = self._key_saying(words)
        if key is not None:
            QTest.mouseClick(key, _LEFT, _PLAIN, key.rect().center())

    def tap_item(self, title: str) -> None:
        """Tap the tile or the row with this title."""
        until(lambda: place_of(self.window, title) is not None, f"a tile or row {title!r}", self._seen)
        found = place_of(self.window, title)
        if found is not None:
            view, point = found
            QTest.mouseClick(view.viewport(), _LEFT, _PLAIN, point)

    def tap_field(self, name: str) -> None:
        """Tap the line of a text field, so that typing goes there."""
        self.tap(name)
        field = named(self.window, name)
        line = field.findChild(QLineEdit) if field is not None else None
        if line is not None:
            QTest.mouseClick(line, _LEFT, _PLAIN, line.rect().center())

    def pad(self, digits: str) -> None:
        """Key figures on the pad in sight."""
        for digit in digits:
            self.tap(f"pad_{digit}")

    def pad_amount(self, amount_minor: int, decimal: str = ",") -> None:
        """Key an amount of two decimals on the pad in sight."""
        self.pad(f"{amount_minor // 100}{decimal}{amount_minor % 100:02d}" if amount_minor % 100 else str(amount_minor // 100))

    def type(self, text: str) -> None:
        """Type at a person's pace, wherever the cursor stands."""
        for character in text:
            QTest.keyClicks(self._focus(), character, _PLAIN, TYPING_MS)
        QTest.qWait(TYPING_MS)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press a key of the keyboard."""
        QTest.keyClick(self._focus(), key, modifier)

    def scan(self, code: str) -> None:
        """Scan with a scanner that types as a keyboard does: a burst, then Enter; each key bears its time, as from a system's queue."""
        target = self._focus()
        self._pressed_ms += SCAN_PAUSE_MS
        for character in f"{code}\r":
            self._pressed_ms += 1
            key = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, _PLAIN, character)
                event.setTimestamp(self._pressed_ms)
                QApplication.sendEvent(QApplication.focusWidget() or target, event)

    def wait_words(self, words: str) -> None:
        """Wait until this can be read."""
        wanted = plain(words)
        until(lambda: any(wanted in text for text in words_on(self.window)), f"no {words!r} on the screen", self._seen)

    def wait_gone(self, words: str) -> None:
        """Wait until this cannot be read any more."""
        wanted = plain(words)
        until(lambda: not any(wanted in text for text in words_on(self.window)), f"{words!r} is still on the screen", self._seen)

    def wait_for(self, met: Callable[[], bool], what: str) -> None:
        """Wait for what stands on no screen."""
        until(met, what, self._seen)

    def _focus(self) -> QWidget:
        until(lambda: QApplication.focusWidget() is not None, "a place for keys", self._seen)
        return QApplication.focusWidget() or self.window

    def ready(self, name: str) -> bool:
        """Say whether a key is in sight and can be tapped."""
        target = named(self.window, name)
        return target is not None and target.isEnabled()

    def _key_saying(self, words: str) -> KeyButton | None:
        keys = (key for key in self.window.findChildren(KeyButton) if key.isVisible() and key.isEnabled() and not key.size().isEmpty())
        return next((key for key in keys if key.text() == words), None)

    def _seen(self) -> str:
        return " | ".join(words_on(self.window))
