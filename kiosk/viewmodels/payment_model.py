"""Paying: which way, how much, what a card terminal says, and the finished sale."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.domain.tenders import change_coins, quick_amounts
from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, BasketView
from kiosk.services.commands import CardAnswer, Command, Finish, Paper, Reprint, TenderMoney, Undo
from kiosk.services.port import Change

CASH, CARD_STANDALONE, CARD = "cash", "card_standalone", "card"
KINDS = (CASH, CARD_STANDALONE, CARD)
"""The ways to pay in the order of their function keys, F1 first."""


@dataclass(frozen=True)
class Done:
    """A finished sale, for the screen after it."""

    number: str
    change_minor: int
    paid_minor: int
    basket: BasketView
    paper: str


class PaymentModel(QObject):
    """`kind` is the way now chosen. `card_waiting` holds the amount of a stand-alone card that has to be confirmed (None: none),
    `terminal_waiting` is True while a connected card terminal is at work."""

    changed = Signal()
    refused = Signal(object)
    accepted = Signal()
    paid = Signal()
    finished = Signal()
    reprinted = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.basket = BasketView()
        self.currency = "EUR"
        self.kind = CASH
        self.card_waiting: int | None = None
        self.terminal_waiting = False
        self.done: Done | None = None
        bridge.answered.connect(self._answered)
        bridge.changed.connect(self._heard)

    @property
    def due_minor(self) -> int:
        return self.basket.totals.due_minor

    @property
    def change_minor(self) -> int:
        return self.basket.totals.change_minor

    @property
    def is_paid(self) -> bool:
        """Whether nothing is left to pay and something was handed over (or nothing was ever due)."""
        return self.due_minor == 0 and bool(self.basket.lines) and (bool(self.basket.tenders) or self.basket.totals.gross_minor == 0)

    def begin(self) -> None:
        """Start with cash, the way most is paid that needs keys."""
        self.kind = CASH
        self.changed.emit()

    def choose(self, kind: str) -> None:
        """Choose a way to pay."""
        if kind != self.kind:
            self.kind = kind
            self.changed.emit()

    def quick(self) -> list[int]:
        """Return the amounts a customer is likely to hand over."""
        return quick_amounts(self.due_minor, self.currency)[:4]

    def coins(self) -> list[tuple[int, int]]:
        """Return the notes and coins of the change, greatest first."""
        return self.coins_of(self.change_minor)

    def coins_of(self, change_minor: int) -> list[tuple[int, int]]:
        """Return the notes and coins of an amount, greatest first."""
        return change_coins(change_minor, self.currency)

    def tender(self, amount_minor: int | None) -> None:
        """Hand over an amount in the chosen way; None is all that is due."""
        if self.kind == CARD_STANDALONE:
            self._submit(TenderMoney(kind=self.kind, amount_minor=amount_minor, begin=True))
            return
        if self.kind == CARD:
            self.terminal_waiting = True
            self.changed.emit()
        self._submit(TenderMoney(kind=self.kind, amount_minor=amount_minor))

    def tender_cash(self, amount_minor: int | None) -> None:
        """Hand over cash, whatever way is chosen; the exact amount is what is due, after cash rounding."""
        self.kind = CASH
        self.tender(None if amount_minor == self.due_minor else amount_minor)

    def card_said(self, *, accepted: bool) -> None:
        """Pass on what the separate card terminal showed."""
        self._submit(CardAnswer(accepted=accepted), self._card_answered)

    def undo(self) -> None:
        """Take back the last tender."""
        self._submit(Undo())

    def finish(self, paper: Paper = "paper") -> None:
        """End the sale; its paper follows the commit."""
        self._bridge.submit(Finish(paper=paper), lambda answer: self._finished(answer, paper))

    def print_again(self) -> None:
        """Print the receipt of the finished sale once more, as a copy."""
        if self.done is not None:
            self._bridge.submit(Reprint(receipt=self.done.number), self._printed_again)

    def _printed_again(self, answer: Answer) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
        else:
            self.reprinted.emit()

    def forget(self) -> None:
        """Leave the finished sale behind."""
        self.done = None

    def _card_answered(self) -> None:
        self.card_waiting = None
        self.changed.emit()

    def _submit(self, command: Command, then: Any = None) -> None:
        self._bridge.submit(command, lambda answer: self._done(answer, then))

    def _done(self, answer: Answer, then: Any) -> None:
        self.terminal_waiting = False
        if answer.error is not None:
            if answer.error.code == "no_card_question":
                self.card_waiting = None
            self.refused.emit(answer.error)
            self.changed.emit()
            return
        self._answered(answer)
        if then is not None:
            then()
        self.accepted.emit()
        if self.is_paid:
            self.paid.emit()

    def _finished(self, answer: Answer, paper: str) -> None:
        if answer.error is not None:
            self.refused.emit(answer.error)
            return
        basket = answer.basket or self.basket
        receipt = answer.extra.get("receipt")
        number = receipt.get("number", "") if isinstance(receipt, dict) else getattr(receipt, "number", "")
        self.done = Done(number, basket.totals.change_minor, basket.totals.paid_minor, basket, paper)
        self.basket = BasketView()
        self.finished.emit()

    def _heard(self, change: Change) -> None:
        if change.answer is not None and change.topics & {"basket", "card"}:
            self._answered(change.answer)

    def _answered(self, answer: Answer) -> None:
        self._follow_intent(answer.extra.get("card_intent"))
        if answer.basket is not None and answer.basket != self.basket:
            self.basket = answer.basket
            self.changed.emit()

    def _follow_intent(self, intent: Any) -> None:
        """An intent that a stop left open is asked about again: the card may have paid."""
        if isinstance(intent, dict) and intent["kind"] == CARD_STANDALONE and self.card_waiting is None:
            self.card_waiting = intent["amount_minor"]
            self.changed.emit()
