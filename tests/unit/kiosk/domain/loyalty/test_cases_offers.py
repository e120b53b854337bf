"""The peers' cases of discounts, stacking and caps (L-A, L-B) as data with their numbers. Amounts are cents.

Where a case leaves its rule open, the rule assumed stands beside it.
"""

import pytest

from kiosk.domain.basket import Basket
from kiosk.domain.policy import Allowance, Circumstances, Policy
from kiosk.domain.pricing import price
from sync.protocol.offers import (
    AmountOffer,
    BuyGetOffer,
    Limits,
    Offer,
    OfferWhen,
    PercentOffer,
    Pick,
    SpendStep,
    TieredSpendOffer,
)
from sync.protocol.records import Product, Tax
from tests.unit.kiosk.domain.builders import NOW, basket_of, coupon, piece, policy

T15 = Tax(id="T15", name="15", rate_bp=1500)
ONE_EACH = Pick(most=1, per="line")
EVERY_SECOND = Pick(order="dearest", skip=1, every=2)
CHOSEN = OfferWhen(tags=["x"])
STEPS = [SpendStep(from_minor=least, percent_bp=bp) for bp, least in ((1000, 150_000), (1500, 175_000), (2000, 200_000), (2500, 250_000))]


def goods(*lines: tuple[int, int], tagged: int = 99) -> Basket:
    """Lines of (price, pieces); the first `tagged` of them are chosen."""
    return basket_of(
        *((piece(unit, f"s{index}", tags=["x"] if index < tagged else []), count) for index, (unit, count) in enumerate(lines))
    )


def discounts(basket: Basket, *offers: Offer) -> list[int]:
    return [line.discount_minor for line in price(basket, policy(*offers), NOW).lines]


