"""The simulated printer before one's eyes: the papers it made of the bytes it received, and what can go wrong around a till."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QScroller, QVBoxLayout, QWidget

from kiosk.devices.printer.interpreter import Paper
from kiosk.touch.card import Card, Ground
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.status import Chip
from kiosk.touch.theme import BOLD, Theme
from sync.base.words import Words

PAPERS_SHOWN = 30
"""Older papers stay in the folder; a window need not hold a day's roll."""

PAPER_WIDTH_PX = 400
_SIZE_PX = (520, 820)


class PaperWindow(Ground):
    """The newest paper lies on top. `keys` are the acts around the till, by name; whoever owns the window carries them out."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self._words = words
        self.count = 0
        self.setObjectName("paper_window")
        self.setWindowTitle(words.tr("Printer"))
        self.state, self.network = Chip(theme), Chip(theme)
        names = ("show_card", "network", "printer_power", "printer_paper", "desk")
        self.keys = {name: KeyButton(theme) for name in names}
        for name, key in self.keys.items():
            key.setObjectName(name)
        self.keys["show_card"].show_text(words.tr("Hold out a member's card"))
        self.keys["desk"].show_text(words.tr("Open the manager's desk"))
        self.none = Label(theme, words.tr("Nothing was printed yet."), "body", "ink2", align=Qt.AlignmentFlag.AlignHCenter)
        self._lay_out()
        self.resize(*_SIZE_PX)

    def add(self, paper: Paper) -> None:
        """Lay a paper on top of the others."""
        self.count += 1
        self.none.hide()
        sheet = QLabel()
        sheet.setObjectName("paper")
        sheet.setAccessibleName("\n".join(paper.text))
        image = QImage.fromData(paper.png())
        sheet.setPixmap(QPixmap.fromImage(image.scaledToWidth(PAPER_WIDTH_PX, Qt.TransformationMode.SmoothTransformation)))
        self._roll.insertWidget(0, sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        # Below the papers stand the words of an empty roll, and the stretch.
        while self._roll.count() > PAPERS_SHOWN + 2 and (item := self._roll.takeAt(PAPERS_SHOWN)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._area.verticalScrollBar().setValue(0)

    def show_state(self, *, printer_on: bool, has_paper: bool, network: bool) -> None:
        """Say how printer and network stand, and what a tap would change."""
        tr = self._words.tr
        if not printer_on:
            self.state.show_state(tr("Printer off"), "warn")
        else:
            self.state.show_state(*((tr("Printer ready"), "accent") if has_paper else (tr("Printer out of paper"), "danger")))
        self.network.show_state(*((tr("Ledger reachable"), "accent") if network else (tr("Ledger unplugged"), "warn")))
        self.keys["network"].show_text(tr("Pull the ledger's plug") if network else tr("Plug the ledger in"))
        self.keys["printer_power"].show_text(tr("Switch the printer off") if printer_on else tr("Switch the printer on"))
        self.keys["printer_paper"].show_text(tr("Take the paper out") if has_paper else tr("Put paper in"))

    def _lay_out(self) -> None:
        theme, words = self.theme, self._words
        acts = Card(theme, margins=(14, 12, 14, 14), spacing=8)
        acts.box.addWidget(Label(theme, words.tr("What happens around the till"), "small", "ink2", BOLD))
        grid = QGridLayout()
        grid.setSpacing(8)
        *pairs, last = self.keys.values()
        for number, key in enumerate(pairs):
            grid.addWidget(key, *divmod(number, 2))
        grid.addWidget(last, len(pairs) // 2, 0, 1, 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        acts.box.addLayout(grid)
        states = QGridLayout()
        states.addWidget(self.state, 0, 0, Qt.AlignmentFlag.AlignLeft)
        states.addWidget(self.network, 0, 1, Qt.AlignmentFlag.AlignRight)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 16)
        box.setSpacing(12)
        box.addLayout(states)
        box.addWidget(self._make_roll(), 1)
        box.addWidget(acts)

    def _make_roll(self) -> QScrollArea:
        inside = QWidget()
        self._roll = QVBoxLayout(inside)
        self._roll.setContentsMargins(0, 0, 0, 0)
        self._roll.setSpacing(16)
        self._roll.addWidget(self.none)
        self._roll.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("roll")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        self._area.setPalette(self.theme.palette())
        self._area.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._area.viewport().setAutoFillBackground(False)
        return self._area
