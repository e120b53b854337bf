"""The base of lists and grids that are painted in one view: no widget an item, only what is exposed is painted."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScroller, QWidget

from kiosk.touch.paint import ground, smooth
from kiosk.touch.theme import Theme

_THUMB = 4
GUTTER = _THUMB + 4
_TAP_SLOP_PX = 12


class _Thumb(QWidget):
    """Where the view stands in its content, beside it and never over it, so that scrolling stays a copy."""

    def __init__(self, view: "PaintedView") -> None:
        super().__init__(view)
        self._view = view
        self._shown = (0, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def follow(self) -> None:
        """Move with the view: what stays where it is costs no repaint."""
        if self._place() != self._shown:
            self._shown = self._place()
            self.update()

    def _place(self) -> tuple[int, int]:
        """Return top and height; nothing is to be seen while all is in view."""
        bar = self._view.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        if bar.maximum() <= 0 or whole <= 0:
            return 0, 0
        height = max(24, self.height() * bar.pageStep() // whole)
        return (self.height() - height) * bar.value() // bar.maximum(), height

    def paintEvent(self, event: QPaintEvent) -> None:
        top, height = self._place()
        if not height:
            return
        painter = QPainter(self)
        smooth(painter)
        ground(painter, QRect(0, top, _THUMB, height), self._view.theme.colour("ink3"), None, _THUMB / 2)


class PaintedView(QAbstractScrollArea):
    """Items by number. A subclass gives their rectangles and paints one; `item_paints` counts them for tests of repaint."""

    tapped = Signal(int)

    def __init__(self, theme: Theme, ground_colour: str = "card") -> None:
        super().__init__()
        self.theme = theme
        self.item_paints = 0
        self._ground = ground_colour
        self._pressed = -1
        self._press_at = QPoint()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._gutter = True
        self.setViewportMargins(0, 0, GUTTER, 0)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._thumb = _Thumb(self)
        self.verticalScrollBar().setSingleStep(theme.target // 2)
        self.setAutoFillBackground(False)

    def count(self) -> int:
        """Return how many items there are."""
        raise NotImplementedError

    def content_height(self) -> int:
        """Return the height of all items."""
        raise NotImplementedError

    def content_rect(self, index: int) -> QRect:
        """Return an item's place in the content."""
        raise NotImplementedError

    def paint_item(self, painter: QPainter, index: int, rect: QRect, *, pressed: bool) -> None:
        """Paint one item into `rect` of the viewport."""
        raise NotImplementedError

    def item_rect(self, index: int) -> QRect:
        """Return an item's place in the viewport now."""
        return self.content_rect(index).translated(0, -self.verticalScrollBar().value())

    def index_at(self, point: QPoint) -> int:
        """Return the item under a point of the viewport, or -1."""
        for index in self.exposed(QRect(point, point)):
            if self.item_rect(index).contains(point):
                return index
        return -1

    def reveal(self, index: int) -> None:
        """Scroll as little as needed to show an item whole; of one that is higher than the view, its top."""
        bar, rect = self.verticalScrollBar(), self.content_rect(index)
        if rect.bottom() >= bar.value() + self.viewport().height():
            bar.setValue(min(rect.top(), rect.bottom() + 1 - self.viewport().height()))
        elif rect.top() < bar.value():
            bar.setValue(rect.top())

    def exposed(self, rect: QRect) -> list[int]:
        """Return the items that touch `rect` of the viewport; `content_rect` grows with the index, so the first is found by halving."""
        low, high = 0, self.count()
        while low < high:
            middle = (low + high) // 2
            if self.item_rect(middle).bottom() < rect.top():
                low = middle + 1
            else:
                high = middle
        found: list[int] = []
        while low < self.count() and self.item_rect(low).top() <= rect.bottom():
            if self.item_rect(low).intersects(rect) or self.item_rect(low).contains(rect.topLeft()):
                found.append(low)
            low += 1
        return found

    def refresh(self) -> None:
        """Paint everything anew after the items changed altogether."""
        self.update_range()
        self.viewport().update()

    def set_gutter(self, *, shown: bool) -> None:
        """Keep room for the thumb at the right, or give it to the items."""
        if shown != self._gutter:
            self._gutter = shown
            self.setViewportMargins(0, 0, GUTTER if shown else 0, 0)

    def update_range(self) -> None:
        """Fit the scroll range to the content."""
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self.content_height() - self.viewport().height()))
        self._thumb.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._thumb.setGeometry(self.width() - _THUMB - 2, 2, _THUMB, self.height() - 4)
        self.refresh()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)
        self._thumb.follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        smooth(painter)
        painter.fillRect(event.rect(), self.theme.colour(self._ground))
        for index in self.exposed(event.rect()):
            rect = self.item_rect(index)
            if event.region().intersects(rect):
                self.item_paints += 1
                self.paint_item(painter, index, rect, pressed=index == self._pressed)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._release()
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.index_at(event.position().toPoint())
        self._press_at = event.position().toPoint()
        if self._pressed >= 0:
            self.viewport().update(self.item_rect(self._pressed))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, point = self._pressed, event.position().toPoint()
        self._release()
        if pressed >= 0 and pressed == self.index_at(point) and (point - self._press_at).manhattanLength() <= _TAP_SLOP_PX:
            self.tapped.emit(pressed)

    def _release(self) -> None:
        if self._pressed >= 0:
            rect = self.item_rect(self._pressed) if self._pressed < self.count() else QRect()
            self._pressed = -1
            self.viewport().update(rect)
