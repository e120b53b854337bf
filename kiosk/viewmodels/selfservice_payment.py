"""Paying at the kiosk and finishing the sale: by card and gift card, what the terminal said, and the way back until it is finished."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import Answer, BasketView, CouponView, SuggestionView
from kiosk.services.commands import Finish, Paper, TenderMoney, Undo
from kiosk.viewmodels import member_balances
from kiosk.viewmodels.selfservice_ticket import Ticket

_UNDECIDED = frozenset({"card_uncertain", "card_busy"})


class Card(StrEnum):
    """Where the card payment stands; UNCERTAIN means that nobody may pay again before it is known."""

    NONE = "none"
    ASKING = "asking"
    PARTIAL = "partial"
    DECLINED = "declined"
    UNCERTAIN = "uncertain"
    UNABLE = "unable"
    RETURNING = "returning"


@dataclass(frozen=True)
class GiftCard:
    """A gift card or store credit that was shown: what is on it. Its code is kept until the customer has answered, no longer."""

    code: str
    kind: str
    balance_minor: int


@dataclass(frozen=True)
class Finished:
    """What the customer leaves with; `balance` counts the points after this sale, None where untold; `link` opens the receipt."""

    number: str
    paid_minor: int
    saved_minor: int
    points_earned: int
    balance: int | None
    coupons: tuple[CouponView, ...]
    paper: Paper
    link: str = ""
    suggestions: tuple[SuggestionView, ...] = ()


class Payment(QObject):
    """One sale's payment. It is over when `paid` (nothing left to pay) and then `finished` was told."""

    changed = Signal()
    paid = Signal()
    returned = Signal()
    """Everything that was paid has gone back."""
    kept = Signal(object)
    """ErrorView: what was paid could not go back."""
    finished = Signal()
    unfinished = Signal()

    def __init__(self, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self.card = Card.NONE
        self.amount_minor = 0
        self.reversing = False
        self.gift_card: GiftCard | None = None
        self.done: Finished | None = None
        self.finishing = False
        self.language: Literal["fr", "en"] | None = None
        """The language the customer chose, in which the paper speaks."""

    @property
    def may_leave(self) -> bool:
        """Whether the customer may go back to the goods: not while a card may have been charged."""
        return self.card not in (Card.ASKING, Card.UNCERTAIN, Card.RETURNING)

    @property
    def gift_card_pays_minor(self) -> int:
        """What the shown gift card would pay: all that is due, or all that is on it."""
        return min(self.gift_card.balance_minor, self._ticket.basket.totals.due_minor) if self.gift_card else 0

    def begin(self) -> None:
        """Ask the card terminal for what is due, or again after it declined or did not say."""
        if not self.may_leave and self.card != Card.UNCERTAIN:
            return
        if self.reversing:
            self.take_back()
            return
        self.amount_minor = self._ticket.basket.totals.due_minor or self.amount_minor
        self._show(Card.ASKING)
        self._ticket.send(TenderMoney(kind="card"), self._approved, self._refused)

    def resume(self, intent: dict[str, Any]) -> None:
        """A payment, or its way back, was under way when the kiosk stopped: nobody knows yet what became of it."""
        self.amount_minor = int(intent["amount_minor"])
        self.reversing = bool(intent.get("reverses"))
        self._show(Card.UNCERTAIN)

    def show_gift_card(self, code: str, told: dict[str, Any]) -> None:
        """A gift card was scanned while one pays: ask whether it is to pay."""
        self.gift_card = GiftCard(code, str(told["kind"]), int(told["balance_minor"]))
        self.changed.emit()

    def use_gift_card(self) -> None:
        """Pay with the shown gift card as much as it can."""
        shown, pays_minor = self.gift_card, self.gift_card_pays_minor
        if shown is not None and pays_minor > 0:
            self.leave_gift_card()
            self._ticket.send(TenderMoney(kind=shown.kind, amount_minor=pays_minor, code=shown.code), self._approved)

    def leave_gift_card(self) -> None:
        """Do not pay with it."""
        self.gift_card = None
        self.changed.emit()

    def take_back(self) -> None:
        """Give back all that was paid, the last payment first; a card gets its money from its own terminal."""
        if not self._ticket.basket.tenders and not self.reversing:
            self.reset()
            self.returned.emit()
            return
        self.reversing = True
        self.amount_minor = self._ticket.basket.totals.paid_minor or self.amount_minor
        self._show(Card.RETURNING)
        self._ticket.send(Undo(), self._one_back, self._not_back)

    def finish(self, paper: Paper) -> None:
        """Finish the paid sale; once is enough however often one taps."""
        if self.finishing:
            return
        self.finishing = True
        saved = self._ticket.basket.totals.discount_minor
        self._ticket.send(
            Finish(paper=paper, language=self.language),
            lambda answer: self._finished(answer, saved, paper),
            self._not_finished,
        )

    def reset(self) -> None:
        """Forget this sale's payment."""
        self.finishing = self.reversing = False
        self.done = self.gift_card = None
        self.amount_minor = 0
        self._show(Card.NONE)

    def _approved(self, answer: Answer) -> None:
        if self._ticket.basket.totals.due_minor > 0:
            # A card may approve less than it was asked for, and a gift card holds what it holds.
            self._show(Card.PARTIAL if self.card == Card.ASKING else Card.NONE)
        else:
            self._show(Card.NONE)
            self.paid.emit()

    def _refused(self, answer: Answer) -> None:
        code = answer.error.code if answer.error else ""
        if code == "nothing_due":
            self._show(Card.NONE)
            self.paid.emit()
        elif code in _UNDECIDED:
            self._show(Card.UNCERTAIN)
        else:
            self._show(Card.DECLINED if code in ("card_declined", "card_aborted") else Card.UNABLE)

    def _one_back(self, answer: Answer) -> None:
        self.reversing = False
        self.take_back()

    def _not_back(self, answer: Answer) -> None:
        if answer.error is not None and answer.error.code in _UNDECIDED:
            self._show(Card.UNCERTAIN)
            return
        self.reversing = False
        self._show(Card.NONE)
        self.kept.emit(answer.error)

    def _finished(self, answer: Answer, saved_minor: int, paper: Paper) -> None:
        self.finishing = False
        basket = answer.basket
        if basket is None:
            raise ValueError("a finished sale answers with its basket")
        self.done = Finished(
            number=str(answer.extra.get("receipt", {}).get("number", "")),
            paid_minor=basket.totals.gross_minor,
            saved_minor=saved_minor,
            points_earned=basket.points_earned,
            balance=balance_after(basket),
            coupons=tuple(basket.coupons_issued),
            suggestions=tuple(basket.suggestions),
            paper=paper,
            link=str((answer.extra.get("digital") or {}).get("url", "")),
        )
        self.finished.emit()

    def _not_finished(self, answer: Answer) -> None:
        self.finishing = False
        self.unfinished.emit()
        if answer.error is not None:
            self._ticket.refused.emit(answer.error, Finish())

    def _show(self, card: Card) -> None:
        self.card = card
        self.changed.emit()


def balance_after(basket: BasketView) -> int | None:
    """Return the member's points after this sale; None without a member who proved to be there."""
    if basket.member is None or not basket.member.proven:
        return None
    return member_balances.balance_after(basket, member_balances.points_programme(basket))
