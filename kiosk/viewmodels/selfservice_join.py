"""Joining at the kiosk: one thing by which one is found again is enough, and every consent is asked for by itself."""

from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import Answer, ErrorView
from kiosk.services.commands import ConsentAsked, Join, MemberCard, ProfileFields
from kiosk.viewmodels.selfservice_ticket import Ticket
from sync.base.consents import LOYALTY, wording_hash

Stage = Literal["", "asked", "joined"]
Contact = Literal["phone", "email", "first_name"]

CONTACTS: tuple[Contact, ...] = ("phone", "email", "first_name")
"""One of them is needed: the least that a membership can be found by, or be somebody's."""
NEEDS: dict[str, Contact | None] = {"email": "email", "sms": "phone", "profiling": None}
"""What a customer may consent to here besides taking part, and the contact without which it would be empty."""


class JoinModel(QObject):
    """`stage` is where joining stands; `card` holds the new card's code until the customer goes on. What was keyed is kept no longer."""

    changed = Signal()

    def __init__(self, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self._turn = 0
        self.stage: Stage = ""
        self.keying: Contact | None = None
        self.contacts: dict[str, str] = {}
        self.given: set[str] = set()
        self.card = ""
        self.busy = self.printing = False
        self.error: ErrorView | None = None

    def begin(self) -> None:
        """Ask whether to join, with nothing ticked."""
        self._forget("asked")

    def leave(self) -> None:
        """Put it away; what was keyed is forgotten."""
        if self.stage:
            self._forget("")

    @property
    def may_join(self) -> bool:
        """Whether there is something to find the member by."""
        return bool(self.contacts) and not self.busy

    def key(self, contact: Contact | None) -> None:
        """Key a contact now, or none after all."""
        self.keying = contact
        self.changed.emit()

    def keep(self, text: str) -> None:
        """Keep the contact that is being keyed; an empty one is none, and takes its consents back."""
        contact = self.keying
        if contact is None:
            return
        self.contacts = {kind: value for kind, value in (self.contacts | {contact: text.strip()}).items() if value}
        self.given = {purpose for purpose in self.given if self.may_give(purpose)}
        self.error = None
        self.key(None)

    def may_give(self, purpose: str) -> bool:
        """Say whether a consent would mean something: offers by e-mail need an address."""
        contact = NEEDS[purpose]
        return contact is None or contact in self.contacts

    def toggle(self, purpose: str) -> None:
        """Give a consent, or take it back; one that lacks its contact asks for that first."""
        if not self.may_give(purpose):
            self.key(NEEDS[purpose])
            return
        self.given ^= {purpose}
        self.changed.emit()

    def join(self, language: Literal["fr", "en"], shown: Mapping[str, str]) -> None:
        """Join, by the words that were `shown` for each purpose in the customer's language; once is enough however often one taps."""
        if not self.may_join or self.stage != "asked":
            return
        turn = self._turn
        self.busy, self.error = True, None
        self.changed.emit()
        purposes = [LOYALTY, *(purpose for purpose in NEEDS if purpose in self.given)]
        command = Join(
            profile=ProfileFields(language=language, **self.contacts),
            consents=[ConsentAsked(purpose=purpose, wording=wording_hash(shown[purpose])) for purpose in purposes],
        )
        self._ticket.send(command, lambda answer: self._done(turn, answer), lambda answer: self._refused(turn, answer))

    def print_card(self) -> None:
        """Print the new card; refused (no paper, say), it may be asked for again."""
        if self.stage == "joined" and not self.printing:
            self.printing = True
            self.changed.emit()
            self._ticket.send(MemberCard(), None, self._not_printed)

    def _not_printed(self, answer: Answer) -> None:
        self.printing = False
        self.changed.emit()
        if answer.error is not None:
            self._ticket.refused.emit(answer.error, MemberCard())

    def _done(self, turn: int, answer: Answer) -> None:
        """Show the card, unless the customer has left the question meanwhile: then the wallet alone says that it was done."""
        if turn == self._turn:
            self._forget("joined")
            self.card = str(answer.extra.get("card", ""))
            self.changed.emit()

    def _refused(self, turn: int, answer: Answer) -> None:
        if turn == self._turn:
            self.busy, self.error = False, answer.error
            self.changed.emit()

    def _forget(self, stage: Stage) -> None:
        self._turn += 1
        self.stage, self.keying, self.card = stage, None, ""
        self.contacts, self.given = {}, set()
        self.busy = self.printing = False
        self.error = None
        self.changed.emit()