@pytest.mark.parametrize(
    ("case", "basket", "offers", "expected"),
    [
        ("L-A1", goods((4000, 1), (2000, 1), (2000, 1)), [AmountOffer(id="a", amount_minor=300)], [150, 75, 75]),
        ("L-A3", goods((4300, 1), (1400, 1), (2300, 1)), [AmountOffer(id="a", amount_minor=299)], [161, 52, 86]),
        ("L-A7", goods((106, 1), (206, 1), (306, 1), (406, 1)), [PercentOffer(id="a", percent_bp=1000)], [11, 21, 31, 41]),
        ("L-A9", goods((1, 10)), [PercentOffer(id="a", percent_bp=1000)], [1]),
        (
            "L-A11 the excluded line bears nothing",
            goods((2000, 1), (4500, 1), (6000, 1), (5000, 1), tagged=3),
            [AmountOffer(id="a", when=CHOSEN, amount_minor=1000)],
            [160, 360, 480, 0],
        ),
        ("L-A13", goods((200, 1), (600, 1)), [AmountOffer(id="a", amount_minor=400)], [100, 300]),
        ("L-A15", goods((100, 1), (300, 1)), [AmountOffer(id="a", amount_minor=200)], [50, 150]),
        ("L-A17", goods((100, 1), (0, 1)), [PercentOffer(id="a", percent_bp=2000, allocation="basket")], [20, 0]),
        ("L-B1", goods((10_000, 1), (15_000, 5)), [AmountOffer(id="a", amount_minor=20_000, per="piece", pick=ONE_EACH)], [10_000, 15_000]),
        ("L-B3", goods((10_000, 1), (15_000, 5)), [PercentOffer(id="a", percent_bp=1000, pick=ONE_EACH)], [1000, 1500]),
        ("L-B5 across", goods((20_000, 1), (60_000, 1)), [PercentOffer(id="a", percent_bp=1000, allocation="basket")], [2000, 6000]),
        (
            "L-B5 twice, on what the first left",
            goods((5000, 1), (15_000, 1)),
            [PercentOffer(id="a", percent_bp=1000), PercentOffer(id="b", percent_bp=1000)],
            [500 + 450, 1500 + 1350],
        ),
        (
            "L-B7 a piece is in one set of a group: 2500.00, then of the 30 left 50.00",
            goods((250, 1080)),
            [BuyGetOffer(id="a", buy=50, get=1000, group="g", priority=1), BuyGetOffer(id="b", buy=10, get=20, group="g")],
            [250_000 + 5_000],
        ),
        ("L-B9 three of one", goods((1000, 3)), [BuyGetOffer(id="a", buy=2, get=2)], [0]),
        ("L-B9 1 + 1 + 1", goods((1000, 1), (1000, 1), (1000, 1)), [BuyGetOffer(id="a", buy=2, get=2)], [0, 0, 0]),
        (
            "L-B25 the rules exclude each other: one group on the basket",
            goods((2000, 1)),
            [
                AmountOffer(id="less12", when=OfferWhen(min_gross_minor=1000), amount_minor=1200, group="g", group_scope="basket"),
                PercentOffer(id="quarter", when=OfferWhen(min_gross_minor=2000), percent_bp=2500, group="g", group_scope="basket"),
                PercentOffer(id="half", when=OfferWhen(min_gross_minor=10_000), percent_bp=5000, group="g", group_scope="basket"),
            ],
            [1200],
        ),
        (
            "L-B27 per line, lines are picked (its total of 225 holds 50 that is excluded, as L-A11's)",
            goods((2000, 3), (1500, 5), (1000, 2), (500, 4), (5000, 1), tagged=4),
            [AmountOffer(id="a", when=CHOSEN, amount_minor=500, per="line", pick=EVERY_SECOND)],
            [0, 500, 0, 500, 0],
        ),
        (
            "L-B27 per unit",
            goods((2000, 3), (1500, 5), (1000, 2), (500, 4), (5000, 1), tagged=4),
            [AmountOffer(id="a", when=CHOSEN, amount_minor=500, per="piece", pick=EVERY_SECOND)],
            [500, 1500, 500, 1000, 0],
        ),
        (
            "L-B29 initial base",
            goods((10_000, 1)),
            [PercentOffer(id="a", percent_bp=1000, base="initial"), PercentOffer(id="b", percent_bp=2000, base="initial")],
            [3000],
        ),
        (
            "L-B29 discounted base",
            goods((10_000, 1)),
            [PercentOffer(id="a", percent_bp=1000), PercentOffer(id="b", percent_bp=2000)],
            [2800],
        ),
        (
            "L-B35 the second order-wide one is rejected: one group, and the automatic one goes first",
            goods((32_000, 1)),
            [PercentOffer(id="auto", percent_bp=1000, group="g", priority=1), PercentOffer(id="code", percent_bp=2000, group="g")],
            [3200],
        ),
        ("L-B41 none", goods((11_800, 12)), [TieredSpendOffer(id="a", steps=STEPS)], [0]),
        ("L-B41 14", goods((11_800, 14)), [TieredSpendOffer(id="a", steps=STEPS)], [165_200 - 148_680]),
        ("L-B41 17", goods((11_800, 17)), [TieredSpendOffer(id="a", steps=STEPS)], [200_600 - 160_480]),
        ("L-B41 20", goods((11_800, 20)), [TieredSpendOffer(id="a", steps=STEPS)], [236_000 - 188_800]),
        (
            "L-B43",
            goods((32_000, 2)),
            [PercentOffer(id="a", percent_bp=5000, pick=Pick(most=1), limits=Limits(most_minor=3000))],
            [3000],
        ),
        (
            "L-B49",
            goods((11_500, 1), (575, 1), tagged=1),
            [PercentOffer(id="a", when=CHOSEN, percent_bp=1000, pick=Pick(most=1))],
            [1150, 0],
        ),
        (
            "L-B49 with another",
            goods((11_500, 1), (5000, 1), (575, 1), tagged=2),
            [PercentOffer(id="a", when=CHOSEN, percent_bp=1000, pick=Pick(most=1))],
            [0, 500, 0],
        ),
    ],
)
def test_discounts(case: str, basket: Basket, offers: list[Offer], expected: list[int]) -> None:
    assert discounts(basket, *offers) == expected, case


