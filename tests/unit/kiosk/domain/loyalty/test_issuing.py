"""Coupons chosen for the receipt: by what the basket came to in the end, one of a group, tied to a member, within caps."""

import msgspec
import pytest

from kiosk.domain.basket import Basket
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import price
from sync.protocol.offers import CouponValid, OfferWhen, PercentOffer, ReceiptCouponOffer
from tests.unit.kiosk.domain.builders import MEMBER, NOW, basket_of, coupon, piece, policy

NEXT = ReceiptCouponOffer(id="next", when=OfferWhen(min_gross_minor=2000), amount_minor=500)


def printed(basket: Basket, rules: Policy) -> list[str]:
    return [offer.id for offer in price(basket, rules, NOW).to_issue]


def test_what_is_paid_counts_and_what_is_missing_is_said() -> None:
    rules = policy(NEXT, PercentOffer(id="p", percent_bp=1000))
    assert printed(basket_of(piece(2000)), rules) == []
    item = price(basket_of(piece(2000)), rules, NOW).trace[-1]
    assert (item.id, item.have, item.need, item.short_minor) == ("next", 1800, 2000, 200)
    assert printed(basket_of(piece(2300)), rules) == ["next"]


def test_of_a_group_one_is_printed_the_more_urgent_or_the_greater() -> None:
    small, great = (msgspec.structs.replace(NEXT, id=id, amount_minor=amount, group="g") for id, amount in (("small", 100), ("great", 900)))
    assert printed(basket_of(piece(3000)), policy(small, great)) == ["great"]
    assert printed(basket_of(piece(3000)), policy(msgspec.structs.replace(small, priority=1), great)) == ["small"]
    trace = price(basket_of(piece(3000)), policy(small, great), NOW).trace
    assert {item.id: (item.status, item.by) for item in trace} == {"great": ("applied", None), "small": ("beaten", "great")}


@pytest.mark.parametrize(("member", "expected"), [(MEMBER, ["next"]), (None, [])])
def test_a_tied_coupon_needs_somebody_to_tie_it_to(member: object, expected: list[str]) -> None:
    rules = policy(msgspec.structs.replace(NEXT, tied=True))
    assert printed(basket_of(piece(3000), member=member), rules) == expected  # type: ignore[arg-type]


def test_where_its_coupon_is_used_that_is_what_the_trace_says() -> None:
    found = price(basket_of(piece(3000), coupons=[coupon(500)]), policy(NEXT), NOW)
    assert [(item.id, item.coupon) for item in found.trace] == [("next", "c1")]
    assert found.to_issue == [NEXT]


@pytest.mark.parametrize(("day", "expected"), [("2026-11-22", ["next"]), ("2026-11-21", [])])
def test_a_coupon_whose_day_has_passed_is_not_printed(day: str, expected: list[str]) -> None:
    rules = policy(msgspec.structs.replace(NEXT, valid=CouponValid(until="day", day=day)))
    assert printed(basket_of(piece(3000)), rules) == expected
    item = price(basket_of(piece(3000)), rules, NOW).trace[-1]
    assert (item.status, item.have, item.need) == (("applied", None, None) if expected else ("not_met", 20261122, 20261121))
