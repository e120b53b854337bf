"""A sheet: a question laid over one region of a page. Nothing else is blocked, only the page's keys rest, and Escape puts it away."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from kiosk.touch.card import Card, Ground, Resized
from kiosk.touch.labels import Label
from kiosk.touch.motion import Transition
from kiosk.touch.theme import BOLD, Theme
from kiosk.touch.tokens import SHEET_MS

_RISE_PX = 24


class Sheet(Card):
    """A card in the place of `covers`, which is hidden meanwhile. Put a question into `box`; `closed` says that it was put away.

    A question has the keyboard to itself: the same key beside it would mean two things, and Qt would then press neither. One that a
    person's own hand opens may lie over another; what an answer of the till asks waits its turn (`when_free`), so that no key which is
    being pressed comes to mean something else.
    """

    closed = Signal()
    gives_way = False
    """Whether it only shows how something stands: what its own keys lead to may lie over it at once."""

    def __init__(self, theme: Theme, covers: QWidget, title: str = "", sentence: str = "") -> None:
        super().__init__(theme, margins=(24, 20, 24, 24), spacing=12)
        self._covers = covers
        self._resting: list[QShortcut] = []
        self._host = covers.parentWidget() or covers
        self.setParent(self._host)
        self.hide()
        self.title = Label(theme, title, "title", "ink", BOLD, wrap=True)
        self.sentence = Label(theme, sentence, "body", "ink2", wrap=True)
        self.box.addWidget(self.title)
        self.box.addWidget(self.sentence)
        self.sentence.setVisible(bool(sentence))
        for label in (self.title, self.sentence):
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._motion = Transition(theme, self, SHEET_MS, self._place)
        self._follow = Resized(self._host, self)
        self._follow.changed.connect(lambda: self._place(1.0))

    def say(self, title: str, sentence: str = "") -> None:
        """Set the question's words."""
        self.title.show_text(title)
        self.sentence.show_text(sentence)
        self.sentence.setVisible(bool(sentence))

    def open(self) -> None:
        """Put the sheet in its place."""
        if self.isHidden():
            self._rest_keys()
        self._covers.hide()
        self._place(1.0)
        self.show()
        self.raise_()
        self._motion.start()

    def when_free(self, ask: Callable[[], None]) -> None:
        """Ask once no other question stands over this region; nothing is asked on a page that was left meanwhile."""
        other = open_sheet(self._host)
        if other is not None and other is not self and not other.gives_way:
            other.closed.connect(lambda: self._try_again(ask), Qt.ConnectionType.SingleShotConnection)
        elif self._host.isVisible():
            ask()

    def _try_again(self, ask: Callable[[], None]) -> None:
        # A sheet that is put away may open the next one of its own in the same breath: that one comes first.
        if isValid(self):
            QTimer.singleShot(0, self, lambda: self.when_free(ask))

    def close_sheet(self) -> None:
        """Put it away."""
        if not self.isHidden():
            self.hide()
            if open_sheet(self._host) is None:
                self._covers.show()
            for shortcut in self._resting:
                shortcut.setEnabled(True)
            self._resting = []
            self.closed.emit()

    def _rest_keys(self) -> None:
        """Let the page's own keys rest until the question is answered."""
        page: QWidget | None = self._host
        while page is not None and not isinstance(page, Ground):
            page = page.parentWidget()
        found = page.findChildren(QShortcut) if page is not None else []
        self._resting = [each for each in found if each.isEnabled() and not self._holds(each)]
        for shortcut in self._resting:
            shortcut.setEnabled(False)

    def _holds(self, shortcut: QShortcut) -> bool:
        scope = shortcut.parent()
        return isinstance(scope, QWidget) and (scope is self or self.isAncestorOf(scope))

    def _place(self, progress: float) -> None:
        area = self._host.rect()
        if (layout := self._host.layout()) is not None:
            # Not the layout's own rectangle: with its only widget hidden it has none.
            area = area.marginsRemoved(layout.contentsMargins())
        self.setGeometry(area.translated(0, round(_RISE_PX * (1.0 - progress))))


def open_sheet(within: QWidget) -> Sheet | None:
    """Return the question that stands within a page or region, the uppermost of several; None when nothing is asked."""
    return next((sheet for sheet in reversed(within.findChildren(Sheet)) if not sheet.isHidden()), None)
