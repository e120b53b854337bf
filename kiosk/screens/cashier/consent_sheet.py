"""What a member consents to: each purpose with its wording, given or taken back with one tap."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.consent_words import consent_title
from kiosk.screens.shared.look import Look
from kiosk.touch.toggle import Toggle
from kiosk.viewmodels.member_model import MemberModel
from sync.base.consents import LOYALTY, WORDINGS, wording

_KEYS = ("F2", "F3", "F4", "F5", "F6")
PURPOSES = tuple(purpose for purpose in WORDINGS if purpose != LOYALTY)
"""Who takes part has agreed to the programme; leaving it is an erasure, which a manager does."""


class ConsentSheet(QuestionSheet):
    """A box shows what the till knows, and changes once the till has noted the tap."""

    def __init__(self, look: Look, covers: QWidget, member: MemberModel, shop: str) -> None:
        super().__init__(look, covers)
        self._member = member
        self.toggles: dict[str, Toggle] = {}
        for purpose, key in zip(PURPOSES, _KEYS, strict=True):
            toggle = Toggle(look.theme, consent_title(look.words, purpose), wording(look.words, purpose, shop), key)
            toggle.setObjectName(f"consent_{purpose}")
            toggle.clicked.connect(lambda _=False, purpose=purpose: self._tapped(purpose))
            self.toggles[purpose] = toggle
            self.box.addWidget(toggle)
        self.box.addStretch(1)
        self.box.addWidget(self.leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        member.consents_changed.connect(self.refresh)

    def ask(self) -> None:
        """Show what the member consents to."""
        words = self.look.words
        self.say(words.tr("Consents"), words.tr("Read each one out; a tap notes it with the time and your name."))
        self.refresh()
        self._member.ask_consents()
        self.open()
        self.setFocus()

    def refresh(self) -> None:
        """Show what the till knows now."""
        for purpose, toggle in self.toggles.items():
            toggle.setChecked(purpose in self._member.consents)

    def _tapped(self, purpose: str) -> None:
        given = purpose not in self._member.consents
        self.refresh()
        self._member.consent(purpose, given=given)
