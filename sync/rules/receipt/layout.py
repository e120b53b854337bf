"""From elements to rows of characters, the same for every driver. An amount is never cut: it moves to a row of its own instead."""

import re
import textwrap
from typing import Any, NamedTuple

from sync.rules.receipt.elements import Align, Banner, Columns, Line

COLUMNS_80_MM = 48
COLUMNS_58_MM = 32
_SMALL_TO_NORMAL, _NORMAL = 4, 3  # four small characters (9 dots) stand where three normal ones (12 dots) do
_NAME_ROWS = 3
_NAME_LEAST = 12
_ONE_ROW = re.compile(r"[^\s](?:[^\t\n\r\x0b\x0c]*[^\s])?")


class Row(NamedTuple):
    """One row of text; `width` and `height` multiply the size of its characters."""

    text: str
    align: Align = "left"
    width: int = 1
    height: int = 1
    bold: bool = False
    small: bool = False
    invert: bool = False


def _wrapped(text: str, room: int, **limits: Any) -> list[str]:
    """Break a text between words; one that fits, as nearly all do, is not looked at word by word."""
    if len(text) <= room and _ONE_ROW.fullmatch(text):
        return [text]
    return textwrap.wrap(text, room, **limits)


def lay_out(element: Line | Columns | Banner, columns: int, *, enlarge: bool = True) -> list[Row]:
    """Return the element's rows on a paper of `columns` characters; without `enlarge` big text stays in single size."""
    if isinstance(element, Banner):
        return _banner(element, columns)
    if isinstance(element, Line):
        return _line(element, columns, enlarge)
    return _columns(element, columns, enlarge)


def _banner(element: Banner, columns: int) -> list[Row]:
    rows = _wrapped(element.text, columns - 2)
    return [Row(text.center(columns), bold=True, invert=True) for text in rows]


def _line(element: Line, columns: int, enlarge: bool) -> list[Row]:
    longest = max(map(len, element.text.split()), default=0) if element.big else 0
    width, height = _scale(element.big and enlarge, longest, columns)
    room = columns * _SMALL_TO_NORMAL // _NORMAL if element.small and enlarge else columns // width
    rows = _wrapped(element.text, room) or [""]
    return [Row(text, element.align, width, height, element.bold, element.small) for text in rows]


def _scale(big: bool, needed: int, columns: int) -> tuple[int, int]:
    """Double size where it fits into half the columns, else double height alone."""
    if not big:
        return 1, 1
    return (2, 2) if needed <= columns // 2 else (1, 2)


def _columns(element: Columns, columns: int, enlarge: bool) -> list[Row]:
    needed = sum(map(len, element.cells)) + len(element.cells) - 1 + element.indent
    width, height = _scale(element.big and enlarge, needed, columns)
    room = columns // width - element.indent
    texts = _table_row(element.cells, element.widths, room) if element.widths else _filled_row(element.cells, room)
    return [Row(" " * element.indent + text, "left", width, height, element.bold, element.small) for text in texts]


def _table_row(cells: tuple[str, ...], widths: tuple[int, ...], room: int) -> list[str]:
    fits = sum(widths) + len(widths) - 1 <= room and all(len(cell) <= width for cell, width in zip(cells, widths, strict=True))
    if not fits:
        return _stacked(cells, room)
    first, *others = (
        cell.rjust(width) if index else cell.ljust(width) for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return [" ".join([first, *others]).rstrip()]


def _filled_row(cells: tuple[str, ...], room: int) -> list[str]:
    name, right = cells[0], " ".join(cells[1:])
    left = room - len(right) - bool(name)
    if left < min(len(name), _NAME_LEAST):
        return _stacked(cells, room)
    if len(name) <= left:
        return [name.ljust(room - len(right)) + right]
    rows = _wrapped(name, left, max_lines=_NAME_ROWS, placeholder="...") or [""]
    return [*rows[:-1], rows[-1].ljust(room - len(right)) + right]


def _stacked(cells: tuple[str, ...], room: int) -> list[str]:
    """Each cell on rows of its own: the last resort, in which nothing is lost."""
    rows = _wrapped(cells[0], room)
    for cell in cells[1:]:
        rows += [part.rjust(room) for part in _wrapped(cell, room)]
    return rows
