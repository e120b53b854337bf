"""A sheet with the letters: what is asked, where it is written, the keys and the acts; all of it on a low screen as well."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.screens.selfservice.asked_text import AskedText
from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.letters import LetterPad, TextEntry
from kiosk.screens.selfservice.sheet import PageSheet
from kiosk.touch.entries import BACKSPACE
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView

_LIMIT = 254
_ICON_PX = 160
_SQUARE_PX = 120
_ACT_PX = 190


class LetterSheet(AskedText, PageSheet):
    """`entry` holds what is keyed; `confirm` and `away` are its acts, for who opens it to connect."""

    def __init__(self, kit: Kit, covers: QWidget, name: str) -> None:
        super().__init__(kit.theme, covers)
        self._kit = kit
        self.entry = TextEntry(kit.theme, _LIMIT)
        self.entry.setObjectName(name)
        self.entry.setFixedHeight(kit.theme.target)
        self.pad = LetterPad(kit)
        self.pad.pressed.connect(self.entry.press)
        self.fault = Label(kit.theme, role="small", tone="danger", wrap=True)
        self.confirm = kit.button(f"{name}_confirm", "primary", height=kit.primary_px if kit.portrait else 0, role="body")
        self.confirm.show_text(kit.tr("Confirm"))
        self.away = kit.button(f"{name}_away", height=kit.primary_px if kit.portrait else 0)
        self.away.show_text(kit.tr("Back"))
        self.erase = kit.button(f"{name}_erase", icon="backspace")
        self.erase.setAccessibleName(kit.tr("Delete the last sign"))
        self.erase.setFixedWidth(_SQUARE_PX)
        self.erase.clicked.connect(lambda: self.entry.press(BACKSPACE))
        self.entry.changed.connect(lambda _: self._enable())
        self._lay_out()

    def ask(self, title: str, sentence: str, hint: str, *, email: bool) -> None:
        """Ask for one text."""
        self.pad.show_signs(email=email)
        self.entry.set_hint(hint)
        self.say(title, sentence)
        # On a low screen the head of the page asks, and the keys have the height.
        self.title.setVisible(not self._kit.compact)
        self.sentence.setVisible(bool(sentence) and not self._kit.compact)
        if self.isHidden():
            self.entry.set_text("")
            self.open()
            self.entry.setFocus()

    def _lay_out(self) -> None:
        written = QHBoxLayout()
        written.setSpacing(self._kit.gap)
        written.addWidget(self.entry, 1)
        written.addWidget(self.erase)
        if self._kit.compact:
            self.box.setContentsMargins(16, 8, 16, 10)
        if not self._kit.portrait:
            for key in (self.away, self.confirm):
                key.setFixedWidth(_ACT_PX)
                written.addWidget(key)
        self.box.addWidget(self.fault)
        self.box.addStretch(1)
        if self._kit.portrait:
            self.box.addWidget(IconView(self.theme, "user", _ICON_PX, "member"), 0, CENTRE)
            self.box.addStretch(1)
        self.box.addLayout(written)
        self.box.addWidget(self.pad)
        if self._kit.portrait:
            self.box.addLayout(row(self.away, self.confirm))
