"""A sheet with figures to key: a card's number or a phone number."""

from PySide6.QtWidgets import QWidget

from kiosk.screens.selfservice.asked_text import AskedText
from kiosk.screens.selfservice.kit import Kit, row
from kiosk.screens.selfservice.letters import TextEntry
from kiosk.screens.selfservice.sheet_keyed import KeyedSheet
from kiosk.touch.labels import Label
from kiosk.touch.paint import CENTRE
from kiosk.touch.status import IconView

_LIMIT = 20
_ICON_PX = 160


class DigitSheet(AskedText, KeyedSheet):
    """`entry` holds what is keyed; `confirm` and `away` are its acts, for who opens it to connect."""

    def __init__(self, kit: Kit, covers: QWidget, name: str) -> None:
        self.entry = TextEntry(kit.theme, _LIMIT)
        self.entry.setObjectName(name)
        self.confirm = kit.button(f"{name}_confirm", "primary")
        self.confirm.show_text(kit.tr("Confirm"))
        self.away = kit.button(f"{name}_away")
        self.away.show_text(kit.tr("Back"))
        super().__init__(kit, covers, self.entry, row(self.away, self.confirm))
        self.fault = Label(kit.theme, role="small", tone="danger", wrap=True)
        self.side.addWidget(self.fault)
        self.side.addStretch(1)
        if kit.portrait:
            self.side.addWidget(IconView(kit.theme, "user", _ICON_PX, "member"), 0, CENTRE)
            self.side.addStretch(1)
        self.entry.changed.connect(lambda _: self._enable())

    def ask(self, title: str, sentence: str, hint: str) -> None:
        """Ask for one number."""
        self.entry.set_hint(hint)
        self.say(title, sentence)
        if self.isHidden():
            self.entry.set_text("")
            self.open()
            self.entry.setFocus()
        self._enable()
