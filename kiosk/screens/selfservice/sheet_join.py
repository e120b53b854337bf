"""Joining at the kiosk: what it means, what one may add, each consent by itself in plain words; then the card."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.sentences import refusal
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.screens.selfservice.sheet_digits import DigitSheet
from kiosk.screens.selfservice.sheet_letters import LetterSheet
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE, wrapped
from kiosk.touch.qr import QrView
from kiosk.touch.theme import STRONG, Theme
from kiosk.viewmodels.selfservice_join import CONTACTS, NEEDS, Contact
from sync.base.consents import LOYALTY, wording

_LINES = 4


class ConsentKey(KeyButton):
    """A consent in its own words, as many lines as they need, and a tick once it is given."""

    def __init__(self, theme: Theme, role: str) -> None:
        super().__init__(theme, role=role)

    def tick(self, *, given: bool) -> None:
        """Show whether it is given."""
        self._icon = "check" if given else ""
        self.set_kind("chosen" if given else "plain")
        self.setAccessibleDescription(self._icon)

    def _lines(self, width: int) -> tuple[QFont, list[str]]:
        font = self.theme.font(self._role, self._weight)
        return font, wrapped(font, self.text(), width, _LINES)


class JoinSheet(PageSheet):
    """One page, two touches: joining needs nothing but the yes. What is ticked was ticked by the customer."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit, self._model = kit, kit.model.loyalty.joining
        if kit.compact:
            self.box.setContentsMargins(20, 12, 20, 12)
        for label in (self.title, self.sentence):
            self.box.removeWidget(label)
        if not kit.portrait:
            self.sentence.setFont(kit.theme.font("small"))
        self.fault = Label(kit.theme, role="small", tone="danger", wrap=True)
        needed = kit.tr("One of these is enough, so that you are found again:")
        self.needed = Label(kit.theme, needed, "small", "ink", STRONG, wrap=True)
        self.contacts = {contact: self._contact(contact) for contact in CONTACTS}
        self.consents = {purpose: self._consent(purpose) for purpose in NEEDS}
        self.join = kit.button("join_confirm", "primary", height=kit.primary_px, role="title")
        self.join.show_text(kit.tr("Join now"))
        self.join.clicked.connect(self._join)
        self.away = kit.button("join_away", height=kit.primary_px)
        self.away.show_text(kit.tr("Not now"))
        self.away.clicked.connect(self._model.leave)
        self._lay_out()
        self._model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open, close, and show what was ticked and keyed."""
        model, kit = self._model, self._kit
        if model.stage != "asked" or model.keying is not None:
            self.close_sheet()
            return
        self.say(kit.tr("Join for free: your card is ready at once"), self._wording(LOYALTY))
        self.fault.show_text(refusal(kit, model.error.code, model.error.params) if model.error else "")
        self.fault.setVisible(model.error is not None)
        self._show_contact("phone", kit.tr("Phone number"))
        self._show_contact("email", kit.tr("E-mail address"))
        self._show_contact("first_name", kit.tr("First name"))
        for purpose, key in self.consents.items():
            key.show_text(self._wording(purpose))
            key.tick(given=purpose in model.given)
        self.join.setEnabled(model.may_join)
        self.title.setVisible(not kit.compact)
        self.needed.setVisible(not (kit.compact and model.error is not None))
        if self.isHidden():
            self.open()

    def _show_contact(self, contact: Contact, words: str) -> None:
        has = contact in self._model.contacts
        self.contacts[contact].show_text(f"✓\N{NO-BREAK SPACE}{words}" if has else words)
        self.contacts[contact].set_kind("chosen" if has else "plain")

    def _wording(self, purpose: str) -> str:
        info = self._kit.model.ticket.info
        return wording(self._kit.words, purpose, info.shop if info else "")

    def _join(self) -> None:
        shown = {purpose: self._wording(purpose) for purpose in (LOYALTY, *NEEDS)}
        self._model.join("fr" if self._kit.words.language == "fr" else "en", shown)

    def _contact(self, contact: Contact) -> KeyButton:
        key = self._kit.button(f"join_{contact}")
        key.clicked.connect(lambda: self._model.key(contact))
        return key

    def _consent(self, purpose: str) -> ConsentKey:
        key = ConsentKey(self._kit.theme, "small")
        key.setObjectName(f"consent_{purpose}")
        key.setFixedHeight(4 * self._kit.theme.metrics("small", STRONG).height() + 16)
        key.clicked.connect(lambda: self._model.toggle(purpose))
        return key

    def _lay_out(self) -> None:
        kit = self._kit
        said, ticks = QVBoxLayout(), QVBoxLayout()
        for column in (said, ticks):
            column.setSpacing(kit.gap)
        said.addWidget(self.title)
        said.addWidget(self.sentence)
        said.addWidget(self.needed)
        said.addLayout(row(*self.contacts.values()))
        said.addWidget(self.fault)
        ticks.addWidget(Label(kit.theme, kit.tr("Only if you like, each by itself:"), "small", "ink2", wrap=True))
        for key in self.consents.values():
            ticks.addWidget(key)
        both: QBoxLayout = QVBoxLayout() if kit.portrait else QHBoxLayout()
        both.setSpacing(2 * kit.gap)
        if not kit.portrait:
            said.addStretch(1)
            ticks.addStretch(1)
            said.addLayout(row(self.away, self.join))
        both.addLayout(said, 1)
        both.addLayout(ticks, 1)
        self.box.addLayout(both, 0 if kit.portrait else 1)
        if kit.portrait:
            self.box.insertStretch(0, 1)
            self.box.addStretch(1)
            self.box.addLayout(row(self.away, self.join))


class JoinPhone(DigitSheet):
    """A phone number to join with."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit, covers, "join_number")
        self._kit, self._model = kit, kit.model.loyalty.joining
        self.follow(self._model.keep, lambda: self._model.key(None))
        self._model.changed.connect(self.refresh)
        self.fail("")
        self.refresh()

    def refresh(self) -> None:
        """Open while it is keyed."""
        if self._model.keying != "phone":
            self.close_sheet()
            return
        tr = self._kit.tr
        self.ask(tr("Your phone number"), tr("We find you by it when the card is at home."), tr("Phone number"))


