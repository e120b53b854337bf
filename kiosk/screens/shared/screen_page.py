"""What every page of a till is: a ground with a place that the one message surface borrows while the page is shown."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.screens.shared.look import Look
from kiosk.touch.card import Ground


class ScreenPage(Ground):
    """A page puts `slot` into its layout where a message disturbs nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme)
        self._look = look
        self.slot = QVBoxLayout()
