"""The buttons: a key says what it does and which keyboard key does the same."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.touch.paint import CENTRE, cap, cap_size, ground, smooth, text_block, wrapped
from kiosk.touch.theme import STRONG, Theme

PRESSED_PERCENT = 112
PAD = 12
GRID_PAD = 8
_GAP = 10
_SHRINK = (1.0, 0.94, 0.88, 0.82)
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_KINDS = {  # fill, line, text
    "plain": ("card", "line", "ink"),
    "primary": ("accent", "accent", "on_accent"),
    "danger": ("card", "line", "danger"),
    "member": ("card", "line", "member"),
    "quiet": ("paper", "paper", "ink2"),
    "chosen": ("accent_soft", "accent", "ink"),
    "ghost": ("", "", "ink2"),
}


def least_stacked(theme: Theme) -> int:
    """Return the least height of a stacked key whose words may take two small lines above the cap."""
    return 2 * theme.metrics("small", STRONG).height() + cap_size(theme, "F").height() + GRID_PAD


def named_shortcut(scope: QWidget, keys: tuple[str, ...], words: str, act: Callable[[], object], *, repeats: bool = False) -> QShortcut:
    """Return a shortcut that says what it does, so that a map of the keys can be drawn from the shortcuts themselves."""
    shortcut = QShortcut(scope)
    shortcut.setKeys([QKeySequence(key) for key in keys])
    shortcut.setAutoRepeat(repeats)
    shortcut.setWhatsThis(words)
    shortcut.activated.connect(act)
    return shortcut


class KeyButton(QAbstractButton):
    """A key in the house style. `cap` is the shown name of its shortcut, `keys` the sequences that press it.

    It never takes the focus, which stays where the next scan goes. `stacked` puts the cap below the words. With a `scope` its shortcut
    works wherever that widget is in sight, the key itself or not.
    """

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        *,
        kind: str = "plain",
        cap: str = "",
        keys: tuple[str, ...] = (),
        role: str = "body",
        weight: QFont.Weight = STRONG,
        icon: str = "",
        stacked: bool = False,
        least: int = 0,
        scope: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.cap = cap
        self.bound: QShortcut | None = None
        self._kind, self._role, self._weight, self._icon, self._stacked = kind, role, weight, icon, stacked
        self._least = max(least, theme.target)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._words = words
        self.setAccessibleName(words)
        if keys:
            self.bound = named_shortcut(scope or self, keys, words, self.click)

    def text(self) -> str:
        # Not the base's own: it would ask for a layout with every change.
        return self._words

    def show_text(self, words: str) -> None:
        """Change the words; equal ones cost no repaint, and those that need no other room no layout."""
        if words != self.text():
            before = self._room()
            self._words = words
            self.setAccessibleName(words)
            self.update()
            if self.bound is not None:
                self.bound.setWhatsThis(words)
            if self._room() != before:
                self.updateGeometry()

    def _room(self) -> tuple[int, int]:
        """Return what a layout makes of this key: of one whose width is left to others, the height alone."""
        hint = self.sizeHint()
        return 0 if self.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored else hint.width(), hint.height()

    def set_kind(self, kind: str) -> None:
        """Change the kind: plain, primary, danger, member, quiet, chosen or ghost."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def sizeHint(self) -> QSize:
        metrics = self.theme.metrics(self._role, self._weight)
        width = metrics.horizontalAdvance(self.text())
        height = metrics.height() + 2 * PAD
        if self._icon:
            width += self._icon_size + (_GAP if self.text() else 0)
        if self.cap:
            size = cap_size(self.theme, self.cap)
            width = max(width, size.width()) if self._stacked else width + _GAP + size.width()
            height += size.height() if self._stacked else 0
        return QSize(max(width + 2 * PAD, self._least), max(height, self._least))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, self._least)

    @property
    def _icon_size(self) -> int:
        return round(self.theme.metrics(self._role).height() * 1.1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        fill, line, ink = self._colours()
        ground(
            painter,
            self.rect(),
            fill,
            None if line is None else QPen(line, self.theme.focus_width if self._kind == "chosen" else self.theme.line_width),
        )
        if self._stacked:
            self._paint_stacked(painter, ink)
        else:
            self._paint_inline(painter, ink)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Return ground, line and words; a ghost has neither ground nor line until it is pressed."""
        theme, kind = self.theme, self._kind
        if not self.isEnabled():
            return theme.colour("soft" if kind == "primary" else "paper"), theme.colour("line"), theme.colour("ink3")
        fill, line, ink = (theme.colour(token) if token else None for token in _KINDS[kind])
        if self.isDown():
            fill = (
                theme.colour(_KINDS[kind][0]).darker(PRESSED_PERCENT)
                if kind == "primary"
                else theme.colour("soft" if theme.has_tints else "line")
            )
            ink = ink if kind == "primary" or theme.has_tints else theme.colour("on_accent")
        return fill, line, ink or theme.colour("ink")

    @property
    def _filled(self) -> bool:
        return self.isEnabled() and self._kind == "primary"

    def _lines(self, width: int) -> tuple[QFont, list[str]]:
        """Return the words in the largest of: one line, two lines, two small lines."""
        font = self.theme.prose(self._role, self._weight)
        if self.theme.metrics(self._role, self._weight).horizontalAdvance(self.text()) <= width:
            return font, [self.text()]
        longest = max(self.theme.metrics(self._role, self._weight).horizontalAdvance(word) for word in self.text().split(" "))
        if longest > width or self._stacked:
            font = self._smallest(longest_word=max(self.text().split(" "), key=len), width=width)
        return font, wrapped(font, self.text(), width)

    def _smallest(self, longest_word: str, width: int) -> QFont:
        """Return the small font, a step less where its longest word would still be cut: a whole word reads better than a large part."""
        for factor in _SHRINK:
            if self.theme.metrics("small", self._weight, factor).horizontalAdvance(longest_word) <= width:
                break
        return self.theme.prose("small", self._weight, factor)

    def is_cut(self) -> bool:
        """Say whether the words have less room than they need."""
        beside = 0
        if not self._stacked:
            beside += cap_size(self.theme, self.cap).width() + _GAP if self.cap else 0
            beside += self._icon_size + _GAP if self._icon else 0
        font, lines = self._lines(max(1, self.width() - 2 * GRID_PAD - beside))
        high = QFontMetrics(font).height() * len(lines)
        if self._stacked and self.cap:
            high += cap_size(self.theme, self.cap).height() + 2
        return high > self.height() - 2 or any(ELLIPSIS in line for line in lines)

    def _paint_stacked(self, painter: QPainter, ink: QColor) -> None:
        font, lines = self._lines(self.width() - 2 * GRID_PAD)
        painter.setFont(font)
        line_height = painter.fontMetrics().height()
        cap_height = cap_size(self.theme, self.cap).height() if self.cap else 0
        gap = 2 if cap_height else 0
        top = (self.height() - line_height * len(lines) - cap_height - gap) // 2
        used = text_block(painter, QRect(GRID_PAD, top, self.width() - 2 * GRID_PAD, self.height()), lines, font, ink, CENTRE)
        if self.cap:
            cap(painter, self.theme, QPointF(self.width() / 2, top + used + gap + cap_height / 2), self.cap, on_accent=self._filled)

    def _paint_inline(self, painter: QPainter, ink: QColor) -> None:
        cap_width = cap_size(self.theme, self.cap).width() + _GAP if self.cap else 0
        icon_width = self._icon_size + (_GAP if self.text() else 0) if self._icon else 0
        font, lines = self._lines(max(1, self.width() - 2 * GRID_PAD - cap_width - icon_width))
        painter.setFont(font)
        words = max((painter.fontMetrics().horizontalAdvance(line) for line in lines), default=0)
        left = (self.width() - words - cap_width - icon_width) // 2
        if self._icon:
            size = self._icon_size
            painter.drawPixmap(left, (self.height() - size) // 2, self.theme.icons.pixmap(self._icon, size, ink, self.devicePixelRatioF()))
        height = painter.fontMetrics().height() * len(lines)
        text_block(painter, QRect(left + icon_width, (self.height() - height) // 2, words, height), lines, font, ink, CENTRE)
        if self.cap:
            middle = QPointF(self.width() - left - (cap_width - _GAP) / 2, self.height() / 2)
            cap(painter, self.theme, middle, self.cap, on_accent=self._filled)
