"""Goods given back: exact shares, whole and in parts, and never more than was sold."""

import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.policy import Policy
from kiosk.domain.returns import Wanted, give_back
from sync.protocol.errors import Refusal
from sync.protocol.facts import OfferShare, Origin, Sale, SoldLine, TaxShare
from sync.protocol.records import Tax
from sync.rules.pieces import pieces_left
from tests.unit.kiosk.domain.builders import BIO10, MEMBER, POINTS, basket_of, by_weight, coupon, empty, piece, policy, sell

RECEIPT = "R1-A-000001"
THREE = (piece(100, "three", tags=["bio"], taxes=["T20"]), 3)


def sold(basket: Basket, rules: Policy | None = None) -> Sale:
    return sell(basket, rules or policy(BIO10, programmes=[POINTS]))


def returned(sale: Sale, already: list[SoldLine], wanted: Wanted | None) -> list[SoldLine]:
    return give_back(sale, already, wanted, RECEIPT)


def test_a_line_mirrors_what_was_sold() -> None:
    line = returned(sold(basket_of(THREE, member=MEMBER)), [], None)[0]
    assert line == SoldLine(
        line=1,
        sku="three",
        name="goods",
        department="d",
        quantity=-3,
        unit_price_minor=100,
        amount_minor=-300,
        discount_minor=-30,
        net_minor=-225,
        tax_minor=-45,
        gross_minor=-270,
        taxes=[TaxShare(id="T20", base_minor=-225, tax_minor=-45)],
        offers=[OfferShare(id="bio10", amount_minor=-30)],
        points={"POINT": -2},
        origin=Origin(receipt=RECEIPT, line=1),
    )


def test_piece_by_piece_the_last_takes_the_rest() -> None:
    sale = sold(basket_of(THREE, member=MEMBER, coupons=[coupon(40)]))
    already: list[SoldLine] = []
    for _ in range(3):
        already += returned(sale, already, [(1, 1)])
    assert [line.gross_minor for line in already] == [-77, -76, -77]
    assert [line.discount_minor for line in already] == [-23, -24, -23]
    assert [line.points["POINT"] for line in already] == [-1, 0, -1]
    assert sum(line.tax_minor for line in already) == -sale.tax_minor
    assert pieces_left(sale.lines[0], already) == 0


@pytest.mark.parametrize(
    ("code", "have", "need", "already", "wanted"),
    [
        ("over_returned", 3, 4, None, [(1, 4)]),
        ("over_returned", 1, 2, [(1, 2)], [(1, 2)]),
        ("over_returned", 0, 1, [(1, 3)], [(1, None)]),
        ("over_returned", 1, 2, None, [(1, 2), (1, 2)]),
        ("over_returned", 3, 1, None, [(1, 0)]),
        ("no_such_line", None, None, None, [(9, 1)]),
        ("nothing_left", None, None, [(1, 3)], None),
    ],
)
def test_never_more_than_sold(code: str, have: int | None, need: int | None, already: Wanted | None, wanted: Wanted | None) -> None:
    sale = sold(basket_of(THREE))
    before = returned(sale, [], already) if already else []
    with pytest.raises(Refusal) as caught:
        returned(sale, before, wanted)
    assert caught.value.code == code
    assert (caught.value.params.get("have"), caught.value.params.get("need")) == (have, need)


def test_all_that_is_left_skips_what_is_gone() -> None:
    sale = sold(basket_of(THREE, piece(250, "other")))
    before = returned(sale, [], [(1, 1), (2, 1)])
    assert [(line.line, line.quantity) for line in returned(sale, before, None)] == [(1, -2)]
    assert [(line.line, line.quantity) for line in returned(sale, before, [(1, None)])] == [(1, -2)]


def test_goods_by_weight_come_back_whole() -> None:
    sale = sold(baskets.add_product(empty(), by_weight(1999, taxes=["T55"]), weight_g=333))
    line = returned(sale, [], [(1, 1)])[0]
    assert (line.weight_g, line.quantity, line.gross_minor) == (-333, 0, -666)
    with pytest.raises(Refusal) as caught:
        returned(sale, [], [(1, 2)])
    assert (caught.value.code, caught.value.params["have"]) == ("over_returned", 1)
    with pytest.raises(Refusal, match="nothing_left"):
        returned(sale, [line], None)


def test_what_was_given_back_cannot_be_given_back_again() -> None:
    first = sold(basket_of(THREE))
    exchange = sold(baskets.add_product(baskets.add_returns(empty(), returned(first, [], [(1, 1)])), piece(500)))
    assert [line.line for line in returned(exchange, [], None)] == [2]
    with pytest.raises(Refusal) as caught:
        returned(exchange, [], [(1, 1)])
    assert (caught.value.code, caught.value.params["line"]) == ("not_returnable", 1)


@pytest.mark.parametrize("included", [True, False])
@pytest.mark.parametrize("taxes", [["T55"], ["T55", "T20"]])
def test_what_the_customer_saw_is_exact_on_each_piece(included: bool, taxes: list[str]) -> None:
    for price_minor in range(1, 60):
        sale = sold(basket_of((piece(price_minor, taxes=taxes), 2)), policy(included=included))
        one = returned(sale, [], [(1, 1)])[0]
        assert (one.gross_minor if included else one.net_minor) == -price_minor


def test_a_line_with_taxes_of_both_kinds_is_conserved() -> None:
    taxes = [Tax(id="IN", name="", rate_bp=700, included=True), Tax(id="OUT", name="", rate_bp=1000, included=False)]
    sale = sold(basket_of((piece(101, taxes=["IN", "OUT"]), 3)), policy(taxes=taxes))
    already: list[SoldLine] = []
    for _ in range(3):
        already += returned(sale, already, [(1, 1)])
    line = sale.lines[0]
    assert (sum(back.net_minor for back in already), sum(back.gross_minor for back in already)) == (-line.net_minor, -line.gross_minor)
