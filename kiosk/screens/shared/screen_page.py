"""What every page of a till is: a ground with a place that the one message surface borrows while the page is shown."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

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
