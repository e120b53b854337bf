"""How offers meet: priority, groups on lines, pieces and baskets, who beats whom; coupons and codes among them."""

import msgspec
import pytest

from kiosk.domain.basket import Basket, HeldCoupon
from kiosk.domain.policy import NOWHERE, Circumstances
from kiosk.domain.pricing import Priced, explain, price
from sync.protocol.offers import AmountOffer, BuyGetOffer, CheapestFreeOffer, FixedPriceOffer, Offer, OfferWhen, PercentOffer, PointsOffer
from sync.protocol.programmes import PointsEarn, PointsProgramme
from tests.unit.kiosk.domain.builders import MEMBER, NOW, basket_of, piece, policy


def run(basket: Basket, *offers: Offer, circumstances: Circumstances = NOWHERE) -> Priced:
    return price(basket, policy(*offers), NOW, circumstances)


def statuses(found: Priced) -> dict[str, tuple[str, str | None]]:
    return {item.id: (item.status, item.by) for item in found.trace}


def percent(id: str, percent_bp: int, *, tag: str = "", priority: int = 0, group: str = "", basket: bool = False) -> PercentOffer:
    when = OfferWhen(tags=[tag] if tag else [])
    scope = "basket" if basket else "line"
    return PercentOffer(id=id, when=when, percent_bp=percent_bp, priority=priority, group=group, group_scope=scope)  # type: ignore[arg-type]


def test_greater_priority_goes_first() -> None:
    first, then = AmountOffer(id="a", amount_minor=500, priority=1), percent("b", 1000)
    assert run(basket_of(piece(1000)), first, then).discount_minor == 500 + 50
    assert run(basket_of(piece(1000)), msgspec.structs.replace(first, priority=-1), then).discount_minor == 100 + 500


def test_equals_go_in_the_order_that_takes_most() -> None:
    """Another price, then the percentage, then the amount, whatever their names."""
    offers: list[Offer] = [AmountOffer(id="a", amount_minor=100), percent("b", 5000), FixedPriceOffer(id="c", price_minor=800)]
    assert run(basket_of(piece(1000)), *offers).gross_minor == 300


def test_each_line_goes_to_the_offer_that_is_best_for_it() -> None:
    flat, tenth = AmountOffer(id="flat", amount_minor=100, per="line", group="g"), percent("tenth", 1000, group="g")
    found = run(basket_of(piece(500, "a"), piece(5000, "b")), flat, tenth)
    assert [[share.id for share in line.offers] for line in found.lines] == [["flat"], ["tenth"]]


def test_what_follows_is_weighed_with_the_choice() -> None:
    """Alone the price of 0.55 takes more than 0.44 off, but a price of 0.60 is had anyway, so the amount is worth more."""
    offers: list[Offer] = [
        FixedPriceOffer(id="any", price_minor=60),
        FixedPriceOffer(id="price", price_minor=55, group="g"),
        AmountOffer(id="amount", amount_minor=44, group="g"),
    ]
    found = run(basket_of(piece(100)), *offers)
    assert found.gross_minor == 16
    assert statuses(found)["price"] == ("beaten", "amount")


def test_a_basket_has_one_offer_of_a_group() -> None:
    basket = basket_of(piece(1000, "a", tags=["x"]), piece(3000, "b", tags=["y"]))
    found = run(basket, percent("x", 5000, tag="x", group="g", basket=True), percent("y", 2000, tag="y", group="g", basket=True))
    assert found.discount_minor == 600
    assert statuses(found) == {"x": ("beaten", "y"), "y": ("applied", None)}


def test_a_group_binds_over_priorities() -> None:
    found = run(basket_of(piece(1000)), percent("weak", 100, group="g", priority=1), percent("strong", 5000, group="g"))
    assert found.discount_minor == 10
    assert statuses(found)["strong"] == ("beaten", "weak")


def test_one_that_takes_nothing_beats_nobody() -> None:
    none = FixedPriceOffer(id="none", price_minor=2000, group="g", priority=1)
    found = run(basket_of(piece(1000)), none, percent("tenth", 1000, group="g"))
    assert found.discount_minor == 100
    assert [(item.id, item.condition) for item in found.trace if item.status == "not_met"] == [("none", "discountable_minor")]


def test_sets_share_a_line_piece_by_piece_but_not_with_others() -> None:
    three = CheapestFreeOffer(id="three", quantity=3, group="g", priority=1)
    pair = BuyGetOffer(id="pair", buy=1, get=1, percent_bp=5000, group="g")
    found = run(basket_of((piece(1000), 5)), three, pair, percent("tenth", 1000, group="g", priority=-1))
    assert found.discount_minor == 1000 + 500
    assert statuses(found) == {"three": ("applied", None), "pair": ("applied", None), "tenth": ("beaten", "three")}


def test_sets_that_have_no_pieces_left_are_beaten() -> None:
    three = CheapestFreeOffer(id="three", quantity=3, group="g", priority=1)
    found = run(basket_of((piece(1000), 3)), three, BuyGetOffer(id="pair", buy=1, get=1, group="g"))
    assert statuses(found)["pair"] == ("beaten", "three")
    lacking = run(basket_of(piece(1000)), three, BuyGetOffer(id="pair", buy=1, get=1, group="g"))
    assert statuses(lacking)["pair"] == ("not_met", None), "nobody took what was never there"


