"""The turns of the event loop that a test waits for: what was posted arrives, and what was put away is gone."""

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

_TURNS = 12
_TURN_MS = 5


def settle() -> None:
    """Let queued answers arrive and everything be painted, and free what is gone."""
    for _ in range(_TURNS):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
        QCoreApplication.sendPostedEvents()
        free()


def free() -> None:
    """Free what was to be deleted later: a running program does so by itself, a test without a loop of its own never."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
