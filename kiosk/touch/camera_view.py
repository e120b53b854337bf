"""What a camera sees, with every code in it outlined, or the sentence that says why nothing is seen. It is fed; it knows no camera."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.paint import CENTRE, ground, smooth, text_block, wrapped
from kiosk.touch.theme import MEDIUM, Theme
from kiosk.touch.tokens import GRID, RADIUS

LEAST_WIDTH, LEAST_HEIGHT = 160, 120
_OUTLINE_WIDTH, _HALO_WIDTH = 5.0, 9.0
_SENTENCE_LINES = 4
_LEAST_SPAN = 12.0

Outline = Sequence[tuple[float, float]]


class CameraView(QWidget):
    """Fills its place with the picture, cutting what is over. `mirror` shows it as a mirror does, for whoever faces the camera.

    `waiting` is said until the first picture comes; a sentence shown later lies over the picture until an empty one takes it away.
    """

    def __init__(self, theme: Theme, waiting: str = "", *, mirror: bool = False) -> None:
        super().__init__()
        self.theme = theme
        self._waiting, self._sentence, self._mirror = waiting, "", mirror
        self._image = QImage()
        self._outlines: Sequence[Outline] = ()
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, image: QImage, outlines: Sequence[Outline] = ()) -> None:
        """Show the newest picture, and an outline around each code: its corners in the picture's pixels."""
        self._image, self._outlines = image, outlines
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Say why the camera sees nothing; an empty sentence takes it away."""
        if sentence != self._sentence:
            self._sentence = sentence
            self.setAccessibleDescription(sentence)
            self.update()

    def clear(self) -> None:
        """Forget the picture: the camera was put away."""
        self.show_picture(QImage())

    def placement(self) -> QTransform:
        """How a picture's pixels come to lie on this widget."""
        size = self._image.size()
        share = max(self.width() / max(1, size.width()), self.height() / max(1, size.height()))
        moved = QTransform.fromTranslate(self.width() / 2, self.height() / 2).scale(-share if self._mirror else share, share)
        return moved.translate(-size.width() / 2, -size.height() / 2)

    def sizeHint(self) -> QSize:
        return QSize(2 * LEAST_WIDTH, 2 * LEAST_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        ground(painter, self.rect(), self.theme.colour("soft"), self.theme.pen())
        if not self._image.isNull():
            self._paint_picture(painter)
        sentence = self._sentence or (self._waiting if self._image.isNull() else "")
        if sentence:
            self._paint_sentence(painter, sentence)

    def _paint_picture(self, painter: QPainter) -> None:
        window = QPainterPath()
        inset = self.theme.line_width
        window.addRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS - inset, RADIUS - inset)
        painter.save()
        painter.setClipPath(window)
        placed = self.placement()
        painter.setTransform(placed)
        painter.drawImage(0, 0, self._image)
        painter.resetTransform()
        for outline in self._outlines:
            self._paint_outline(painter, [placed.map(QPointF(x, y)) for x, y in outline])
        painter.restore()

    def _paint_outline(self, painter: QPainter, corners: list[QPointF]) -> None:
        """A light line beneath a dark one, or the other way round, is seen on any picture."""
        if not corners:
            return
        polygon = _opened(QPolygonF(corners))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in (("on_accent", _HALO_WIDTH), ("accent", _OUTLINE_WIDTH)):
            pen = QPen(self.theme.colour(colour), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(polygon)

    def _paint_sentence(self, painter: QPainter, sentence: str) -> None:
        """In the middle where there is no picture, on a card along the lower edge where there is one."""
        font, width = self._font(sentence)
        lines = wrapped(font, sentence, width, _SENTENCE_LINES)
        height = QFontMetrics(font).height() * len(lines)
        left = (self.width() - width) // 2
        top = (self.height() - height) // 2 if self._image.isNull() else self.height() - height - 3 * GRID
        box = QRect(left, top, width, height)
        if not self._image.isNull():
            ground(painter, box.adjusted(-GRID, -GRID, GRID, GRID), self.theme.colour("card"), self.theme.pen("warn", 2))
        text_block(painter, box, lines, font, self.theme.colour("ink2" if self._image.isNull() else "ink"), CENTRE)

    def _font(self, sentence: str) -> tuple[QFont, int]:
        """The body's letters, or the small ones where the sentence would be cut."""
        width = max(1, self.width() - 4 * GRID)
        font = self.theme.prose("body", MEDIUM)
        whole = " ".join(wrapped(font, sentence, width, _SENTENCE_LINES)) == sentence
        return (font if whole else self.theme.prose("small", MEDIUM)), width


def _opened(polygon: QPolygonF) -> QPolygonF:
    """Of a code of bars some decoders tell a line only: it becomes a narrow box, which can be seen."""
    box = polygon.boundingRect()
    if min(box.width(), box.height()) >= _LEAST_SPAN:
        return polygon
    wider, higher = (max(0.0, _LEAST_SPAN - span) / 2 for span in (box.width(), box.height()))
    return QPolygonF(box.adjusted(-wider, -higher, wider, higher))