@pytest.mark.parametrize(("left", "bought", "discounted"), [(10, 5, 5), (5, 4, 4), (1, 3, 1)])
def test_l_b31_a_cap_of_ten_pieces_over_three_baskets(left: int, bought: int, discounted: int) -> None:
    offer = PercentOffer(id="a", percent_bp=1000, limits=Limits(total_pieces=10))
    found = price(goods((1000, bought)), policy(offer), NOW, Circumstances(allowances={"a": Allowance(pieces=left)}))
    assert found.discount_minor == discounted * 100
    assert [(use.offer, use.times, use.pieces) for use in found.uses] == [("a", 1, discounted)]


def test_l_b11_two_actions_of_one_offer_are_one_use() -> None:
    offer = AmountOffer(id="a", amount_minor=100, per="line", limits=Limits(total=5))
    found = price(goods((1000, 1), (1000, 1)), policy(offer), NOW, Circumstances(allowances={"a": Allowance(uses=5)}))
    assert (found.discount_minor, [use.times for use in found.uses]) == (200, [1])


def phones(count: int, *others: Product | tuple[Product, int]) -> Basket:
    return basket_of((piece(36_800, "phone", taxes=["T15"], tags=["x"]), count), *others)


def test_l_b33_a_percentage_and_two_free_ones() -> None:
    """8 at 320.00 + 15 %, 2 more free, 10 untaxed at 25.00. Prices include tax here, as the peer's bound of 200 does."""
    free = BuyGetOffer(id="free", when=CHOSEN, buy=8, get=2, priority=1)
    # The peer takes the percentage of what is paid for; so it does here, where the two are free already.
    rules = policy(free, PercentOffer(id="p", when=CHOSEN, percent_bp=2000), taxes=[T15])
    found = price(phones(10, (piece(2500, "case"), 10)), rules, NOW)
    assert found.gross_minor == 260_520


def test_l_b33_a_percentage_with_a_bound() -> None:
    rules = policy(PercentOffer(id="p", when=CHOSEN, percent_bp=2000, limits=Limits(most_minor=20_000)), taxes=[T15])
    found = price(phones(8, (piece(2500, "case"), 10)), rules, NOW)
    assert (found.gross_minor, found.net_minor) == (299_400, 263_609)


@pytest.mark.parametrize(("quantity", "expected"), [(15, 4750), (5, 8250)])
def test_l_b37_two_amounts_each_from_a_minimum(quantity: int, expected: int) -> None:
    offers = [AmountOffer(id=id, when=OfferWhen(min_gross_minor=10_000), amount_minor=10_000) for id in "ab"]
    assert price(goods((1650, quantity)), policy(*offers), NOW).gross_minor == expected


def test_l_b39_in_both_orders() -> None:
    """10 % then 290.00 is 0. With greater priority the amount goes first: 10.00 is left, and of it 9.00."""
    basket = goods((10_000, 1), (10_000, 1), (10_000, 1))
    tenth, much = PercentOffer(id="p", percent_bp=1000, allocation="basket"), AmountOffer(id="a", amount_minor=29_000)
    assert price(basket, policy(tenth, much), NOW).gross_minor == 0
    first = AmountOffer(id="a", amount_minor=29_000, priority=1)
    assert price(basket, policy(tenth, first), NOW).gross_minor == 900
    mixed = basket_of(piece(10_000, "a", taxes=["T10"]), piece(10_000, "b"), piece(10_000, "c"))
    found = price(mixed, policy(tenth, first, tax_rounding="rate"), NOW)
    assert (found.gross_minor, found.net_minor, found.tax_minor) == (900, 873, 27), "a third of the 9.00 bears the tax"


def rules_of(case: str, included: bool) -> Policy:
    half = PercentOffer(id="half", when=CHOSEN, percent_bp=5000, priority=1)
    match case:
        case "L-B15":
            return policy(PercentOffer(id="half", percent_bp=5000), included=included)
        case "L-B19":
            # Both apply: half off, and a tenth of what that leaves.
            return policy(half, PercentOffer(id="tenth", percent_bp=1000), included=included)
        case _:
            return policy(half, PercentOffer(id="order", percent_bp=1500, allocation="basket"), included=included)


