"""LOYALTY's laws of the evaluator under Hypothesis, as far as percentages, coupons and points go; each with a wrong twin that goes red."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.lines import BasketLine
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Priced, price
from sync.protocol.facts import OfferShare
from sync.protocol.offers import OfferWhen, PercentOffer
from sync.protocol.records import Product, Tax
from sync.rules.tax import Rounding
from tests.unit.kiosk.domain.builders import MEMBER, NEXT, NOW, POINTS, T10, T20, T55, basket_of, coupon, empty, piece, policy

Engine = Callable[[Basket, Policy, datetime], Priced]
TAXES = (T55, T10, T20, Tax(id="ECO", name="", fixed_minor=2))
roundings: st.SearchStrategy[Rounding] = st.sampled_from(["line", "rate"])
TAGS = ["bio", "new"]
tags = st.lists(st.sampled_from(TAGS), unique=True, max_size=2)
goods = st.builds(
    lambda amount, tax, tagged: piece(amount, f"{amount}{tax}{tagged}", taxes=tax, tags=tagged),
    st.integers(0, 5_000),
    st.sampled_from([(), ("T55",), ("T10",), ("T20",), ("T20", "ECO")]),
    tags,
)
counted = st.lists(st.tuples(goods, st.integers(1, 12)), min_size=1, max_size=8)
percents = st.builds(
    PercentOffer,
    id=st.sampled_from("abcd"),
    when=st.builds(OfferWhen, tags=tags, min_gross_minor=st.none() | st.integers(0, 5_000), member=st.none() | st.booleans()),
    percent_bp=st.integers(1, 10_000),
    allocation=st.sampled_from(["per_line", "basket"]),
    priority=st.integers(-1, 1),
)
offers = st.lists(percents, max_size=4, unique_by=lambda offer: offer.id)
coupons = st.lists(st.tuples(st.integers(1, 3_000), st.integers(0, 4_000)), max_size=3).map(
    lambda found: [coupon(amount, least, f"c{index}") for index, (amount, least) in enumerate(found)]
)


@st.composite
def rules(draw: st.DrawFn, *, included: bool | None = None) -> Policy:
    mode = draw(st.booleans()) if included is None else included
    rounding = draw(roundings)
    return policy(*draw(offers), NEXT, taxes=TAXES, programmes=[POINTS], included=mode, tax_rounding=rounding)


@st.composite
def filled(draw: st.DrawFn) -> Basket:
    return basket_of(*draw(counted), member=draw(st.sampled_from([None, MEMBER])), coupons=draw(coupons))


def check_shares(engine: Engine, basket: Basket, given_rules: Policy) -> None:
    """No line below zero; a line's shares are its discount; all shares of an offer are what its trace says; points likewise."""
    found = engine(basket, given_rules, NOW)
    for line in found.lines:
        assert 0 <= line.discount_minor <= line.amount_minor
        assert line.discount_minor == sum(share.amount_minor for share in line.offers)
        assert all(share.amount_minor > 0 for share in line.offers)
        assert line.gross_minor >= 0
        assert all(points > 0 for points in line.points.values())
    applied: dict[str, int] = {}
    for item in found.trace:
        if item.status == "applied" and item.amount_minor is not None:
            applied[item.id] = applied.get(item.id, 0) + item.amount_minor
    taken: dict[str, int] = {}
    for line in found.lines:
        for share in line.offers:
            taken[share.id] = taken.get(share.id, 0) + share.amount_minor
    assert taken == {id: amount for id, amount in applied.items() if amount}
    assert sum(each.amount_minor for each in found.redeemed) == taken.get("next", 0)
    assert {each.programme: each.earned for each in found.points} == _points_on_lines(found)
    assert bool(found.points) <= (basket.member is not None)


def _points_on_lines(found: Priced) -> dict[str, int]:
    total: dict[str, int] = {}
    for line in found.lines:
        for id, points in line.points.items():
            total[id] = total.get(id, 0) + points
    return total


@given(filled(), rules())
def test_shares_sum_and_nothing_is_negative(basket: Basket, given_rules: Policy) -> None:
    check_shares(price, basket, given_rules)


def test_a_lost_share_and_a_negative_line_are_seen() -> None:
    def with_share(amount: int) -> Engine:
        def wrong(basket: Basket, given_rules: Policy, now: datetime) -> Priced:
            found = price(basket, given_rules, now)
            line = found.lines[0]
            spoilt = msgspec.structs.replace(line, discount_minor=amount, offers=[OfferShare(id="a", amount_minor=amount)])
            return msgspec.structs.replace(found, lines=[spoilt, *found.lines[1:]])

        return wrong

    basket, given_rules = basket_of(piece(1000)), policy(PercentOffer(id="a", percent_bp=1000))
    check_shares(with_share(100), basket, given_rules)
    for wrong_amount in (99, 1001):
        with pytest.raises(AssertionError):
            check_shares(with_share(wrong_amount), basket, given_rules)


def seen(found: Priced) -> int:
    """What the customer sees of all lines after discounts, before taxes that come on top."""
    return sum(line.amount_minor - line.discount_minor for line in found.lines)


