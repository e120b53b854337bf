"""The banner of training: words, stripes and a height of its own, so that nobody takes practice for business."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.shared.look import Look
from kiosk.touch.paint import CENTRE, smooth, text
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.session_model import SessionModel

_STRIPE_PX = 22
_PAD = 14


class TrainingBanner(QWidget):
    """In sight on every page while a person trains."""

    def __init__(self, look: Look, session: SessionModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._session = look, session
        self.words = look.words.tr("TRAINING · nothing counts, nothing is owed, the drawer stays shut")
        self.setAccessibleName(self.words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        session.training_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show itself while there is training."""
        self.setVisible(self._session.training)

    def sizeHint(self) -> QSize:
        return QSize(400, self._look.theme.metrics("body", BOLD).height() + _PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        smooth(painter)
        painter.fillRect(self.rect(), theme.colour("warn"))
        metrics = theme.metrics("body", BOLD)
        width = min(self.width(), metrics.horizontalAdvance(self.words) + 48)
        middle = self.rect().adjusted((self.width() - width) // 2, 0, -(self.width() - width) // 2, 0)
        painter.setPen(theme.pen("warn_soft", 0))
        painter.setBrush(theme.colour("warn_soft"))
        height = self.height()
        for left in range(-height, self.width(), 2 * _STRIPE_PX):
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(left, height),
                        QPointF(left + height, 0),
                        QPointF(left + height + _STRIPE_PX, 0),
                        QPointF(left + _STRIPE_PX, height),
                    ]
                )
            )
        painter.fillRect(middle, theme.colour("warn_soft"))
        text(painter, middle, self.words, theme.font("body", BOLD), theme.colour("warn"), CENTRE)
