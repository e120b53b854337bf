"""The baseline of a start: a bare PySide6 window that paints one rectangle and nothing else."""

import sys

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.witness import Witness


class Window(QWidget):
    """A window of the cashier's size."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        QPainter(self).fillRect(event.rect(), self.palette().window())


def main() -> None:
    """Show it and report."""
    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1280, 800)
    Witness(app, lambda painted: painted is window, int(sys.argv[1]))
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
