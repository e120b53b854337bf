"""Cards under each other on a page of the desk, made anew whenever the day that they show differs."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.viewmodels.manager_desk import DeskModel
from kiosk.viewmodels.manager_figures import Day


class CardColumn(QWidget):
    """Subclasses say in `_made` which cards a day has. More than fit scroll without a bar."""

    def __init__(self, look: Look, desk: DeskModel) -> None:
        super().__init__()
        self._look, self._desk = look, desk
        self._shown: Day | None = None
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._area)

    def refresh(self) -> None:
        """Show the last answer, if it differs from what is shown."""
        day = self._desk.day
        if day is None or day == self._shown:
            return
        self._shown = day
        inside = QWidget()
        inside.setAutoFillBackground(False)
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        for card in self._made(day):
            box.addWidget(card)
        box.addStretch(1)
        self._area.setWidget(inside)

    def _made(self, day: Day) -> Sequence[Card]:
        raise NotImplementedError
