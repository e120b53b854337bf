"""A sheet: a question laid over one region of a page. Nothing else is blocked, and Escape puts it away."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.touch.card import Card, Resized
from kiosk.touch.labels import Label
from kiosk.touch.motion import Transition
from kiosk.touch.theme import BOLD, Theme
from kiosk.touch.tokens import SHEET_MS

_RISE_PX = 24


class Sheet(Card):
    """A card over `host`, always as large as it. Put a question into `box`; `closed` says that it was put away unanswered."""

    closed = Signal()

    def __init__(self, theme: Theme, host: QWidget, title: str = "", sentence: str = "") -> None:
        super().__init__(theme, margins=(24, 20, 24, 24), spacing=12)
        self.setParent(host)
        self.hide()
        self._host = host
        self.title = Label(theme, title, "title", "ink", BOLD, wrap=True)
        self.sentence = Label(theme, sentence, "body", "ink2", wrap=True)
        self.box.addWidget(self.title)
        self.box.addWidget(self.sentence)
        self.sentence.setVisible(bool(sentence))
        for label in (self.title, self.sentence):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._motion = Transition(theme, self, SHEET_MS, self._place)
        self._follow = Resized(host)
        self._follow.changed.connect(lambda: self._place(1.0))

    def say(self, title: str, sentence: str = "") -> None:
        """Set the question's words."""
        self.title.show_text(title)
        self.sentence.show_text(sentence)
        self.sentence.setVisible(bool(sentence))

    def open(self) -> None:
        """Lay the sheet over its host."""
        self._place(1.0)
        self.show()
        self.raise_()
        self._motion.start()

    def close_sheet(self) -> None:
        """Put it away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _place(self, progress: float) -> None:
        host = self._host
        self.setGeometry(QRect(0, round(_RISE_PX * (1.0 - progress)), host.width(), host.height()))
