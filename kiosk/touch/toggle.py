"""A statement that is agreed to or not: a box, and the whole of its words beside it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from kiosk.touch.keys import named_shortcut
from kiosk.touch.paint import cap, cap_size, ground, smooth, text_block, tick_box, wrapped
from kiosk.touch.theme import REGULAR, STRONG, Theme

_HIGH, _WIDE, _BOX = 8, 12, 26
"""Room above and below the words, beside and between them and the box, and the box itself."""
_LINES = 6


class Toggle(QAbstractButton):
    """Its words may take several lines, which make it higher. `title` stands above them; `key` does what a tap does."""

    def __init__(self, theme: Theme, title: str, words: str, key: str = "") -> None:
        super().__init__()
        self.theme = theme
        self._title, self._cap = title, key
        self._high, self._wide, self._box = map(theme.px, (_HIGH, _WIDE, _BOX))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(words)
        self.setAccessibleName(f"{title}. {words}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if key:
            named_shortcut(self, (key,), title, self.click)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(280), self.heightForWidth(self.theme.px(320)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        high = self.theme.metrics("small", STRONG).height() + len(self._lines(width)) * QFontMetrics(self._font()).height()
        return max(self.theme.target, high + 2 * self._high)

    def _font(self) -> QFont:
        return self.theme.prose("small", REGULAR)

    def _lines(self, width: int) -> list[str]:
        return wrapped(self._font(), self.text(), max(60, width - 3 * self._wide - self._box), _LINES)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        theme, on = self.theme, self.isChecked()
        pen = theme.pen("accent", theme.focus_width) if on else theme.pen()
        ground(painter, self.rect(), theme.colour("accent_soft" if on else "card"), pen)
        tick_box(painter, theme, QRectF(self._wide, (self.height() - self._box) / 2, self._box, self._box), on=on)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme, left = self.theme, 2 * self._wide + self._box
        lines = self._lines(self.width())
        first = theme.metrics("small", STRONG).height()
        top = (self.height() - first - len(lines) * QFontMetrics(self._font()).height()) // 2
        room = QRect(left, top, self.width() - left - self._wide, first)
        text_block(painter, room, [self._title], theme.prose("small", STRONG), theme.colour("ink"))
        text_block(painter, room.translated(0, first), lines, self._font(), theme.colour("ink2"))
        if self._cap:
            size = cap_size(theme, self._cap)
            centre = QRectF(room.right() - size.width(), top, size.width(), first).center()
            cap(painter, theme, centre, self._cap, on_accent=False)