def test_an_offer_that_gives_points_meets_its_group_too() -> None:
    offers: list[Offer] = [
        percent("tenth", 1000, tag="x", group="g"),
        PointsOffer(id="points", programme="P", points=5, per="piece", group="g"),
    ]
    rules = policy(*offers, programmes=[PointsProgramme(id="P", earn=PointsEarn(points=0, per_minor=100))])
    found = price(basket_of(piece(1000, "a", tags=["x"]), piece(1000, "b"), member=MEMBER), rules, NOW)
    assert [line.points for line in found.lines] == [{}, {"P": 5}]
    rules = msgspec.structs.replace(rules, offers=(offers[0], msgspec.structs.replace(offers[1], when=OfferWhen(tags=["x"]))))
    assert statuses(price(basket_of(piece(1000, "a", tags=["x"]), member=MEMBER), rules, NOW))["points"] == ("beaten", "tenth")


def test_a_public_code_makes_a_candidate() -> None:
    offer = PercentOffer(id="o", when=OfferWhen(codes=["SUN"], tags=["x"]), percent_bp=1000)
    plain, other = basket_of(piece(1000, "a", tags=["x"])), basket_of(piece(1000, "b"))
    named, in_vain = msgspec.structs.replace(plain, codes=["SUN"]), msgspec.structs.replace(other, codes=["SUN"])
    assert run(plain, offer).trace == []
    assert run(named, offer).discount_minor == 100
    assert [(item.status, item.condition) for item in run(in_vain, offer).trace] == [("not_met", "tags")]
    assert explain(plain, policy(offer), NOW, "o").condition == "codes"


def given_by(coupon_id: str, gives: str = "given", member: str = "") -> HeldCoupon:
    return HeldCoupon(id=coupon_id, offer="campaign", amount_minor=0, valid_until="2026-12-31", gives=gives, member=member)


def test_a_coupon_gives_an_offer_that_nothing_else_does() -> None:
    offer = PercentOffer(id="given", when=OfferWhen(coupon=True, tags=["x"]), percent_bp=2000)
    basket = basket_of(piece(1000, "a", tags=["x"]), piece(1000, "b"))
    assert run(basket, offer).trace == []
    assert explain(basket, policy(offer), NOW, "given").condition == "coupon"
    found = run(msgspec.structs.replace(basket, coupons=[given_by("c1")]), offer)
    assert [line.discount_minor for line in found.lines] == [200, 0]
    assert [(each.id, each.offer, each.amount_minor) for each in found.redeemed] == [("c1", "campaign", 200)]
    assert [(each.id, each.coupon, each.amount_minor) for each in found.trace] == [("given", "c1", 200)]


@pytest.mark.parametrize(
    ("case", "held", "member", "circumstances", "expected"),
    [
        ("somebody else's", given_by("c1", member="m2"), True, NOWHERE, ("not_met", "member")),
        ("nobody's", given_by("c1", member="m1"), False, NOWHERE, ("not_met", "member")),
        ("one's own", given_by("c1", member="m1"), True, NOWHERE, ("applied", None)),
        ("its campaign is stopped", given_by("c1"), True, Circumstances(stopped=frozenset({"campaign"})), ("stopped", None)),
        ("its offer is stopped", given_by("c1"), True, Circumstances(stopped=frozenset({"given"})), ("stopped", None)),
        ("its offer is gone", given_by("c1", "gone"), True, NOWHERE, ("not_met", "gives")),
    ],
)
def test_coupons_that_count_and_others(
    case: str, held: HeldCoupon, member: bool, circumstances: Circumstances, expected: tuple[str, str | None]
) -> None:
    offer = PercentOffer(id="given", when=OfferWhen(coupon=True), percent_bp=2000)
    basket = basket_of(piece(1000), member=MEMBER if member else None, coupons=[held])
    found = run(basket, offer, circumstances=circumstances)
    [item] = found.trace
    assert (item.status, item.condition) == expected, case
    assert bool(found.redeemed) == (expected[0] == "applied"), "a coupon that takes nothing is not burnt"


def test_coupons_go_offers_first_then_rates_then_amounts() -> None:
    """Each rate is of what offers left, before any coupon: neither order nor another coupon decides."""
    rate = HeldCoupon(id="r", offer="rate", amount_minor=0, percent_bp=5000, valid_until="2026-12-31")
    amount = HeldCoupon(id="a", offer="amount", amount_minor=300, valid_until="2026-12-31")
    for coupons in ([rate, amount], [amount, rate]):
        found = run(basket_of(piece(1000), coupons=coupons))
        assert found.gross_minor == 200
        assert [each.id for each in found.redeemed] == [held.id for held in coupons]


def test_what_a_coupons_offer_lacks_is_said() -> None:
    offer = PercentOffer(id="given", when=OfferWhen(coupon=True, tags=["x"], min_chosen_minor=1500), percent_bp=2000)
    found = run(basket_of(piece(1000, tags=["x"]), coupons=[given_by("c1")]), offer)
    [item] = found.trace
    assert (item.status, item.condition, item.coupon, item.short_minor) == ("not_met", "min_chosen_minor", "c1", 500)
    free = PercentOffer(id="free", percent_bp=10_000)
    assert run(basket_of(piece(1000), coupons=[given_by("c1")]), free).trace[1].condition == "discountable_minor"
