"""The three transitions of the house. None when asked, and none any further once a frame came late."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, QVariantAnimation

from kiosk.touch.theme import Theme

LATE_FRAME_MS = 50


class Transition(QObject):
    """Runs `step` from 0.0 to 1.0; it ends at once when motion is off, and jumps to its end when a frame is late."""

    def __init__(self, theme: Theme, parent: QObject, duration_ms: int, step: Callable[[float], None]) -> None:
        super().__init__(parent)
        self._theme, self._step = theme, step
        self._clock = QElapsedTimer()
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(duration_ms)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._frame)

    def start(self) -> None:
        """Run, or go to the end at once."""
        self._animation.stop()
        if not self._theme.motion:
            self._step(1.0)
            return
        self._clock.start()
        self._animation.start()

    def _frame(self, value: float) -> None:
        late = self._clock.restart() > LATE_FRAME_MS
        if late and value < 1.0:
            self._theme.motion = False
            self._animation.stop()
            value = 1.0
        self._step(value)
