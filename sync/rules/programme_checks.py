"""What neither shape nor bounds of a programme can say: tiers that rise, rewards with a worth, expiries that end."""

from collections.abc import Callable
from typing import Any

from sync.protocol.programmes import (
    CashbackProgramme,
    Expiry,
    MembershipProgramme,
    PointsProgramme,
    Programme,
    PunchProgramme,
    RecoveryProgramme,
    Reward,
    SegmentProgramme,
    TiersProgramme,
)
from sync.rules.bounds import refuse, require_day, require_known, require_price, require_range, require_unique
from sync.rules.figures_meant import check
from sync.rules.offer_checks import Known, check_parts

UNITS_TAKEN = frozenset({"GIFT", "COUPON"})
_LEAP_YEAR = "2024"
_WORTHS = {"amount": "amount_minor", "gift_card": "amount_minor", "percent": "percent_bp"}


def check_programme(at: str, programme: Programme, known: Known) -> None:
    """Refuse (`shop_file`, naming field and rule) a programme whose figures cannot be meant."""
    check(at, programme)
    check_parts(at, programme, known)
    if programme.id.partition(":")[0] in UNITS_TAKEN or programme.id == known.currency:
        # Its id is the unit of its accounts, beside the shop's money, gift cards and coupons.
        refuse(f"{at}.id", "reserved", programme.id)
    _OF[type(programme)](at, programme, known)


def _check_points(at: str, programme: PointsProgramme, known: Known) -> None:
    _check_expiry(f"{at}.expiry", programme.expiry)
    require_unique([reward.id for reward in programme.rewards], f"{at}.rewards[{{}}].id")
    for index, rate in enumerate(programme.earn.rates):
        _check_tiers(f"{at}.earn.rates[{index}]", rate.tiers, known)
    for index, reward in enumerate(programme.rewards):
        _check_reward(f"{at}.rewards[{index}]", reward, known)


def _check_reward(at: str, reward: Reward, known: Known) -> None:
    require_range(f"{at}.points", reward.points, 1, 1_000_000)
    _check_tiers(at, reward.tiers, known)
    worth = _WORTHS.get(reward.kind)
    if worth is not None:
        require_price(f"{at}.{worth}", getattr(reward, worth), 1)
    if reward.kind == "product" and reward.of is None:
        refuse(f"{at}.of", "missing")


def _check_tier_programme(at: str, programme: TiersProgramme, known: Known) -> None:
    if not 1 <= len(programme.tiers) <= 20:
        refuse(f"{at}.tiers", "items", "1..20")
    require_unique([tier.id for tier in programme.tiers], f"{at}.tiers[{{}}].id")
    for index, tier in enumerate(programme.tiers[1:], start=1):
        if tier.need <= programme.tiers[index - 1].need:
            refuse(f"{at}.tiers[{index}].need", "not_rising")
    if programme.by == "points":
        require_known(f"{at}.points", programme.points, known.programmes)
    elif programme.points:
        refuse(f"{at}.points", "not_with", f"by {programme.by}")


def _check_cashback(at: str, programme: CashbackProgramme, known: Known) -> None:
    _check_expiry(f"{at}.expiry", programme.expiry)
    _check_tiers(at, programme.tiers, known)


def _check_punch(at: str, programme: PunchProgramme, known: Known) -> None:
    _check_expiry(f"{at}.expiry", programme.expiry)


def _check_membership(at: str, programme: MembershipProgramme, known: Known) -> None:
    require_range(f"{at}.months", programme.months, 1, 60)
    if known.skus is not None:
        require_known(f"{at}.sku", programme.sku, known.skus)


def _check_segment(at: str, programme: SegmentProgramme, known: Known) -> None:
    rules = (programme.recency_days, programme.absent_days, programme.least_sales, programme.least_minor, programme.bought)
    if all(rule is None for rule in rules):
        refuse(at, "no_condition")


def _check_recovery(at: str, programme: RecoveryProgramme, known: Known) -> None:
    for role in programme.most_minor:
        require_known(f"{at}.most_minor.{role}", role, ("attendant", "cashier", "manager", "administrator"))
    if not programme.most_minor:
        refuse(f"{at}.most_minor", "empty")
    if programme.of is not None and programme.gives == "store_credit":
        refuse(f"{at}.of", "not_with", "gives store_credit")


def _check_tiers(at: str, tiers: list[str], known: Known) -> None:
    for index, tier in enumerate(tiers):
        require_known(f"{at}.tiers[{index}]", tier, known.tiers)


def _check_expiry(at: str, expiry: Expiry | None) -> None:
    if expiry is None:
        return
    if expiry.kind == "fixed_day":
        require_day(f"{at}.day", f"{_LEAP_YEAR}-{expiry.day}")
    elif expiry.day:
        refuse(f"{at}.day", "not_with", f"kind {expiry.kind}")
    if expiry.kind == "rolling" and not (expiry.months or expiry.days):
        refuse(f"{at}.months", "range", "1..60")
    if expiry.kind == "inactivity":
        require_range(f"{at}.months", expiry.months, 1, 60)


_OF: dict[type, Callable[[str, Any, Known], None]] = {
    PointsProgramme: _check_points,
    TiersProgramme: _check_tier_programme,
    CashbackProgramme: _check_cashback,
    PunchProgramme: _check_punch,
    MembershipProgramme: _check_membership,
    SegmentProgramme: _check_segment,
    RecoveryProgramme: _check_recovery,
}
