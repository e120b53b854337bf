"""Paying by card at the kiosk and finishing the sale: what the card terminal said, and the receipt that came of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from PySide6.QtCore import QObject, Signal

from kiosk.services.answers import Answer, BasketView, CouponView
from kiosk.services.commands import Finish, Paper, TenderMoney
from kiosk.viewmodels.selfservice_ticket import Ticket, points_of


class Card(StrEnum):
    """Where the card payment stands; UNCERTAIN means that nobody may pay again before it is known."""

    NONE = "none"
    ASKING = "asking"
    DECLINED = "declined"
    UNCERTAIN = "uncertain"
    UNABLE = "unable"


@dataclass(frozen=True)
class Finished:
    """What the customer leaves with; `balance` counts the points after this sale, None without a member."""

    number: str
    paid_minor: int
    saved_minor: int
    points_earned: int
    balance: int | None
    coupons: tuple[CouponView, ...]
    paper: bool


class Payment(QObject):
    """One sale's payment. It is over when `paid` (nothing left to pay) and then `finished` was told."""

    changed = Signal()
    paid = Signal()
    finished = Signal()

    def __init__(self, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self.card = Card.NONE
        self.amount_minor = 0
        self.done: Finished | None = None
        self.finishing = False
        self.language: Literal["fr", "en"] | None = None
        """The language the customer chose, in which the paper speaks."""

    @property
    def may_leave(self) -> bool:
        """Whether the customer may go back to the goods: not while a card may have been charged."""
        return self.card not in (Card.ASKING, Card.UNCERTAIN)

    def begin(self) -> None:
        """Ask the card terminal for what is due, or again after it declined or did not say."""
        if self.card == Card.ASKING:
            return
        self.amount_minor = self._ticket.basket.totals.due_minor or self.amount_minor
        self._show(Card.ASKING)
        self._ticket.send(TenderMoney(kind="card"), self._approved, self._refused)

    def resume(self, amount_minor: int) -> None:
        """A payment was under way when the kiosk stopped: nobody knows yet what became of it."""
        self.amount_minor = amount_minor
        self._show(Card.UNCERTAIN)

    def finish(self, paper: Paper) -> None:
        """Finish the paid sale; once is enough however often one taps."""
        if self.finishing:
            return
        self.finishing = True
        saved = self._ticket.basket.totals.discount_minor
        self._ticket.send(
            Finish(paper=paper, language=self.language),
            lambda answer: self._finished(answer, saved, paper == "paper"),
            self._not_finished,
        )

    def reset(self) -> None:
        """Forget this sale's payment."""
        self.finishing = False
        self.done = None
        self.amount_minor = 0
        self._show(Card.NONE)

    def _approved(self, answer: Answer) -> None:
        self._show(Card.NONE)
        self.paid.emit()

    def _refused(self, answer: Answer) -> None:
        code = answer.error.code if answer.error else ""
        if code == "nothing_due":
            self._approved(answer)
            return
        outcomes = {"card_declined": Card.DECLINED, "card_uncertain": Card.UNCERTAIN, "card_busy": Card.UNCERTAIN}
        self._show(outcomes.get(code, Card.UNABLE))

    def _finished(self, answer: Answer, saved_minor: int, paper: bool) -> None:
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
            paper=paper,
        )
        self.finished.emit()

    def _not_finished(self, answer: Answer) -> None:
        self.finishing = False
        if answer.error is not None:
            self._ticket.refused.emit(answer.error, Finish())

    def _show(self, card: Card) -> None:
        self.card = card
        self.changed.emit()


def balance_after(basket: BasketView) -> int | None:
    """Return the member's points after this sale; None without a member."""
    if basket.member is None:
        return None
    return points_of(basket.member) + basket.points_earned - basket.points_spent
