"""Loyalty of the till in memory: a member's wallet, rewards that lie on the ticket, joining, consents, and a trace of a few offers."""

from collections.abc import Callable
from typing import Any

import msgspec

from kiosk.services import commands as c
from kiosk.services import queries as q
from kiosk.services.answers import BasketView, LaidCouponView, LaidRewardView, MovementView, TraceView
from kiosk.services.wallet_views import (
    BalanceRow,
    HeldCouponRow,
    MembershipRow,
    PunchRow,
    PurchaseRow,
    RewardRow,
    TierRow,
    Wallet,
    WalletView,
)
from sync.protocol.text import Text
from tests.screens.fake_till import MEMBER, OFF_SKU, FakeTill, error

POINTS, CASHBACK_MINOR = 1284, 420
REWARDS: dict[str, tuple[Text, int, str]] = {
    "five": ({"fr": "5 € de remise", "en": "€5 off"}, 500, ""),
    "coffee": ({"fr": "Un paquet de café offert", "en": "A pack of coffee for free"}, 900, ""),
    "evening": ({"fr": "Soirée dégustation", "en": "Tasting evening"}, 1500, ""),
    "early": ({"fr": "Ventes privées", "en": "Early access to sales"}, 200, "tiers"),
}
NAMES: dict[str, Text] = {
    "member_price": {"fr": "Prix membre", "en": "Member price"},
    "next": {"fr": "5 € offerts à la prochaine visite", "en": "€5 off your next visit"},
    "bio10": {"fr": "10 % sur le bio", "en": "10% off organic goods"},
    "spring": {"fr": "Le printemps des fromages", "en": "Cheese in spring"},
    "hundred": {"fr": "Les cent premiers", "en": "The first hundred"},
    "night": {"fr": "La nuit du mois", "en": "The night of the month"},
}
COUPON_FROM_MINOR = 2_000
OFFLINE_LIMIT_MINOR = 2_000
GESTURE_MINOR = 500
GESTURES = (
    q.MakeGoodRow("SORRY", {"fr": "Bon d’excuse", "en": "Sorry coupon"}, "coupon", GESTURE_MINOR),
    q.MakeGoodRow("CREDIT", {"fr": "Avoir", "en": "Store credit"}, "store_credit", GESTURE_MINOR),
)
CARD_NUMBERS = "042"
"""What the numbers of members' cards begin with."""


