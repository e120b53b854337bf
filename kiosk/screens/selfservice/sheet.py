"""A sheet over the kiosk's page, on paper of its own: several may lie over each other and nothing shows at the corners."""

from PySide6.QtGui import QPainter, QPaintEvent

from kiosk.touch.sheet import Sheet


class PageSheet(Sheet):
    """A question in the place of the page; the head with help and languages stays in reach."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.colour("paper"))
        painter.end()
        super().paintEvent(event)
