"""Counts what Qt asks of widgets inside a block: layouts, and paints."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Counter(QObject):
    """Names the widgets, by class and name, in the order in which they were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.layouts: list[str] = []
        self.painted: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Paint):
            found = self.layouts if event.type() == QEvent.Type.LayoutRequest else self.painted
            found.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@contextmanager
def counted() -> Iterator[Counter]:
    """Count until the block ends."""
    counter, application = Counter(), QApplication.instance()
    assert application is not None
    application.installEventFilter(counter)
    yield counter
    application.removeEventFilter(counter)
