"""Every kind of offer that takes something off the goods: what it takes off whom, and what it says it wants."""

import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.pricing import Priced, TraceItem, price
from sync.protocol.offers import (
    AmountOffer,
    BundleOffer,
    BundlePart,
    BuyGetOffer,
    CheapestFreeOffer,
    Choice,
    FixedPriceOffer,
    GiftOffer,
    Limits,
    Offer,
    OfferWhen,
    PercentOffer,
    Pick,
    QuantityBreakOffer,
    QuantityStep,
    SpendStep,
    TieredSpendOffer,
)
from sync.protocol.records import Tax
from tests.unit.kiosk.domain.builders import NOW, basket_of, by_weight, empty, piece, policy

SHIRT, TIE, SOCKS = piece(3000, "shirt", tags=["shirt"]), piece(2000, "tie", tags=["tie"]), piece(500, "socks", tags=["tie", "shirt"])


def run(basket: Basket, *offers: Offer) -> Priced:
    return price(basket, policy(*offers), NOW)


def off(basket: Basket, *offers: Offer) -> list[int]:
    return [line.discount_minor for line in run(basket, *offers).lines]


def item(basket: Basket, *offers: Offer) -> TraceItem:
    return run(basket, *offers).trace[0]


def pieces(*lines: tuple[int, int]) -> Basket:
    return basket_of(*((piece(unit, f"s{index}"), count) for index, (unit, count) in enumerate(lines)))


@pytest.mark.parametrize(
    ("case", "lines", "offer", "expected"),
    [
        ("percent of the two cheapest pieces", [(300, 2), (100, 1)], PercentOffer(id="o", percent_bp=5000, pick=Pick(most=2)), [150, 50]),
        (
            "percent of the dearest",
            [(300, 2), (100, 1)],
            PercentOffer(id="o", percent_bp=5000, pick=Pick(order="dearest", most=1)),
            [150, 0],
        ),
        ("an amount a piece, never below zero", [(300, 2), (100, 3)], AmountOffer(id="o", amount_minor=150, per="piece"), [300, 300]),
        ("an amount a line", [(300, 2), (100, 1)], AmountOffer(id="o", amount_minor=150, per="line"), [150, 100]),
        ("an amount off everything", [(300, 2), (100, 2)], AmountOffer(id="o", amount_minor=400), [300, 100]),
        ("another price", [(300, 2), (100, 2)], FixedPriceOffer(id="o", price_minor=250), [100, 0]),
        ("three for two", [(300, 2), (100, 2)], CheapestFreeOffer(id="o", quantity=3), [0, 100]),
        ("sets of the dearest together", [(300, 3), (200, 3)], CheapestFreeOffer(id="o", quantity=3), [300, 200]),
        ("half off the cheaper of two", [(300, 1), (100, 1)], CheapestFreeOffer(id="o", quantity=2, percent_bp=5000), [0, 50]),
        ("buy two get one of the same", [(300, 3)], BuyGetOffer(id="o", buy=2, get=1), [300]),
        ("buy two get one, twice at most", [(300, 12)], BuyGetOffer(id="o", buy=2, get=1, limits=Limits(per_basket=2)), [600]),
        (
            "a break on each line",
            [(300, 3), (300, 2)],
            QuantityBreakOffer(id="o", steps=[QuantityStep(quantity=3, percent_bp=1000)]),
            [90, 0],
        ),
        (
            "a break on all together",
            [(300, 3), (300, 2)],
            QuantityBreakOffer(id="o", count="chosen", steps=[QuantityStep(quantity=5, price_minor=200)]),
            [300, 200],
        ),
        (
            "the greatest step that is reached",
            [(300, 6)],
            QuantityBreakOffer(id="o", steps=[QuantityStep(quantity=3, amount_minor=10), QuantityStep(quantity=6, amount_minor=20)]),
            [120],
        ),
        (
            "spend more, save more",
            [(1000, 3)],
            TieredSpendOffer(id="o", steps=[SpendStep(from_minor=2000, amount_minor=200), SpendStep(from_minor=3000, amount_minor=500)]),
            [500],
        ),
        ("a gift", [(1000, 3), (400, 2)], GiftOffer(id="o", sku="s1"), [0, 400]),
        ("a bound on the whole", [(1000, 1), (1000, 1)], PercentOffer(id="o", percent_bp=5000, limits=Limits(most_minor=300)), [150, 150]),
    ],
)
def test_what_it_takes(case: str, lines: list[tuple[int, int]], offer: Offer, expected: list[int]) -> None:
    assert off(pieces(*lines), offer) == expected, case


def test_a_price_a_kilogram() -> None:
    basket = baskets.add_product(empty(), by_weight(1000), weight_g=1_500)
    assert off(basket, FixedPriceOffer(id="o", price_minor=800)) == [300]


def test_goods_by_weight_are_one_piece() -> None:
    basket = baskets.add_product(basket_of((piece(300, "a"), 1)), by_weight(1000), weight_g=200)
    assert off(basket, CheapestFreeOffer(id="o", quantity=2)) == [0, 200]