def check_order(engine: Engine, basket: Basket, other: Basket, given_rules: Policy) -> None:
    one, two = engine(basket, given_rules, NOW), engine(other, given_rules, NOW)
    assert seen(one) == seen(two)
    assert one.trace == two.trace
    assert one.redeemed == two.redeemed
    if given_rules.shop.prices_include_tax:
        assert one.gross_minor == two.gross_minor
        assert one.points == two.points


def reordered(basket: Basket, lines: Sequence[BasketLine]) -> Basket:
    return msgspec.structs.replace(basket, lines=list(lines))


@given(filled(), rules(), st.data())
def test_the_total_does_not_depend_on_line_order(basket: Basket, given_rules: Policy, data: st.DataObject) -> None:
    """In tax-excluded mode a tie may put a cent under another rate: what is seen stays, its tax moves by a unit per rate and line."""
    other = reordered(basket, data.draw(st.permutations(basket.lines)))
    check_order(price, basket, other, given_rules)
    one, two = price(basket, given_rules, NOW), price(other, given_rules, NOW)
    assert abs(one.gross_minor - two.gross_minor) <= len(basket.lines) * len(TAXES)


def test_an_evaluator_that_looks_at_the_first_line_is_seen() -> None:
    def wrong(basket: Basket, given_rules: Policy, now: datetime) -> Priced:
        first = reordered(basket, basket.lines[:1])
        return price(first, given_rules, now)

    basket = basket_of(piece(100), piece(200))
    with pytest.raises(AssertionError):
        check_order(wrong, basket, reordered(basket, basket.lines[::-1]), policy())


def split(basket: Basket, index: int, pieces: int) -> Basket:
    """The same goods with one line as two."""
    line = basket.lines[index]
    parts = [
        msgspec.structs.replace(line, quantity=pieces),
        msgspec.structs.replace(line, line=basket.next_line, quantity=line.quantity - pieces),
    ]
    return msgspec.structs.replace(
        basket, lines=[*basket.lines[:index], *parts, *basket.lines[index + 1 :]], next_line=basket.next_line + 1
    )


def check_split(engine: Engine, basket: Basket, parts: Basket, given_rules: Policy) -> None:
    """With allocation `basket` nothing changes; with `per_line` at most one minor unit per offer and resulting line."""
    percentages = [offer for offer in given_rules.offers if isinstance(offer, PercentOffer)]
    per_line = sum(offer.allocation == "per_line" for offer in percentages)
    apart = abs(seen(engine(basket, given_rules, NOW)) - seen(engine(parts, given_rules, NOW)))
    assert apart <= 2 * per_line


@given(counted, st.lists(percents.map(lambda o: msgspec.structs.replace(o, when=OfferWhen(tags=o.when.tags))), max_size=3), st.data())
def test_splitting_a_line(lines: list[tuple[Product, int]], found: list[PercentOffer], data: st.DataObject) -> None:
    basket = basket_of(*lines)
    splittable = [index for index, line in enumerate(basket.lines) if line.quantity > 1]
    assume(splittable)
    index = data.draw(st.sampled_from(splittable))
    pieces = data.draw(st.integers(1, basket.lines[index].quantity - 1))
    given_rules = policy(*found, taxes=TAXES, included=data.draw(st.booleans()))
    check_split(price, basket, split(basket, index, pieces), given_rules)


def test_a_split_that_matters_is_seen() -> None:
    def wrong(basket: Basket, given_rules: Policy, now: datetime) -> Priced:
        return price(reordered(basket, basket.lines[1:]), given_rules, now)

    basket = basket_of((piece(100), 2), piece(5))
    with pytest.raises(AssertionError):
        check_split(wrong, basket, split(basket, 0, 1), policy(PercentOffer(id="a", percent_bp=1000)))


@given(filled(), rules(included=True))
def test_gross_is_what_the_customer_sees_where_prices_include_tax(basket: Basket, given_rules: Policy) -> None:
    result = price(basket, given_rules, NOW)
    assert [line.gross_minor for line in result.lines] == [line.amount_minor - line.discount_minor for line in result.lines]


@given(filled(), rules())
def test_replay_gives_the_same_bytes(basket: Basket, given_rules: Policy) -> None:
    stored = msgspec.json.encode(basket)
    replayed = price(msgspec.json.decode(stored, type=Basket), given_rules, NOW)
    assert msgspec.json.encode(replayed) == msgspec.json.encode(price(basket, given_rules, NOW))


@given(counted, offers, coupons)
def test_points_are_the_floor_of_the_whole_basket(
    lines: list[tuple[Product, int]], found: list[PercentOffer], held: list[baskets.HeldCoupon]
) -> None:
    basket = basket_of(*lines, member=MEMBER, coupons=held)
    result = price(basket, policy(*found, taxes=TAXES, programmes=[POINTS]), NOW)
    assert sum(each.earned for each in result.points) == result.gross_minor // 100


@given(counted, offers)
def test_a_coupon_never_makes_it_dearer(lines: list[tuple[Product, int]], found: list[PercentOffer]) -> None:
    given_rules = policy(*found, taxes=TAXES)
    without = price(basket_of(*lines), given_rules, NOW)
    with_one = price(basket_of(*lines, coupons=[coupon(500, 1000)]), given_rules, NOW)
    assert without.gross_minor - 500 <= with_one.gross_minor <= without.gross_minor


def test_nothing_comes_to_nothing() -> None:
    assert price(empty(), policy(NEXT), NOW).gross_minor == 0
