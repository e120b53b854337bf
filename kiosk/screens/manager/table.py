"""The terminals as a table, painted in one view: register and person, last word, what waits, the count, and the transmission in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens.manager import sentences
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import LEFT, RIGHT, text
from kiosk.touch.painted import PaintedView
from kiosk.touch.theme import BOLD, REGULAR, STRONG, Theme
from kiosk.viewmodels.manager_desk import DeskModel
from kiosk.viewmodels.manager_figures import TerminalRow

_PAD = 16
_GAP, _GUTTER = 16, 8
_FACTORS = (0.9, 0.8)
"""The size of the rows, and the one they take on a narrow screen rather than lose a word."""
_ROW_PX = 48
_HEAD_PX = 40
# Parts of the width: register and person, last word, waiting, expected, counted, over/short, transmission.
_PARTS = (42, 29, 17, 19, 19, 18, 56)
_RIGHT = frozenset({2, 3, 4, 5})


@dataclass(frozen=True)
class Cell:
    """A word in a tone; `after` follows it lighter."""

    words: str
    tone: str = "ink"
    strong: bool = False
    after: str = ""


def cells(look: Look, desk: DeskModel, row: TerminalRow, server_time: str) -> list[Cell]:
    """Return a terminal's row."""
    name = sentences.person(desk, row)
    over_short = row.over_short_minor
    sent, tone = sentences.transmission(look, row)
    return [
        Cell(sentences.register(look, row), strong=True, after=f" · {name}" if name else ""),
        Cell(sentences.last_word(look, row, server_time), "warn" if row.silent else "ink"),
        Cell(sentences.waiting(look, row), "warn" if row.waiting else "ink", strong=bool(row.waiting)),
        Cell(sentences.amount(look, row.expected_minor)),
        Cell(sentences.amount(look, row.counted_minor)),
        Cell(sentences.amount(look, over_short), "danger" if over_short else "ink", strong=bool(over_short)),
        Cell(sent, tone, strong=True),
    ]


class Columns:
    """Where the columns stand: in fixed parts of the width, and where the words of one need more, the others give it of what they spare."""

    def __init__(self, theme: Theme, names: Sequence[str]) -> None:
        self._theme, self._names = theme, names
        self._needed: dict[float, list[int]] = {}
        self.fit([])

    def fit(self, rows: Sequence[list[Cell]]) -> None:
        """Learn what these rows need; the heads need their words too."""
        self._needed = {factor: [self._column_width(number, rows, factor) for number in range(len(self._names))] for factor in _FACTORS}

    def place(self, number: int, width: int) -> tuple[int, int]:
        """Return a column's left edge and width in a table of `width` pixels."""
        needed = self._needed[self._factor(width)]
        widths = self._widths(self._inner(width), needed)
        left = _PAD + sum(widths[:number]) + _GAP * number
        # Figures end at their right edge, so the words after them keep a distance of their own where there is room for it.
        aside = min(_PAD, max(0, widths[number] - needed[number])) if number == len(_PARTS) - 1 else 0
        return left + aside, widths[number] - aside

    def font(self, weight: QFont.Weight, width: int) -> QFont:
        """Return the font of the rows in a table of `width` pixels."""
        return self._theme.font("body", weight, self._factor(width))

    def _factor(self, width: int) -> float:
        return next((factor for factor in _FACTORS if sum(self._needed[factor]) <= self._inner(width)), _FACTORS[-1])

    @staticmethod
    def _inner(width: int) -> int:
        return width - 2 * _PAD - _GAP * (len(_PARTS) - 1)

    @staticmethod
    def _widths(inner: int, needed: Sequence[int]) -> list[int]:
        widths = [inner * part // sum(_PARTS) for part in _PARTS]
        lacking = [max(0, need - width) for need, width in zip(needed, widths, strict=True)]
        spare = [max(0, width - need) for need, width in zip(needed, widths, strict=True)]
        given = min(sum(lacking), sum(spare))
        return [
            width + lack * given // max(1, sum(lacking)) - free * given // max(1, sum(spare))
            for width, lack, free in zip(widths, lacking, spare, strict=True)
        ]

    def _column_width(self, number: int, rows: Sequence[list[Cell]], factor: float) -> int:
        head = self._theme.metrics("small", STRONG).horizontalAdvance(self._names[number])
        return max([head, *(self._cell_width(row[number], factor) for row in rows)]) + 2

    def _cell_width(self, cell: Cell, factor: float) -> int:
        words = self._theme.metrics("body", BOLD if cell.strong else REGULAR, factor).horizontalAdvance(cell.words)
        return words + self._theme.metrics("body", REGULAR, factor).horizontalAdvance(cell.after)


class TerminalRows(PaintedView):
    """The body of the table."""

    def __init__(self, look: Look, columns: Columns) -> None:
        super().__init__(look.theme)
        self._columns = columns
        self._rows: list[list[Cell]] = []

    def rows(self) -> list[list[Cell]]:
        return self._rows

    def show_rows(self, rows: Sequence[list[Cell]]) -> None:
        """Show these terminals."""
        if list(rows) != self._rows:
            self._rows = list(rows)
            self.setAccessibleDescription("\n".join(" ".join(cell.words for cell in row) for row in self._rows))
            self.updateGeometry()
            self.refresh()

    def count(self) -> int:
        return len(self._rows)

    def content_height(self) -> int:
        return len(self._rows) * self.theme.px(_ROW_PX)

    def content_rect(self, index: int) -> QRect:
        high = self.theme.px(_ROW_PX)
        return QRect(0, index * high, self.viewport().width(), high)

    def sizeHint(self) -> QSize:
        return QSize(800, self.content_height())

    def paint_item(self, painter: QPainter, index: int, rect: QRect, *, pressed: bool) -> None:
        if index:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), self.theme.line_width), self.theme.colour("line"))
        for number, cell in enumerate(self._rows[index]):
            left, width = self._columns.place(number, rect.width())
            self._paint_cell(painter, cell, QRect(left, rect.top(), width, rect.height()), right=number in _RIGHT)

    def _paint_cell(self, painter: QPainter, cell: Cell, box: QRect, *, right: bool) -> None:
        font = self._columns.font(BOLD if cell.strong else REGULAR, self.viewport().width())
        text(painter, box, cell.words, font, self.theme.colour(cell.tone), RIGHT if right else LEFT)
        if cell.after:
            used = QFontMetrics(font).horizontalAdvance(cell.words)
            after = self._columns.font(REGULAR, self.viewport().width())
            text(painter, box.adjusted(used, 0, 0, 0), cell.after, after, self.theme.colour("ink2"), LEFT)


