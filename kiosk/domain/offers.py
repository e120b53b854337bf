"""Percentage offers and coupons on goods, and which coupons to print: conditions, order, allocation, and a trace item for each candidate.

A line takes at most one percentage offer, so percentages never compound: greater `priority` first, and among equals the greatest
percentage, which is the best for the customer; an offer whose every line is taken is `beaten`. Its `min_gross_minor` asks the gross of the
goods before any discount. Coupons come after percentages and do add up: each asks the gross that percentages left, before any coupon, so
that neither the order of scanning nor another coupon decides whether one counts.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from kiosk.domain.basket import HeldCoupon
from kiosk.domain.goods import Goods
from kiosk.domain.trace import TraceItem, not_met
from sync.protocol.facts import RedeemedCoupon
from sync.protocol.money import percent
from sync.protocol.offers import Offer, PercentOffer, ReceiptCouponOffer


class Redemption(msgspec.Struct, frozen=True):
    """A coupon's item of the trace, and what it was redeemed for (None: it stays unused)."""

    item: TraceItem
    redeemed: RedeemedCoupon | None = None


def apply_percents(goods: Goods, offers: Sequence[Offer], *, has_member: bool) -> list[TraceItem]:
    """Take every percentage offer that meets its conditions off the goods."""
    percents = sorted((offer for offer in offers if isinstance(offer, PercentOffer)), key=_strength)
    gross_minor = goods.gross_minor() if any(offer.when.min_gross_minor is not None for offer in percents) else 0
    taken: set[int] = set()
    trace: list[TraceItem] = []
    for offer in percents:
        places = matching(goods, offer)
        if not places:
            continue
        failed = _failed(offer, gross_minor, has_member=has_member)
        trace.append(failed or _apply(goods, offer, [place for place in places if place not in taken]))
        if failed is None:
            taken.update(places)
    return trace


def apply_coupons(goods: Goods, coupons: Sequence[HeldCoupon], today: date) -> list[Redemption]:
    """Redeem every coupon that is valid and whose needs are met, spread over all goods; never below zero."""
    gross_minor = goods.gross_minor() if coupons else 0
    return [_redeem(goods, coupon, today, gross_minor) for coupon in coupons]


def coupons_to_issue(
    goods: Goods, offers: Sequence[Offer], gross_minor: int, *, has_member: bool
) -> list[tuple[ReceiptCouponOffer, TraceItem]]:
    """Return the receipt coupons whose goods are in the basket, each with its item; `gross_minor` is what the whole basket comes to."""
    issuing = sorted((offer for offer in offers if isinstance(offer, ReceiptCouponOffer)), key=lambda offer: (-offer.priority, offer.id))
    return [
        (offer, _failed(offer, gross_minor, has_member=has_member) or TraceItem(id=offer.id, status="applied"))
        for offer in issuing
        if matching(goods, offer)
    ]


def matching(goods: Goods, offer: Offer) -> list[int]:
    """Return the places of the lines that carry one of the offer's tags; without tags, of all."""
    if not offer.when.tags:
        return goods.places
    wanted = set(offer.when.tags)
    return [place for place in goods.places if not wanted.isdisjoint(goods.lines[place].tags)]


def _strength(offer: PercentOffer) -> tuple[int, int, str]:
    return -offer.priority, -offer.percent_bp, offer.id


def _failed(offer: Offer, gross_minor: int, *, has_member: bool) -> TraceItem | None:
    """Return the item of the first condition that does not hold."""
    when = offer.when
    if when.member is not None and when.member is not has_member:
        return not_met(offer.id, "member", int(has_member), int(when.member))
    if when.min_gross_minor is not None and gross_minor < when.min_gross_minor:
        return not_met(offer.id, "min_gross_minor", gross_minor, when.min_gross_minor)
    return None


def _apply(goods: Goods, offer: PercentOffer, places: list[int]) -> TraceItem:
    if not places:
        return TraceItem(id=offer.id, status="beaten")
    lefts = [goods.left(place) for place in places]
    if offer.allocation == "per_line":
        amounts = [percent(left, offer.percent_bp) for left in lefts]
        goods.take(offer.id, places, amounts)
        return TraceItem(id=offer.id, status="applied", amount_minor=sum(amounts))
    total = percent(sum(lefts), offer.percent_bp)
    goods.spread(offer.id, places, total)
    return TraceItem(id=offer.id, status="applied", amount_minor=total)


def _redeem(goods: Goods, coupon: HeldCoupon, today: date, gross_minor: int) -> Redemption:
    left = goods.all_left()
    until = date.fromisoformat(coupon.valid_until)
    if today > until:
        return Redemption(not_met(coupon.offer, "valid_until", _as_number(today), _as_number(until), coupon=coupon.id))
    if gross_minor < coupon.min_gross_minor:
        return Redemption(not_met(coupon.offer, "min_gross_minor", gross_minor, coupon.min_gross_minor, coupon=coupon.id))
    amount = min(coupon.amount_minor, left)
    if amount <= 0:
        return Redemption(not_met(coupon.offer, "discountable_minor", left, 1, coupon=coupon.id))
    goods.spread(coupon.offer, range(len(goods.lines)), amount)
    item = TraceItem(id=coupon.offer, status="applied", amount_minor=amount, coupon=coupon.id)
    return Redemption(item, RedeemedCoupon(id=coupon.id, offer=coupon.offer, amount_minor=amount))


def _as_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
