"""A grid of tiles painted in one view: departments, goods, staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from kiosk.touch.paint import RIGHT, TOP_LEFT, ground, smooth, stripe, text, text_block, wrapped
from kiosk.touch.painted import PaintedView
from kiosk.touch.theme import BOLD, STRONG, Theme

_PAD = 10
_STRIPE = 6
_MOST_AT_EASE = 150
"""Percent of its least height that a tile takes at most."""
_PLAIN_LINES, _PICTURED_LINES = 2, 4


@dataclass(frozen=True)
class Tile:
    """One tile: words above, a note and an amount below; a coloured top edge or a pictogram, or neither."""

    key: str
    title: str
    note: str = ""
    amount: str = ""
    stripe: str = ""
    picture: str = ""
    chosen: bool = False


class TileGrid(PaintedView):
    """Tiles in as many even columns as fit `least_width`, each `height` high."""

    def __init__(
        self, theme: Theme, least_width: int = 132, height: int = 88, *, gap: int = 8, role: str = "body", ground_colour: str = "paper"
    ) -> None:
        super().__init__(theme, ground_colour)
        self._least, self._gap, self._role = max(theme.px(least_width), theme.target), gap, role
        words = 2 * theme.metrics(role, STRONG).height() + theme.metrics("small").height()
        self._tile_height = max(theme.px(height), theme.target, words + _STRIPE + _PAD + _PAD // 2)
        self._tiles: tuple[Tile, ...] = ()
        self._words: dict[str, int] = {}
        self._highs: dict[int, int] = {}

    def tiles(self) -> tuple[Tile, ...]:
        return self._tiles

    def show_tiles(self, tiles: Sequence[Tile], *, keep_place: bool = False) -> None:
        """Show these tiles, from the top unless the place is kept."""
        if self._tiles == tuple(tiles):
            return
        self._tiles = tuple(tiles)
        self._words, self._highs = {}, {}
        if not keep_place:
            self.verticalScrollBar().setValue(0)
        self.refresh()

    def update_range(self) -> None:
        # Tiles stand flush with their neighbours while all are in view; only a scroll bar's thumb takes room from them.
        self.set_gutter(shown=self._height_in(self.width()) > self.height())
        super().update_range()

    def columns(self) -> int:
        """Return how many tiles stand side by side."""
        return self._columns_in(self.viewport().width())

    def _columns_in(self, width: int) -> int:
        """Return as many columns as there is room for; fewer, while all stay in view, where that lets every word stand in full size."""
        most = max(1, (width + self._gap) // (self._least + self._gap))
        for columns in range(most, 1, -1):
            if (
                self._longest(self._role) <= self._room(width, columns)
                and self._height_of(-(-len(self._tiles) // columns), self._high(width, columns)) <= self.height()
            ):
                return columns
        while most > 1 and self._longest("small") > self._room(width, most):
            most -= 1
        return most

    def _room(self, width: int, columns: int) -> int:
        return (width + self._gap) // columns - self._gap - 2 * _PAD - 2

    def _longest(self, role: str) -> int:
        """Return the width of the longest word of any tile; pictograms leave the small size only."""
        if role not in self._words:
            shown = "small" if self._pictured else role
            metrics = self.theme.metrics(shown, STRONG)
            self._words[role] = max((metrics.horizontalAdvance(word) for tile in self._tiles for word in tile.title.split(" ")), default=0)
        return self._words[role]

    def count(self) -> int:
        return len(self._tiles)

    def content_height(self) -> int:
        return self._height_in(self.viewport().width())

    def _height_in(self, width: int) -> int:
        columns = self._columns_in(width)
        return max(0, self._height_of(-(-len(self._tiles) // columns), self._high(width, columns)))

    def height_of(self, rows: int) -> int:
        """Return the height of that many rows, for whoever lays the grid out."""
        return self._height_of(rows, self._least_high(self.viewport().width(), self.columns()))

    def _height_of(self, rows: int, high: int) -> int:
        return rows * (high + self._gap) - self._gap

    def _high(self, width: int, columns: int) -> int:
        """Return the height of every tile. On a screen with room to spare those that are all in view grow into it, in moderation."""
        least, rows = self._least_high(width, columns), -(-len(self._tiles) // columns)
        if self.theme.zoom == 1 or not rows:
            return least
        return max(least, min((self.height() + self._gap) // rows - self._gap, least * _MOST_AT_EASE // 100))

    def _least_high(self, width: int, columns: int) -> int:
        """Return the least height of every tile: one whose name takes more lines under its pictogram makes all of them higher."""
        room = self._room(width, columns)
        if room not in self._highs:
            self._highs[room] = max(self._tile_height, self._pictured_height(room) if self._pictured else 0)
        return self._highs[room]

    def _pictured_height(self, room: int) -> int:
        font = self.theme.prose("small", STRONG)
        lines = max(len(wrapped(font, tile.title, room, _PICTURED_LINES)) for tile in self._tiles)
        words = lines * QFontMetrics(font).height() + self.theme.metrics("small").height()
        return self._picture_size + 2 * _PAD + words

    @property
    def _pictured(self) -> bool:
        return any(tile.picture for tile in self._tiles)

    @property
    def _picture_size(self) -> int:
        return self._tile_height * 2 // 5

    def content_rect(self, index: int) -> QRect:
        columns = self.columns()
        row, column = divmod(index, columns)
        width = self.viewport().width() + self._gap
        left, right = column * width // columns, (column + 1) * width // columns - self._gap
        high = self._high(self.viewport().width(), columns)
        return QRect(left, row * (high + self._gap), right - left, high)

    def sizeHint(self) -> QSize:
        return QSize(3 * self._least, 2 * self._tile_height)

    def paint_item(self, painter: QPainter, index: int, rect: QRect, *, pressed: bool) -> None:
        tile, theme = self._tiles[index], self.theme
        fill = "accent_soft" if tile.chosen else "soft" if pressed else "card"
        pen = theme.pen("accent", theme.focus_width) if tile.chosen or (pressed and not theme.has_tints) else theme.pen()
        ground(painter, rect, theme.colour(fill), pen)
        top = rect.top() + _PAD
        if tile.stripe:
            stripe(painter, rect, theme.colour(tile.stripe), _STRIPE)
            top += _STRIPE - 2
        if tile.picture:
            top += self._paint_picture(painter, tile, rect)
        self._paint_words(painter, tile, rect, top)

    def _paint_picture(self, painter: QPainter, tile: Tile, rect: QRect) -> int:
        size = self._picture_size
        box = QRect(rect.left() + _PAD, rect.top() + _PAD, rect.width() - 2 * _PAD, size)
        smooth(painter)
        ground(painter, box, self.theme.colour("soft"), None, 8)
        if self.theme.icons.exists(tile.picture):
            drawn = size * 4 // 5
            pixmap = self.theme.icons.pixmap(tile.picture, drawn, self.theme.colour("ink2"), self.devicePixelRatioF())
            painter.drawPixmap(box.center().x() - drawn // 2 + 1, box.center().y() - drawn // 2 + 1, pixmap)
        return size + _PAD // 2

    def _title_font(self, width: int) -> QFont:
        """Return one size for all tiles: the role's own, or the small one where a word of any tile would not fit."""
        small = self._longest(self._role) > width - 2 or self._pictured
        return self.theme.prose("small" if small else self._role, STRONG)

    def _paint_words(self, painter: QPainter, tile: Tile, rect: QRect, top: int) -> None:
        theme, width = self.theme, rect.width() - 2 * _PAD
        font = self._title_font(width)
        lines = wrapped(font, tile.title, width, _PICTURED_LINES if tile.picture else _PLAIN_LINES)
        text_block(painter, QRect(rect.left() + _PAD, top, width, rect.bottom() - top), lines, font, theme.colour("ink"), TOP_LEFT)
        small = theme.metrics("small").height()
        foot = QRect(rect.left() + _PAD, rect.bottom() - _PAD // 2 - small, width, small)
        if tile.amount:
            text(painter, foot, tile.amount, theme.font("small", BOLD), theme.colour("ink"), RIGHT)
            foot.setRight(foot.right() - theme.metrics("small", BOLD).horizontalAdvance(tile.amount) - 6)
        spare = len(lines) == 1 and not tile.amount and not tile.picture
        notes = wrapped(theme.font("small"), tile.note, foot.width(), 2 if spare else 1)
        foot.setTop(foot.top() - (len(notes) - 1) * small)
        text_block(painter, foot, notes, theme.font("small"), theme.colour("ink2"))
