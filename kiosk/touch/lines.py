"""A list of lines painted in one view: a basket, a review, a search's results. It repaints the lines that changed and no other."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter

from kiosk.touch.motion import Transition
from kiosk.touch.paint import LEFT, RIGHT, fitting, ground, smooth, text, tick_box, wrapped
from kiosk.touch.painted import PaintedView
from kiosk.touch.theme import BOLD, REGULAR, STRONG, Theme
from kiosk.touch.tokens import LINE_MS, Face

_INSET = 8
_WORDS_GAP = 16
_NOTE_LIMIT = 5
_ROW_RADIUS = 8


@dataclass(frozen=True)
class Note:
    """Small words under a line: plain `ink3`, savings `accent`, the member `member`."""

    words: str
    tone: str = "ink3"


@dataclass(frozen=True)
class Row:
    """One line as it is shown; `key` names it, `lead` is the quantity, `middle` the unit price, `picture` a pictogram's name; with `ticked`
    a box stands in the picture's place, `tone` is the amount's.
    """

    key: str
    title: str
    amount: str
    lead: str = ""
    middle: str = ""
    notes: tuple[Note, ...] = ()
    picture: str = ""
    strong: bool = False
    ticked: bool | None = None
    tone: str = "ink"


@dataclass(frozen=True)
class RowStyle:
    """Widths in pixels; zero leaves a column out. Rows without `inset` stand flush with what is above and below them in a sheet."""

    lead: int = 48
    middle: int = 88
    amount: int = 104
    picture: int = 0
    pad: int = 18
    inset: int = _INSET

    def times(self, theme: Theme) -> "RowStyle":
        """Return the same columns as they are drawn in a theme."""
        return RowStyle(*(theme.px(width) for width in (self.lead, self.middle, self.amount, self.picture, self.pad, self.inset)))


TILL_ROWS = RowStyle()
KIOSK_ROWS = RowStyle(lead=0, middle=0, amount=230, picture=112, pad=28)
RESULT_ROWS = RowStyle(lead=0, middle=0, amount=110, picture=44, pad=14)


class LineList(PaintedView):
    """Rows below each other. `marked` is the newest line, tinted; `chosen` the one a person tapped."""

    def __init__(self, theme: Theme, style: RowStyle = TILL_ROWS) -> None:
        super().__init__(theme)
        self._style = style.times(theme)
        self._rows: tuple[Row, ...] = ()
        self._tops: list[int] = [0]
        self._notes: list[list[Note]] = []
        self._piled_px = 0
        self._marked = ""
        self._chosen = ""
        self._tint = 1.0
        self._motion = Transition(theme, self, LINE_MS, self._fade)

    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def key_at(self, index: int) -> str:
        """Return the key of a row by its number."""
        return self._rows[index].key

    def show_rows(self, rows: Sequence[Row], marked: str = "", chosen: str = "") -> None:
        """Show these rows, painting only what differs from before, and bring the marked one into view."""
        before, marks_before = self._rows, (self._marked, self._chosen)
        tops_before = self._tops
        self._rows, self._marked, self._chosen = tuple(rows), marked, chosen
        self._pile(before, tops_before)
        self.update_range()
        self._repaint_differences(before, tops_before, {*marks_before} ^ {marked, chosen} if marks_before != (marked, chosen) else set())
        index = next((number for number, row in enumerate(self._rows) if row.key == marked), -1)
        if index >= 0:
            self.reveal(index)
            if marked != marks_before[0] and self.theme.motion:
                self._motion.start()

    def update_range(self) -> None:
        # Rows that stand flush give the thumb room only while there is something to scroll to.
        if not self._style.inset:
            self.set_gutter(shown=self._tops[-1] > self.height())
        # Another width may break the notes elsewhere.
        if self.viewport().width() != self._piled_px:
            self._pile()
        super().update_range()

    def _pile(self, before: Sequence[Row] = (), tops: Sequence[int] = ()) -> None:
        """Break every row's notes and give it its height, one below the other; one that is as it was `before` keeps both."""
        width = self.viewport().width()
        known, notes = before if width == self._piled_px else (), self._notes
        self._piled_px, self._tops, self._notes = width, [0], []
        for index, row in enumerate(self._rows):
            same = index < len(known) and known[index] == row
            self._notes.append(notes[index] if same else self._note_lines(row))
            self._tops.append(self._tops[-1] + (tops[index + 1] - tops[index] if same else self._height(self._notes[index])))

    def _fade(self, progress: float) -> None:
        """Bring the newest line's tint in; without motion it is there at once, with the line itself and no further repaint."""
        self._tint = progress
        index = next((number for number, row in enumerate(self._rows) if row.key == self._marked), -1)
        if index >= 0:
            self.viewport().update(self.item_rect(index))

    def _repaint_differences(self, before: tuple[Row, ...], tops_before: list[int], marks: set[str]) -> None:
        viewport = self.viewport()
        common = min(len(before), len(self._rows))
        for index in range(common):
            if self._tops[index + 1] != tops_before[index + 1]:
                viewport.update(self.item_rect(index).adjusted(0, 0, 0, max(tops_before[-1], self._tops[-1])))
                return
            if before[index] != self._rows[index] or self._rows[index].key in marks:
                viewport.update(self.item_rect(index))
        if len(before) != len(self._rows):
            top = self._tops[common] - self.verticalScrollBar().value()
            viewport.update(QRect(0, top, viewport.width(), max(tops_before[-1], self._tops[-1]) - self._tops[common]))

    def count(self) -> int:
        return len(self._rows)

    def content_height(self) -> int:
        return self._tops[-1]

    def content_rect(self, index: int) -> QRect:
        return QRect(0, self._tops[index], self.viewport().width(), self._tops[index + 1] - self._tops[index])

    def _height(self, notes: Sequence[Note]) -> int:
        theme = self.theme
        words = theme.metrics("body").height() + len(notes) * theme.metrics("small").height()
        pad = theme.px(18) if theme.face is Face.TILL else 40
        return max(theme.target, words + pad, self._style.picture + pad if self._style.picture else 0)

    def paint_item(self, painter: QPainter, index: int, rect: QRect, *, pressed: bool) -> None:
        row = self._rows[index]
        self._paint_ground(painter, row, rect, pressed=pressed)
        style, theme = self._style, self.theme
        inner = rect.adjusted(style.pad, 0, -self._pad_right, 0)
        left = inner.left()
        if style.lead:
            text(
                painter, QRect(left, rect.top(), style.lead - 8, rect.height()), row.lead, theme.font("body", STRONG), theme.colour("ink2")
            )
            left += style.lead
        if style.picture:
            box = QRect(left, rect.center().y() - style.picture // 2, style.picture, style.picture)
            if row.ticked is None:
                self._paint_picture(painter, row, box)
            else:
                tick_box(painter, theme, QRectF(box), on=row.ticked)
            left += style.picture + style.pad
        right = inner.right()
        if style.amount:
            amount_font = theme.font("body", BOLD)
            text(
                painter,
                QRect(right - style.amount, rect.top(), style.amount, rect.height()),
                row.amount,
                amount_font,
                theme.colour(row.tone),
                RIGHT,
            )
            right -= style.amount + 8
        if style.middle:
            text(
                painter,
                QRect(right - style.middle, rect.top(), style.middle, rect.height()),
                row.middle,
                theme.font("body"),
                theme.colour(self._hint_tone(row)),
                RIGHT,
            )
        self._paint_words(painter, row, self._notes[index], QRect(left, rect.top(), self._words_px(row), rect.height()))

    @property
    def _pad_right(self) -> int:
        """The thumb's place is a part of the distance of figures to the right edge, so that they stand where they stood without it."""
        return max(0, self._style.pad - (self.width() - self.viewport().width()))

    def _words_px(self, row: Row) -> int:
        """Return the room of the words: figures end at their right edge, so it goes as far as those of the same row leave it."""
        style, theme = self._style, self.theme
        width = self.viewport().width() - style.pad - self._pad_right - style.lead
        if style.picture:
            width -= style.picture + style.pad
        if style.middle and row.middle:
            return width - style.amount - 8 - theme.metrics("body").horizontalAdvance(row.middle) - _WORDS_GAP
        return width - (theme.metrics("body", BOLD).horizontalAdvance(row.amount) + _WORDS_GAP if row.amount else 0)

    def _note_lines(self, row: Row) -> list[Note]:
        """Return the notes broken to the room that they have."""
        width = max(1, self._words_px(row))
        return [
            Note(line, note.tone)
            for note in row.notes
            for line in wrapped(self.theme.prose("small", _weight(note)), note.words, width, _NOTE_LIMIT)
        ]

    def _hint_tone(self, row: Row) -> str:
        """Return the ink of what can be ignored: a tint takes contrast from it, so that it is one step darker there."""
        return "ink2" if row.key == self._marked else "ink3"

    def _paint_ground(self, painter: QPainter, row: Row, rect: QRect, *, pressed: bool) -> None:
        theme = self.theme
        marked, chosen = row.key == self._marked, row.key == self._chosen
        inset = self._style.inset
        painter.fillRect(QRect(rect.left() + inset, rect.bottom(), rect.width() - inset, 1), theme.colour("line"))
        if not (marked or chosen or pressed):
            return
        box = rect.adjusted(inset, 1, 0, -2)
        pen = theme.pen("accent", theme.focus_width if chosen else 2) if chosen or not theme.has_tints else None
        painter.setOpacity(self._tint if marked else 1.0)
        ground(painter, box, theme.colour("accent_soft" if marked else "soft"), pen, _ROW_RADIUS)
        painter.setOpacity(1.0)

    def _paint_picture(self, painter: QPainter, row: Row, rect: QRect) -> None:
        smooth(painter)
        ground(painter, rect, self.theme.colour("soft"), None if self.theme.has_tints else self.theme.pen(width=1), rect.width() / 7)
        if self.theme.icons.exists(row.picture):
            size = rect.width() * 2 // 3
            pixmap = self.theme.icons.pixmap(row.picture, size, self.theme.colour("ink2"), self.devicePixelRatioF())
            painter.drawPixmap(rect.center().x() - size // 2 + 1, rect.center().y() - size // 2 + 1, pixmap)

    def _paint_words(self, painter: QPainter, row: Row, notes: Sequence[Note], rect: QRect) -> None:
        theme = self.theme
        body, small = theme.metrics("body").height(), theme.metrics("small").height()
        top = rect.top() + (rect.height() - body - small * len(notes)) // 2
        font = fitting(theme, row.title, rect.width(), STRONG if row.strong else REGULAR)
        text(painter, QRect(rect.left(), top, rect.width(), body), row.title, font, theme.colour("ink"), LEFT)
        for number, note in enumerate(notes):
            box = QRect(rect.left(), top + body + number * small, rect.width(), small)
            tone = self._hint_tone(row) if note.tone == "ink3" else note.tone
            # Broken to this very room, so that nothing is left to cut.
            text(painter, box, note.words, theme.prose("small", _weight(note)), theme.colour(tone), LEFT, elide=False)


def _weight(note: Note) -> QFont.Weight:
    return REGULAR if note.tone in ("ink2", "ink3") else STRONG
