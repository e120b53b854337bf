"""The member of the open ticket beside the basket: the wallet, rewards, joining, consents, the card, and what makes good for a trouble."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.qtbase.bridge import Bridge
from kiosk.services.answers import Answer
from kiosk.services.commands import Command, Consent, ConsentAsked, DropReward, Join, MemberCard, ProfileFields, Recovery, Reward
from kiosk.services.port import Change
from kiosk.services.queries import ConsentsOf, MakeGoodRow, MakeGoods
from kiosk.services.wallet_views import RewardRow, Wallet, WalletView
from kiosk.viewmodels.approval_model import NEEDED, Submits
from kiosk.viewmodels.basket_model import BasketModel, Stranger
from kiosk.viewmodels.member_balances import left_of

POINTS, CASHBACK = "points", "cashback"
_STALE = frozenset({"member", "reference", "sync", "recovered"})


class MemberModel(QObject):
    """`wallet` is that of the ticket's member, None until the till told it or with nobody on the ticket; `consents` the purposes consented
    to, asked for when they are looked at. `joined` says that somebody is a member now; `told` brings codes of what was done.
    `stranger` is by what nobody was known, until something else was scanned.
    """

    changed = Signal()
    consents_changed = Signal()
    joined = Signal()
    accepted = Signal()
    refused = Signal(object)
    told = Signal(str)

    def __init__(self, bridge: Bridge, acts: Submits, basket: BasketModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._acts, self._basket = bridge, acts, basket
        self.wallet: WalletView | None = None
        self.consents: frozenset[str] = frozenset()
        self.stranger = Stranger()
        self._joining = False
        self._laid: tuple[str, ...] = ()
        basket.stranger.connect(self._meet)
        basket.accepted.connect(self._forget)
        basket.member_changed.connect(self._follow)
        basket.changed.connect(self._follow_rewards)
        bridge.changed.connect(self._heard)

    @property
    def id(self) -> str:
        """The random id of the ticket's member, empty for nobody."""
        member = self._basket.basket.member
        return member.id if member is not None else ""

    @property
    def name(self) -> str:
        return self._basket.member_name

    @property
    def left(self) -> WalletView | None:
        """The wallet with what the open ticket leaves of its balances."""
        return left_of(self.wallet, self._basket.basket) if self.wallet is not None else None

    def rewards(self) -> list[RewardRow]:
        """Return the rewards in the order in which they are of use: taken, to be had, nearest first."""
        rows = self.wallet.rewards if self.wallet is not None else ()
        return sorted(rows, key=lambda row: (not row.taken, bool(row.cause), row.lacks))

    def open_rewards(self) -> int:
        """Return how many rewards can be had now."""
        return sum(can_be_had(row) for row in self.rewards())

    def take(self, reward: str) -> None:
        """Lay a reward on the ticket."""
        self._submit(Reward(id=reward))

    def drop(self, reward: str) -> None:
        """Take a reward off the ticket again."""
        self._submit(DropReward(id=reward))

    def remove(self) -> None:
        """Take the member off the ticket."""
        self._basket.set_member(None)

    def join(self, profile: ProfileFields, consents: list[str], card: str = "") -> None:
        """Take somebody in as a member, with a printed card that is handed over or without; a hasty second Enter joins nobody twice."""
        if not self._joining:
            self._joining = True
            asked: list[str | ConsentAsked] = [ConsentAsked(purpose=purpose) for purpose in consents]
            self._acts.submit(Join(code=card or None, profile=profile, consents=asked), self._has_joined)

    def consent(self, purpose: str, *, given: bool) -> None:
        """Note that the member consents to a purpose, or no longer does."""
        self._acts.submit(Consent(purpose=purpose, given=given), self._consented)

    def print_card(self) -> None:
        """Print the member's card."""
        self._submit(MemberCard(), "card_printed")

    def ask_make_goods(self, known: Callable[[list[MakeGoodRow]], None], asker: QObject) -> None:
        """Bring what may be given to make good to `asker`, while it lives."""
        self._bridge.ask(MakeGoods(), lambda view: known(view if isinstance(view, list) else []), asker)

    def make_good(self, programme: str, amount_minor: int, reason: str) -> None:
        """Give the member something to make good."""
        self._submit(Recovery(programme=programme, amount_minor=amount_minor, reason=reason), "made_good")

    def ask_consents(self) -> None:
        """Ask what the member has consented to."""
        member = self.id
        if member:
            self._bridge.ask(ConsentsOf(member), lambda known: self._consents_known(member, known))

    def _meet(self, stranger: Stranger) -> None:
        self.stranger = stranger

    def _forget(self) -> None:
        self.stranger = Stranger()

    def _follow(self) -> None:
        if self.wallet is not None and self.wallet.member != self.id:
            self.wallet, self.consents = None, frozenset()
            self.changed.emit()
        if self.id and self.wallet is None:
            self._ask()

    def _follow_rewards(self) -> None:
        """What lies on the ticket changes what else can be had."""
        laid = tuple(row.id for row in self._basket.basket.rewards)
        if laid != self._laid:
            self._laid = laid
            self._ask()

    def _heard(self, change: Change) -> None:
        if self.id and change.topics & _STALE:
            self._ask()

    def _ask(self) -> None:
        if self.id:
            self._bridge.ask(Wallet(), self._known)

    def _known(self, view: Any) -> None:
        if isinstance(view, WalletView) and view.member == self.id and view != self.wallet:
            self.wallet = view
            self.changed.emit()

    def _consents_known(self, member: str, known: Any) -> None:
        if isinstance(known, list) and member == self.id:
            self.consents = frozenset(known)
            self.consents_changed.emit()

    def _submit(self, command: Command, code: str = "") -> None:
        self._acts.submit(command, lambda answer: self._done(answer, code))

    def _done(self, answer: Answer, code: str) -> None:
        if answer.error is None:
            self.accepted.emit()
            if code:
                self.told.emit(code)
        elif answer.error.code != NEEDED:
            self.refused.emit(answer.error)

    def _consented(self, answer: Answer) -> None:
        self._done(answer, "")
        self.ask_consents()

    def _has_joined(self, answer: Answer) -> None:
        self._joining = False
        self._done(answer, "joined" if answer.error is None else "")
        if answer.error is None:
            self.joined.emit()


def can_be_had(row: RewardRow) -> bool:
    """Tell whether a reward may be taken now: it is not on the ticket yet, or may be had once more."""
    return not row.cause and not row.lacks and (row.repeat or not row.taken)
