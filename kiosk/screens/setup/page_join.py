"""Joining the shop's ledger: by the QR that its manager shows, or by the address and the one-time code, typed."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.screens.setup.step_page import StepPage
from kiosk.screens.shared.look import Look
from kiosk.touch.card import Card
from kiosk.touch.fields import TextField
from kiosk.touch.keys import KeyButton
from kiosk.touch.labels import Label
from kiosk.touch.status import IconView
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.first_start_model import FirstStartModel


class JoinPage(StepPage):
    """Scanning the QR needs no field: a scanner is heard on the whole page."""

    def __init__(self, look: Look, model: FirstStartModel) -> None:
        tr = look.words.tr
        super().__init__(
            look,
            model,
            tr("Join the shop"),
            tr("Scan the code that the ledger shows for this till, or type its address and the one-time code."),
        )
        self.ledger = TextField(look.theme, tr("Address of the ledger, such as 192.168.1.10:8750"), icon="cloud")
        self.ledger.setObjectName("ledger")
        self.code = TextField(look.theme, tr("One-time code"), icon="lock")
        self.code.setObjectName("code")
        self.join = KeyButton(look.theme, tr("Join"), kind="plain", icon="check", least=64)
        self.join.setObjectName("join")
        self.done = Card(look.theme, "accent", margins=(20, 16, 20, 16), spacing=14, across=True)
        self.said = Label(look.theme, "", "body", "ink", BOLD, wrap=True)
        self.done.box.addWidget(IconView(look.theme, "check", 28, "accent"))
        self.done.box.addWidget(self.said, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.code, 2)
        row.addWidget(self.join, 1)
        self.content.addWidget(self.ledger)
        self.content.addLayout(row)
        self.content.addWidget(self.done)
        self.content.addStretch(1)
        self.setFocusProxy(self.ledger)
        self.ledger.submitted.connect(lambda _: self.code.line.setFocus())
        self.code.submitted.connect(lambda _: self._join())
        self.join.clicked.connect(self._join)
        for field in (self.ledger, self.code):
            field.edited.connect(lambda _: self.refresh())
        self.refresh()

    def _join(self) -> None:
        self.model.join(self.ledger.text(), self.code.text())

    def refresh(self) -> None:
        """Show whether this machine has joined."""
        joined, words = self.model.joined, self.look.words
        typed = bool(self.ledger.text().strip() and self.code.text().strip())
        self.join.setEnabled(joined is None and typed and not self.model.busy)
        self.join.show_text(words.tr("Joining…") if self.model.busy and joined is None else words.tr("Join"))
        self.ledger.setEnabled(joined is None)
        self.code.setEnabled(joined is None)
        self.done.setVisible(joined is not None)
        if joined is not None:
            self.said.show_text(words.tr("This is till {register} of {store}.", register=joined.register, store=joined.store))
