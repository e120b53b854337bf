"""Coupons laid on the basket: after offers, each by what those left, so that neither the order of scanning nor another coupon decides."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from kiosk.domain.basket import HeldCoupon
from kiosk.domain.goods import Goods
from kiosk.domain.loyalty.applying import barred, enact, item_of, lacking
from kiosk.domain.loyalty.chooser import Chooser
from kiosk.domain.loyalty.conditions import Facts
from kiosk.domain.loyalty.entering import enter
from kiosk.domain.loyalty.index import Index
from kiosk.domain.loyalty.limits import Barred
from kiosk.domain.loyalty.live import Live
from kiosk.domain.loyalty.meeting import NO_PLAN, apply_level
from kiosk.domain.loyalty.schedule import as_number
from kiosk.domain.loyalty.table import Table
from kiosk.domain.trace import TraceItem, not_met
from sync.protocol.facts import OfferUse, RedeemedCoupon
from sync.protocol.money import percent
from sync.protocol.offers import Choice, Discounting

NO_CHOICES: Mapping[str, Choice] = {}


class Redemption(msgspec.Struct, frozen=True):
    """A coupon's item of the trace, and what it was redeemed for (None: it stays unused); `use` is of the offer it gave."""

    coupon: HeldCoupon
    item: TraceItem
    redeemed: RedeemedCoupon | None = None
    use: OfferUse | None = None


class _Left(msgspec.Struct, frozen=True):
    """What offers left of the basket: its gross, and what may be taken off."""

    gross_minor: int
    discountable_minor: int


def redeem(
    coupons: Sequence[HeldCoupon], table: Table, goods: Goods, facts: Facts, index: Index, only: Mapping[str, Choice] = NO_CHOICES
) -> list[Redemption]:
    """Redeem every coupon that is valid and whose needs are met: offers that coupons give, then percentages, then amounts.

    Of several of a kind the one that ends first goes first. The answers are in the basket's order. `only` are the goods that coupons are
    for, by what they are of, where not all.
    """
    if not coupons:
        return []
    left = _Left(goods.gross_minor(), sum(table.left))
    found = {coupon.id: _redeem(coupon, table, goods, facts, index, left, only) for coupon in sorted(coupons, key=_turn)}
    return [found[coupon.id] for coupon in coupons]


def _turn(coupon: HeldCoupon) -> tuple[int, str, str]:
    return 0 if coupon.gives else 1 if coupon.percent_bp else 2, coupon.valid_until, coupon.id


def _redeem(
    coupon: HeldCoupon, table: Table, goods: Goods, facts: Facts, index: Index, left: _Left, only: Mapping[str, Choice]
) -> Redemption:
    refused = _refused(coupon, facts, left, sum(table.left))
    if refused is not None:
        return Redemption(coupon, refused)
    if coupon.gives:
        return _give(coupon, table, goods, facts, index)
    wanted = percent(left.discountable_minor, coupon.percent_bp) if coupon.percent_bp else coupon.amount_minor
    wanted = min(wanted, _most_minor(coupon, wanted, goods, index))
    places: Sequence[int] = goods.places
    if coupon.offer in only:
        places = Chooser(only[coupon.offer]).places(goods.lines, places)
    amount = min(wanted, sum(table.left[place] for place in places))
    taken = table.spread(amount, [(place, table.left[place]) for place in places])
    if not taken:
        return Redemption(coupon, not_met(coupon.offer, "discountable_minor", 0, 1, coupon=coupon.id))
    for place, part in taken:
        table.left[place] -= part
    goods.take(coupon.offer, [place for place, _ in taken], [part for _, part in taken])
    item = TraceItem(id=coupon.offer, status="applied", amount_minor=amount, coupon=coupon.id)
    return Redemption(coupon, item, RedeemedCoupon(id=coupon.id, offer=coupon.offer, amount_minor=amount, hold=coupon.hold))


def _most_minor(coupon: HeldCoupon, wanted: int, goods: Goods, index: Index) -> int:
    """Return how much more the coupons of an offer may take off this basket, as its limits say now."""
    rule = index.by_id.get(coupon.offer)
    most = rule.offer.limits.most_minor if rule is not None else None
    return wanted if most is None else most - sum(share.get(coupon.offer, 0) for share in goods.shares)


def _refused(coupon: HeldCoupon, facts: Facts, left: _Left, now_left: int) -> TraceItem | None:
    """Return why a coupon is not redeemed, whatever it gives."""
    today, until = facts.now.date(), date.fromisoformat(coupon.valid_until)
    if coupon.offer in facts.circumstances.stopped:
        return TraceItem(id=coupon.offer, status="stopped", coupon=coupon.id)
    if today > until:
        return not_met(coupon.offer, "valid_until", as_number(today), as_number(until), coupon=coupon.id)
    if coupon.member and (facts.member is None or facts.member.id != coupon.member):
        return not_met(coupon.offer, "member", 0, 1, coupon=coupon.id)
    if left.gross_minor < coupon.min_gross_minor:
        item = not_met(coupon.offer, "min_gross_minor", left.gross_minor, coupon.min_gross_minor, coupon=coupon.id)
        # More goods are something to take off; an offer that it gives may still want others.
        return item if coupon.gives else item.with_short(money=True, short=coupon.min_gross_minor - left.gross_minor)
    return not_met(coupon.offer, "discountable_minor", now_left, 1, coupon=coupon.id) if now_left <= 0 else None


def _give(coupon: HeldCoupon, table: Table, goods: Goods, facts: Facts, index: Index) -> Redemption:
    """Apply the offer that a coupon gives, under the offer's own conditions and limits."""
    rule = index.by_id.get(coupon.gives)
    if rule is None or not isinstance(rule.offer, Discounting):
        return Redemption(coupon, not_met(coupon.gives, "gives", 0, 1, coupon=coupon.id))
    places = rule.chooser.places(goods.lines, goods.places)
    entered = enter(rule, places, facts)
    if isinstance(entered, Barred):
        return Redemption(coupon, barred(rule, entered, coupon.id))
    if not isinstance(entered, Live):
        return Redemption(coupon, lacking(rule, entered, places, table, facts, coupon.id))
    [met] = apply_level([entered], table, NO_PLAN)
    enact(met, goods)
    item = item_of(met, table, facts, coupon.id)
    if met.take is None:
        return Redemption(coupon, item)
    redeemed = RedeemedCoupon(id=coupon.id, offer=coupon.offer, amount_minor=met.take.total, hold=coupon.hold)
    return Redemption(coupon, item, redeemed, OfferUse(offer=rule.id, pieces=met.take.pieces, amount_minor=met.take.total))
