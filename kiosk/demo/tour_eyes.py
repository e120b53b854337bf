"""What a person reads on a window: the words of every visible widget, painted or not. Reads widgets only, never a model behind them."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk.demo.pole_view import PoleView
from kiosk.screens.cashier.key_map import MapView
from kiosk.screens.manager.table import TerminalRows
from kiosk.screens.shared.training_banner import TrainingBanner
from kiosk.touch.entries import DigitEntry
from kiosk.touch.labels import AmountLabel
from kiosk.touch.lines import LineList
from kiosk.touch.message import MessageBar
from kiosk.touch.painted import PaintedView
from kiosk.touch.qr import QrView
from kiosk.touch.statement import Statement
from kiosk.touch.status import Chip
from kiosk.touch.tiles import TileGrid

_SPACES = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})


def plain(text: str) -> str:
    """Return a text with plain spaces and apostrophes, so that typography does not decide what is equal."""
    return text.translate(_SPACES)


def words_on(window: QWidget) -> list[str]:
    """Return every text that can be read on a window now."""
    return [plain(text) for widget in _visible(window) for text in _words_of(widget) if text.strip()]


def named(window: QWidget, name: str) -> QWidget | None:
    """Return the visible widget of this name, or None."""
    return next((widget for widget in _visible(window) if widget.objectName() == name), None)


def code_on(window: QWidget) -> str:
    """Return what the QR in sight holds, as a phone reads it; empty where there is none."""
    return next((widget.text for widget in _visible(window) if isinstance(widget, QrView)), "")


def place_of(window: QWidget, title: str) -> tuple[PaintedView, QPoint] | None:
    """Return where the tile or row with this title lies: its view, and a point of the view's viewport; None when it is not in sight."""
    wanted = plain(title)
    for widget in _visible(window):
        for index, text in enumerate(_titles(widget)):
            if isinstance(widget, PaintedView) and plain(text) == wanted:
                place = widget.item_rect(index)
                if widget.viewport().rect().contains(place.center()):
                    return widget, place.center()
    return None


def _visible(window: QWidget) -> Iterator[QWidget]:
    return (widget for widget in (window, *window.findChildren(QWidget)) if widget.isVisible() and not widget.size().isEmpty())


def _titles(widget: QWidget) -> list[str]:
    if isinstance(widget, TileGrid):
        return [tile.title for tile in widget.tiles()]
    if isinstance(widget, LineList):
        return [row.title for row in widget.rows()]
    return []


def _words_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton, AmountLabel, Chip, MessageBar, DigitEntry)):
        yield widget.text()
    elif isinstance(widget, (PoleView, Statement)):
        yield from widget.text().splitlines()
    elif isinstance(widget, TrainingBanner):
        yield widget.words
    elif isinstance(widget, MapView):
        yield from (f"{' '.join(entry.caps)} {entry.words}" for entry in widget.entries)
    elif isinstance(widget, QLineEdit):
        yield widget.text() or widget.placeholderText()
    elif isinstance(widget, PaintedView):
        for index in widget.exposed(widget.viewport().rect()):
            yield from _words_at(widget, index)


def _words_at(view: PaintedView, index: int) -> Iterator[str]:
    """Return what is painted for one item in sight."""
    if isinstance(view, TileGrid):
        tile = view.tiles()[index]
        yield from (tile.title, tile.note, tile.amount)
    elif isinstance(view, LineList):
        row = view.rows()[index]
        yield from (row.lead, row.title, row.middle, row.amount, *(note.words for note in row.notes))
    elif isinstance(view, TerminalRows):
        yield from (cell.words + cell.after for cell in view.rows()[index])