class LoyalTill(FakeTill):
    """`taken` are the rewards on the ticket; `consents` what the member consents to; `cards` counts printed cards.

    `offline_left_minor` is what the shop's limit leaves the member today, None while the ledger answers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []
        self.consents = {"loyalty", "email"}
        self.cards = 0
        self.has_wallet = True
        self.coupons: list[LaidCouponView] = []
        self.offline_left_minor: int | None = None

    @property
    def basket(self) -> BasketView:
        found = super().basket
        if not found.lines:
            return found
        spent = sum(REWARDS[id][1] for id in self.taken)
        return msgspec.structs.replace(
            found,
            offers=self.trace(found),
            points_spent=spent,
            coupons=list(self.coupons),
            rewards=[LaidRewardView(id=id, programme="POINT", points=REWARDS[id][1], names=REWARDS[id][0]) for id in self.taken],
            movements=self._moved(found, spent) if found.member else [],
        )

    @staticmethod
    def _moved(basket: BasketView, spent: int) -> list[MovementView]:
        cashback = MovementView(programme="CASH", kind="cashback", earned=basket.totals.gross_minor // 50)
        return [MovementView(programme="POINT", kind="points", earned=basket.points_earned, spent=spent), cashback]

    def trace(self, basket: BasketView) -> list[TraceView]:
        """One offer of every outcome; the coupon of the receipt is nearly reached, or reached."""
        gross = basket.totals.gross_minor
        off = [line for line in basket.lines if line.sku == OFF_SKU]
        taken = sum(line.discount_minor for line in off)
        found = [_item("member_price", "percent", "applied", amount_minor=taken, lines=[line.line for line in off])] if off else []
        found.append(_item("spring", "percent", "beaten", by="member_price"))
        found.append(_item("hundred", "amount", "spent", condition="total", have=0, need=1))
        found.append(_item("night", "percent", "stopped"))
        if gross >= COUPON_FROM_MINOR:
            return [*found, _item("next", "receipt_coupon", "applied")]
        short = COUPON_FROM_MINOR - gross
        lack: dict[str, Any] = {"condition": "min_gross_minor", "have": gross, "need": COUPON_FROM_MINOR, "short_minor": short}
        return [*found, _item("next", "receipt_coupon", "not_met", **lack)]

    def reward(self, command: c.Reward) -> Any:
        self.taken.append(command.id)

    def drop_reward(self, command: c.DropReward) -> Any:
        self.taken.remove(command.id)

    def join(self, command: c.Join) -> Any:
        if command.profile.phone == "0":
            return error("bad_phone", "phone")
        self.member = MEMBER
        return None

    def consent(self, command: c.Consent) -> Any:
        (self.consents.add if command.given else self.consents.discard)(command.purpose)

    def print_card(self, command: c.MemberCard) -> Any:
        self.cards += 1

    def _clear(self) -> None:
        super()._clear()
        self.taken = []

    def wallet(self, query: Wallet) -> WalletView | None:
        if self.member is None or not self.has_wallet:
            return None
        return WalletView(
            member=self.member.id,
            balances=(
                BalanceRow("POINT", {"fr": "Points", "en": "Points"}, "points", POINTS, POINTS, 25, 300, "2026-12-31", True),
                BalanceRow("CASH", {"fr": "Cagnotte", "en": "Cashback"}, "cashback", 420, 420, tender=True),
            ),
            tiers=(TierRow("TIERS", "Or", {"fr": "Or", "en": "Gold"}, "spend", 16_200, 20_000, {"fr": "Platine", "en": "Platinum"}),),
            punches=(PunchRow("CAFE", {"fr": "Carte café", "en": "Coffee card"}, 7, 10),),
            rewards=tuple(self._reward(id) for id in REWARDS),
            coupons=(HeldCouponRow("c9", {"fr": "Bon anniversaire", "en": "Birthday coupon"}, "2026-12-31", 500, 0, 3_000),),
            memberships=(MembershipRow("CLUB", "Club", "2026-12-05", remind=True),),
            purchases=(PurchaseRow("02-A-000007", "2026-11-20T11:12:00+01:00", 2366),),
            as_of="2026-11-21T13:58:00+01:00",
        )

    def own_ways(self, due_minor: int) -> tuple[q.PayWay, ...]:
        """What the member's own may pay: each once."""
        paid = {tender.kind for tender in self.tenders}
        left = {"points": POINTS, "cashback": CASHBACK_MINOR}
        return tuple(self._own_way(kind, min(due_minor, most)) for kind, most in left.items() if self.member and kind not in paid)

    def _own_way(self, kind: str, most_minor: int) -> q.PayWay:
        left_minor = self.offline_left_minor
        if left_minor is None or left_minor >= most_minor:
            return q.PayWay(kind, most_minor)
        return q.PayWay(kind, left_minor, offline_limit_minor=OFFLINE_LIMIT_MINOR)

    def tender(self, command: c.TenderMoney) -> Any:
        """Points and cashback pay what they may, and no more."""
        most = next((way.most_minor for way in self.own_ways(self.basket.totals.due_minor) if way.kind == command.kind), None)
        if most is not None and command.amount_minor is None:
            command = msgspec.structs.replace(command, amount_minor=most)
        return super().tender(command)

    def _reward(self, id: str) -> RewardRow:
        name, points, cause = REWARDS[id]
        left = POINTS - sum(REWARDS[taken][1] for taken in self.taken)
        taken = self.taken.count(id)
        return RewardRow(id, "POINT", name, "amount", points, max(0, points - left) if not taken else 0, taken, cause)

    def reasons_of_offers(self, query: q.OfferReasons) -> list[TraceView]:
        return [*self.basket.offers, _item("bio10", "percent", "not_met", condition="tags", have=0, need=1)]

    def scan(self, command: c.Scan) -> Any:
        return error("unknown_member") if command.code.startswith(CARD_NUMBERS) else super().scan(command)

    def set_member(self, command: c.SetMember) -> Any:
        """Nobody is known by what can be keyed here."""
        return error("unknown_member") if command.code is not None else super().set_member(command)

    def make_good(self, command: c.Recovery) -> Any:
        return error("approval_needed", role="manager") if command.amount_minor > GESTURE_MINOR else None

    _acts: dict[type, Callable[[Any, Any], Any]] = {
        **FakeTill._acts,
        c.Scan: scan,
        c.SetMember: set_member,
        c.Reward: reward,
        c.DropReward: drop_reward,
        c.Join: join,
        c.Consent: consent,
        c.MemberCard: print_card,
        c.Recovery: make_good,
    }
    _views: dict[type, Callable[[Any, Any], Any]] = {
        **FakeTill._views,
        Wallet: wallet,
        q.ConsentsOf: lambda self, query: sorted(self.consents),
        q.OfferReasons: reasons_of_offers,
        q.MakeGoods: lambda self, query: list(GESTURES),
    }


def _item(id: str, kind: str, status: str, **more: Any) -> TraceView:
    return TraceView(id=id, kind=kind, status=status, names=NAMES[id], **more)
