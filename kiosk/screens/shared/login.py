"""Logging in, and unlocking a locked till: the same page, for a lock is left by the PIN of a person of the store."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.pin_panel import PinPanel
from kiosk.screens.shared.screen_page import ScreenPage
from kiosk.screens.shared.staff_choice import StaffChoice
from kiosk.touch.card import Card
from kiosk.touch.keys import named_shortcut
from kiosk.touch.labels import Label
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.session_model import SessionModel

_STEPS = (("Up", -1), ("Left", -1), ("Down", 1), ("Right", 1))


class LoginPage(ScreenPage):
    """Staff at the left, PIN at the right; `slot` is the place a message borrows."""

    def __init__(self, look: Look, session: SessionModel, *, locked: bool = False) -> None:
        super().__init__(look)
        self._session, self._locked = session, locked
        words = look.words
        self.shop = Label(look.theme, "", "body", "ink2")
        self.title = Label(look.theme, words.tr("This till is locked") if locked else words.tr("Who is at the till?"), "title", "ink", BOLD)
        self.staff = StaffChoice(look)
        self.panel = PinPanel(look, words.tr("Unlock") if locked else words.tr("Log in"))
        card = Card(look.theme, margins=(28, 24, 28, 28))
        card.box.addWidget(self.panel)
        card.setMaximumWidth(look.theme.px(560))
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.shop)
        left.addWidget(self.title)
        left.addSpacing(8)
        left.addWidget(self.staff, 1)
        left.addLayout(self.slot)
        grid = QGridLayout(self)
        grid.setContentsMargins(40, 32, 40, 32)
        grid.setHorizontalSpacing(40)
        grid.addLayout(left, 0, 0)
        grid.addWidget(card, 0, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.setFocusProxy(self.panel)
        for key, by in _STEPS:
            what = words.tr("The one before") if by < 0 else words.tr("The next one")
            named_shortcut(self, (key,), what, partial(self.staff.step, by))
        self.staff.chosen.connect(lambda staff: self.panel.show_person(session.name_of(staff)))
        self.panel.given.connect(lambda pin: session.login(self.staff.current, pin))
        session.staff_changed.connect(self._show)
        session.day_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        day = self._session.day
        self.shop.show_text(day.shop if day else "")
        if self._locked and not self.staff.current:
            self.staff.current = self._session.locked_by
        self.staff.show_staff(self._session.staff)
        if self.staff.current:
            self.panel.name.show_text(self._session.name_of(self.staff.current))