def _names(look: Look) -> tuple[str, ...]:
    tr = look.words.tr
    return tr("Register"), tr("Last word"), tr("Waiting"), tr("Expected"), tr("Counted"), tr("Over/short"), tr("Transmission")


class Heads(QWidget):
    """The names of the columns, over the same edges as the rows."""

    def __init__(self, theme: Theme, columns: Columns, names: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._columns, self._names = theme, columns, names
        self.setFixedHeight(theme.px(_HEAD_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, name in enumerate(self._names):
            left, width = self._columns.place(number, self.width() - _GUTTER)
            box = QRect(left, 0, width, self.height())
            text(painter, box, name, self._theme.font("small", STRONG), self._theme.colour("ink2"), RIGHT if number in _RIGHT else LEFT)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), self._theme.colour("line"))


class TerminalTable(Card):
    """Heads and rows in a card; it is as high as its rows and scrolls when there is no room for all."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme, margins=(2, 2, 2, 6), spacing=0)
        names = _names(look)
        self._columns = Columns(look.theme, names)
        self.heads = Heads(look.theme, self._columns, names)
        self.rows = TerminalRows(look, self._columns)
        self.rows.setObjectName("terminals")
        self.empty = Label(look.theme, look.words.tr("No terminal has been heard from yet."), "body", "ink2")
        self.empty.setContentsMargins(_PAD, 12, _PAD, 12)
        self.box.addWidget(self.heads)
        self.box.addWidget(self.empty)
        self.box.addWidget(self.rows)

    def show_rows(self, rows: Sequence[list[Cell]]) -> None:
        """Show these terminals, or say that there are none."""
        self._columns.fit(rows)
        self.heads.update()
        self.rows.show_rows(rows)
        self.empty.setVisible(not rows)
        self.rows.setVisible(bool(rows))
        edges = self.box.contentsMargins()
        head, row = self.theme.px(_HEAD_PX) + edges.top() + edges.bottom(), self.theme.px(_ROW_PX)
        whole = head + max(1, len(rows)) * row
        self.setMinimumHeight(min(whole, head + 2 * row))
        self.setMaximumHeight(whole)
