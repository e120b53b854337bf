"""The loyalty of the kiosk's till in memory: one programme of each kind, two members, coupons and codes that are known beforehand."""

from typing import Any

import msgspec
from msgspec.structs import replace

from kiosk.services.answers import (
    Answer,
    BasketView,
    LaidCouponView,
    LaidRewardView,
    MemberView,
    MovementView,
    SuggestionView,
    TraceView,
)
from kiosk.services.commands import Command, Coupon, DropReward, Join, MemberCard, Reward, SetMember, ShowWallet, TenderMoney
from kiosk.services.queries import PaymentView, PayWay
from kiosk.services.wallet_views import (
    BalanceRow,
    HeldCouponRow,
    MembershipRow,
    PunchRow,
    PurchaseRow,
    RewardRow,
    TierRow,
    WalletView,
)
from sync.protocol.text import Text
from tests.screens.selfservice.fake_goods import MEMBER

NAMED = MemberView(id=MEMBER.id, tier="", balances={}, proven=False)
"""The member as whoever did not show the card is told of them."""
KNOWN = frozenset({"0421234567890", "0612345678", "claire@example.org"})
"""By what the member is found besides the card's code."""

NEW = MemberView(id="m-new", tier="", balances={"POINT": 0})
NEW_CARD = "CT1.member.new"
FIVE_OFF = 500
WIN_BACK: Text = {"fr": "2 cafés achetés, −20 % sur le thé", "en": "Buy 2 coffees, 20% off tea"}
POINTS: Text = {"fr": "Points", "en": "Points"}
REWARDS = (
    RewardRow("five", "POINT", {"fr": "5 € de remise", "en": "€5 off"}, "amount", 500),
    RewardRow("coffee", "POINT", {"fr": "Un café offert", "en": "A free coffee"}, "product", 800),
    RewardRow("tote", "POINT", {"fr": "Le sac en coton de la maison", "en": "Our own cotton bag"}, "product", 1_600),
    RewardRow("night", "POINT", {"fr": "Soirée de dégustation", "en": "Tasting evening"}, "event", 300, cause="tiers"),
)
OFFLINE_LIMIT_MINOR = 2_000
WALLET = WalletView(
    member=MEMBER.id,
    balances=(
        BalanceRow(
            "POINT", POINTS, "points", 1_284, 1_284, pending=42, expiring=120, expires="2026-12-31", tender=True, step=100, least=100
        ),
        BalanceRow("BACK", {"fr": "Cagnotte", "en": "Cashback"}, "cashback", 360, 360, tender=True),
    ),
    tiers=(TierRow("CLUB", "silver", {"fr": "Argent", "en": "Silver"}, "spend", 46_200, 50_000, {"fr": "Or", "en": "Gold"}),),
    punches=(
        PunchRow("cup", {"fr": "Carte café", "en": "Coffee card"}, 7, 10),
        PunchRow("bread", {"fr": "Carte pain", "en": "Bread card"}, 3, 12),
    ),
    rewards=REWARDS,
    coupons=(
        HeldCouponRow("c9", {"fr": "Prochaine visite", "en": "For your next visit"}, "2026-12-31", 500, needs_minor=3_000),
        HeldCouponRow("c8", {"fr": "Sur tout le rayon frais", "en": "On all fresh goods"}, "2026-12-05", percent_bp=1_000),
    ),
    memberships=(MembershipRow("plus", {"fr": "Club Plus", "en": "Club Plus"}, "2026-12-14", remind=True),),
    purchases=(
        PurchaseRow("04-A-000398", "2026-11-14T10:12:00+01:00", 4_215),
        PurchaseRow("02-A-001120", "2026-11-02T17:40:00+01:00", 1_830),
    ),
    as_of="2026-11-21T13:51:00+01:00",
)
NOBODY = WalletView(member=NEW.id, balances=(BalanceRow("POINT", POINTS, "points", 0, 0),))


