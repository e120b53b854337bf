"""A person's name, a PIN and a pad: for logging in, unlocking and approving alike."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.shared.look import Look
from kiosk.screens.shared.phrases import key_name
from kiosk.touch.entries import PinEntry
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.pads import PinPad
from kiosk.touch.theme import BOLD

LEAST_DIGITS = 4


class PinPanel(QWidget):
    """`given` brings the PIN, which is forgotten at once. With a key `beside` its own, whose PIN it is stands elsewhere."""

    given = Signal(str)

    def __init__(self, look: Look, act: str, *, largest: int = 92, beside: KeyButton | None = None) -> None:
        super().__init__()
        self._look = look
        self.name = Label(look.theme, "", "title", "ink", BOLD)
        self.entry = PinEntry(look.theme, look.words.tr("PIN"))
        pad = PinPad(look.theme, largest=largest)
        pad.serve(self.entry)
        self.confirm = KeyButton(
            look.theme, act, kind="primary", cap=key_name(look.words, "Enter"), least=look.theme.px(72), stacked=beside is not None
        )
        self.confirm.setObjectName("confirm_pin")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.name)
        self.name.setVisible(beside is None)
        box.addWidget(self.entry)
        box.addWidget(pad, 8)
        box.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        if beside is not None:
            foot.addWidget(beside, 2)
        foot.addWidget(self.confirm, 3)
        box.addLayout(foot)
        self.setFocusProxy(self.entry)
        self.confirm.clicked.connect(self._give)
        self.entry.submitted.connect(self._give)
        self.entry.changed.connect(self._fit)
        self._fit()

    def show_person(self, name: str) -> None:
        """Name the person whose PIN is asked for, and start anew."""
        self.name.show_text(name)
        self.entry.set_text("")

    def _fit(self) -> None:
        self.confirm.setEnabled(len(self.entry.text()) >= LEAST_DIGITS)

    def _give(self) -> None:
        pin = self.entry.text()
        if len(pin) >= LEAST_DIGITS:
            self.entry.set_text("")
            self.given.emit(pin)
