"""A paper as plain text, for a screen, a log of nothing personal, or a test."""

from collections.abc import Sequence

from sync.rules.receipt.elements import Banner, Columns, Ean13, Element, Feed, Line, Qr, Rule
from sync.rules.receipt.layout import COLUMNS_80_MM, Row, lay_out


def render_text(elements: Sequence[Element], columns: int = COLUMNS_80_MM) -> str:
    """Return the paper as rows of at most `columns` characters; codes stand as [QR] and [EAN ...]."""
    rows = [row for element in elements for row in _rows(element, columns)]
    return "\n".join(row.rstrip() for row in rows).strip("\n") + "\n"


def _rows(element: Element, columns: int) -> list[str]:
    match element:
        case Line() | Columns() | Banner():
            return [_placed(row, columns) for row in lay_out(element, columns, enlarge=False)]
        case Rule():
            return ["-" * columns]
        case Qr():
            return ["[QR]".center(columns)]
        case Ean13():
            return [f"[EAN {element.code}]".center(columns)]
        case Feed():
            return [""] * element.lines
        case _:
            return []


def _placed(row: Row, columns: int) -> str:
    if row.align == "center":
        return row.text.center(columns)
    return row.text.rjust(columns) if row.align == "right" else row.text
