"""The customer's loyalty at the kiosk: the wallet, being found, joining, codes, rewards, points. Nothing outlives the session."""

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.commands import Coupon, DropReward, Reward, SetMember
from kiosk.services.wallet_views import RewardRow
from kiosk.viewmodels.selfservice_join import JoinModel
from kiosk.viewmodels.selfservice_keyed import KeyedModel
from kiosk.viewmodels.selfservice_points import PointsModel
from kiosk.viewmodels.selfservice_ticket import Ticket
from kiosk.viewmodels.selfservice_wallet import WalletModel


class LoyaltyModel(QObject):
    """`why` is the number of the line whose price is explained, 0 while none is; `told` names what just happened, with its figures."""

    changed = Signal()
    told = Signal(str, object)

    def __init__(self, bridge: Bridge, ticket: Ticket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = ticket
        self.wallet = WalletModel(bridge, ticket, self)
        self.finding = KeyedModel(ticket, lambda what, text: SetMember(code=text), self)
        self.code = KeyedModel(ticket, lambda what, text: Coupon(code=text), self)
        self.joining = JoinModel(ticket, self)
        self.points = PointsModel(bridge, ticket, self.wallet, self)
        self.why = 0
        self._coupons = 0
        for part in (self.wallet, self.finding, self.code, self.joining, self.points):
            part.changed.connect(self.changed)
        self.code.taken.connect(lambda _: self._code_taken())
        ticket.changed.connect(self._count)

    def take(self, reward: RewardRow) -> None:
        """Take a reward, or give it back where it lies on the ticket already."""
        laid = self.wallet.laid(reward)
        if laid is None and self.wallet.lacks(reward):
            self.told.emit("points_lack", {"lacks": self.wallet.lacks(reward)})
        elif laid is None:
            self._ticket.send(Reward(id=reward.id), lambda _: self.told.emit("reward", {"name": reward.name}))
        else:
            self._ticket.send(DropReward(id=reward.id), lambda _: self.told.emit("reward_dropped", {"name": reward.name}))

    def pay_with_points(self) -> None:
        """Ask how much of the member's points is to pay; say why where none may for now."""
        way = self.points.way
        if way is not None and way.most_minor:
            self.points.choose(way.kind)
        elif way is not None:
            self.told.emit("points_offline", {"amount_minor": way.offline_limit_minor})

    def not_me(self) -> None:
        """Somebody else's card: take the member off the ticket."""
        self._ticket.send(SetMember())

    def explain(self, line: int) -> None:
        """Say why a line costs what it costs; 0 puts the answer away."""
        if self.why != line:
            self.why = line
            self.changed.emit()

    def leave_questions(self) -> None:
        """Put away whatever is being asked; what lies on the ticket stays."""
        for part in (self.finding, self.code, self.joining, self.points):
            part.leave()
        self.explain(0)

    def tell_coupon(self) -> bool:
        """Say what a coupon that was just scanned or keyed takes off; return whether there is a new one on the ticket."""
        coupons = self._ticket.basket.coupons
        fresh = len(coupons) > self._coupons
        if fresh:
            self.told.emit("coupon", {"amount_minor": coupons[-1].amount_minor})
        return fresh

    def _code_taken(self) -> None:
        if not self.tell_coupon():
            self.told.emit("code", {})

    def _count(self) -> None:
        """An answer is told before the ticket says that it changed: until then this is what lay there before."""
        self._coupons = len(self._ticket.basket.coupons)
