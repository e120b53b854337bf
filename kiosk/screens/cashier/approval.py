"""Another person's PIN for an act that a role may not do alone: one sheet over the right of whichever page is shown."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import role_name
from kiosk.screens.shared.pin_panel import PinPanel
from kiosk.screens.shared.staff_choice import StaffChoice
from kiosk.services.queries import StaffRow
from kiosk.touch.keys import named_shortcut

_STEPS = (("Up", -1), ("Left", -1), ("Down", 1), ("Right", 1))
_ROLES = ("attendant", "cashier", "manager", "administrator")


class ApprovalSheet(QuestionSheet):
    """Another person's PIN for an act that needs it."""

    given = Signal(str, str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers)
        self.staff = StaffChoice(look, least_width=150, height=64, ground_colour="card")
        self.staff.setMinimumHeight(self.staff.height_of(1))
        self.staff.setMaximumHeight(self.staff.height_of(2))
        self.panel = PinPanel(look, look.words.tr("Approve"), largest=84, beside=self.leave)
        self.box.addWidget(self.staff)
        self.box.addWidget(self.panel, 1)
        self.setFocusProxy(self.panel)
        self.staff.chosen.connect(lambda staff: self.panel.show_person(self._names.get(staff, "")))
        self.panel.given.connect(lambda pin: self.given.emit(self.staff.current, pin))
        self._names: dict[str, str] = {}
        before, after = look.words.tr("The one before"), look.words.tr("The next one")
        for key, by in _STEPS:
            named_shortcut(self, (key,), before if by < 0 else after, partial(self.staff.step, by))

    def begin(self, role: str, staff: list[StaffRow]) -> None:
        """Ask for a person of `role` or above."""
        words = self.look.words
        least = _ROLES.index(role) if role in _ROLES else 0
        able = [row for row in staff if row.role in _ROLES[least:]]
        self._names = {row.id: row.name for row in able}
        needs = words.tr("This needs a person with the role {role}.", role=role_name(words, role))
        self.say(words.tr("Approval"), needs if able else needs + " " + words.tr("Nobody of this store has it."))
        self.staff.show_staff(able)
        self.panel.show_person(self._names.get(self.staff.current, ""))
        self.open()
        self.panel.entry.setFocus()