def test_another_price_counts_the_fixed_tax_in_it() -> None:
    """5.00 with its deposit of 0.50 is to cost 3.00 in all: of the 4.50 that may be discounted 2.00 are."""
    rules = policy(FixedPriceOffer(id="o", price_minor=300), taxes=[Tax(id="D", name="", fixed_minor=50)])
    assert price(basket_of(piece(500, taxes=["D"])), rules, NOW).gross_minor == 300


class TestBuyGetOfOthers:
    offer = BuyGetOffer(id="o", when=OfferWhen(tags=["shirt"]), buy=2, get=1, of=Choice(tags=["tie"]))

    def test_the_cheapest_to_be_had_is_free(self) -> None:
        assert off(basket_of((SHIRT, 2), TIE, piece(1500, "cheap", tags=["tie"])), self.offer) == [0, 0, 1500]

    def test_goods_that_are_good_for_both_are_counted_once(self) -> None:
        assert off(basket_of((SOCKS, 2)), self.offer) == [0]
        assert off(basket_of((SOCKS, 3)), self.offer) == [500]
        assert off(basket_of(SHIRT, (SOCKS, 2)), self.offer) == [0, 500]

    @pytest.mark.parametrize(
        ("goods", "condition", "have", "need"),
        [([(SHIRT, 2)], "get", 0, 1), ([(SHIRT, 1), (TIE, 1)], "buy", 1, 2), ([(SOCKS, 2)], "get", 0, 1)],
    )
    def test_what_is_missing(self, goods: list[tuple[object, int]], condition: str, have: int, need: int) -> None:
        found = item(basket_of(*goods), self.offer)  # type: ignore[arg-type]  # products with their pieces
        assert (found.condition, found.have, found.need, found.short_pieces) == (condition, have, need, need - have)


class TestBundles:
    menu = BundleOffer(
        id="o", parts=[BundlePart(of=Choice(tags=["shirt"])), BundlePart(of=Choice(tags=["tie"]), quantity=2)], price_minor=5000
    )

    def test_all_parts_for_one_price(self) -> None:
        assert run(basket_of(SHIRT, (TIE, 2)), self.menu).gross_minor == 5000

    def test_as_many_as_there_are_goods_for(self) -> None:
        assert run(basket_of((SHIRT, 3), (TIE, 5)), self.menu).gross_minor == 2 * 5000 + 3000 + 2000

    def test_a_part_may_be_filled_by_goods_that_fit_two(self) -> None:
        """The socks fill what only they can: as a shirt where ties are there, as a tie where a shirt is; the dearest that fit go in."""
        assert run(basket_of((TIE, 2), SOCKS), msg(self.menu, 4000)).gross_minor == 4000
        assert run(basket_of(SHIRT, TIE, (SOCKS, 5)), self.menu).gross_minor == 5000 + 4 * 500

    def test_one_that_would_make_it_dearer_is_not_made(self) -> None:
        assert run(basket_of((SOCKS, 3)), self.menu).discount_minor == 0
        assert run(basket_of(SHIRT, (TIE, 2), (SOCKS, 6)), self.menu).gross_minor == 5000 + 6 * 500

    def test_it_is_no_candidate_without_goods_of_its_parts(self) -> None:
        assert run(basket_of(piece(100)), self.menu).trace == []

    def test_what_is_missing(self) -> None:
        found = item(basket_of(SHIRT, TIE), self.menu)
        assert (found.condition, found.have, found.need, found.short_pieces) == ("parts", 2, 3, 1)


def msg(offer: BundleOffer, price_minor: int) -> BundleOffer:
    return BundleOffer(id=offer.id, parts=offer.parts, price_minor=price_minor)


def test_a_gift_is_promised_until_it_lies_there() -> None:
    offer = GiftOffer(id="o", when=OfferWhen(min_gross_minor=2000), sku="cup")
    found = item(pieces((2000, 1)), offer)
    assert (found.status, found.condition, found.have, found.need, found.short_pieces) == ("not_met", "sku", 0, 1, 1)
    assert off(basket_of(piece(2000, "a"), (piece(300, "cup"), 2)), offer) == [0, 300]


@pytest.mark.parametrize(("minor", "pieces_"), [(1999, 1), (1000, 1)])
def test_steps_that_are_not_reached(minor: int, pieces_: int) -> None:
    steps = TieredSpendOffer(id="o", steps=[SpendStep(from_minor=2000, percent_bp=1000)])
    found = item(pieces((minor, pieces_)), steps)
    assert (found.condition, found.have, found.need, found.short_minor) == ("from_minor", minor, 2000, 2000 - minor)
    breaks = QuantityBreakOffer(id="o", steps=[QuantityStep(quantity=3, percent_bp=1000)])
    found = item(pieces((minor, pieces_)), breaks)
    assert (found.condition, found.have, found.need, found.short_pieces) == ("quantity", pieces_, 3, 3 - pieces_)


def test_an_exempt_buyer_gets_another_price_without_its_tax() -> None:
    basket = baskets.set_mode(basket_of(piece(1200, taxes=["T20"])), "exempt")
    assert run(basket, FixedPriceOffer(id="o", price_minor=600)).gross_minor == 500
