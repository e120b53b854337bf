"""What a concession comes to as a rate, and when a change of the ticket needs somebody else."""

from fractions import Fraction

import msgspec
import pytest

from kiosk.domain import basket as baskets
from kiosk.domain import concessions
from kiosk.domain.basket import Basket
from kiosk.domain.concessions import Rates, needed_bp, needed_raise_bp
from kiosk.domain.discounts import Given
from kiosk.domain.pricing import Priced, price
from sync.protocol.errors import Refusal
from tests.unit.kiosk.domain.builders import BIO10, NOW, basket_of, piece, policy

PEAR, LAMP, BIO = piece(100, "pear"), piece(1000, "lamp"), piece(1000, "bio", tags=["bio"])
RULES = policy(BIO10)


def priced(basket: Basket) -> Priced:
    return price(basket, RULES, NOW)


def given(basket: Basket, *discounts: Given) -> Basket:
    for discount in discounts:
        basket = concessions.give(basket, discount, priced(basket))
    return basket


def rates(basket: Basket, staff_bp: int = 0) -> Rates:
    return concessions.rates(basket, priced(basket), staff_bp)


@pytest.mark.parametrize(
    ("discounts", "expected"),
    [
        ([Given(line=1, percent_bp=500)], Fraction(5, 100)),
        ([Given(line=1, amount_minor=50)], Fraction(5, 100)),
        ([Given(line=1, amount_minor=1)], Fraction(1, 1000)),
        ([Given(line=1, percent_bp=500), Given(line=1, amount_minor=50)], Fraction(10, 100)),
        ([Given(percent_bp=500)], Fraction(5, 100)),
        ([Given(amount_minor=50)], Fraction(5, 100)),
        ([Given(line=1, percent_bp=5000), Given(amount_minor=50)], Fraction(60, 100)),
        ([Given(line=1, kind="staff", percent_bp=1500)], Fraction(5, 100)),
        ([Given(line=1, kind="staff", percent_bp=1000), Given(line=1, percent_bp=100)], Fraction(1, 100)),
        ([Given(line=1, kind="staff", percent_bp=1000), Given(kind="staff", percent_bp=1000)], Fraction(10, 100)),
    ],
)
def test_what_it_comes_to(discounts: list[Given], expected: Fraction) -> None:
    assert rates(given(basket_of(LAMP), *discounts), staff_bp=1000).of(1) == expected


def test_an_amount_is_a_rate_of_what_offers_left() -> None:
    assert rates(given(basket_of(BIO), Given(line=1, amount_minor=90))).of(1) == Fraction(10, 100)


@pytest.mark.parametrize(
    ("to_minor", "conceded", "raised"),
    [(900, Fraction(1, 10), 0), (1100, 0, Fraction(1, 10)), (5000, 0, 4), (0, 1, 0), (1000, 0, 0)],
)
def test_another_price_is_a_rate_on_the_scale_of_its_direction(to_minor: int, conceded: Fraction, raised: Fraction) -> None:
    found = rates(concessions.override(basket_of(LAMP), 1, to_minor))
    assert (found.of(1), found.raise_of(1)) == (conceded, raised)


def test_a_price_for_what_cost_nothing_is_all_of_it() -> None:
    assert rates(concessions.override(basket_of(piece(0, "free")), 1, 5)).raise_of(1) == 1


def test_a_raise_is_asked_for_once_and_again_for_more_of_it() -> None:
    bare, raised = basket_of(LAMP), concessions.override(basket_of(LAMP), 1, 1500)
    more = concessions.override(basket_of((LAMP, 2)), 1, 1500)
    asked = [needed_raise_bp(rates(before), rates(after), 1000) for before, after in [(bare, raised), (raised, raised), (raised, more)]]
    assert asked == [5000, 0, 5000]
    assert needed_raise_bp(rates(bare), rates(raised), None) == 0


def test_a_label_is_sold_at_the_new_price() -> None:
    basket = baskets.add_product(basket_of(), PEAR, amount_minor=777)
    line = concessions.override(basket, 1, 700).lines[0]
    assert (line.seen_minor, line.unit_price_minor, line.regular_price_minor) == (700, 700, 777)


CHANGES = [
    ("nothing", basket_of(LAMP), basket_of(LAMP), 0),
    ("within", basket_of(LAMP), given(basket_of(LAMP), Given(line=1, percent_bp=1000)), 0),
    ("beyond", basket_of(LAMP), given(basket_of(LAMP), Given(line=1, percent_bp=1001)), 1001),
    ("rounded up", basket_of((piece(333, "odd"), 1)), given(basket_of((piece(333, "odd"), 1)), Given(line=1, amount_minor=34)), 1022),
    ("as before", given(basket_of(LAMP), Given(line=1, percent_bp=5000)), given(basket_of(LAMP, PEAR), Given(line=1, percent_bp=5000)), 0),
    (
        "more pieces of it",
        given(basket_of(LAMP), Given(line=1, percent_bp=5000)),
        given(basket_of((LAMP, 2)), Given(line=1, percent_bp=5000)),
        5000,
    ),
    (
        "goods below an approved discount on the ticket",
        given(basket_of(LAMP), Given(percent_bp=5000)),
        given(basket_of(LAMP, PEAR), Given(percent_bp=5000)),
        5000,
    ),
    (
        "goods below an approved amount off the ticket",
        given(basket_of(LAMP), Given(amount_minor=500)),
        given(basket_of(LAMP, PEAR), Given(amount_minor=500)),
        0,
    ),
    (
        "fewer goods below it",
        given(basket_of(LAMP, PEAR), Given(percent_bp=5000)),
        given(basket_of(LAMP), Given(percent_bp=5000)),
        0,
    ),
    (
        "another line",
        given(basket_of(LAMP, PEAR), Given(line=1, percent_bp=5000)),
        given(basket_of(LAMP, PEAR), Given(line=1, percent_bp=5000), Given(line=2, percent_bp=2000)),
        2000,
    ),
]


@pytest.mark.parametrize(("case", "before", "after", "expected"), CHANGES, ids=[each[0] for each in CHANGES])
def test_what_needs_somebody_else(case: str, before: Basket, after: Basket, expected: int) -> None:
    assert needed_bp(rates(before), rates(after), 1000) == expected


def test_a_ticket_takes_so_many_discounts() -> None:
    basket = msgspec.structs.replace(basket_of(LAMP), discounts=[Given(line=1, percent_bp=1)] * concessions.GIVEN_LIMIT)
    with pytest.raises(Refusal, match="discounts_limit"):
        given(basket, Given(line=1, percent_bp=1))
