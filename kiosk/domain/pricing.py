"""The evaluator (law 7): basket, rules and time in; lines with frozen shares, totals, points, coupons and a trace out. One pure function.

Order: offers by priority, coupons, punch cards, rewards, discounts that a person gave, margin floors, tax, what is earned, coupons to
print. Returned lines stand as they were frozen and take no part in it, save that a coupon is printed for what the goods of the whole basket
come to.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kiosk.domain.basket import Basket
from kiosk.domain.earlier import Last, Memo, untouched
from kiosk.domain.goods import Goods
from kiosk.domain.lines import BasketLine
from kiosk.domain.loyalty.evaluation import Effects
from kiosk.domain.loyalty.movements import movements
from kiosk.domain.policy import NOWHERE, Circumstances, Policy
from kiosk.domain.trace import TraceItem, trace_hash
from sync.protocol.errors import Refusal
from sync.protocol.evaluation import Asked, Evaluation
from sync.protocol.facts import OfferShare, OfferUse, PointsMovement, RedeemedCoupon, RewardTaken, SoldLine, TaxShare
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.offers import ReceiptCouponOffer
from sync.rules.tax import Taxed, by_id

__all__ = ["EVALUATOR_VERSION", "Memo", "Priced", "TraceItem", "explain", "price"]

EVALUATOR_VERSION = 4
"""Raised with every change that can alter an effect or a trace; an entry names the version it was evaluated with.

2: discounts that a person gave, tax modes, deposits and gift cards. A basket without them comes to the same bytes as under 1; one with
them is something that 1 cannot read, so an entry that held them under the name of 1 could not be replayed by it (law 7).
3: all kinds of offers and programmes; offers combine unless they bear the same group, where one percentage a line was had before.
4: the price before any offer is `initial` for every kind, and amounts off the whole ticket come last; an offer of a stopped programme says
so and keeps no goods of its group.
"""


class Priced(msgspec.Struct, frozen=True, kw_only=True):
    """What a basket comes to. `to_issue` are the coupons its receipt should bear, `redeemed` those it uses up; `rewards` are those bought,
    `uses` what it used of offers that are limited by member or campaign, `suggested` the sku of goods to speak of."""

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
    rewards: list[RewardTaken] = []
    uses: list[OfferUse] = []
    suggested: list[str] = []

    def evaluation(self, bundle: str, at: str, asked: Asked | None = None) -> Evaluation:
        """Return what the entry keeps of how this came about."""
        return Evaluation(version=EVALUATOR_VERSION, bundle=bundle, trace=trace_hash(self.trace), at=at, asked=asked)


def price(basket: Basket, policy: Policy, now: datetime, circumstances: Circumstances = NOWHERE, memo: Memo | None = None) -> Priced:
    """Evaluate a basket; `now` is aware and in the store's zone, for it tells the day. Refuses `amount_limit` and `tax_unknown`.

    Offers always see the whole basket. `memo` only saves work that nothing has changed since; the result is the same without.
    """
    return _evaluate(basket, policy, now, circumstances, memo if memo is not None else Memo())[0]


def explain(basket: Basket, policy: Policy, now: datetime, offer_id: str, circumstances: Circumstances = NOWHERE) -> TraceItem:
    """Return what became of an offer, candidate or not; refuses (`unknown_offer`) one that neither the shop nor a coupon names."""
    result, effects = _evaluate(basket, policy, now, circumstances, Memo())
    for item in result.trace:
        if item.id == offer_id:
            return item
    rule = policy.index.by_id.get(offer_id)
    if rule is None:
        raise Refusal("unknown_offer", field="id", id=offer_id)
    return effects.explain(rule)


def explain_all(basket: Basket, policy: Policy, now: datetime, circumstances: Circumstances = NOWHERE) -> list[TraceItem]:
    """Return the trace, and after it what is to be said of every other offer of the bundle, in the order of rules."""
    result, effects = _evaluate(basket, policy, now, circumstances, Memo())
    traced = {item.id for item in result.trace}
    return [*result.trace, *(effects.explain(rule) for rule in policy.index.rules if rule.id not in traced)]


def _evaluate(basket: Basket, policy: Policy, now: datetime, circumstances: Circumstances, memo: Memo) -> tuple[Priced, Effects]:
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    last = memo.under(policy, basket.mode)
    goods = Goods(basket.lines, policy, basket.mode, last.goods if last is not None else None)
    effects = Effects(basket, goods, policy, now, circumstances, last.offers if last is not None else None)
    known = untouched(last, goods, policy)
    taxed = _taxed(goods, known)
    returned = sum(line.frozen.gross_minor for line in basket.lines if line.frozen is not None and not line.kind)
    effects.reward(taxed, returned)
    sold = _sold_lines(goods, known, taxed, effects)
    lines = _in_order(basket.lines, sold)
    gross = sum([line.gross_minor for line in lines])
    if abs(gross) >= MINOR_LIMIT:
        raise Refusal("amount_limit", most=MINOR_LIMIT - 1)
    memo.keep(policy, basket.mode, Last(goods, effects.memory, sold))
    return _priced(lines, gross, effects, policy, now), effects


def _priced(lines: list[SoldLine], gross_minor: int, effects: Effects, policy: Policy, now: datetime) -> Priced:
    return Priced(
        lines=lines,
        taxes=by_id([tax for line in lines for tax in line.taxes]),
        net_minor=sum([line.net_minor for line in lines]),
        tax_minor=sum([line.tax_minor for line in lines]),
        gross_minor=gross_minor,
        discount_minor=sum([line.discount_minor for line in lines]),
        points=movements(lines, effects.spent_on_no_line, policy.programmes, now.date()),
        to_issue=effects.printed,
        redeemed=effects.redeemed,
        trace=effects.trace(),
        rewards=effects.rewards,
        uses=effects.uses(),
        suggested=[offer.sku for offer in effects.suggested],
    )


def _taxed(goods: Goods, known: Sequence[SoldLine | None]) -> list[Taxed | SoldLine]:
    """Return what each line comes to with its taxes; computed for those that are not known."""
    fresh = iter(goods.taxed([index for index, line in enumerate(known) if line is None]))
    return [next(fresh) if line is None else line for line in known]


def _sold_lines(goods: Goods, known: Sequence[SoldLine | None], taxed: Sequence[Taxed | SoldLine], effects: Effects) -> list[SoldLine]:
    return [
        _sold_line(goods, index, taxed[index], earned, lost)
        if line is None
        else line
        if line.points == earned and line.spent == lost
        else msgspec.structs.replace(line, points=earned, spent=lost)
        for index, (line, earned, lost) in enumerate(zip(known, effects.earned, effects.spent, strict=True))
    ]


def _sold_line(goods: Goods, index: int, taxed: Taxed | SoldLine, points: dict[str, int], spent: dict[str, int]) -> SoldLine:
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
        spent=spent,
        kind=line.kind,
        card=line.card,
        parent=line.parent,
        regular_price_minor=regular,
    )


def _in_order(lines: Sequence[BasketLine], sold: Sequence[SoldLine]) -> list[SoldLine]:
    """Return sold and returned lines in the basket's order."""
    if len(sold) == len(lines):
        return list(sold)
    fresh = iter(sold)
    return [line.frozen if line.frozen is not None else next(fresh) for line in lines]
