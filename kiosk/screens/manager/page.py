"""The end of day as a page: of the manager's own window, or of a running terminal on a machine with one till."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kiosk.qtbase.bridge import Bridge
from kiosk.screens.manager import sentences
from kiosk.screens.manager.books import BooksView
from kiosk.screens.manager.end_of_day import EndOfDayView
from kiosk.screens.manager.members_page import MembersPage
from kiosk.screens.manager.missing import MissingView
from kiosk.screens.manager.offers_page import OffersPage
from kiosk.screens.shared.look import Look
from kiosk.services.port import TillPort
from kiosk.touch.card import Ground
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.message import MessageBar
from kiosk.touch.status import Chip
from kiosk.touch.theme import BOLD, Theme
from kiosk.viewmodels.manager_desk import DeskModel
from sync.base.words import Words

SYNC_TICK_MS = 1_000
REST_TICK_MS = 15_000
DAY, MISSING, BOOKS, OFFERS, MEMBERS = range(5)
"""The views, in the order of the navigation."""


def view_names(words: Words) -> tuple[str, ...]:
    """Return what the views are called, in the order of the navigation."""
    tr = words.tr
    return tr("End of day"), tr("What is missing"), tr("Books and cases"), tr("Offers"), tr("Members")


class DeskPage(Ground):
    """Head, one of the views, and the acts. `view_shown` says which view is in sight."""

    view_shown = Signal(int)

    def __init__(self, look: Look, desk: DeskModel) -> None:
        super().__init__(look.theme)
        self._look, self.desk = look, desk
        tr = look.words.tr
        self.title = Label(look.theme, role="title", weight=BOLD)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chip = Chip(look.theme)
        self.message = MessageBar(look.theme)
        self.day_view, self.missing_view = EndOfDayView(look, desk), MissingView(look, desk)
        self.views = QStackedWidget()
        self.views.addWidget(self.day_view)
        self.views.addWidget(self.missing_view)
        self.books_view = BooksView(look, desk)
        self.views.addWidget(self.books_view)
        self.offers_page, self.members_page = OffersPage(look, desk.offers), MembersPage(look, desk.members)
        self.views.addWidget(self.offers_page)
        self.views.addWidget(self.members_page)
        self.sync = KeyButton(look.theme, tr("Synchronise"), kind="primary", cap="F5", keys=("F5",), role="body")
        self.sync.setObjectName("synchronise")
        self.sync.setFixedWidth(self.sync.sizeHint().width() + 64)
        self.toggle = KeyButton(look.theme)
        self.toggle.setObjectName("toggle_missing")
        self.sync.clicked.connect(desk.synchronise)
        self.toggle.clicked.connect(lambda: self.show_missing(self.views.currentIndex() == DAY))
        self.books = KeyButton(look.theme, tr("Books and cases"))
        self.books.setObjectName("books")
        self.books.setFixedWidth(self.books.sizeHint().width() + 32)
        self.books.clicked.connect(lambda: self.show_view(BOOKS))
        self.others = {OFFERS: KeyButton(look.theme, tr("Offers")), MEMBERS: KeyButton(look.theme, tr("Members"))}
        for view, key in self.others.items():
            key.setObjectName(f"view_{view}")
            key.setFixedWidth(key.sizeHint().width() + 16)
            key.clicked.connect(lambda _=False, view=view: self.show_view(view))
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        desk.changed.connect(self.refresh)
        self.refresh()

    def show_missing(self, missing: bool) -> None:
        """Show what is missing, or the whole day."""
        self.show_view(MISSING if missing else DAY)

    def show_view(self, number: int) -> None:
        """Show one of the views."""
        self.views.setCurrentIndex(number)
        self.refresh()
        if number == OFFERS:
            self.desk.offers.refresh()
        if number == MEMBERS:
            self.members_page.field.setFocus()
        self.view_shown.emit(number)

    def _tick(self) -> None:
        self.desk.tick()
        if self.views.currentIndex() == OFFERS:
            self.desk.offers.refresh()

    def refresh(self) -> None:
        """Show what the model holds now."""
        look, desk, words = self._look, self.desk, self._look.words
        day = desk.day
        view = self.views.currentIndex()
        names = view_names(words)
        head = names[view] if view < OFFERS else ""
        self.title.show_text(f"{head} · {words.date(day.business_day, 'full')}" if head and day and day.business_day else names[view])
        self.chip.show_state(*(sentences.headline(look, day) if day else (words.tr("Not known yet"), "ink3")))
        self._show_fault()
        self.toggle.show_text(words.tr("See what is missing") if view == DAY else words.tr("The whole day"))
        self.toggle.setFixedWidth(self.toggle.sizeHint().width() + 32)
        self.toggle.setEnabled(view != DAY or bool(day and day.missing))
        self.books.setEnabled(view != BOOKS and day is not None)
        for number, key in self.others.items():
            key.setEnabled(view != number)
        self.sync.setEnabled(not desk.syncing and desk.allowed)
        self.views.setVisible(desk.info is None or desk.allowed)
        self.day_view.refresh()
        self.missing_view.refresh()
        self.books_view.refresh()
        self.offers_page.refresh()
        self.members_page.refresh()
        self._timer.setInterval(SYNC_TICK_MS if desk.syncing else REST_TICK_MS)

    def _show_fault(self) -> None:
        words, desk = self._look.words, self.desk
        if desk.info is not None and not desk.allowed:
            words_shown = words.tr("The end of day is for managers. Log in as a manager to see it.")
        elif not desk.fault:
            words_shown = ""
        elif desk.day is None:
            words_shown = words.error(desk.fault)
        else:
            known = words.tr("You see what was known at {time}.", time=words.time(desk.day.server_time))
            words_shown = f"{words.error(desk.fault)} {known}"
        if words_shown != self.message.text():
            self.message.show_message(words_shown)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        acts.addWidget(self.toggle)
        acts.addWidget(self.books)
        for key in self.others.values():
            acts.addWidget(key)
        acts.addStretch(1)
        acts.addWidget(self.sync)
        box = QVBoxLayout(self)
        box.setContentsMargins(26, 20, 26, 22)
        box.setSpacing(16)
        box.addLayout(head)
        box.addWidget(self.message)
        box.addWidget(self.views, 1)
        box.addStretch(0)
        box.addLayout(acts)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start(SYNC_TICK_MS if self.desk.syncing else REST_TICK_MS)
        self.desk.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)


class ManagerPage(QWidget):
    """The end of day over a running terminal's port. Close its bridge by `leave` when the terminal is closed."""

    def __init__(self, port: TillPort, words: Words, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manager_page")
        self._bridge = Bridge(port, self)
        self.desk = DeskModel(self._bridge, self)
        self.page = DeskPage(Look(theme, words), self.desk)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.page)
        self.desk.start()

    def leave(self) -> None:
        """Hear no more of the terminal."""
        self._bridge.close()
