"""Coupons to print on the receipt: which of the shop's rules choose one for this basket, once everything else is known."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.loyalty.applying import barred, not_met_of
from kiosk.domain.loyalty.conditions import Facts, lack_of
from kiosk.domain.loyalty.index import Rule
from kiosk.domain.loyalty.limits import Barred, caps_of
from kiosk.domain.loyalty.schedule import as_number
from kiosk.domain.loyalty.table import Groups
from kiosk.domain.loyalty.taking import MONEY, Lack
from kiosk.domain.trace import TraceItem
from sync.protocol.offers import ReceiptCouponOffer
from sync.rules.calendar import valid_until


class Issue(NamedTuple):
    """A receipt coupon's item of the trace, and the coupon where it is to be printed."""

    item: TraceItem
    offer: ReceiptCouponOffer | None = None


def to_print(found: Mapping[Rule, Sequence[int]], facts: Facts, groups: Groups) -> list[Issue]:
    """Return every candidate; `facts` tell the gross that the whole basket comes to. Of a group a basket has one coupon."""
    issues: list[Issue] = []
    for rule in sorted((rule for rule in found if rule.prints), key=lambda rule: (-rule.offer.priority, -_worth(rule), rule.id)):
        offer = rule.offer
        if isinstance(offer, ReceiptCouponOffer):
            issues.append(_issue(rule, offer, found[rule], facts, groups))
    return issues


def _issue(rule: Rule, offer: ReceiptCouponOffer, places: Sequence[int], facts: Facts, groups: Groups) -> Issue:
    caps = caps_of(rule, facts)
    if isinstance(caps, Barred) and caps.lack is None:
        return Issue(barred(rule, caps))
    lack = _over(offer, facts) or lack_of(rule, facts, places)
    if lack is None and offer.tied and facts.member is None:
        lack = Lack("member", 0, 1)
    if lack is not None:
        return Issue(_nearly(rule, lack, places, facts))
    if isinstance(caps, Barred):
        return Issue(barred(rule, caps))
    if offer.group and offer.group in groups.closed:
        return Issue(TraceItem(id=rule.id, status="beaten", by=groups.closed[offer.group]))
    if caps.amount_minor is not None and offer.amount_minor > caps.amount_minor:
        return Issue(barred(rule, Barred("spent", Lack("budget_minor", caps.amount_minor, offer.amount_minor))))
    if offer.group:
        groups.closed[offer.group] = rule.id
    return Issue(TraceItem(id=rule.id, status="applied"), offer)


def _over(offer: ReceiptCouponOffer, facts: Facts) -> Lack | None:
    """A coupon whose fixed day has passed is not worth its paper."""
    today = facts.now.date()
    until = valid_until(offer.valid, today)
    return Lack("valid_until", as_number(today), as_number(until)) if until < today else None


def _nearly(rule: Rule, lack: Lack, places: Sequence[int], facts: Facts) -> TraceItem:
    item = not_met_of(rule, lack, None)
    if (
        not lack.measure
        or not places
        or lack_of(rule, facts, places, but=lack.condition) is not None
        or isinstance(caps_of(rule, facts), Barred)
    ):
        return item
    return item.with_short(money=lack.measure == MONEY, short=lack.need - lack.have)


def _worth(rule: Rule) -> int:
    return rule.offer.amount_minor if isinstance(rule.offer, ReceiptCouponOffer) else 0
