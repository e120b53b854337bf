"""Paying with points or cashback at the kiosk: within the bounds that the till tells, in whole steps, and as little as one likes."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import TenderMoney
from kiosk.services.port import Change
from kiosk.services.queries import PaymentOptions, PaymentView, PayWay
from kiosk.viewmodels.selfservice_ticket import Ticket
from kiosk.viewmodels.selfservice_wallet import WalletModel

KINDS = ("points", "cashback")
LEAST_STEP_MINOR = 100
"""A touch more or less moves about this much: a finger does not count cents."""


class PointsModel(QObject):
    """`ways` are the kinds that may pay now, each with the most it may: nothing where the shop's limit for a day without the ledger is
    reached; `kind` is the one that is being chosen, empty while none is.
    """

    changed = Signal()
    paid = Signal()
    """A tender in points was taken."""

    def __init__(self, bridge: Bridge, ticket: Ticket, wallet: WalletModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._ticket, self._wallet = bridge, ticket, wallet
        self._turn = 0
        self._asking = 0
        self._watched = False
        self._asked_for: tuple[str, int] | None = None
        self.ways: list[PayWay] = []
        self.kind = ""
        self.amount_minor = 0
        self.busy = False
        ticket.changed.connect(self._follow)
        bridge.changed.connect(self._heard)

    def watch(self, *, on: bool) -> None:
        """Follow what is due, or no longer: what may pay is asked for whenever it is another amount or another member's."""
        self._watched, self._asked_for = on, None
        self._follow()

    def _follow(self) -> None:
        basket = self._ticket.basket
        now = (basket.member.id if basket.member is not None and basket.member.proven else "", basket.totals.due_minor)
        if not self._watched or now == self._asked_for:
            return
        self._asked_for = now
        self._load()

    def _load(self) -> None:
        """Ask what may pay now; an older answer is dropped."""
        self._asking += 1
        asking = self._asking
        if not self._ticket.is_proven or self._ticket.basket.totals.due_minor <= 0:
            self._show([])
            return
        self._bridge.ask(PaymentOptions(), lambda result: self._take(asking, result))

    def _heard(self, change: Change) -> None:
        """Whether the ledger can be asked decides how much may be paid."""
        if self._watched and "sync" in change.topics:
            self._load()

    def choose(self, kind: str) -> None:
        """Ask how much of it; all that is allowed to begin with."""
        self.kind, self.amount_minor = kind, self.most_minor(kind)
        self.changed.emit()

    def leave(self) -> None:
        """Pay otherwise after all."""
        self._turn += 1
        self.busy = False
        if self.kind:
            self.kind = ""
            self.changed.emit()

    @property
    def way(self) -> PayWay | None:
        """The kind to offer: the first that may still pay something."""
        return next((way for way in self.ways if way.most_minor), self.ways[0] if self.ways else None)

    def most_minor(self, kind: str) -> int:
        """Return the most that this kind may pay now; 0 where it may not."""
        return next((way.most_minor or 0 for way in self.ways if way.kind == kind), 0)

    @property
    def offline_limit_minor(self) -> int | None:
        """What may be spent a day while the ledger is away, where the chosen kind may pay no more by that."""
        return next((way.offline_limit_minor for way in self.ways if way.kind == self.kind), None)

    @property
    def units(self) -> int:
        """How many points, or minor units of cashback, the amount takes."""
        row = self._wallet.balance(self.kind)
        return self.amount_minor * row.amount // row.worth_minor if row is not None and row.worth_minor else self.amount_minor

    @property
    def step_minor(self) -> int:
        """What one touch more or less moves: a whole number of the programme's own steps."""
        row = self._wallet.balance(self.kind)
        own = max(1, row.step * row.worth_minor // row.amount) if row is not None and row.amount else 1
        return own * -(-LEAST_STEP_MINOR // own)

    @property
    def least_minor(self) -> int:
        """The least that is worth a touch, and that the programme allows at once."""
        row = self._wallet.balance(self.kind)
        least = row.least * row.worth_minor // row.amount if row is not None and row.amount else 1
        return min(max(self.step_minor, least), self.most_minor(self.kind))

    def move(self, steps: int) -> None:
        """Take more or less, within the bounds."""
        most, step = self.most_minor(self.kind), self.step_minor
        wanted = self.amount_minor + steps * step
        if steps < 0 and self.amount_minor % step:
            # From the most, which is rarely a whole step, the first touch goes to the step below.
            wanted = self.amount_minor - self.amount_minor % step
        self.amount_minor = max(self.least_minor, min(most, wanted))
        self.changed.emit()

    def pay(self) -> None:
        """Pay the chosen amount; once is enough."""
        if self.busy or not self.kind or self.amount_minor <= 0:
            return
        command, turn = TenderMoney(kind=self.kind, amount_minor=self.amount_minor), self._turn
        self.busy = True
        self.changed.emit()

        def refused(answer: Answer) -> None:
            if turn == self._turn:
                self.leave()
            self._load()
            self._ticket.refused.emit(answer.error, command)

        self._ticket.send(command, lambda _: self._paid(turn), refused)

    def _paid(self, turn: int) -> None:
        if turn == self._turn:
            self.leave()
        self.paid.emit()

    def _take(self, asking: int, result: Any) -> None:
        if asking == self._asking and isinstance(result, PaymentView):
            self._show([way for way in result.ways if way.kind in KINDS])

    def _show(self, ways: list[PayWay]) -> None:
        if ways != self.ways:
            self.ways = ways
            self.amount_minor = min(self.amount_minor, self.most_minor(self.kind))
            self.changed.emit()
