"""The manager's own window: log in, then the end of day beside its navigation."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.qtbase.bridge import Bridge
from kiosk.screens.manager.navigation import Navigation
from kiosk.screens.manager.page import DeskPage, view_names
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.pin_panel import PinPanel
from kiosk.screens.shared.staff_choice import StaffChoice
from kiosk.services.answers import ErrorView
from kiosk.services.port import TillPort
from kiosk.touch.card import Card, Ground
from kiosk.touch.labels import Label
from kiosk.touch.message import MessageBar
from kiosk.touch.theme import BOLD, Theme
from kiosk.touch.tokens import ThemeName
from kiosk.viewmodels.manager_desk import ROLES, DeskModel
from kiosk.viewmodels.session_model import SessionModel
from sync.base.words import Words


class ManagerLogin(Ground):
    """Who manages the store, and the PIN; others are not offered."""

    def __init__(self, look: Look, session: SessionModel) -> None:
        super().__init__(look.theme)
        self._session = session
        tr = look.words.tr
        self.staff = StaffChoice(look)
        self.staff.setObjectName("managers")
        self.panel = PinPanel(look, tr("Log in"))
        self.message = MessageBar(look.theme)
        card = Card(look.theme, margins=(28, 24, 28, 28))
        card.box.addWidget(self.panel)
        card.setMaximumWidth(look.theme.px(560))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(Label(look.theme, "Comptoir", "body", "ink2"))
        left.addWidget(Label(look.theme, tr("Who manages the store today?"), "title", "ink", BOLD))
        left.addSpacing(8)
        left.addWidget(self.staff, 1)
        left.addWidget(self.message)
        box = QHBoxLayout(self)
        box.setContentsMargins(40, 32, 40, 32)
        box.setSpacing(40)
        box.addLayout(left, 3)
        box.addWidget(card, 2)
        self.setFocusProxy(self.panel)
        self.staff.chosen.connect(lambda staff: self.panel.show_person(session.name_of(staff)))
        self.panel.given.connect(self._given)
        session.staff_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Offer those who may come in."""
        self.staff.show_staff([person for person in self._session.staff if person.role in ROLES])
        self.panel.show_person(self._session.name_of(self.staff.current))

    def _given(self, pin: str) -> None:
        self.message.show_message("")
        self._session.login(self.staff.current, pin)


class ManagerWindow(QWidget):
    """The desk over its own till (`kind: manager`). Another language or look makes its pages anew."""

    def __init__(self, port: TillPort, words: Words, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("manager")
        self.bridge = Bridge(port, self)
        self.session = SessionModel(self.bridge, self)
        self.desk = DeskModel(self.bridge, self)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.look = Look(theme, words)
        self._stack: QStackedWidget | None = None
        self._make()
        self.session.refused.connect(self._refused)
        self.desk.changed.connect(lambda: self._show())
        self.session.start()
        self.desk.start()

    def speak(self, words: Words) -> None:
        """Switch everything to other words."""
        self.look = Look(self.look.theme, words)
        self._make()

    def use_theme(self, name: ThemeName) -> None:
        """Switch to another look."""
        self._wear(self.look.theme.with_name(name))

    def _wear(self, theme: Theme) -> None:
        self.look = Look(theme, self.look.words)
        self._make()

    def _make(self) -> None:
        look, tr, old = self.look, self.look.words.tr, self._stack
        self.setPalette(look.theme.palette())
        self.login = ManagerLogin(look, self.session)
        self.page = DeskPage(look, self.desk)
        self.navigation = Navigation(look.theme, view_names(look.words), tr("Log out"))
        self.navigation.chosen.connect(self.page.show_view)
        self.navigation.leave.connect(self.session.logout)
        self.page.view_shown.connect(self.navigation.show_page)
        self.navigation.show_page(0)
        inside = QWidget()
        box = QHBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.navigation)
        box.addWidget(self.page, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.login)
        self._stack.addWidget(inside)
        self._box.addWidget(self._stack)
        if old is not None:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._show(anew=True)

    def _show(self, *, anew: bool = False) -> None:
        """Show the desk, or the way in; what the ledger answers in the meantime takes nobody's cursor away."""
        if self._stack is None:
            return
        before = self._stack.currentIndex()
        self._stack.setCurrentIndex(1 if self.desk.allowed else 0)
        self.navigation.show_person(self.desk.info.staff_name if self.desk.info else "")
        if anew or before != self._stack.currentIndex():
            (self.page if self.desk.allowed else self.login).setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: ErrorView) -> None:
        self.login.message.show_message(self.look.words.error(error.code, error.params))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A window with more room is drawn larger, in a few steps."""
        super().resizeEvent(event)
        theme = self.look.theme.in_window(event.size().width(), event.size().height())
        if theme is not self.look.theme:
            self._wear(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bridge.close()
        super().closeEvent(event)
