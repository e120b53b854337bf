"""Questions whose answer is a figure with something beside it: a short number, a price that is only asked for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.screens.cashier.sheets import EntrySheet, QuestionSheet
from kiosk.screens.shared.look import Look
from kiosk.services.queries import GoodsView
from kiosk.touch.entries import NumberEntry
from kiosk.touch.fields import TextField
from kiosk.touch.labels import AmountLabel, Label
from kiosk.touch.pads import PinPad
from kiosk.touch.paint import LEFT
from kiosk.touch.theme import BOLD
from kiosk.viewmodels.acts_model import ActsModel

_PLU_DIGITS = 6
_ENTER = ("Return", "Enter")


class NumberSheet(EntrySheet):
    """Goods by their short number; what it means is shown before it is added."""

    given = Signal(object)

    def __init__(self, look: Look, covers: QWidget, acts: ActsModel, price: Callable[[GoodsView], str]) -> None:
        entry = NumberEntry(look.theme, _PLU_DIGITS, look.words.tr("Short number"))
        super().__init__(look, covers, look.words.tr("Add"), entry, PinPad(look.theme))
        self._acts, self._price = acts, price
        self._found: GoodsView | None = None
        self.found = Label(look.theme, "", "body", "ink", BOLD, wrap=True)
        self.box.insertWidget(2, self.found)
        entry.changed.connect(self._look_up)
        self.confirm.clicked.connect(self._give)

    def ask(self) -> None:
        """Ask for a number."""
        words = self.look.words
        self._found = None
        self.begin(words.tr("Short number"))
        self._show()

    def _look_up(self, number: str) -> None:
        self._found = None
        self._show()
        if number:
            self._acts.by_number(number, lambda goods: self._known(number, goods), self)

    def _known(self, number: str, goods: GoodsView | None) -> None:
        if number == self.entry.text():
            self._found = goods
            self._show()

    def _show(self) -> None:
        found, words = self._found, self.look.words
        if found is not None:
            self.found.show_text(f"{self.look.text(found.name)} · {self._price(found)}")
        else:
            self.found.show_text(words.tr("Nothing has this number.") if self.entry.text() else words.tr("Key the number of the article."))
        self.confirm.setEnabled(found is not None)

    def _give(self) -> None:
        if self._found is not None:
            found = self._found
            self.close_sheet()
            self.given.emit(found)


class PriceSheet(QuestionSheet):
    """What an article costs. The code scanned while it asks stays off the ticket; the next one is sold again."""

    asked = Signal(str)
    wanted = Signal(str)

    def __init__(self, look: Look, covers: QWidget) -> None:
        super().__init__(look, covers)
        words = look.words
        self.field = TextField(look.theme, words.tr("Scan it, or type it"), icon="scan")
        self.field.setObjectName("code")
        self.amount = AmountLabel(look.theme, align=LEFT)
        self.amount.setObjectName("price")
        self.confirm = self.answer_key(words.tr("Add to the ticket"))
        self._sku = ""
        self.notes = Label(look.theme, "", "body", "ink2", wrap=True)
        self.box.addWidget(self.field)
        self.box.addWidget(self.amount)
        self.box.addWidget(self.notes)
        self.box.addStretch(1)
        self.box.addLayout(self.foot(self.confirm))
        self.setFocusProxy(self.field)
        self.field.submitted.connect(self.asked)
        self.confirm.clicked.connect(self._add)

    def ask(self) -> None:
        """Ask for the article."""
        words = self.look.words
        self.say(words.tr("Price check"), words.tr("Scan the article: the ticket stays as it is."))
        self._sku = ""
        self.amount.show_text("")
        self.notes.show_text("")
        self.confirm.setEnabled(False)
        self.field.clear()
        self.open()
        self.field.setFocus()

    def show_price(self, price: dict[str, Any]) -> None:
        """Show what was found."""
        words, minor = self.look.words, price.get("price_minor")
        self._sku = str(price.get("sku", ""))
        self.field.clear()
        shown = words.tr("open price") if minor is None else words.money(minor)
        weighed = price.get("unit") == "kg" and minor is not None
        name = price.get("names") or str(price.get("name", ""))
        self.say(self.look.text(name), words.tr("The ticket is as it was. The next scan sells again."))
        self.amount.show_text(words.tr("{price}/kg", price=shown) if weighed else shown)
        self.notes.show_text(self._notes(price))
        self.confirm.setEnabled(bool(self._sku) and price.get("unit") == "piece" and minor is not None and price.get("sellable", True))

    def _notes(self, price: dict[str, Any]) -> str:
        """Say what else a customer would ask: offers, the members' price, the usual one, a deposit, an age, and why it is not sold."""
        words = self.look.words
        amounts: dict[str, Callable[[str], str]] = {
            "offer_price_minor": lambda amount: words.tr("With today's offers {amount}.", amount=amount),
            "member_price_minor": lambda amount: words.tr("For members {amount}.", amount=amount),
            "regular_price_minor": lambda amount: words.tr("Usually {amount}.", amount=amount),
            "deposit_minor": lambda amount: words.tr("Deposit {amount}.", amount=amount),
        }
        said = [phrase(words.money(price[name])) for name, phrase in amounts.items() if isinstance(price.get(name), int)]
        if price.get("age"):
            said.append(words.tr("From the age of {age}.", age=price["age"]))
        if price.get("blocked"):
            said.append(words.tr("Not sold now: {why}", why=self.look.text(price.get("blocked_names") or price["blocked"])))
        return "\n".join(said)

    def _add(self) -> None:
        if self._sku:
            self.close_sheet()
            self.wanted.emit(self._sku)
