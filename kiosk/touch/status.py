"""Small statements: a chip says a state in words and repeats it with a dot; bars show how far something has come."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import LEFT, dot, ground, smooth, text
from kiosk.touch.theme import MEDIUM, Theme

_PAD, _DOT = 12, 10


class Chip(QWidget):
    """Words with a dot of a tone: accent (well), warn, danger or ink3 (nobody knows)."""

    def __init__(self, theme: Theme, words: str = "", tone: str = "accent") -> None:
        super().__init__()
        self.theme = theme
        self._text, self._tone = words, tone
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self._text

    def show_state(self, words: str, tone: str) -> None:
        """Say a state; an empty text hides the chip."""
        if (words, tone) != (self._text, self._tone):
            self._text, self._tone = words, tone
            self.setVisible(bool(words))
            self.setAccessibleName(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self._text), self.theme.metrics("small", MEDIUM).height() + _PAD)

    def width_of(self, words: str) -> int:
        """Return the width that these words would need."""
        return self.theme.metrics("small", MEDIUM).horizontalAdvance(words) + 3 * _PAD + _DOT

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 120), self.sizeHint().height())

    def _chip(self) -> QRect:
        """Return what is painted as the chip."""
        return self.rect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        pen = None if self.theme.has_tints else self.theme.pen()
        chip = self._chip()
        ground(painter, chip, self.theme.colour("soft"), pen, chip.height() / 2)
        dot(painter, QPointF(_PAD + _DOT / 2, self.height() / 2), _DOT, self.theme.colour(self._tone))
        box = self.rect().adjusted(2 * _PAD + _DOT - 4, 0, -_PAD + 2, 0)
        text(painter, box, self._text, self.theme.font("small", MEDIUM), self.theme.colour("ink2"), LEFT)


class ChipKey(Chip):
    """A chip that can be tapped while there is something behind it: as high as a target, though it looks like a chip."""

    tapped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.opens = False
        self.setMinimumHeight(theme.target)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self.theme.target, self.theme.target))

    def _chip(self) -> QRect:
        high = Chip.sizeHint(self).height()
        return QRect(0, (self.height() - high) // 2, self.width(), high)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.opens and self.rect().contains(event.position().toPoint()):
            self.tapped.emit()


class ProgressBar(QWidget):
    """How far something has come, in parts of a thousand so that no float decides."""

    def __init__(self, theme: Theme, tone: str = "accent", height: int = 10, track: str = "soft") -> None:
        super().__init__()
        self.theme = theme
        self._tone, self._track, self._permille = tone, track, 0
        self.setFixedHeight(theme.px(height))

    def show_progress(self, permille: int) -> None:
        """Show 0 to 1000."""
        permille = max(0, min(1_000, permille))
        if permille != self._permille:
            self._permille = permille
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        radius = self.height() / 2
        ground(painter, self.rect(), self.theme.colour(self._track), None if self.theme.has_tints else self.theme.pen(width=1), radius)
        if self._permille:
            filled = QRectF(0, 0, max(self.height(), self.width() * self._permille / 1_000), self.height())
            ground(painter, filled, self.theme.colour(self._tone), None, radius)


class StepBar(QWidget):
    """Where a customer is: one bar a step, those reached filled."""

    def __init__(self, theme: Theme, steps: int = 4, height: int = 10, gap: int = 12) -> None:
        super().__init__()
        self.theme = theme
        self._steps, self._gap, self._current = steps, gap, 0
        self.setFixedHeight(height)

    def show_step(self, current: int) -> None:
        """Fill the first `current` steps."""
        if current != self._current:
            self._current = current
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        width = (self.width() - self._gap * (self._steps - 1)) / self._steps
        for number in range(self._steps):
            box = QRectF(number * (width + self._gap), 0, width, self.height())
            reached = number < self._current
            pen = None if self.theme.has_tints or reached else self.theme.pen(width=1)
            ground(
                painter, box, self.theme.colour("accent" if reached else "line" if self.theme.has_tints else "card"), pen, self.height() / 2
            )


class IconView(QWidget):
    """One icon or pictogram."""

    def __init__(self, theme: Theme, name: str, size: int, tone: str = "ink2") -> None:
        super().__init__()
        self.theme = theme
        self._name, self._tone = name, tone
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme.icons.exists(self._name):
            pixmap = self.theme.icons.pixmap(self._name, self.width(), self.theme.colour(self._tone), self.devicePixelRatioF())
            QPainter(self).drawPixmap(QRect(0, 0, self.width(), self.height()), pixmap)
