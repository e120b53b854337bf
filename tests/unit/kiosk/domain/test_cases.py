"""The peers' cases that concern discounts, points and returns, as data with their numbers. Amounts in the table are cents.

Where a case leaves its rule open, the rule assumed stands beside it.
"""

import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.goods import Goods
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Priced, price
from kiosk.domain.returns import give_back
from sync.protocol.facts import MemberRef
from sync.protocol.offers import OfferWhen, PercentOffer
from sync.protocol.programmes import PointsEarn, PointsProgramme
from sync.protocol.records import Tax
from tests.unit.kiosk.domain.builders import MEMBER, NOW, T10, T20, basket_of, coupon, empty, piece, policy, sell

T15 = Tax(id="T15", name="15", rate_bp=1500)
F10 = Tax(id="F10", name="fixed", fixed_minor=1000)


def percent(
    percent_bp: int, *tags: str, basket: bool = False, min_gross: int | None = None, id: str = "p", group: str = ""
) -> PercentOffer:
    when = OfferWhen(tags=list(tags), min_gross_minor=min_gross)
    return PercentOffer(id=id, when=when, percent_bp=percent_bp, allocation="basket" if basket else "per_line", group=group)


def goods(*prices: int, taxes: tuple[str, ...] = (), tags: tuple[str, ...] = ()) -> Basket:
    return basket_of(*(piece(amount, f"s{index}", taxes=taxes, tags=tags) for index, amount in enumerate(prices)))


def discounts(basket: Basket, rules: Policy) -> list[int]:
    return [line.discount_minor for line in price(basket, rules, NOW).lines]


@pytest.mark.parametrize(
    ("case", "prices", "offer", "expected"),
    [
        ("L-A7", [106, 206, 306, 406], percent(1000), [11, 21, 31, 41]),
        ("L-A7 the other allocation", [106, 206, 306, 406], percent(1000, basket=True), [11, 21, 30, 40]),
        ("L-A17 before tax", [100, 0], percent(2000, basket=True), [20, 0]),
        ("L-B5 across", [200, 600], percent(1000, basket=True), [20, 60]),
        ("L-B35", [32000], percent(1000), [3200]),
        ("L-B47 everything", [560, 892, 4491, 21726, 240000], percent(10_000), [560, 892, 4491, 21726, 240000]),
    ],
)
def test_percentages(case: str, prices: list[int], offer: PercentOffer, expected: list[int]) -> None:
    assert discounts(goods(*prices), policy(offer)) == expected, case


def test_l_a9_the_discount_is_computed_before_multiplying() -> None:
    assert price(basket_of((piece(1), 10)), policy(percent(1000)), NOW).gross_minor == 9


@pytest.mark.parametrize(
    ("case", "prices", "amount", "expected"),
    [
        ("L-A1", [4000, 2000, 2000], 300, [150, 75, 75]),
        ("L-A3", [4300, 1400, 2300], 299, [161, 52, 86]),
        ("L-A5", [10, 20, 10, 30, 50, 20, 10, 40], 95, [5, 10, 5, 15, 25, 10, 5, 20]),
        ("L-A5", [10, 20, 10, 30, 50, 20, 10, 40], 93, [5, 10, 5, 15, 24, 10, 5, 19]),
        ("L-A13", [200, 600], 400, [100, 300]),
        ("L-A15", [100, 300], 200, [50, 150]),
        ("L-B21 the goods alone: 10.00 off 1.20", [120], 1000, [120]),
    ],
)
def test_fixed_amounts_are_spread_by_amount(case: str, prices: list[int], amount: int, expected: list[int]) -> None:
    basket = baskets.add_coupon(goods(*prices), coupon(amount))
    assert discounts(basket, policy()) == expected, case


def test_l_a11_an_excluded_line_bears_nothing() -> None:
    found = Goods(goods(2000, 4500, 6000, 5000).lines, policy())
    found.spread("off", [0, 1, 2], 1000)
    assert [share.get("off", 0) for share in found.shares] == [160, 360, 480, 0]
    assert found.gross_minor() == 16500


def figures(found: Priced) -> tuple[int, int, int]:
    return found.net_minor, found.tax_minor, found.gross_minor


@pytest.mark.parametrize("tax_rounding", ["line", "rate"])
def test_l_a17_a_line_that_costs_nothing_is_safe(tax_rounding: str) -> None:
    rules = policy(percent(2000, basket=True), included=False, tax_rounding="rate" if tax_rounding == "rate" else "line")
    assert figures(price(goods(100, 0, taxes=("T20",)), rules, NOW)) == (80, 16, 96)


def test_l_b15_half_off_items_included_tax() -> None:
    basket = basket_of(piece(1400, taxes=["T20"]), (piece(650, taxes=["T10"]), 2))
    found = price(basket, policy(percent(5000)), NOW)
    assert (found.gross_minor, found.net_minor) == (1350, 1174)


@pytest.mark.parametrize(("included", "net", "gross"), [(False, 5719, 6448), (True, 5080, 5719)])
def test_l_b17_percent_on_some_then_an_amount_on_all(included: bool, net: int, gross: int) -> None:
    """The discounts are the peer's. It rounds tax on each piece (6446, 5081); law 1 rounds it on the line, which is nearer 728.4 of tax."""
    basket = basket_of(
        (piece(1000, taxes=["T20"], tags=["x"]), 2),
        piece(3499, taxes=["T10"]),
        (piece(255, taxes=["T10"]), 4),
        coupons=[coupon(500)],
    )
    found = price(basket, policy(percent(1500, "x"), included=included), NOW)
    assert (found.net_minor, found.gross_minor) == (net, gross)