@pytest.mark.parametrize(
    ("case", "lines", "included", "net", "gross"),
    [
        ("L-B15", [(1400, 1, "T20"), (650, 2, "T10")], True, 1174, 1350),
        ("L-B19", [(800, 3, "T20")], False, 1080, 1296),
        ("L-B23", [(1000, 2, "T20"), (5000, 1, "T20")], False, 5100, 6120),
    ],
)
def test_with_tax(case: str, lines: list[tuple[int, int, str]], included: bool, net: int, gross: int) -> None:
    products = [
        (piece(unit, f"s{index}", taxes=[tax], tags=["x"] if index == 0 else []), count) for index, (unit, count, tax) in enumerate(lines)
    ]
    found = price(basket_of(*products), rules_of(case, included), NOW)
    assert (found.net_minor, found.gross_minor) == (net, gross), case


def test_l_b13_a_discount_on_a_price_with_its_tax() -> None:
    """99.00 with 10 % in it is 90.00 and 9.00. The peer takes 9.00 off the net; here a discount is taken on what the customer sees, where
    that is 9.90: both come to 89.10, of which 8.10 is tax."""
    basket = basket_of(piece(9900, taxes=["T10"]))
    plain = price(basket, policy(), NOW)
    assert (plain.net_minor, plain.tax_minor) == (9000, 900)
    found = price(basket, policy(AmountOffer(id="a", amount_minor=990)), NOW)
    assert (found.gross_minor, found.tax_minor, found.net_minor) == (8910, 810, 8100)


@pytest.mark.parametrize(("included", "net", "gross"), [(False, 5719, 6448), (True, 5080, 5719)])
def test_l_b17_an_amount_off_everything_as_an_offer(included: bool, net: int, gross: int) -> None:
    """As with a coupon: the peer rounds tax on each piece (6446, 5081), law 1 on the line."""
    fifteen = PercentOffer(id="p", when=CHOSEN, percent_bp=1500, priority=1)
    basket = basket_of((piece(1000, taxes=["T20"], tags=["x"]), 2), piece(3499, taxes=["T10"]), (piece(255, taxes=["T10"]), 4))
    found = price(basket, policy(fifteen, AmountOffer(id="a", amount_minor=500), included=included), NOW)
    assert (found.net_minor, found.gross_minor) == (net, gross)


def test_l_b45_half_off_leaves_the_fixed_tax() -> None:
    fixed = Tax(id="F10", name="fixed", fixed_minor=1000)
    half = policy(PercentOffer(id="half", percent_bp=5000), taxes=[T15, fixed], included=False)
    found = price(basket_of(piece(10_000, taxes=["T15", "F10"])), half, NOW)
    assert (found.tax_minor, found.gross_minor) == (1750, 6750)


@pytest.mark.parametrize("rounding", ["line", "rate"])
def test_l_b47_everything_free(rounding: str) -> None:
    basket = basket_of(*(piece(unit, f"s{unit}", taxes=["T20"]) for unit in (560, 892, 4491, 21_726, 240_000)))
    rules = policy(PercentOffer(id="all", percent_bp=10_000), tax_rounding="rate" if rounding == "rate" else "line")
    assert price(basket, rules, NOW).gross_minor == 0


def test_l_b21_an_amount_takes_the_goods_and_not_the_delivery() -> None:
    """Delivery is no goods that the offer is for: the goods come to 0, the whole to the delivery."""
    basket = basket_of(piece(120, "goods", tags=["x"]), piece(500, "delivery"))
    assert price(basket, policy(AmountOffer(id="a", when=CHOSEN, amount_minor=1000)), NOW).gross_minor == 500


def test_l_b35_a_coupon_that_gives_an_offer_of_the_group_is_rejected() -> None:
    given = PercentOffer(id="given", when=OfferWhen(coupon=True), percent_bp=2000, group="g")
    auto = PercentOffer(id="auto", percent_bp=1000, group="g")
    held = coupon(0)
    basket = basket_of(
        piece(32_000), coupons=[type(held)(id="c1", offer="campaign", amount_minor=0, valid_until="2026-12-31", gives="given")]
    )
    found = price(basket, policy(auto, given), NOW)
    assert (found.gross_minor, found.redeemed) == (28_800, [])
    assert [(item.id, item.status, item.by) for item in found.trace] == [("auto", "applied", None), ("given", "beaten", "auto")]
