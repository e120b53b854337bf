"""Taking in a member: a name and a way to be found again, the consents with their wording, and Enter; what is left out is not kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.consent_words import consent_title
from kiosk.screens.shared.look import Look
from kiosk.services.commands import ProfileFields
from kiosk.touch.fields import TextField
from kiosk.touch.toggle import Toggle
from sync.base.consents import LOYALTY, wording

ASKED = (LOYALTY, "email")
"""Asked for when joining; the others later, with the wallet."""
_KEYS = ("F2", "F3")
_NAME_CHARS, _PHONE_CHARS, _EMAIL_CHARS = 60, 40, 254


class JoinSheet(QuestionSheet):
    """`given` brings the profile, the purposes consented to, and the number of a printed card that becomes theirs. Enter in a field goes to
    the next empty one, and after the last it joins.

    It stays until the till has taken the member in: what was typed is not lost to a number that is already another member's.
    """

    given = Signal(object, object, str)

    def __init__(self, look: Look, covers: QWidget, shop: str) -> None:
        super().__init__(look, covers)
        self._waits = False
        self._card = ""
        words, theme = look.words, look.theme
        self.fields = {
            "first_name": TextField(theme, words.tr("First name"), icon="user"),
            "phone": TextField(theme, words.tr("Phone"), icon=""),
            "email": TextField(theme, words.tr("E-mail"), icon=""),
        }
        for (name, field), most in zip(self.fields.items(), (_NAME_CHARS, _PHONE_CHARS, _EMAIL_CHARS), strict=True):
            field.setObjectName(f"join_{name}")
            field.line.setMaxLength(most)
            field.edited.connect(lambda _: self._fit())
            field.submitted.connect(lambda _, name=name: self._next(name))
            self.box.addWidget(field)
        self.toggles: dict[str, Toggle] = {}
        for purpose, key in zip(ASKED, _KEYS, strict=True):
            toggle = Toggle(theme, consent_title(words, purpose), wording(words, purpose, shop), key)
            toggle.setObjectName(f"join_consent_{purpose}")
            toggle.toggled.connect(lambda _: self._fit())
            self.toggles[purpose] = toggle
            self.box.addWidget(toggle)
        self.confirm = self.answer_key(words.tr("Join"), "confirm_join")
        self.box.addStretch(1)
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusProxy(self.fields["first_name"])
        self.confirm.clicked.connect(self._give)

    def ask(self, typed: str = "", card: str = "") -> None:
        """Ask anew; what was looked for and not found goes where it belongs, and the unused `card` that was scanned will be theirs."""
        words, self._card = self.look.words, card
        taken = words.tr("One of the three is enough. The card just scanned becomes theirs.")
        self.say(words.tr("New member"), taken if card else words.tr("One of the three is enough."))
        for field in self.fields.values():
            field.clear()
        for toggle in self.toggles.values():
            toggle.setChecked(False)
        self._prefill(typed)
        self._waits = False
        self._fit()
        self.open()
        self._first_empty().setFocus()

    def joined(self) -> None:
        """Put the question away that the till has just answered, and no other."""
        if self._waits:
            self._waits = False
            self.close_sheet()

    def _next(self, name: str) -> None:
        names = list(self.fields)
        later = [self.fields[each] for each in names[names.index(name) + 1 :]]
        empty = next((field for field in later if not field.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._give()

    def _prefill(self, typed: str) -> None:
        figures = sum(letter.isdigit() for letter in typed)
        name = "email" if "@" in typed else "phone" if figures * 2 > len(typed) else "first_name"
        self.fields[name].line.setText(typed)

    def _first_empty(self) -> TextField:
        return next((field for field in self.fields.values() if not field.text().strip()), self.fields["first_name"])

    def _text(self, name: str) -> str | None:
        return self.fields[name].text().strip() or None

    def _fit(self) -> None:
        """Nobody joins without the wording of the programme agreed to."""
        self.confirm.setEnabled(self.toggles[LOYALTY].isChecked() and any(field.text().strip() for field in self.fields.values()))

    def _give(self) -> None:
        if not self.confirm.isEnabled():
            return
        profile = ProfileFields(
            first_name=self._text("first_name"),
            phone=self._text("phone"),
            email=self._text("email"),
            language="fr" if self.look.words.language == "fr" else "en",
        )
        consents = [purpose for purpose, toggle in self.toggles.items() if toggle.isChecked()]
        self._waits = True
        self.given.emit(profile, consents, self._card)
