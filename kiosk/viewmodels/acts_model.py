"""What else a cashier does at an open ticket: discounts, prices, holding, tax mode, weighing, gift cards, questions to the shelf."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import (
    Command,
    Coupon,
    Discount,
    Hold,
    NoSaleOpening,
    OverridePrice,
    PriceCheck,
    Recall,
    SellGiftCard,
    TaxMode,
)
from kiosk.services.port import Change
from kiosk.services.queries import GoodsByPlu, GoodsView, HeldRow, HeldTickets, ReasonRow, Reasons
from kiosk.viewmodels.approval_model import NEEDED, Submits

STAFF_REASON = "staff"
MODES = ("eat_in", "take_away", "exempt")


@dataclass(frozen=True)
class Reduction:
    """What a discount takes off: a share in basis points, or an amount; of a line, or of the ticket (None)."""

    line: int | None
    percent_bp: int | None = None
    amount_minor: int | None = None


class ActsModel(QObject):
    """`held` are the tickets put aside, `price` what the last price check found."""

    accepted = Signal()
    refused = Signal(object)
    held_changed = Signal()
    price_known = Signal()

    def __init__(self, bridge: Bridge, acts: Submits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._acts = bridge, acts
        self.held: list[HeldRow] = []
        self.price: dict[str, Any] = {}
        bridge.changed.connect(self._heard)

    def start(self) -> None:
        """Ask for the tickets that were put aside."""
        self._bridge.ask(HeldTickets(), self._held_known)

    def reasons(self, act: str, known: Callable[[list[ReasonRow]], None], asker: QObject) -> None:
        """Bring the shop's reasons for an act to `asker`, while it lives; none where it has none."""
        self._bridge.ask(Reasons(act), lambda view: known(view if isinstance(view, list) else []), asker)

    def by_number(self, number: str, known: Callable[[GoodsView | None], None], asker: QObject) -> None:
        """Bring the article of a short number, or None, to `asker`, while it lives."""
        self._bridge.ask(GoodsByPlu(number), lambda view: known(view if isinstance(view, GoodsView) else None), asker)

    def discount(self, off: Reduction, reason: str) -> None:
        """Take something off a line or the ticket."""
        self._submit(Discount(line=off.line, percent_bp=off.percent_bp, amount_minor=off.amount_minor, reason=reason))

    def staff_discount(self, percent_bp: int) -> None:
        """Give the ticket what the shop gives its own people."""
        self._submit(Discount(percent_bp=percent_bp or None, kind="staff", reason=STAFF_REASON))

    def override_price(self, line: int, price_minor: int, reason: str) -> None:
        """Sell a line at another price."""
        self._submit(OverridePrice(line=line, price_minor=price_minor, reason=reason))

    def set_mode(self, mode: str) -> None:
        """Eat in, take away, or a buyer who pays no tax."""
        if mode in MODES:
            self._submit(TaxMode(mode=mode))  # type: ignore[arg-type]

    def hold(self) -> None:
        """Put the ticket aside."""
        self._submit(Hold())

    def recall(self, ticket: str) -> None:
        """Bring a ticket back."""
        self._submit(Recall(ticket=ticket))

    def coupon(self, code: str) -> None:
        """Take a coupon that was typed."""
        self._submit(Coupon(code=code))

    def sell_gift_card(self, amount_minor: int, code: str) -> None:
        """Sell a gift card worth an amount."""
        self._submit(SellGiftCard(amount_minor=amount_minor, code=code))

    def open_drawer(self, reason: str) -> None:
        """Open the drawer without a sale."""
        self._submit(NoSaleOpening(reason=reason))

    def check_price(self, code: str) -> None:
        """Ask what a code is and costs; the ticket stays as it is."""
        self._acts.submit(PriceCheck(code=code), self._priced)

    def _submit(self, command: Command) -> None:
        self._acts.submit(command, self._done)

    def _done(self, answer: Answer) -> None:
        if answer.error is None:
            self.accepted.emit()
        elif answer.error.code != NEEDED:
            self.refused.emit(answer.error)

    def _priced(self, answer: Answer) -> None:
        found = answer.extra.get("price")
        if answer.error is not None:
            self.refused.emit(answer.error)
        elif isinstance(found, dict):
            self.price = found
            self.price_known.emit()

    def _heard(self, change: Change) -> None:
        if change.topics & {"held", "session", "day", "recovered"}:
            self.start()

    def _held_known(self, view: Any) -> None:
        if isinstance(view, list) and view != self.held:
            self.held = view
            self.held_changed.emit()
