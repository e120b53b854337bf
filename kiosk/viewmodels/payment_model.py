"""Paying: which way, how much, what a card terminal says, and the finished sale."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.domain.tenders import change_coins, quick_amounts
from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer, BasketView, ErrorView
from kiosk.services.commands import Buyer, CardAnswer, Command, Finish, Invoice, Paper, Reprint, SendReceipt, TenderMoney, Undo
from kiosk.services.port import Change
from kiosk.services.queries import PaymentOptions, PaymentView, RefundRow
from kiosk.viewmodels.approval_model import NEEDED, Submits
from kiosk.viewmodels.sale_done import Done, done_of

CASH, CARD_STANDALONE, CARD = "cash", "card_standalone", "card"
VOUCHER, GIFT_CARD, CHEQUE, STORE_CREDIT = "voucher", "gift_card", "cheque", "store_credit"
POINTS, CASHBACK = "points", "cashback"
KINDS = (CASH, CARD_STANDALONE, CARD, VOUCHER, GIFT_CARD, CHEQUE)
"""The ways to pay in the order of their function keys."""
OWNED = (POINTS, CASHBACK)
"""The member's own: offered once the till said how much of it may pay."""
REFUND_KINDS = (CASH, CARD_STANDALONE, CARD, GIFT_CARD, STORE_CREDIT)
"""The ways to give money back; a cheque or a meal voucher is no way back."""
QUICK_KEYS = 4
CODED = frozenset({GIFT_CARD, STORE_CREDIT})
"""Ways to pay that are named by a code."""
SCANNED = CODED | {VOUCHER}
"""Ways to pay whose paper or card a scanner may read; a meal voucher with a code pays once."""


