"""Laws of discounts that a person gives, under Hypothesis: sums, bounds, fixed taxes left alone, and frozen shares; with wrong twins."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain import concessions
from kiosk.domain.basket import Basket
from kiosk.domain.discounts import Given
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Priced, price
from kiosk.domain.returns import give_back
from sync.protocol.facts import SoldLine
from sync.protocol.money import allocate
from sync.protocol.offers import PercentOffer
from sync.protocol.records import GIVEN_IDS, Product, Tax
from tests.unit.kiosk.domain.builders import NOW, T20, T55, basket_of, policy, sale_of

ECO = Tax(id="ECO", name="eco", fixed_minor=13)
DEPOSIT = Product(sku="deposit", name="d", department="d", price_minor=20, unit="piece", taxes=[])
TEN_OFF = PercentOffer(id="ten", percent_bp=1000)


def goods(price_minor: int, taxes: Sequence[str]) -> Product:
    return Product(sku=f"p{price_minor}-{len(taxes)}", name="g", department="d", price_minor=price_minor, unit="piece", taxes=list(taxes))


products = st.builds(goods, st.integers(0, 3_000), st.sampled_from([(), ("T20",), ("T55",), ("ECO", "T20")]))
rates = st.builds(Given, line=st.integers(0, 4), kind=st.sampled_from(["manual", "staff"]), percent_bp=st.integers(1, 10_000))
amounts = st.builds(Given, line=st.integers(0, 4), kind=st.sampled_from(["manual", "staff"]), amount_minor=st.integers(1, 9_000))
discounts = st.lists(rates | amounts, max_size=5)
modes = st.sampled_from(["", "eat_in", "take_away", "exempt"])
policies = st.builds(
    lambda offer, included, rounding: policy(
        *([TEN_OFF] if offer else []), taxes=(T55, T20, ECO), included=included, tax_rounding=rounding
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["line", "rate"]),
)


@st.composite
def tickets(draw: st.DrawFn) -> Basket:
    """Goods with and without a deposit, and discounts on them, whoever may have allowed so many."""
    basket = basket_of()
    for product in draw(st.lists(products, min_size=1, max_size=3)):
        deposit = DEPOSIT if draw(st.booleans()) else None
        basket = baskets.add_product(basket, product, quantity=draw(st.integers(1, 9)), deposit=deposit)
    return msgspec.structs.replace(basket, discounts=draw(discounts), mode=draw(modes))


def given_on(line: SoldLine) -> int:
    return sum(share.amount_minor for share in line.offers if share.id in GIVEN_IDS)


def check_bounds(priced: Priced, rules: Policy) -> None:
    """Nothing below zero, deposits and fixed taxes untouched, and every sum is the sum of its parts."""
    for line in priced.lines:
        assert line.discount_minor == sum(share.amount_minor for share in line.offers)
        assert all(share.amount_minor > 0 for share in line.offers)
        assert line.amount_minor - line.discount_minor >= min(line.amount_minor, 0)
        fixed = [share for share in line.taxes if share.id == "ECO"]
        assert all(share.tax_minor == 13 * line.quantity for share in fixed)
        if line.amount_minor >= 13 * line.quantity or not rules.shop.prices_include_tax:
            assert line.net_minor >= 0
        assert not (line.kind and line.offers)
        assert line.gross_minor == line.net_minor + line.tax_minor


@given(tickets(), policies)
def test_nothing_falls_below_zero_and_fixed_taxes_stay(basket: Basket, rules: Policy) -> None:
    check_bounds(price(basket, rules, NOW), rules)


def test_a_discount_on_a_deposit_is_seen() -> None:
    basket = baskets.add_product(basket_of(), goods(100, ()), deposit=DEPOSIT)
    priced = price(msgspec.structs.replace(basket, discounts=[Given(amount_minor=50)]), policy(), NOW)
    spread = allocate(50, [100, 20])
    wrong = [msgspec.structs.replace(line, discount_minor=part) for line, part in zip(priced.lines, spread, strict=True)]
    with pytest.raises(AssertionError):
        check_bounds(msgspec.structs.replace(priced, lines=wrong), policy())


@given(tickets(), policies, st.integers(1, 10_000))
def test_a_basket_discount_is_split_by_largest_remainder(basket: Basket, rules: Policy, amount: int) -> None:
    bare = msgspec.structs.replace(basket, discounts=[])
    before = price(bare, rules, NOW)
    after = price(msgspec.structs.replace(bare, discounts=[Given(amount_minor=amount)]), rules, NOW)
    fixed = 13 if rules.shop.prices_include_tax else 0
    left = [
        0 if line.kind else max(0, line.amount_minor - line.discount_minor - (fixed * line.quantity if _has_eco(line) else 0))
        for line in before.lines
    ]
    total = min(amount, sum(left))
    assert [given_on(line) for line in after.lines] == allocate(total, left)


def _has_eco(line: SoldLine) -> bool:
    return any(share.id == "ECO" for share in line.taxes)


@given(tickets(), policies)
def test_offers_do_not_know_of_it(basket: Basket, rules: Policy) -> None:
    """What offers take off and their trace are the same with and without discounts that a person gave."""
    bare = price(msgspec.structs.replace(basket, discounts=[]), rules, NOW)
    priced = price(basket, rules, NOW)

    def offered(found: Priced) -> list[list[tuple[str, int]]]:
        return [[(share.id, share.amount_minor) for share in line.offers if share.id not in GIVEN_IDS] for line in found.lines]

    assert offered(priced) == offered(bare)
    assert [item for item in priced.trace if item.id == "ten"] == [item for item in bare.trace if item.id == "ten"]


@given(tickets(), policies, st.data())
def test_a_return_piece_by_piece_gives_back_exactly(basket: Basket, rules: Policy, data: st.DataObject) -> None:
    priced = price(basket, rules, NOW)
    line = data.draw(st.sampled_from([each for each in priced.lines if not each.kind]))
    sale = sale_of(priced)
    back: list[SoldLine] = []
    while sum(each.quantity for each in back if each.origin and each.origin.line == line.line) + line.quantity > 0:
        left = line.quantity + sum(each.quantity for each in back if each.origin and each.origin.line == line.line)
        back += give_back(sale, back, [(line.line, data.draw(st.integers(1, left)))], sale.number)
    mine = [each for each in back if each.origin and each.origin.line == line.line]
    for name in ("gross_minor", "net_minor", "tax_minor", "discount_minor", "amount_minor"):
        assert sum(getattr(each, name) for each in mine) == -getattr(line, name)
    assert sum(given_on(each) for each in mine) == -given_on(line)


@given(tickets(), policies)
def test_symmetric_in_sign(basket: Basket, rules: Policy) -> None:
    """All of it given back at once is the sale with its sign turned, share by share."""
    priced = price(basket, rules, NOW)
    sale = sale_of(priced)
    for sold, back in zip(sale.lines, give_back(sale, [], None, sale.number), strict=True):
        assert [(share.id, -share.amount_minor) for share in back.offers] == [(share.id, share.amount_minor) for share in sold.offers]
        assert (back.gross_minor, back.tax_minor) == (-sold.gross_minor, -sold.tax_minor)


def rate_on(basket: Basket, rules: Policy) -> Fraction:
    found = concessions.rates(basket, price(basket, rules, NOW), 0)
    return max((found.of(line.line) for line in basket.lines if line.is_goods), default=Fraction(0))


@given(tickets(), policies, st.integers(1, 10_000), st.integers(0, 4))
def test_the_rate_never_falls_with_one_more_discount(basket: Basket, rules: Policy, percent_bp: int, line: int) -> None:
    more = msgspec.structs.replace(basket, discounts=[*basket.discounts, Given(line=line, percent_bp=percent_bp)])
    assert rate_on(more, rules) >= rate_on(basket, rules)


@given(products, st.integers(1, 9), st.lists(st.integers(1, 3_000), min_size=1, max_size=3), policies)
def test_what_is_taken_off_is_within_the_rate(product: Product, quantity: int, percents: list[int], rules: Policy) -> None:
    """Nobody gives more money away than their rate says: a cent a discount, for rounding."""
    basket = baskets.add_product(basket_of(), product, quantity=quantity)
    basket = msgspec.structs.replace(basket, discounts=[Given(line=1, percent_bp=percent) for percent in percents])
    line = price(basket, rules, NOW).lines[0]
    base = line.amount_minor - (line.discount_minor - given_on(line))
    assert given_on(line) <= base * rate_on(basket, rules) + Fraction(len(percents), 2)
