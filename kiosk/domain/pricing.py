"""The evaluator (law 7): basket, rules and time in; lines with frozen shares, totals, points, coupons and a trace out. One pure function.

Order: percentage offers, coupons, discounts that a person gave, tax, points, coupons to print. Returned lines stand as they were frozen
and take no part in it, save that a coupon is printed for what the goods of the whole basket come to.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kiosk.domain import earning, offers
from kiosk.domain.basket import Basket
from kiosk.domain.discounts import apply_given
from kiosk.domain.earlier import Earlier
from kiosk.domain.goods import Goods
from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from kiosk.domain.trace import TraceItem, not_met, trace_hash
from sync.protocol.errors import Refusal
from sync.protocol.facts import Evaluation, OfferShare, PointsMovement, RedeemedCoupon, SoldLine, TaxShare
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.offers import ReceiptCouponOffer
from sync.rules.tax import Taxed, by_id

__all__ = ["EVALUATOR_VERSION", "Priced", "TraceItem", "explain", "price"]

EVALUATOR_VERSION = 2
"""Raised with every change that can alter an effect or a trace; an entry names the version it was evaluated with.

2: discounts that a person gave, tax modes, deposits and gift cards. A basket without them comes to the same bytes as under 1; one with
them is something that 1 cannot read, so an entry that held them under the name of 1 could not be replayed by it (law 7).
"""


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """What a basket comes to. `to_issue` are the coupons its receipt should bear, `redeemed` those it uses up."""

    lines: list[SoldLine]
    taxes: list[TaxShare]
    net_minor: int
    tax_minor: int
    gross_minor: int
    discount_minor: int
    points: list[PointsMovement]
    to_issue: list[ReceiptCouponOffer]
    redeemed: list[RedeemedCoupon]
    trace: list[TraceItem]

    def evaluation(self, bundle: str, at: str) -> Evaluation:
        """Return what the entry keeps of how this came about."""
        return Evaluation(version=EVALUATOR_VERSION, bundle=bundle, trace=trace_hash(self.trace), at=at)


def price(basket: Basket, policy: Policy, now: datetime, earlier: Earlier | None = None) -> Priced:
    """Evaluate a basket; `now` is aware and in the store's zone, for it tells the day. Refuses `amount_limit` and `tax_unknown`.

    Offers always see the whole basket. `earlier` only saves the tax of lines that they left as they were; the result is the same without.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    goods = Goods(basket.lines, policy, basket.mode)
    has_member = basket.member is not None
    trace = offers.apply_percents(goods, policy.offers, has_member=has_member)
    redemptions = offers.apply_coupons(goods, basket.coupons, now.date())
    apply_given(goods, basket.discounts)
    known = earlier.untouched(goods, basket.mode, policy) if earlier is not None else [None] * len(goods.lines)
    taxed = _taxed(goods, known)
    points = earning.shares_of(taxed, goods.counts, policy.programmes if has_member else ())
    lines = _in_order(basket.lines, _sold_lines(goods, known, taxed, points))
    gross = sum(line.gross_minor for line in lines)
    if abs(gross) >= MINOR_LIMIT:
        raise Refusal("amount_limit", most=MINOR_LIMIT - 1)
    goods_gross = sum(line.gross_minor for line in lines if not line.kind)
    issuing = offers.coupons_to_issue(goods, policy.offers, goods_gross, has_member=has_member)
    trace += [redemption.item for redemption in redemptions]
    # One item an offer: where its coupon is being used, that is what the customer asks about.
    trace += [item for offer, item in issuing if all(offer.id != coupon.offer for coupon in basket.coupons)]
    return Priced(
        lines=lines,
        taxes=by_id(tax for line in lines for tax in line.taxes),
        net_minor=sum(line.net_minor for line in lines),
        tax_minor=sum(line.tax_minor for line in lines),
        gross_minor=gross,
        discount_minor=sum(line.discount_minor for line in lines),
        points=earning.movements(lines),
        to_issue=[offer for offer, item in issuing if item.status == "applied"],
        redeemed=[redemption.redeemed for redemption in redemptions if redemption.redeemed is not None],
        trace=trace,
    )


def explain(basket: Basket, policy: Policy, now: datetime, offer_id: str) -> TraceItem:
    """Return what became of an offer, candidate or not; refuses (`unknown_offer`) one that neither the shop nor a coupon names."""
    for item in price(basket, policy, now).trace:
        if item.id == offer_id:
            return item
    if all(offer.id != offer_id for offer in policy.offers):
        raise Refusal("unknown_offer", field="id", id=offer_id)
    return not_met(offer_id, "tags", 0, 1)


def _taxed(goods: Goods, known: Sequence[SoldLine | None]) -> list[Taxed | SoldLine]:
    """Return what each line comes to with its taxes; computed for those that are not known."""
    fresh = iter(goods.taxed([index for index, line in enumerate(known) if line is None]))
    return [next(fresh) if line is None else line for line in known]


def _sold_lines(
    goods: Goods, known: Sequence[SoldLine | None], taxed: Sequence[Taxed | SoldLine], points: Sequence[dict[str, int]]
) -> list[SoldLine]:
    return [
        _sold_line(goods, index, taxed[index], points[index]) if line is None else _with_points(line, points[index])
        for index, line in enumerate(known)
    ]


def _with_points(line: SoldLine, points: dict[str, int]) -> SoldLine:
    return line if line.points == points else msgspec.structs.replace(line, points=points)


def _sold_line(goods: Goods, index: int, taxed: Taxed | SoldLine, points: dict[str, int]) -> SoldLine:
    line, shares = goods.lines[index], goods.shares[index]
    unit, regular = line.unit_price_minor, line.regular_price_minor
    if goods.exempt:
        unit, regular = goods.bare(index, unit), None if regular is None else goods.bare(index, regular)
    return SoldLine(
        line=line.line,
        sku=line.sku,
        name=line.name,
        department=line.department,
        quantity=line.quantity,
        weight_g=line.weight_g,
        unit_price_minor=unit,
        amount_minor=goods.seen_minor[index],
        discount_minor=sum(shares.values()),
        net_minor=taxed.net_minor,
        tax_minor=taxed.tax_minor,
        gross_minor=taxed.gross_minor,
        taxes=list(taxed.taxes),
        offers=[OfferShare(id=id, amount_minor=amount) for id, amount in shares.items()],
        points=points,
        kind=line.kind,
        card=line.card,
        parent=line.parent,
        regular_price_minor=regular,
    )


def _in_order(lines: Sequence[BasketLine], sold: Sequence[SoldLine]) -> list[SoldLine]:
    """Return sold and returned lines in the basket's order."""
    fresh = iter(sold)
    return [line.frozen if line.frozen is not None else next(fresh) for line in lines]
