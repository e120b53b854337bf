"""The member's wallet at the kiosk: what the till told of it, and what the open ticket has changed since. It goes with the member."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import LaidRewardView, MovementView, TraceView
from kiosk.services.wallet_views import BalanceRow, RewardRow, TierRow, Wallet, WalletView
from kiosk.viewmodels.member_balances import POINTS, left_of, points_programme, spent
from kiosk.viewmodels.selfservice_ticket import Ticket


class WalletModel(QObject):
    """`view` is None without a member who proved to be there, and until the till has answered; it `is_fresh` until the next sale. An answer
    about another member is dropped.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._ticket = bridge, ticket
        self._member = ""
        self.view: WalletView | None = None
        self.is_fresh = False
        ticket.changed.connect(self._follow)

    @property
    def points(self) -> int:
        """The member's points that this ticket leaves; 0 without a member."""
        row, basket = self.balance(POINTS), self._ticket.basket
        if row is not None:
            return self.usable(row.programme)
        programme = points_programme(basket)
        return basket.member.balances.get(programme, 0) - spent(basket, programme) if basket.member is not None else 0

    @property
    def balances(self) -> list[BalanceRow]:
        """What the ticket leaves of each balance, with what that is worth."""
        return list(left_of(self.view, self._ticket.basket).balances) if self.view is not None else []

    def balance(self, kind: str) -> BalanceRow | None:
        """Return the first balance of a kind, points or cashback."""
        return next((row for row in self.view.balances if row.kind == kind), None) if self.view else None

    @property
    def tier(self) -> TierRow | None:
        """The programme of tiers that is shown."""
        return self.view.tiers[0] if self.view and self.view.tiers else None

    def usable(self, programme: str) -> int:
        """Return what of a balance this ticket has not spent yet."""
        rows = self.view.balances if self.view else ()
        held = sum(row.amount for row in rows if row.programme == programme)
        return held - spent(self._ticket.basket, programme)

    def laid(self, reward: RewardRow) -> LaidRewardView | None:
        """Return the claim of a reward that lies on the ticket."""
        return next((each for each in self._ticket.basket.rewards if each.id == reward.id), None)

    def lacks(self, reward: RewardRow) -> int:
        """Return how many more units a reward asks for than are left."""
        return max(0, reward.points - self.usable(reward.programme))

    @property
    def earning(self) -> list[MovementView]:
        """What the ticket brings in each programme, points first."""
        return sorted((each for each in self._movements if each.earned), key=lambda each: each.kind != POINTS)

    def refresh(self) -> None:
        """Ask again: the sale that was just finished counts now."""
        self.is_fresh = False
        if self._member:
            member = self._member
            self._bridge.ask(Wallet(member), lambda result: self._take(member, result))

    @property
    def _movements(self) -> list[MovementView]:
        return self._ticket.basket.movements

    def _follow(self) -> None:
        member = self._ticket.basket.member
        known = member.id if member is not None and member.proven else ""
        if known != self._member:
            self._member, self.view = known, None
            self.refresh()
            self.changed.emit()

    def _take(self, member: str, result: Any) -> None:
        if member == self._member and isinstance(result, WalletView):
            self.view, self.is_fresh = result, True
            self.changed.emit()


def nearest(offers: list[TraceView]) -> TraceView | None:
    """Return the offer that the least more would get: an amount before pieces, for one knows at once what it asks."""
    within = [each for each in offers if each.status == "not_met" and each.names and (each.short_minor or each.short_pieces)]
    return min(within, key=lambda each: (each.short_minor is None, each.short_minor or each.short_pieces or 0), default=None)


def own_offer(offers: list[TraceView]) -> TraceView | None:
    """Return an offer of each member's own that waits for the card, the welcome or a birthday; whether it holds is told to nobody else."""
    return next((each for each in offers if each.status == "not_met" and each.condition == "proven" and each.names), None)


def for_members(offers: list[TraceView]) -> TraceView | None:
    """Return an offer that the member's card alone would get."""
    return next((each for each in offers if each.status == "not_met" and each.condition == "member" and each.names), None)
