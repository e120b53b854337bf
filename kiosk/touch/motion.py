"""The three transitions of the house. None when asked, and none any further once a frame came late."""

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, QTimer, QVariantAnimation
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from kiosk.touch.theme import Theme
from kiosk.touch.tokens import SCREEN_MS

LATE_FRAME_MS = 50
SCREEN_RISE_PX = 16


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


class Arrival(QObject):
    """Brings a page into its place: it comes up the last pixels. Keys and scans are its own from the first moment on."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: QWidget | None = None
        self._motion = Transition(theme, self, SCREEN_MS, self._place)

    def of(self, page: QWidget) -> None:
        """Bring this page in; one that was on its way stands at once."""
        self._place(1.0)
        self._page = page
        if self._theme.motion:
            self._place(0.0)
            # Once the page is laid out: else its first frame is always late.
            QTimer.singleShot(0, self, self._motion.start)

    def _place(self, progress: float) -> None:
        if self._page is not None and isValid(self._page):
            self._page.move(0, round(SCREEN_RISE_PX * (1.0 - progress)))