@pytest.mark.parametrize(("quantity", "expected"), [(15, 4750), (5, 8250)])
def test_l_b37_two_coupons_each_with_a_minimum(quantity: int, expected: int) -> None:
    coupons = [coupon(10_000, 10_000, "c1"), coupon(10_000, 10_000, "c2")]
    assert price(basket_of((piece(1650), quantity), coupons=coupons), policy(), NOW).gross_minor == expected


def test_l_b39_a_coupon_takes_no_more_than_percentages_leave() -> None:
    basket = baskets.add_coupon(goods(10_000, 10_000, 10_000), coupon(29_000))
    assert price(basket, policy(percent(1000)), NOW).gross_minor == 0


@pytest.mark.parametrize(("pieces", "expected"), [(14, 148_680), (17, 160_480), (20, 188_800)])
def test_l_b41_of_several_thresholds_one_counts(pieces: int, expected: int) -> None:
    tiers = [(1000, 150_000), (1500, 175_000), (2000, 200_000), (2500, 250_000)]
    offers = [percent(bp, min_gross=least, id=f"t{bp}", group="spend") for bp, least in tiers]
    assert price(basket_of((piece(11_800), pieces)), policy(*offers), NOW).gross_minor == expected


def test_l_b45_a_fixed_tax_has_no_discount() -> None:
    """Law 1 spreads -50 on the net where prices are without tax, so it makes 67.50 as 50 % does (the peer took it off the gross: 75)."""
    basket = goods(10_000, taxes=("T15", "F10"))
    half = policy(percent(5000), taxes=[T15, F10], included=False)
    assert figures(price(basket, half, NOW)) == (5000, 1750, 6750)
    fifty = baskets.add_coupon(basket, coupon(5000))
    assert price(fifty, policy(taxes=[T15, F10], included=False), NOW).gross_minor == 6750


def test_l_b47_free_goods_have_no_tax_rounded_globally() -> None:
    rules = policy(percent(10_000), tax_rounding="rate")
    assert figures(price(goods(560, 892, 4491, 21726, 240000, taxes=("T20",)), rules, NOW)) == (0, 0, 0)


def test_t_c1_a_full_refund_mirrors_the_sale() -> None:
    sale = sell(basket_of((piece(45_000), 2), (piece(30_000), 3)), policy(percent(500)))
    assert sale.gross_minor == 171_000
    back = price(baskets.add_returns(empty(), give_back(sale, [], None, sale.number)), policy(), NOW)
    assert back.gross_minor == -171_000
    assert [line.discount_minor for line in back.lines] == [-4500, -4500]


def points(per_minor: int, on: str = "gross", each: int = 1) -> PointsProgramme:
    return PointsProgramme(id="P", earn=PointsEarn(points=each, per_minor=per_minor, on="net" if on == "net" else "gross"))


def reversed_points(basket: Basket, programme: PointsProgramme, wanted: list[tuple[int, int | None]]) -> tuple[int, int]:
    """Return points earned by a member's basket and taken back when `wanted` returns."""
    rules = policy(programmes=[programme])
    sale = sell(baskets.set_member(basket, MEMBER), rules)
    back = baskets.add_returns(empty(), give_back(sale, [], wanted, sale.number), sale.member)
    found = price(back, rules, NOW)
    return sum(each.earned for each in sale.points), sum(each.reversed for each in found.points)


@pytest.mark.parametrize(
    ("case", "basket", "programme", "wanted", "expected"),
    [
        ("T-E3", basket_of((piece(5000), 2)), points(100), [(1, 1)], (100, 50)),
        ("T-E5 its earning half: 70 on 2 x 50", basket_of((piece(5000), 2)), points(1000, each=7), [(1, 1)], (70, 35)),
        ("L-C13", basket_of((piece(5000), 2)), points(100), [(1, 1)], (100, 50)),
        ("L-C15 earning two lines of 35", goods(5000, 5000), points(1000, each=7), [(2, None)], (70, 35)),
        ("L-C19 refund 1.00", goods(100, 400, 500, 1000, 190), points(1000), [(1, None)], (2, 0)),
        ("L-C19 refund 5.00", goods(100, 400, 500, 1000, 190), points(1000), [(1, None), (2, None)], (2, 0)),
        ("L-C19 refund 20.00", goods(100, 400, 500, 1000, 190), points(1000), [(1, 1), (2, 1), (3, 1), (4, 1)], (2, 2)),
    ],
)
def test_points_come_back_with_goods(
    case: str, basket: Basket, programme: PointsProgramme, wanted: list[tuple[int, int | None]], expected: tuple[int, int]
) -> None:
    assert reversed_points(basket, programme, wanted) == expected, case


def test_l_c1_points_count_what_is_paid() -> None:
    basket = basket_of(piece(10_000), member=MemberRef(id="m"))
    found = price(basket, policy(percent(1000), programmes=[points(100)]), NOW)
    assert (found.gross_minor, found.points[0].earned) == (9000, 90)


def test_t_c3_prices_as_the_peer_has_them() -> None:
    """13.67 + 15 % = 15.72; how it is paid stands with the tenders."""
    assert figures(price(goods(1367, taxes=("T15",)), policy(taxes=[T15, T10, T20], included=False), NOW)) == (1367, 205, 1572)
