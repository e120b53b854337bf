"""What a customer may want after a sale: the receipt by e-mail, or an invoice."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.services.commands import Buyer
from kiosk.touch.fields import TextField

_ENTER = ("Return", "Enter")
ADDRESS_LIMIT = 254


class FormSheet(QuestionSheet):
    """Fields below each other; Enter goes on to the next empty one that is needed, and answers when none is left."""

    def __init__(self, look: Look, covers: QWidget, answer: str) -> None:
        super().__init__(look, covers)
        self.fields: list[TextField] = []
        self._needed: set[TextField] = set()
        self.confirm = self.answer_key(answer)
        self.confirm.clicked.connect(self.go_on)

    def add_field(self, name: str, hint: str, limit: int, *, needed: bool = True) -> TextField:
        """Add a field."""
        field = TextField(self.look.theme, hint, icon="")
        field.setObjectName(name)
        field.line.setMaxLength(limit)
        field.submitted.connect(lambda _: self.go_on())
        field.edited.connect(lambda _: self._fit())
        self.fields.append(field)
        if needed:
            self._needed.add(field)
        self.box.addWidget(field)
        return field

    def add_foot(self) -> None:
        """Add the way out and the answer."""
        self.box.addStretch(1)
        self.box.addLayout(self.foot(self.confirm))

    def begin(self, title: str, sentence: str) -> None:
        """Ask anew."""
        self.say(title, sentence)
        for field in self.fields:
            field.clear()
        self._fit()
        self.open()
        self.fields[0].setFocus()

    def go_on(self) -> None:
        """Go to the next field that is needed, or answer."""
        missing = next((field for field in self.fields if field in self._needed and not field.text().strip()), None)
        if missing is not None:
            missing.setFocus()
        else:
            self.close_sheet()
            self.give()

    def give(self) -> None:
        """Answer with what was filled in."""
        raise NotImplementedError

    def _fit(self) -> None:
        self.confirm.setEnabled(all(field.text().strip() for field in self._needed))


class MailSheet(FormSheet):
    """The address of a receipt; it is kept until the receipt is sent, and nowhere else."""

    given = Signal(str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers, look.words.tr("Send"))
        self.address = self.add_field("address", look.words.tr("name@example.org"), ADDRESS_LIMIT)
        self.add_foot()

    def ask(self) -> None:
        """Ask for the address."""
        words = self.look.words
        self.begin(words.tr("Receipt by e-mail"), words.tr("The address is kept until the receipt is sent, and forgotten then."))

    def give(self) -> None:
        self.given.emit(self.address.text().strip())


class InvoiceSheet(FormSheet):
    """Who the invoice is made out to."""

    given = Signal(object)

    def __init__(self, look: Look, covers: QWidget) -> None:
        words = look.words
        super().__init__(look, covers, words.tr("Make the invoice"))
        self.name = self.add_field("buyer_name", words.tr("Name of the company"), 120)
        self.address = self.add_field("buyer_address", words.tr("Address"), 300)
        self.vat = self.add_field("buyer_vat", words.tr("VAT number, if there is one"), 24, needed=False)
        self.siren = self.add_field("buyer_siren", words.tr("SIREN, if there is one"), 16, needed=False)
        self.add_foot()

    def ask(self) -> None:
        """Ask for the buyer."""
        words = self.look.words
        self.begin(words.tr("Invoice"), words.tr("Kept as long as the law asks. A receipt is invoiced once."))

    def give(self) -> None:
        self.given.emit(
            Buyer(
                name=self.name.text().strip(),
                address=self.address.text().strip(),
                vat_number=self.vat.text().strip(),
                siren=self.siren.text().strip(),
            )
        )
