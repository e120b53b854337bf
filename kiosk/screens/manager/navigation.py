"""The dark side of the desk: the pages that exist, and who is here."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk.touch.paint import LEFT, ground, smooth, text
from kiosk.touch.theme import BOLD, REGULAR, Theme
from kiosk.touch.tokens import COLOURS, ThemeName

WIDTH_PX = 216


class Entry(QAbstractButton):
    """One page's name on the dark ground; the one in sight is lit."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(words)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(WIDTH_PX) - 28, self._theme.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        smooth(painter)
        side = side_theme(self._theme)
        if self.isChecked() or self.isDown():
            ground(painter, self.rect(), side.colour("soft"), None, 10)
        if self.hasFocus():
            ground(painter, self.rect(), None, side.pen("accent", 2), 10)
        weight = BOLD if self.isChecked() else REGULAR
        tone = "ink" if self.isChecked() else "ink2"
        text(painter, self.rect().adjusted(14, 0, -8, 0), self.text(), side.font("body", weight, 0.9), side.colour(tone), LEFT)


class Navigation(QWidget):
    """`chosen` brings the number of a page, `leave` asks to log out."""

    chosen = Signal(int)
    leave = Signal()

    def __init__(self, theme: Theme, pages: tuple[str, ...], log_out: str) -> None:
        super().__init__()
        self._theme, self._person = theme, ""
        self.setFixedWidth(theme.px(WIDTH_PX))
        self.entries = [Entry(theme, words) for words in pages]
        self.log_out = Entry(theme, log_out)
        self.log_out.setCheckable(False)
        self.log_out.setObjectName("log_out")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 76, 14, 18)
        box.setSpacing(4)
        for number, entry in enumerate(self.entries):
            entry.setObjectName(f"page_{number}")
            entry.clicked.connect(lambda _=False, page=number: self.chosen.emit(page))
            box.addWidget(entry)
        box.addStretch(1)
        box.addSpacing(32)
        box.addWidget(self.log_out)
        self.log_out.clicked.connect(self.leave)

    def show_page(self, number: int) -> None:
        """Light the entry of the page in sight."""
        for index, entry in enumerate(self.entries):
            entry.setChecked(index == number)

    def show_person(self, name: str) -> None:
        """Say who is here."""
        self._person = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = side_theme(self._theme)
        painter.fillRect(self.rect(), side.colour("paper"))
        text(painter, QRect(28, 16, self.width() - 40, 40), "Comptoir", side.font("title", BOLD, 0.8), side.colour("ink"), LEFT)
        above = self.log_out.geometry().top() - 34
        text(painter, QRect(28, above, self.width() - 40, 28), self._person, side.font("small"), side.colour("ink2"), LEFT)


def side_theme(theme: Theme) -> Theme:
    """Return the look of the side: dark beside every page."""
    return theme if theme.tokens is COLOURS[ThemeName.DARK] else theme.with_name(ThemeName.DARK)