class PaymentModel(QObject):
    """`kind` is the way now chosen. `card_waiting` holds the amount of a stand-alone card that has to be confirmed (None: none),
    `terminal_waiting` is True while a connected card terminal is at work, `uncertain` once it did not say what became of the money.
    `keyed_minor` is what stands in the field of the amount, for the card that is scanned next.
    A hasty second Enter hands nothing over twice and ends a sale once: until the till shows the tender, or answered the end of the sale.
    `handed` says that the amount which was keyed is on its way.
    `told` brings codes of what was done, for the message surface; `code_wanted` asks for a card's code."""

    changed = Signal()
    refused = Signal(object)
    accepted = Signal()
    paid = Signal()
    finished = Signal()
    reprinted = Signal()
    handed = Signal()
    told = Signal(str)
    code_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None, *, acts: Submits | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._acts: Submits = acts or bridge
        self.basket = BasketView()
        self.currency = "EUR"
        self.kind = CASH
        self.card_waiting: int | None = None
        self.terminal_waiting = False
        self.uncertain = False
        self.keyed_minor: int | None = None
        self.done: Done | None = None
        self.address_wanted = False
        self.options: PaymentView | None = None
        self._begun = self._tendering = self._finishing = False
        bridge.answered.connect(self._answered)
        bridge.changed.connect(self._heard)

    @property
    def due_minor(self) -> int:
        return self.basket.totals.due_minor

    @property
    def change_minor(self) -> int:
        return self.basket.totals.change_minor

    @property
    def pays_out(self) -> bool:
        """Whether the ticket gives money back."""
        return self.basket.totals.gross_minor < 0

    @property
    def is_paid(self) -> bool:
        """Whether nothing is left to pay and something was handed over (or nothing was ever due)."""
        return self.due_minor == 0 and bool(self.basket.lines) and (bool(self.basket.tenders) or self.basket.totals.gross_minor == 0)

    @property
    def gives_change(self) -> bool:
        """Whether all is paid and money comes back."""
        return self.is_paid and self.change_minor > 0

    def kinds(self, possible: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ways that fit this ticket, of those `possible` at this till."""
        offered: tuple[str, ...] = KINDS if not self.pays_out else REFUND_KINDS
        if self.options is not None:
            offered = tuple(way.kind for way in self.options.ways if way.most_minor != 0)
        return tuple(kind for kind in possible if kind in offered)

    def most_of(self, kind: str) -> int | None:
        """Return what a way can pay at most of what is left, where it is bounded: a meal voucher pays for eligible goods only."""
        ways = self.options.ways if self.options is not None else ()
        return next((way.most_minor for way in ways if way.kind == kind), None)

    @property
    def offline_limit(self) -> tuple[tuple[str, ...], int] | None:
        """The ways of which a member may spend so much a day while the ledger is away, where that leaves less than they could pay."""
        ways = self.options.ways if self.options is not None else ()
        bounded = [(way.kind, way.offline_limit_minor) for way in ways if way.offline_limit_minor is not None]
        return (tuple(kind for kind, _ in bounded), bounded[0][1]) if bounded and not self.is_paid else None

    @property
    def refund(self) -> tuple[RefundRow, ...]:
        """The ways the money came, for the way back, in order."""
        return self.options.refund if self.options is not None and self.pays_out else ()

    def begin(self) -> None:
        """Start with cash, the way most is paid that needs keys; money goes back the way it came, once the till said which."""
        self.kind = CASH
        self._begun, self.options = True, None
        self.changed.emit()
        self._ask_options()

    def _ask_options(self) -> None:
        if self._begun and not self.is_paid:
            basket = self.basket
            self._bridge.ask(PaymentOptions(), lambda view: self._options_known(basket, view))

    def _options_known(self, basket: BasketView, view: Any) -> None:
        if not isinstance(view, PaymentView) or basket is not self.basket:
            return
        self.options = view
        if self.refund:
            self.kind = self.refund[0].kind
        elif not any(way.kind == self.kind and way.most_minor != 0 for way in view.ways):
            # Meal vouchers, or points, that have paid all they may are no way for the rest.
            self.kind = CASH
        self.changed.emit()

    def choose(self, kind: str) -> None:
        """Choose a way to pay."""
        if kind != self.kind:
            self.kind = kind
            self.changed.emit()

    def quick(self) -> list[int]:
        """Return the amounts a customer is likely to hand over."""
        told = self.options.quick_minor if self.options is not None else quick_amounts(self.due_minor, self.currency)
        return list(told)[:QUICK_KEYS] if self.due_minor > 0 else []

    def coins(self) -> list[tuple[int, int]]:
        """Return the notes and coins of the change, greatest first."""
        return self.coins_of(self.change_minor)

    def coins_of(self, change_minor: int) -> list[tuple[int, int]]:
        """Return the notes and coins of an amount, greatest first."""
        return change_coins(change_minor, self.currency)

    def tender(self, amount_minor: int | None) -> None:
        """Hand over an amount in the chosen way; None is all that is due."""
        if self._needs_code():
            self.code_wanted.emit()
            return
        if self.kind == CARD_STANDALONE:
            self._hand_over(TenderMoney(kind=self.kind, amount_minor=amount_minor, begin=True))
            return
        self._hand_over(TenderMoney(kind=self.kind, amount_minor=amount_minor))

    def _needs_code(self) -> bool:
        """Money goes back to the gift card that paid without its code, and credit is given out anew."""
        if self.kind not in CODED:
            return False
        return not self.pays_out or (self.kind == GIFT_CARD and not any(row.card for row in self.refund))

    def tender_cash(self, amount_minor: int | None) -> None:
        """Hand over cash, whatever way is chosen; the exact amount is what is due, after cash rounding."""
        self.kind = CASH
        exact = self.options.cash_due_minor if self.options is not None else self.due_minor
        self.tender(None if amount_minor == exact else amount_minor)

    def takes(self, code: str) -> bool:
        """Whether a code scanned now is the card that pays."""
        return bool(code) and self.kind in SCANNED and not self.is_paid

    def present(self, code: str) -> None:
        """Pay with the gift card, credit or voucher of this code: what was keyed, else what it can of what is due."""
        self._hand_over(TenderMoney(kind=self.kind, amount_minor=self.keyed_minor, code=code))

    def ask_again(self) -> None:
        """Ask the connected terminal once more what became of an uncertain payment."""
        self._hand_over(TenderMoney(kind=CARD))

    def card_said(self, *, accepted: bool) -> None:
        """Pass on what the separate card terminal showed."""
        self._submit(CardAnswer(accepted=accepted), self._card_answered)

    def undo(self) -> None:
        """Take back the last tender."""
        self._submit(Undo())

    def finish(self, paper: Paper = "paper", *, by_mail: bool = False) -> None:
        """End the sale; its paper follows the commit. `by_mail` asks for the address afterwards, when nothing waits for it any more."""
        if self._finishing:
            return
        self._finishing = True
        self.address_wanted = by_mail
        self._acts.submit(Finish(paper=paper), lambda answer: self._finished(answer, paper))

    def print_again(self) -> None:
        """Print the receipt of the finished sale once more, as a copy."""
        self._of_done(self.copy)

    def print_gift(self) -> None:
        """Print a receipt without prices, for who is given the goods."""
        self._of_done(self.gift)

    def send(self, address: str) -> None:
        """Send the receipt of the finished sale by e-mail, once the network allows."""
        self.address_wanted = False
        self._of_done(lambda number: self.send_of(number, address))

    def invoice(self, buyer: Buyer) -> None:
        """Make an invoice of the finished sale."""
        self._of_done(lambda number: self.invoice_of(number, buyer))

    def copy(self, receipt: str) -> None:
        """Print the receipt of any sale once more, as a copy."""
        self._paper(Reprint(receipt=receipt), self.reprinted.emit)

    def gift(self, receipt: str) -> None:
        """Print the receipt of any sale without prices."""
        self._paper(Reprint(receipt=receipt, gift=True), lambda: self.told.emit("gift_printed"))

    def send_of(self, receipt: str, address: str) -> None:
        """Send the receipt of any sale by e-mail."""
        self._paper(SendReceipt(receipt=receipt, address=address), lambda: self.told.emit("mail_waits"))

    def invoice_of(self, receipt: str, buyer: Buyer) -> None:
        """Make an invoice of any sale."""
        self._paper(Invoice(receipt=receipt, buyer=buyer), lambda: self.told.emit("invoiced"))

    def _of_done(self, act: Callable[[str], None]) -> None:
        if self.done is not None:
            act(self.done.number)

    def _paper(self, command: Command, then: Callable[[], None]) -> None:
        self._acts.submit(command, lambda answer: self._after(answer, then))

    def _after(self, answer: Answer, then: Callable[[], None]) -> None:
        if answer.error is None:
            then()
        elif answer.error.code != NEEDED:
            self.refused.emit(answer.error)

    def forget(self) -> None:
        """Leave the finished sale behind."""
        self.done = None
        self.address_wanted = False

    def _card_answered(self) -> None:
        self.card_waiting = None
        self.changed.emit()

    def _hand_over(self, command: TenderMoney) -> None:
        if self._tendering:
            return
        self._tendering = True
        self.terminal_waiting = command.kind == CARD
        self.handed.emit()
        self.changed.emit()
        self._acts.submit(command, self._taken)

    def _taken(self, answer: Answer) -> None:
        self._tendering = self.terminal_waiting = False
        self._done(answer, None)

    def _submit(self, command: Command, then: Callable[[], None] | None = None) -> None:
        self._acts.submit(command, lambda answer: self._done(answer, then))

    def _done(self, answer: Answer, then: Callable[[], None] | None) -> None:
        if answer.error is not None:
            self._failed(answer.error)
            return
        self.uncertain = False
        self._answered(answer)
        if then is not None:
            then()
        self.changed.emit()
        self.accepted.emit()
        if self.is_paid:
            self.paid.emit()

    def _failed(self, error: ErrorView) -> None:
        """While somebody is asked to approve, the card is as uncertain as before."""
        if error.code == "no_card_question":
            self.card_waiting = None
        if error.code != NEEDED:
            self.uncertain = error.code == "card_uncertain"
            self.refused.emit(error)
        self.changed.emit()

    def _finished(self, answer: Answer, paper: str) -> None:
        self._finishing = False
        if answer.error is not None:
            self._after(answer, self.changed.emit)
            return
        self.done = done_of(answer, self.basket, paper)
        self.basket = BasketView()
        self.kind, self._begun, self.options = CASH, False, None
        self.finished.emit()

    def _heard(self, change: Change) -> None:
        if change.answer is not None and change.topics & {"basket", "card"}:
            self._answered(change.answer)
        if "sync" in change.topics:
            # What the member's own may pay depends on whether the ledger can be asked.
            self._ask_options()

    def _answered(self, answer: Answer) -> None:
        self._follow_intent(answer.extra.get("card_intent"))
        if answer.basket is not None and answer.basket != self.basket:
            if answer.basket.tenders != self.basket.tenders:
                # The change set shows it before the answer itself comes: whoever sees it may go on.
                self._tendering = False
                self._go_on_from(answer.basket)
            self.basket = answer.basket
            self.changed.emit()
            self._ask_options()

    def _go_on_from(self, basket: BasketView) -> None:
        """A hasty next Enter asks no way that has given all: points pay what they may at once, and money goes back in order."""
        if basket.totals.due_minor < 0 and basket.refund:
            self.kind = basket.refund[0].kind
        elif self.kind in OWNED and len(basket.tenders) > len(self.basket.tenders):
            self.kind = CASH

    def _follow_intent(self, intent: Any) -> None:
        """An intent that a stop left open is asked about again: the card may have paid."""
        if not isinstance(intent, dict):
            return
        if intent["kind"] == CARD_STANDALONE and self.card_waiting is None:
            self.card_waiting = intent["amount_minor"]
            self.changed.emit()
        if intent["kind"] == CARD and intent.get("state") == "uncertain" and not self.uncertain:
            self.uncertain = True
            self.changed.emit()