class Loyal:
    """What a till does for its members. A kiosk's till mixes it in and keeps the goods."""

    member: MemberView | None
    paid: int

    def __init__(self) -> None:
        self.laid: list[str] = []
        self.coupons: dict[str, int] = {}
        self.codes: list[str] = []
        self.wallets: dict[str, WalletView] = {MEMBER.id: WALLET, NEW.id: NOBODY}
        self.trace: list[TraceView] = []
        self.joins: list[Join] = []
        self.refuse_join = self.refuse_reward = ""
        self.waiting: Command | None = None
        self.after_sale: WalletView | None = None
        self.printed_cards = 0
        self.to_try: list[SuggestionView] = []
        self.gives_coupons, self.cashback_bp = True, 0
        self.offline_left_minor: int | None = None
        """What the shop's limit leaves the member today, None while the ledger answers."""

    def wallet(self, member: str) -> WalletView | None:
        return self.wallets.get(member or (self.member.id if self.member else ""))

    @property
    def off_minor(self) -> int:
        """What rewards and coupons take off the whole ticket."""
        return (FIVE_OFF if "five" in self.laid else 0) + sum(self.coupons.values())

    def payment(self, due: int) -> PaymentView:
        ways = [PayWay("card")]
        if self.member is not None and self.member.proven and due > 0:
            ways += [self._own_way("points", min(due, 1_200) // 100 * 100), self._own_way("cashback", min(due, 360))]
        return PaymentView(due, due, (), tuple(ways))

    def is_beyond(self, command: TenderMoney) -> bool:
        """Whether points are to pay more than the shop's limit leaves."""
        left_minor = self.offline_left_minor
        return command.kind in ("points", "cashback") and left_minor is not None and (command.amount_minor or 0) > left_minor

    def _own_way(self, kind: str, most_minor: int) -> PayWay:
        left_minor = self.offline_left_minor
        if left_minor is None or left_minor >= most_minor:
            return PayWay(kind, most_minor)
        return PayWay(kind, left_minor, offline_limit_minor=OFFLINE_LIMIT_MINOR)

    def with_loyalty(self, view: BasketView, gross: int, *, finished: bool) -> BasketView:
        if finished:
            coupons = view.coupons_issued if self.gives_coupons else []
            view = msgspec.structs.replace(view, coupons_issued=coupons, suggestions=self.to_try)
        if self.member is None:
            return msgspec.structs.replace(view, offers=self.trace, codes=list(self.codes))
        earned = gross // 100
        spent = sum(reward.points for reward in REWARDS if reward.id in self.laid)
        movements = [MovementView(programme="POINT", kind="points", names=POINTS, earned=earned, spent=spent, worth_minor=earned)]
        if finished:
            self._keep(self.member.id, earned - spent)
        if self.cashback_bp:
            movements.append(MovementView(programme="CASH", kind="cashback", earned=gross * self.cashback_bp // 10_000))
        cups = sum(line.quantity or 0 for line in view.lines if line.sku == "cafe")
        if cups:
            movements.append(MovementView(programme="cup", kind="punch", earned=cups))
        return msgspec.structs.replace(
            view,
            movements=movements if view.lines else [],
            rewards=[self._reward_view(id) for id in self.laid],
            coupons=[LaidCouponView(id=id, offer="next", amount_minor=amount) for id, amount in self.coupons.items()],
            codes=list(self.codes),
            offers=self.trace,
        )

    def _do_setmember(self, command: SetMember) -> Answer:
        if command.code is None and command.id is None:
            self.member, self.laid = None, []
            return self._yes()
        if command.code not in KNOWN:
            return self._no("unknown_member")
        self.member = NAMED
        return self._yes()

    def _do_showwallet(self, command: ShowWallet) -> Answer:
        return self._need_proof(command) or self._yes()

    def prove(self, waiting: Command | None) -> bool:
        """Take an attendant's word for the member, where that is what was waited for."""
        if isinstance(waiting, ShowWallet):
            self.member = MEMBER
        return isinstance(waiting, ShowWallet)

    def _need_proof(self, command: Command) -> Answer | None:
        """Refuse what is the member's own as long as nobody proved to be them."""
        if self.member is None or self.member.proven:
            return None
        self.waiting = command
        return self._no("member_unproven", role="attendant")

    def _do_join(self, command: Join) -> Answer:
        self.joins.append(command)
        if self.refuse_join:
            return self._no(self.refuse_join)
        self.member = NEW
        return self._yes(member=NEW.id, card=NEW_CARD)

    def _do_membercard(self, command: MemberCard) -> Answer:
        self.printed_cards += 1
        return self._yes()

    def _do_reward(self, command: Reward) -> Answer:
        if self.refuse_reward:
            return self._no(self.refuse_reward, have=200, need=500)
        self.laid.append(command.id)
        return self._yes()

    def _do_dropreward(self, command: DropReward) -> Answer:
        self.laid.remove(command.id)
        return self._yes()

    def _do_coupon(self, command: Coupon) -> Answer:
        return self.lay(command.code) or self._no("unknown_coupon")

    def lay(self, code: str) -> Answer | None:
        """Lay a coupon or a public code on the ticket; None for what is neither."""
        if code == "TIED":
            refused = self._need_proof(Coupon(code=code))
            if refused is not None:
                return refused
        if code in ("COUPON", "TIED"):
            self.coupons["c9"] = FIVE_OFF
        elif code == "LATE":
            return self._no("coupon_expired", until="2026-11-01")
        elif code == "NOEL":
            self.codes.append(code)
        else:
            return None
        return self._yes()

    def forget(self) -> None:
        """The ticket is over."""
        self.laid, self.coupons, self.codes = [], {}, []

    def _keep(self, member: str, points: int) -> None:
        """The sale counts in the wallet from now on."""
        view = self.after_sale or self.wallets[member]
        first = replace(view.balances[0], amount=view.balances[0].amount + points, worth_minor=view.balances[0].worth_minor + points)
        self.wallets[member] = replace(view, balances=(first, *view.balances[1:]))

    def _reward_view(self, id: str) -> LaidRewardView:
        reward = next(each for each in REWARDS if each.id == id)
        taken = id == "five"
        return LaidRewardView(
            id=id, programme="POINT", points=reward.points if taken else 0, amount_minor=FIVE_OFF if taken else 0, names=reward.name
        )

    def _yes(self, **extra: Any) -> Answer:
        raise NotImplementedError

    def _no(self, code: str, **params: Any) -> Answer:
        raise NotImplementedError
