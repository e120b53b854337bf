"""Welcome: touch anywhere or scan, and choose a language."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.selfservice.kit import Kit, Page, row
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.paint import ground, smooth
from kiosk.touch.theme import BOLD, Theme

_PICTURES = ("bread", "apple", "cheese", "milk", "carrot", "coffee", "banana", "fish", "egg", "tomato", "jam", "croissant", "grape")
_GAP = 16


class Goods(QWidget):
    """A quiet wall of what the shop sells, as many pictograms as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._drawn = [f"goods/{name}" for name in _PICTURES if theme.icons.exists(f"goods/{name}")]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        columns = 4 if self.width() >= self.height() else 3
        side = (self.width() - (columns - 1) * _GAP) // columns
        rows = max(1, min((self.height() + _GAP) // (side + _GAP), -(-len(self._drawn) // columns)))
        top = (self.height() - rows * (side + _GAP) + _GAP) // 2
        for number, name in enumerate(self._drawn[: rows * columns]):
            row, column = divmod(number, columns)
            self._tile(painter, name, QRect(column * (side + _GAP), max(0, top) + row * (side + _GAP), side, min(side, self.height())))

    def _tile(self, painter: QPainter, name: str, box: QRect) -> None:
        ground(painter, box, self.theme.colour("soft"), None if self.theme.has_tints else self.theme.pen(width=1), 24)
        size = min(box.width(), box.height()) * 3 // 5
        pixmap = self.theme.icons.pixmap(name, size, self.theme.colour("ink2"), self.devicePixelRatioF())
        painter.drawPixmap(box.center().x() - size // 2 + 1, box.center().y() - size // 2 + 1, pixmap)


class WelcomePage(Page):
    """The only page without steps: everything on it begins."""

    def __init__(self, kit: Kit, languages: Sequence[tuple[str, str]]) -> None:
        super().__init__(kit)
        theme = kit.theme
        hello = Label(theme, kit.tr("Hello!"), "amount", "ink", BOLD)
        sentence = Label(theme, kit.tr("Scan your first article, or touch the screen."), "title", "ink2", wrap=True)
        self.shop = Label(theme, " ", "title", "accent", BOLD)
        self.content.addWidget(self.shop)
        self.content.addWidget(hello)
        self.content.addWidget(sentence)
        self.content.addSpacing(_GAP)
        self.content.addWidget(Goods(theme), 1)
        self.languages: dict[str, KeyButton] = {}
        for code, name in languages:
            button = kit.button(f"language_{code}", icon="check" if code == kit.words.language else "")
            button.show_text(name)
            self.languages[code] = button
        self._place(kit)

    def _place(self, kit: Kit) -> None:
        self.start = kit.button("start", "primary", height=148, role="title")
        self.start.show_text(kit.tr("Start"))
        self.start.clicked.connect(kit.model.begin)
        self.acts.addWidget(self.slot)
        self.acts.addLayout(row(*self.languages.values()))
        self.acts.addWidget(self.start)

    def title(self) -> str:
        return ""

    def refresh(self) -> None:
        info = self.kit.model.ticket.info
        self.shop.show_text(info.shop if info else " ")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.kit.model.begin()
