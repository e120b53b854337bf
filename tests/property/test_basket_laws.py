"""Laws of the basket and of settling under Hypothesis: JSON and back, numbers never reused, tenders that balance; with wrong twins."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.returns import give_back
from kiosk.domain.tenders import Means, Settlement, offer, settle, signed
from sync.protocol.errors import Refusal
from sync.protocol.facts import Tender
from sync.protocol.records import CashRounding, Product
from tests.unit.kiosk.domain.builders import BIO10, MEMBER, POINTS, basket_of, by_weight, coupon, empty, piece, policy, sell, shop

PRODUCTS: tuple[Product, ...] = (piece(100, "a", taxes=["T20"], tags=["bio"]), piece(333, "b", taxes=["T55"]), piece(0, "free"))
Act = Callable[[Basket], Basket]


def give_apples_back(pieces: int) -> Act:
    sale = sell(basket_of((PRODUCTS[0], 3), member=MEMBER), policy(BIO10, programmes=[POINTS]))
    return lambda basket: baskets.add_returns(basket, give_back(sale, [], [(1, pieces)], sale.number), MEMBER)


acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(
        lambda product, count: lambda basket: baskets.add_product(basket, product, quantity=count),
        st.sampled_from(PRODUCTS),
        st.integers(1, 20),
    ),
    st.integers(1, 5_000).map(lambda grams: lambda basket: baskets.add_product(basket, by_weight(1999), weight_g=grams)),
    st.integers(1, 10_000).map(lambda amount: lambda basket: baskets.add_product(basket, by_weight(1999), amount_minor=amount)),
    st.builds(lambda line, count: lambda basket: baskets.void_line(basket, line, count), st.integers(1, 8), st.none() | st.integers(1, 3)),
    st.builds(lambda line, count: lambda basket: baskets.set_quantity(basket, line, count), st.integers(1, 8), st.integers(1, 30)),
    st.builds(
        lambda number, amount: lambda basket: baskets.add_coupon(basket, coupon(amount, id=f"c{number}")),
        st.integers(1, 4),
        st.integers(1, 900),
    ),
    st.integers(1, 3).map(give_apples_back),
)


def history(steps: Sequence[Act]) -> list[Basket]:
    """The baskets that things done at the counter lead through; a refusal leaves the basket as it was."""
    found = [empty()]
    for act in steps:
        try:
            found.append(act(found[-1]))
        except Refusal:
            continue
    return found


histories = st.lists(acts, max_size=25).map(history)


def check_numbers(states: Sequence[Basket]) -> None:
    """A number, once it left the basket, never comes back; those in it ascend and are all below the next."""
    gone: set[int] = set()
    for before, after in pairwise(states):
        numbers = [line.line for line in after.lines]
        gone |= {line.line for line in before.lines} - set(numbers)
        assert not gone & set(numbers)
        assert numbers == sorted(set(numbers))
        assert all(number < after.next_line for number in numbers)


@given(histories)
def test_numbers_are_never_reused(states: list[Basket]) -> None:
    check_numbers(states)


def test_a_basket_that_renumbers_is_seen() -> None:
    renumbered = basket_of(PRODUCTS[0])
    with pytest.raises(AssertionError):
        check_numbers([renumbered, empty(), renumbered])


@given(histories, st.lists(st.builds(Tender, kind=st.sampled_from(["cash", "card"]), amount_minor=st.integers(0, 10**6)), max_size=3))
def test_open_work_comes_back_exactly(states: list[Basket], tenders: list[Tender]) -> None:
    basket = states[-1]
    if basket.lines:
        for tender in tenders:
            basket = baskets.add_tender(basket, tender)
    stored = msgspec.json.encode(basket)
    assert msgspec.json.decode(stored, type=Basket) == basket
    assert msgspec.json.encode(msgspec.json.decode(stored, type=Basket)) == stored


def test_a_field_that_is_not_stored_is_seen() -> None:
    """The control: a twin of the basket that forgets its coupons does not come back equal."""
    basket = basket_of(PRODUCTS[0], coupons=[coupon(5)])
    twin = msgspec.json.decode(msgspec.json.encode(basket))
    del twin["coupons"]
    assert msgspec.convert(twin, Basket) != basket


@given(histories, acts)
def test_operations_leave_the_old_basket_alone(states: list[Basket], act: Act) -> None:
    basket = states[-1]
    stored = msgspec.json.encode(basket)
    with suppress(Refusal):
        act(basket)
    assert msgspec.json.encode(basket) == stored


roundings = st.none() | st.builds(
    CashRounding, step_minor=st.sampled_from([1, 5, 10, 100]), mode=st.sampled_from(["half_up", "up", "down"])
)
totals = st.integers(-100_000, 100_000).filter(bool)
offered = st.lists(st.tuples(st.sampled_from(["cash", "card", "voucher"]), st.none() | st.integers(1, 120_000)), max_size=5)
Settle = Callable[[int, Sequence[Tender], CashRounding | None], Settlement]


def given_over(gross: int, rule: CashRounding | None, wanted: Sequence[tuple[str, int | None]]) -> list[Tender]:
    """The tenders that were lawful, in order."""
    tenders: list[Tender] = []
    for kind, amount in wanted:
        try:
            tenders.append(offer(gross, tenders, shop(cash_rounding=rule), Means(kind=kind), amount))
        except Refusal:
            continue
    return tenders


def check_identity(engine: Settle, gross: int, tenders: Sequence[Tender], rule: CashRounding | None) -> None:
    found = engine(gross, tenders, rule)
    assert found.paid_minor == sum(signed(tender) for tender in tenders)
    assert found.paid_minor - found.change_minor + found.due_minor == gross + found.rounding_minor
    assert found.complete is (found.due_minor == 0)
    assert found.change_minor >= 0
    assert abs(found.rounding_minor) < (rule.step_minor if rule else 1)


@given(totals, roundings, offered)
def test_tenders_less_change_are_gross_plus_rounding(gross: int, rule: CashRounding | None, wanted: list[tuple[str, int | None]]) -> None:
    check_identity(settle, gross, given_over(gross, rule, wanted), rule)


@given(totals, roundings, st.sampled_from(["cash", "card", "gift_card"]))
def test_what_is_due_completes(gross: int, rule: CashRounding | None, kind: str) -> None:
    tenders = [offer(gross, [], shop(cash_rounding=rule), Means(kind=kind))]
    found = settle(gross, tenders, rule)
    assert (found.complete, found.change_minor) == (True, 0)


@given(totals, roundings, st.sampled_from(["cash", "card"]), st.integers(0, 100_000))
def test_paying_out_mirrors_paying_in(gross: int, rule: CashRounding | None, kind: str, amount: int) -> None:
    paid_in = settle(abs(gross), [Tender(kind=kind, amount_minor=min(amount, abs(gross)))], rule)
    paid_out = settle(-abs(gross), [Tender(kind=kind, amount_minor=min(amount, abs(gross)), out=True)], rule)
    assert (paid_in.due_minor, paid_in.paid_minor, paid_in.change_minor, paid_in.rounding_minor) == (
        -paid_out.due_minor,
        -paid_out.paid_minor,
        -paid_out.change_minor,
        -paid_out.rounding_minor,
    )


def test_a_settlement_that_forgets_the_rounding_is_seen() -> None:
    def wrong(gross: int, tenders: Sequence[Tender], rule: CashRounding | None) -> Settlement:
        found = settle(gross, tenders, rule)
        return msgspec.structs.replace(found, rounding_minor=0)

    with pytest.raises(AssertionError):
        check_identity(wrong, 1572, [Tender(kind="cash", amount_minor=1570)], CashRounding(step_minor=5))
