"""What every page of a till is: a ground with a place that the one message surface borrows while the page is shown."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.touch.card import Ground


class ScreenPage(Ground):
    """A page puts `slot` into its layout where a message disturbs nothing. `region` is the part that a question may cover."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme)
        self._look = look
        self.slot = QVBoxLayout()
        self.region: QWidget | None = None

    def cover(self, region: QWidget) -> QWidget:
        """Return a host for the part of this page that questions cover, with that part in it."""
        host = QWidget()
        inner = QVBoxLayout(host)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(region)
        self.region = region
        return host

    def stand_beside(self, left: QLayout, right: QWidget) -> None:
        """Lay the page out as what is shown and, beside it, what is keyed, which questions cover."""
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(20)
        box.addLayout(left, 20)
        box.addWidget(self.cover(right), 11)
