"""The terminals as a table, painted in one view: register and person, last word, what waits, the count, and the transmission in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens.manager import sentences
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.labels import Label
from kiosk.touch.paint import LEFT, RIGHT, text
from kiosk.touch.painted import PaintedView
from kiosk.touch.theme import BOLD, REGULAR, STRONG
from kiosk.viewmodels.manager_desk import DeskModel
from kiosk.viewmodels.manager_figures import TerminalRow

_PAD = 16
_FACTOR = 0.9
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


def column(number: int, width: int) -> tuple[int, int]:
    """Return a column's left edge and width in a table of `width` pixels."""
    inner = width - 2 * _PAD
    left = _PAD + inner * sum(_PARTS[:number]) // sum(_PARTS)
    width_px = inner * _PARTS[number] // sum(_PARTS)
    # Figures end at their right edge, so the words after them keep a distance of their own.
    return (left + _PAD, width_px - _PAD) if number == len(_PARTS) - 1 else (left, width_px - _PAD // 2)


class TerminalRows(PaintedView):
    """The body of the table."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme)
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
        return len(self._rows) * _ROW_PX

    def content_rect(self, index: int) -> QRect:
        return QRect(0, index * _ROW_PX, self.viewport().width(), _ROW_PX)

    def sizeHint(self) -> QSize:
        return QSize(800, self.content_height())

    def paint_item(self, painter: QPainter, index: int, rect: QRect, *, pressed: bool) -> None:
        if index:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), self.theme.line_width), self.theme.colour("line"))
        for number, cell in enumerate(self._rows[index]):
            left, width = column(number, rect.width())
            self._paint_cell(painter, cell, QRect(left, rect.top(), width, rect.height()), right=number in _RIGHT)

    def _paint_cell(self, painter: QPainter, cell: Cell, box: QRect, *, right: bool) -> None:
        weight = BOLD if cell.strong else REGULAR
        text(painter, box, cell.words, self._font(weight), self.theme.colour(cell.tone), RIGHT if right else LEFT)
        if cell.after:
            used = self.theme.metrics("body", weight, _FACTOR).horizontalAdvance(cell.words)
            text(painter, box.adjusted(used, 0, 0, 0), cell.after, self._font(REGULAR), self.theme.colour("ink2"), LEFT)

    def _font(self, weight: QFont.Weight) -> QFont:
        return self.theme.font("body", weight, _FACTOR)


class Heads(QWidget):
    """The names of the columns, over the same edges as the rows."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._theme = look.theme
        tr = look.words.tr
        self._names = (
            tr("Register"),
            tr("Last word"),
            tr("Waiting"),
            tr("Expected"),
            tr("Counted"),
            tr("Over/short"),
            tr("Transmission"),
        )
        self.setFixedHeight(_HEAD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, name in enumerate(self._names):
            left, width = column(number, self.width() - 8)
            box = QRect(left, 0, width, self.height())
            text(painter, box, name, self._theme.font("small", STRONG), self._theme.colour("ink2"), RIGHT if number in _RIGHT else LEFT)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), self._theme.colour("line"))


class TerminalTable(Card):
    """Heads and rows in a card; it is as high as its rows and scrolls when there is no room for all."""

    def __init__(self, look: Look) -> None:
        super().__init__(look.theme, margins=(2, 2, 2, 6), spacing=0)
        self.rows = TerminalRows(look)
        self.rows.setObjectName("terminals")
        self.empty = Label(look.theme, look.words.tr("No terminal has been heard from yet."), "body", "ink2")
        self.empty.setContentsMargins(_PAD, 12, _PAD, 12)
        self.box.addWidget(Heads(look))
        self.box.addWidget(self.empty)
        self.box.addWidget(self.rows)

    def show_rows(self, rows: Sequence[list[Cell]]) -> None:
        """Show these terminals, or say that there are none."""
        self.rows.show_rows(rows)
        self.empty.setVisible(not rows)
        self.rows.setVisible(bool(rows))
        whole = _HEAD_PX + 8 + max(1, len(rows)) * _ROW_PX
        self.setMinimumHeight(min(whole, _HEAD_PX + 8 + 2 * _ROW_PX))
        self.setMaximumHeight(whole)
