"""What every key does on the page in sight, read from the shortcuts themselves: the map cannot say what is not so."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import cap_of, key_name
from kiosk.touch.card import Ground
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.paint import LEFT, cap, cap_size, fitting, smooth, text
from kiosk.touch.theme import BOLD, Theme

COLUMNS = 3
_GAP = 24


class MapEntry(NamedTuple):
    """A key as its cap shows it, and what it does in the words of its button."""

    caps: tuple[str, ...]
    words: str


def live_shortcuts(top: QWidget) -> Iterator[QShortcut]:
    """Yield the shortcuts that a key would press now: those whose scope is in sight and whose button can be pressed."""
    for shortcut in top.findChildren(QShortcut):
        scope = shortcut.parent()
        if isinstance(scope, QWidget) and scope.isVisible() and scope.isEnabled() and shortcut.isEnabled():
            yield shortcut


def entries(look: Look, tops: Sequence[QWidget]) -> list[MapEntry]:
    """Return the map of a page, and of what stands beside it, in the order of the keyboard."""
    found: dict[tuple[str, ...], tuple[tuple[int, str], MapEntry]] = {}
    for shortcut in (shortcut for top in tops for shortcut in live_shortcuts(top)):
        sequences = [sequence.toString(QKeySequence.SequenceFormat.PortableText) for sequence in QShortcut.keys(shortcut)]
        caps = tuple(dict.fromkeys(cap_of(look.words, sequence) for sequence in sequences))
        if caps and shortcut.whatsThis():
            found[caps] = (_place(sequences[0]), MapEntry(caps, shortcut.whatsThis()))
    return [entry for _, entry in sorted(found.values(), key=lambda each: each[0])]


def _place(sequence: str) -> tuple[int, str]:
    """Function keys first, alone before with Ctrl, then the rest by name."""
    bare = sequence.removeprefix("Ctrl+")
    if bare[:1] == "F" and bare[1:].isdecimal():
        return int(bare[1:]) + (100 if bare != sequence else 0), bare
    return 1_000, bare


class MapView(QWidget):
    """The entries in three columns, painted at once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.entries: list[MapEntry] = []

    def show_entries(self, shown: list[MapEntry]) -> None:
        """Show these entries."""
        self.entries = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        rows = max(1, -(-len(self.entries) // COLUMNS))
        width = (self.width() - (COLUMNS - 1) * _GAP) // COLUMNS
        height = min(self.theme.metrics("body").height() + 16, self.height() // rows)
        for number, entry in enumerate(self.entries):
            column, row = divmod(number, rows)
            self._paint(painter, entry, QRect(column * (width + _GAP), row * height, width, height))

    def _paint(self, painter: QPainter, entry: MapEntry, box: QRect) -> None:
        left = box.left()
        for name in entry.caps:
            size = cap_size(self.theme, name)
            cap(painter, self.theme, QRectF(left, box.top(), size.width(), box.height()).center(), name, on_accent=False)
            left += size.width() + 6
        words = QRect(max(left + 6, box.left() + 96), box.top(), 0, box.height())
        words.setRight(box.right())
        text(painter, words, entry.words, fitting(self.theme, entry.words, words.width()), self.theme.colour("ink"), LEFT)


class KeyMap(Ground):
    """Stands in the place of the page until F1, Escape or a tap puts it away. A scan goes on to the page all the same."""

    closed = Signal()

    def __init__(self, look: Look, page: QWidget, others: list[QWidget]) -> None:
        super().__init__(look.theme)
        words = look.words
        self.setObjectName("key_map")
        self.view = MapView(look.theme)
        self.view.show_entries(entries(look, (*others, page)))
        leave = KeyButton(look.theme, words.tr("Back"), kind="primary", cap=key_name(words, "Esc"), keys=("Esc",), least=look.theme.px(72))
        leave.setObjectName("leave_map")
        leave.clicked.connect(self.closed)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 20, 28, 16)
        box.setSpacing(12)
        box.addWidget(Label(look.theme, words.tr("What the keys do on this page"), "title", "ink", BOLD))
        box.addWidget(self.view, 1)
        box.addWidget(Label(look.theme, words.tr("A scanner needs no key: what it reads goes to the page at once."), "body", "ink2"))
        box.addWidget(leave)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.closed.emit()
