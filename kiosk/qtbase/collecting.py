"""Python's cycle collector on the GUI thread alone: a window's objects freed on a worker's thread would take Qt down with them."""

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500
"""So often it is looked whether anything is to be collected; between two looks a till makes a few thousand objects."""


class GuiCollector(QObject):
    """Takes the collector over from the interpreter, which runs it on whatever thread happens to allocate. `stop` gives it back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Collect from now on here only."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Let the interpreter collect by itself again."""
        self._timer.stop()
        gc.enable()

    def look(self) -> None:
        """Collect the oldest generation whose threshold is passed, as the interpreter would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = [generation for generation in range(len(counts)) if thresholds[generation] and counts[generation] > thresholds[generation]]
        if due:
            gc.collect(due[-1])
