"""What a member consents to: each purpose with its wording, given or taken back with one tap."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.question_sheets import ListSheet
from kiosk.screens.shared.consent_words import consent_title
from kiosk.screens.shared.look import Look
from kiosk.touch.lines import Note, Row, RowStyle
from kiosk.viewmodels.member_model import MemberModel
from sync.base.consents import LOYALTY, WORDINGS, wording

PURPOSES = tuple(purpose for purpose in WORDINGS if purpose != LOYALTY)
"""Who takes part has agreed to the programme; leaving it is an erasure, which a manager does."""
_ROWS = RowStyle(lead=0, middle=0, amount=0, picture=26, pad=12, inset=0)


class ConsentSheet(ListSheet):
    """A tick shows what the till knows, and changes once the till has noted the tap."""

    def __init__(self, look: Look, covers: QWidget, member: MemberModel, shop: str) -> None:
        super().__init__(look, covers, look.words.tr("The member consents"), _ROWS)
        self._member = member
        self._wordings = {purpose: wording(look.words, purpose, shop) for purpose in PURPOSES}
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        member.consents_changed.connect(self.refresh)

    def ask(self) -> None:
        """Show what the member consents to."""
        words = self.look.words
        self.say(words.tr("Consents"), words.tr("Read it out; a tap notes it."))
        self.current = 0
        self.refresh()
        self._member.ask_consents()
        self.open()
        self.setFocus()

    def refresh(self) -> None:
        """Show what the till knows now; where the choice stood it stays."""
        at = self.current
        self.show_choices([self._row(purpose) for purpose in PURPOSES], "")
        self.step(at)

    def step(self, by: int) -> None:
        super().step(by)
        words, given = self.look.words, PURPOSES[self.current] in self._member.consents
        self.confirm.show_text(words.tr("No longer consents") if given else words.tr("The member consents"))

    def take(self, index: int) -> None:
        self.current = index
        purpose = PURPOSES[index]
        self._member.consent(purpose, given=purpose not in self._member.consents)

    def _row(self, purpose: str) -> Row:
        given = purpose in self._member.consents
        title = consent_title(self.look.words, purpose)
        return Row(purpose, title, "", notes=(Note(self._wordings[purpose], "ink2"),), ticked=given, strong=given)
