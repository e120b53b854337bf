"""The keyboard wedge on the GUI thread: listens to the keys on their way to whatever has the focus, and takes scans out of them."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from kiosk.devices.scanner import GAP_LIMIT_MS, Scan, Typed

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Recogniser(Protocol):
    """Tells bursts from typing; `kiosk.devices.scanner.Wedge` is one."""

    @property
    def holding(self) -> bool: ...
    def feed(self, character: str, at_ms: int) -> list[Scan | Typed]: ...
    def rest(self) -> list[Scan | Typed]: ...


class WedgeFilter(QObject):
    """Filters the keys of the focused widget only, so that no other event pays for it.

    `scanned` brings a code and its symbology, empty where the scanner does not name it; what was typed by a person goes on to the focus a
    moment later, in its order.
    """

    scanned = Signal(str, str)

    def __init__(self, recogniser: Recogniser, top: QWidget) -> None:
        super().__init__(top)
        self._recogniser = recogniser
        self._top = top
        self._focus: QWidget | None = None
        self._passing = False
        self._listening = True
        self._clock = QElapsedTimer()
        self._clock.start()
        self._gap = QTimer(self)
        self._gap.setSingleShot(True)
        self._gap.setInterval(GAP_LIMIT_MS + 1)
        self._gap.timeout.connect(self._rest)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._follow)
            self._follow(application.focusObject())

    def close(self) -> None:
        """Listen no more: the application outlives this window, and would go on telling it where the focus is."""
        self._gap.stop()
        application = QGuiApplication.instance()
        if self._listening and isinstance(application, QGuiApplication):
            self._listening = False
            application.focusObjectChanged.disconnect(self._follow)

    def _follow(self, focus: QObject | None) -> None:
        """Listen where the focus is, in this window only: another window has its own keys, and this one's focus waits meanwhile."""
        if not isinstance(focus, QWidget) or focus is self._focus or focus.window() is not self._top.window():
            return
        # A widget that loses the focus because it is being destroyed is gone already, though it has not said so yet.
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
            self._focus.destroyed.disconnect(self._forget)
        self._focus = focus
        focus.installEventFilter(self)
        focus.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._focus = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._passing or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # Enter ends the burst that is held; it must not press the page's key on its way.
            if self._recogniser.holding and event.key() in _ENDS:
                event.accept()
                return True
            return False
        return event.type() == QEvent.Type.KeyPress and self._taken(event)

    def _taken(self, event: QKeyEvent) -> bool:
        ends = event.key() in _ENDS
        if ends and not self._recogniser.holding:
            return False
        if not ends and (not event.text() or not event.text().isprintable() or event.modifiers() & _COMMANDING):
            self._rest()
            return False
        # The time a key was pressed, where the system tells it: a busy machine may come to read a burst late, and in pieces.
        at_ms = event.timestamp() or self._clock.elapsed()
        for character in "\r" if ends else event.text():
            self._tell(self._recogniser.feed(character, at_ms))
        if self._recogniser.holding:
            self._gap.start()
        return True

    def _rest(self) -> None:
        self._gap.stop()
        self._tell(self._recogniser.rest())

    def _tell(self, heard: list[Scan | Typed]) -> None:
        for item in heard:
            if isinstance(item, Scan):
                self.scanned.emit(item.code, item.symbology)
            else:
                self._type(item.text)

    def _type(self, text: str) -> None:
        """Hand characters on to the focus as if they were keyed just now."""
        target = self._focus or self._top
        self._passing = True
        try:
            for character in text:
                key = (
                    Qt.Key.Key_Return
                    if character == "\r"
                    else Qt.Key(ord(character.upper()))
                    if character.isascii()
                    else Qt.Key.Key_unknown
                )
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    QCoreApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character))
        finally:
            self._passing = False
