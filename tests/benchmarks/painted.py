"""Hears when a widget is painted, without being in its way."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Notes paint events of one widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._seen = False
        widget.installEventFilter(self)

    def take(self) -> bool:
        """Tell whether it was painted since the last time."""
        seen, self._seen = self._seen, False
        return seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        self._seen = self._seen or event.type() == QEvent.Type.Paint
        return False
