"""A card: a rounded ground with a one-pixel line, for whatever belongs together."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.touch.paint import ground, smooth
from kiosk.touch.theme import Theme

GROUNDS = {
    "card": ("card", "line"),
    "soft": ("soft", "line"),
    "accent": ("accent_soft", "accent"),
    "member": ("member_soft", "member"),
    "warn": ("warn_soft", "warn"),
    "danger": ("danger_soft", "danger"),
}
_EDGE_ALPHA = 70


class Card(QWidget):
    """A container in one of six tones. Its layout is `box`."""

    tapped = Signal()

    def __init__(
        self,
        theme: Theme,
        tone: str = "card",
        *,
        margins: tuple[int, int, int, int] = (20, 16, 20, 16),
        spacing: int = 8,
        across: bool = False,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._tone = tone
        self.box: QBoxLayout = QHBoxLayout(self) if across else QVBoxLayout(self)
        left, top, right, bottom = map(theme.px, margins)
        self.box.setContentsMargins(left, top, right, bottom)
        self.box.setSpacing(theme.px(spacing))

    def set_tone(self, tone: str) -> None:
        """Change the tone; repaints only when it is another."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        fill, edge = GROUNDS[self._tone]
        pen = self.theme.pen(edge)
        if self._tone not in ("card", "soft") and self.theme.has_tints:
            colour = pen.color()
            colour.setAlpha(_EDGE_ALPHA)
            pen.setColor(colour)
        ground(painter, self.rect(), self.theme.colour(fill), pen)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.tapped.emit()


class Ground(QWidget):
    """A plain page on the theme's paper, painted whole so that nothing below it needs to be."""

    def __init__(self, theme: Theme, colour: str = "paper") -> None:
        super().__init__()
        self.theme = theme
        self._colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.theme.colour(self._colour))


class Resized(QObject):
    """Tells when a widget changes its size, for things laid over it; it lives no longer than its `owner`."""

    changed = Signal()

    def __init__(self, watched: QWidget, owner: QObject) -> None:
        super().__init__(owner)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.changed.emit()
        return False
