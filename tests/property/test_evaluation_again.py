"""An evaluation that takes over what an earlier one found comes to the same bytes as one from nothing; with wrong twins."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import accumulate

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain import earlier as earlier_module
from kiosk.domain import goods as goods_module
from kiosk.domain import pricing as pricing_module
from kiosk.domain.basket import Basket
from kiosk.domain.discounts import Given
from kiosk.domain.earlier import Last, Memo, untouched
from kiosk.domain.goods import Goods
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import price
from kiosk.domain.returns import give_back
from sync.protocol.errors import Refusal
from sync.protocol.facts import SoldLine
from sync.protocol.offers import OfferWhen, PercentOffer
from sync.protocol.records import Product, Tax
from sync.rules.tax import Taxed, TaxInput, tax_lines
from tests.unit.kiosk.domain.builders import BIO10, MEMBER, NEXT, NOW, POINTS, T20, T55, by_weight, coupon, empty, piece, policy, sell

ECO = Tax(id="ECO", name="eco", fixed_minor=13)
DEPOSIT = Product(sku="deposit", name="d", department="d", price_minor=20, unit="piece", taxes=[])
AWAY = msgspec.structs.replace(piece(450, "meal", taxes=["T20"]), take_away_taxes=["T55"])
BOXED = msgspec.structs.replace(piece(450, "boxed", taxes=["T20"]), take_away_taxes=["ECO", "T55"])
PRODUCTS = (
    piece(100, "a", taxes=["T20"], tags=["bio"]),
    piece(333, "b", taxes=["T55"]),
    piece(1999, "lamp", taxes=["ECO", "T20"]),
    AWAY,
    BOXED,
)
LARGE = PercentOffer(id="large", when=OfferWhen(min_gross_minor=3_000), percent_bp=500, allocation="basket", priority=-1)
Act = Callable[[Basket], Basket]
SALE = policy(BIO10, taxes=(T55, T20, ECO), programmes=[POINTS])


def given_back(pieces: int) -> Act:
    sale = sell(baskets.add_product(baskets.set_member(empty(), MEMBER), PRODUCTS[0], quantity=3), SALE)
    return lambda basket: baskets.add_returns(basket, give_back(sale, [], [(1, pieces)], sale.number), MEMBER)


def discounted(given: Given) -> Act:
    return lambda basket: msgspec.structs.replace(basket, discounts=[*basket.discounts, given])


def in_mode(mode: str) -> Act:
    return lambda basket: msgspec.structs.replace(basket, mode=mode)


def read_back(basket: Basket) -> Basket:
    """As after a start: every line is equal, none is the same object."""
    return msgspec.json.decode(msgspec.json.encode(basket), type=Basket)


goods = st.builds(
    lambda product, count, deposit: lambda basket: baskets.add_product(basket, product, quantity=count, deposit=deposit),
    st.sampled_from(PRODUCTS),
    st.integers(1, 20),
    st.sampled_from([None, DEPOSIT]),
)
weighed = st.integers(1, 5_000).map(
    lambda grams: lambda basket: baskets.add_product(basket, by_weight(1999, taxes=["T55"]), weight_g=grams)
)
fewer = st.builds(lambda line, count: lambda basket: baskets.set_quantity(basket, line, count), st.integers(1, 8), st.integers(1, 30))
gone = st.builds(lambda line: lambda basket: baskets.void_line(basket, line, None), st.integers(1, 8))
coupons = st.integers(1, 900).map(lambda amount: lambda basket: baskets.add_coupon(basket, coupon(amount, id=f"c{amount}")))
members = st.sampled_from([MEMBER, None]).map(lambda member: lambda basket: baskets.set_member(basket, member))
discounts = st.builds(Given, line=st.integers(0, 4), kind=st.just("manual"), percent_bp=st.integers(1, 10_000)).map(discounted)
modes = st.sampled_from(["", "eat_in", "take_away", "exempt"]).map(in_mode)
others = st.one_of(fewer, gone, coupons, members, discounts, modes, st.just(read_back), st.integers(1, 3).map(given_back))
acts: st.SearchStrategy[Act] = st.one_of(goods, weighed, others)
policies: st.SearchStrategy[Policy] = st.builds(
    lambda offers, included, rounding, programmes: policy(
        *offers, taxes=(T55, T20, ECO), included=included, tax_rounding=rounding, programmes=programmes
    ),
    st.lists(st.sampled_from([BIO10, LARGE, NEXT]), unique_by=lambda offer: offer.id),
    st.booleans(),
    st.sampled_from(["line", "line", "rate"]),
    st.sampled_from([(), (POINTS,)]),
)


def states(steps: Sequence[Act]) -> list[Basket]:
    """The baskets that things done at the counter lead through; a refusal leaves the basket as it was."""

    def after(basket: Basket, act: Act) -> Basket:
        with suppress(Refusal):
            return act(basket)
        return basket

    return list(accumulate(steps, after, initial=empty()))


def check_same(steps: Sequence[Act], rules: Policy, changed_to: Policy | None = None) -> None:
    """Evaluate each basket from what the one before it came to, and from nothing; `changed_to` are new rules halfway."""
    memo = Memo()
    ticket = states(steps)
    for number, basket in enumerate(ticket):
        now = changed_to if changed_to is not None and number > len(ticket) // 2 else rules
        again, whole = price(basket, now, NOW, memo=memo), price(basket, now, NOW)
        assert msgspec.json.encode(again) == msgspec.json.encode(whole)


@given(st.lists(acts, max_size=20), policies, st.none() | policies)
def test_what_is_taken_over_is_what_would_be_computed(steps: list[Act], rules: Policy, changed_to: Policy | None) -> None:
    check_same(steps, rules, changed_to)


TWO = (lambda basket: baskets.add_product(basket, PRODUCTS[0]), lambda basket: baskets.add_product(basket, PRODUCTS[3]))


def test_a_scan_has_the_tax_of_its_own_line_computed_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counting(lines: Sequence[TaxInput], **how: object) -> list[Taxed]:
        asked.append(len(lines))
        return tax_lines(lines, **how)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(goods_module, "tax_lines", counting)
    check_same([*TWO, lambda basket: baskets.add_product(basket, PRODUCTS[1])], SALE)
    # Of each pair the first takes over, the second computes the whole basket.
    assert asked == [0, 0, 1, 1, 1, 2, 1, 3]


def test_fixed_taxes_of_goods_to_take_away_are_never_discounted() -> None:
    """A ticket that is said to be to take away may be given all but those, whatever it was given before."""
    free = policy(PercentOffer(id="free", percent_bp=10_000), taxes=(T55, T20, ECO))
    check_same([lambda basket: baskets.add_product(basket, BOXED), in_mode("take_away"), in_mode("eat_in")], free)


def test_a_line_that_forgets_its_discount_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_module, "_otherwise_discounted", lambda now, before: [])
    with pytest.raises(AssertionError):
        check_same([*TWO, discounted(Given(line=0, kind="manual", percent_bp=1_000))], SALE)


@pytest.mark.parametrize("ignored", ["mode", "rules", "rounding"])
def test_a_line_that_ignores_what_it_was_computed_under_is_seen(monkeypatch: pytest.MonkeyPatch, ignored: str) -> None:
    def wrong(last: Last | None, goods: Goods, policy: Policy) -> list[SoldLine | None]:
        shop = msgspec.structs.replace(policy.shop, tax_rounding="line")
        return untouched(last, goods, msgspec.structs.replace(policy, shop=shop))

    if ignored == "rounding":
        monkeypatch.setattr(pricing_module, "untouched", wrong)
    else:
        monkeypatch.setattr(Memo, "under", lambda self, policy, mode: self._last)
    dearer = policy(BIO10, taxes=(T55, msgspec.structs.replace(T20, rate_bp=2_500), ECO))
    by_rate = policy(taxes=(T20, T55), tax_rounding="rate")
    many = [lambda basket, at=at: baskets.add_product(basket, piece(1, f"cent{at}", taxes=["T20"])) for at in range(9)]
    ticket: dict[str, tuple[Sequence[Act], Policy, Policy | None]] = {
        "mode": ([*TWO, in_mode("take_away")], SALE, None),
        "rules": ([*TWO, members_on], SALE, dearer),
        "rounding": (many, by_rate, None),
    }
    with pytest.raises((AssertionError, ValueError)):
        check_same(*ticket[ignored])


def members_on(basket: Basket) -> Basket:
    return baskets.set_member(basket, MEMBER)
