"""What a ticket does for its member, as it is answered: movements by programme, the rewards and coupons on it, and what it suggests."""

from collections.abc import Iterable

from kiosk.domain.basket import Basket
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Priced
from kiosk.domain.products import on_day
from kiosk.services.answers import LaidCouponView, LaidRewardView, MovementView, SuggestionView
from kiosk.services.pricing import today
from kiosk.services.work import Terminal
from sync.protocol.facts import PointsMovement, Tender
from sync.protocol.programmes import PointsProgramme, Programme, Reward, unit_value_minor
from sync.protocol.text import Text


def movements(policy: Policy, result: Priced) -> list[MovementView]:
    """Return what the ticket moves in each programme that the shop has."""
    known = {programme.id: programme for programme in policy.programmes}
    return [_movement(each, known[each.programme]) for each in result.points if each.programme in known]


def points_earned(views: list[MovementView]) -> int:
    """Return the points that the ticket brings, less those it takes back; cashback and punches are none."""
    return sum(each.earned - each.reversed for each in views if each.kind == "points")


def points_spent(views: list[MovementView], policy: Policy, tenders: Iterable[Tender]) -> int:
    """Return the points that rewards and tenders of the ticket spend, less those that come back to them."""
    known = {programme.id for programme in policy.programmes if isinstance(programme, PointsProgramme)}
    paid = sum(-each.points if each.out else each.points for each in tenders if each.programme in known)
    return paid + sum(each.spent - each.restored for each in views if each.kind == "points")


def rewards(policy: Policy, basket: Basket, result: Priced) -> list[LaidRewardView]:
    """Return the rewards on the ticket, with what each costs and takes off now."""
    names = {reward.id: reward.name for reward in _rewards(policy)}
    taken = {each.id: each for each in result.rewards}
    views = []
    for held in basket.rewards:
        had = taken.get(held.id)
        views.append(
            LaidRewardView(
                id=held.id,
                programme=held.programme,
                claims=held.claims,
                points=had.points if had else 0,
                amount_minor=had.amount_minor if had else 0,
                names=names.get(held.id, ""),
            )
        )
    return views


def coupons(policy: Policy, basket: Basket, result: Priced) -> list[LaidCouponView]:
    """Return the coupons on the ticket, with what each takes off now."""
    taken = {each.id: each.amount_minor for each in result.redeemed}
    return [
        LaidCouponView(
            id=held.id, offer=held.offer, amount_minor=taken.get(held.id, 0), names=_coupon_name(policy, held.gives or held.offer)
        )
        for held in basket.coupons
    ]


def suggested(terminal: Terminal, skus: Iterable[str]) -> list[SuggestionView]:
    """Return the suggested goods that may be sold today, at today's price."""
    found = (terminal.reference.product(sku) for sku in skus)
    sold = (on_day(each, today(terminal)) for each in found if each is not None and each.sellable and not each.blocked)
    return [SuggestionView(sku=each.sku, names=each.name, price_minor=each.price_minor) for each in sold]


def _movement(moved: PointsMovement, programme: Programme) -> MovementView:
    return MovementView(
        programme=moved.programme,
        kind=str(type(programme).__struct_config__.tag),
        names=programme.name,
        earned=moved.earned,
        spent=moved.spent,
        reversed=moved.reversed,
        restored=moved.restored,
        worth_minor=moved.earned * unit_value_minor(programme),
        usable_from=moved.usable_from,
    )


def _rewards(policy: Policy) -> list[Reward]:
    return [reward for programme in policy.programmes if isinstance(programme, PointsProgramme) for reward in programme.rewards]


def _coupon_name(policy: Policy, offer: str) -> Text:
    rule = policy.index.by_id.get(offer)
    return rule.offer.name if rule is not None else ""