class JoinWords(LetterSheet):
    """An e-mail address or a first name to join with."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit, covers, "join_words")
        self._model = kit.model.loyalty.joining
        self.follow(self._model.keep, lambda: self._model.key(None))
        self._model.changed.connect(self.refresh)
        self.fail("")
        self.refresh()

    def refresh(self) -> None:
        """Open while one of them is keyed."""
        tr = self._kit.tr
        if self._model.keying == "first_name":
            self.ask(
                tr("Your first name"),
                tr("Nothing else is needed. Without a phone number or an address, keep your card safe."),
                tr("First name"),
                email=False,
            )
            return
        if self._model.keying != "email":
            self.close_sheet()
            return
        self.ask(tr("Your e-mail address"), tr("We find you by it when the card is at home."), tr("E-mail address"), email=True)


class CardSheet(PageSheet):
    """The new card: its code to be photographed, and on paper for who likes that."""

    def __init__(self, kit: Kit, covers: QWidget) -> None:
        super().__init__(kit.theme, covers)
        self._kit, self._model = kit, kit.model.loyalty.joining
        self.qr = QrView(kit.theme, 520 if kit.portrait else 360)
        self.qr.setObjectName("new_card")
        self.print = kit.button("print_card", height=kit.primary_px, icon="printer")
        self.print.clicked.connect(self._model.print_card)
        self.done = kit.button("card_done", "primary", height=kit.primary_px, role="title")
        self.done.show_text(kit.tr("Go on"))
        self.done.clicked.connect(self._model.leave)
        self._lay_out()
        self._model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Open while the card is new."""
        model, tr = self._model, self._kit.tr
        if model.stage != "joined":
            self.close_sheet()
            return
        self.say(tr("Welcome! This is your card."), tr("Photograph this code: it is all you need next time. This purchase counts already."))
        self.qr.show_text(model.card)
        self.print.show_text(tr("The card is being printed") if model.printing else tr("Print my card"))
        self.print.setEnabled(not model.printing)
        if self.isHidden():
            self.open()

    def _lay_out(self) -> None:
        kit = self._kit
        for label in (self.title, self.sentence):
            self.box.removeWidget(label)
            label.setAlignment(CENTRE)
        words = QVBoxLayout()
        words.setSpacing(kit.gap)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.sentence)
        words.addStretch(1)
        if kit.portrait:
            self.box.addWidget(self.qr, 3)
            self.box.addLayout(words, 1)
            self.box.addLayout(row(self.print, self.done))
            return
        words.addWidget(self.print)
        words.addWidget(self.done)
        both = QHBoxLayout()
        both.setSpacing(2 * kit.gap)
        both.addWidget(self.qr, 1)
        both.addLayout(words, 1)
        self.box.addLayout(both, 1)
