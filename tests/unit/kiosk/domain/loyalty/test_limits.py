"""How far offers go: by basket, member and campaign, and the margin that lines keep; what of it a sale uses."""

import msgspec
import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import HeldCoupon
from kiosk.domain.discounts import Given
from kiosk.domain.loyalty.uses import given_back
from kiosk.domain.policy import NOWHERE, Allowance, Circumstances
from kiosk.domain.pricing import Priced, price
from sync.protocol.facts import MemberRef, OfferUse
from sync.protocol.offers import (
    AmountOffer,
    BundleOffer,
    BundlePart,
    CheapestFreeOffer,
    Choice,
    CouponNeeds,
    Limits,
    Offer,
    OfferWhen,
    PercentOffer,
    PointsOffer,
    ReceiptCouponOffer,
    SpendStep,
    TieredSpendOffer,
)
from sync.protocol.programmes import PointsEarn, PointsProgramme
from tests.unit.kiosk.domain.builders import MEMBER, NOW, basket_of, by_weight, empty, piece, policy


def run(limits: Limits, circumstances: Circumstances = NOWHERE, *, member: MemberRef | None = None, pieces: int = 2) -> Priced:
    offer = PercentOffer(id="o", percent_bp=1000, limits=limits)
    return price(basket_of((piece(1000), pieces), member=member), policy(offer), NOW, circumstances)


def leased(**of: int) -> Circumstances:
    return Circumstances(allowances={"o": Allowance(**of)})


@pytest.mark.parametrize(
    ("case", "limits", "circumstances", "status", "condition", "discount"),
    [
        ("a cap without a lease is spent", Limits(total=5), NOWHERE, "spent", "total", 0),
        ("a lease that is used up", Limits(total=5), leased(uses=0), "spent", "total", 0),
        ("a lease", Limits(total=5), leased(uses=1), "applied", None, 200),
        ("pieces", Limits(total_pieces=5), leased(pieces=1), "applied", None, 100),
        ("no pieces", Limits(total_pieces=5), leased(pieces=0), "spent", "total_pieces", 0),
        ("a budget", Limits(budget_minor=500), leased(amount_minor=150), "applied", None, 150),
        ("no budget", Limits(budget_minor=500), leased(amount_minor=0), "spent", "budget_minor", 0),
        ("pieces in one basket", Limits(per_basket=1), NOWHERE, "applied", None, 100),
        ("for members, and there is none", Limits(per_member=1), NOWHERE, "not_met", "member", 0),
        ("stopped", Limits(), Circumstances(stopped=frozenset({"o"})), "stopped", None, 0),
    ],
)
def test_limits(case: str, limits: Limits, circumstances: Circumstances, status: str, condition: str | None, discount: int) -> None:
    found = run(limits, circumstances)
    [item] = found.trace
    assert (item.status, item.condition, found.discount_minor) == (status, condition, discount), case


@pytest.mark.parametrize(
    ("case", "offer", "expected"),
    [
        ("an amount off everything lies on the pieces that may have it", AmountOffer(id="o", amount_minor=5000), [3000, 0]),
        ("an amount a line wants whole lines", AmountOffer(id="o", amount_minor=100, per="line"), [0, 100]),
        ("steps", TieredSpendOffer(id="o", steps=[SpendStep(from_minor=1, percent_bp=1000)]), [300, 0]),
        ("steps of amounts", TieredSpendOffer(id="o", steps=[SpendStep(from_minor=1, amount_minor=9000)]), [3000, 0]),
        ("sets", CheapestFreeOffer(id="o", quantity=2), [2000, 500]),
        ("bundles of three", BundleOffer(id="o", parts=[BundlePart(of=Choice(), quantity=3)], price_minor=2000), [1000, 0]),
    ],
)
def test_a_cap_of_pieces_is_never_exceeded(case: str, offer: Offer, expected: list[int]) -> None:
    """Three pieces may have it; in the basket lie 4 at 10.00 and 2 at 5.00."""
    capped = msgspec.structs.replace(offer, limits=Limits(total_pieces=9))
    found = price(basket_of((piece(1000, "a"), 4), (piece(500, "b"), 2)), policy(capped), NOW, leased(pieces=3))
    assert [line.discount_minor for line in found.lines] == expected, case
    assert found.uses[0].pieces <= 3


@pytest.mark.parametrize(("had", "status"), [(0, "applied"), (1, "applied"), (2, "spent")])
def test_a_member_has_it_so_many_times(had: int, status: str) -> None:
    found = run(Limits(per_member=2), member=MemberRef(id="m1", uses={"o": had}))
    assert found.trace[0].status == status
    assert found.uses == ([OfferUse(offer="o", pieces=2, amount_minor=200)] if status == "applied" else [])


def test_uses_are_of_limited_offers_only_and_come_back_with_the_whole_sale() -> None:
    assert run(Limits(most_minor=50)).uses == []
    uses = run(Limits(budget_minor=500), leased(amount_minor=150)).uses
    assert uses == [OfferUse(offer="o", pieces=2, amount_minor=150)]
    assert given_back(uses) == [OfferUse(offer="o", times=-1, pieces=-2, amount_minor=-150)]


def test_the_worth_of_points_is_bounded_too() -> None:
    offer = PointsOffer(id="o", programme="P", points=500, limits=Limits(budget_minor=1000))
    rules = policy(offer, programmes=[PointsProgramme(id="P", earn=PointsEarn(points=0, per_minor=100), value_minor=2)])
    found = price(basket_of(piece(1000), member=MEMBER), rules, NOW, leased(amount_minor=300))
    assert (found.points[0].earned, found.uses) == (150, [OfferUse(offer="o", pieces=1, amount_minor=300)])


def test_first_five_hundred_coupons() -> None:
    offer = ReceiptCouponOffer(id="o", amount_minor=500, needs=CouponNeeds(min_gross_minor=1000), limits=Limits(total=500))
    basket = basket_of(piece(1000))
    assert price(basket, policy(offer), NOW).to_issue == []
    found = price(basket, policy(offer), NOW, leased(uses=1))
    assert (found.to_issue, found.uses) == ([offer], [OfferUse(offer="o", amount_minor=500)])


def floored(floor_bp: int, rate_bp: int = 5000, **how: object) -> PercentOffer:
    return PercentOffer(id="o", percent_bp=rate_bp, limits=Limits(margin_floor_bp=floor_bp), **how)  # type: ignore[arg-type]


COSTS = Circumstances(costs={"a": 600, "w": 500})


@pytest.mark.parametrize(
    ("case", "floor_bp", "gross"),
    [("cost alone: 6.00 net", 0, 720), ("a quarter of the net: 8.00 net", 2500, 960), ("it is below already", 5000, 1200)],
)
def test_a_line_keeps_its_margin_of_the_net(case: str, floor_bp: int, gross: int) -> None:
    found = price(basket_of(piece(1200, "a", taxes=["T20"])), policy(floored(floor_bp)), NOW, COSTS)
    assert found.gross_minor == gross, case
    [item] = found.trace
    assert item.amount_minor == (1200 - gross or None)
    assert (item.status, item.condition) == (("applied", None) if gross < 1200 else ("not_met", "margin_floor_bp"))


def test_the_floor_holds_after_everything_else() -> None:
    """A person's 10 % comes later: what is short of the margin then, the offer gives back, the person does not."""
    basket = msgspec.structs.replace(basket_of(piece(1200, "a", taxes=["T20"])), discounts=[Given(percent_bp=1000)])
    offer = floored(0, 4000)
    found = price(basket, policy(offer), NOW, COSTS)
    assert found.gross_minor == 720
    assert {share.id: share.amount_minor for share in found.lines[0].offers} == {"o": 408, "manual_basket": 72}


def test_only_the_line_that_is_short_is_cut_and_unknown_costs_have_no_floor() -> None:
    basket = baskets.add_product(basket_of(piece(1200, "a"), piece(1200, "unknown")), by_weight(1000), weight_g=2_000)
    found = price(basket, policy(floored(0, 6000)), NOW, COSTS)
    assert [line.gross_minor for line in found.lines] == [600, 480, 1000]


def test_of_several_the_highest_floor_gives_way_first() -> None:
    offers: list[Offer] = [floored(2500, 1000), msgspec.structs.replace(floored(0, 4000), id="p", priority=1)]
    found = price(basket_of(piece(1200, "a")), policy(*offers), NOW, COSTS)
    assert {share.id: share.amount_minor for share in found.lines[0].offers} == {"p": 480}
    assert {item.id: item.condition for item in found.trace} == {"p": None, "o": "margin_floor_bp"}


def test_nothing_on_an_empty_basket() -> None:
    assert price(empty(), policy(floored(0)), NOW, COSTS).trace == []


@pytest.mark.parametrize(("rate_bp", "redeemed", "status"), [(4000, 480, "applied"), (6000, 600, "applied")])
def test_an_offer_that_a_coupon_gives_keeps_the_floor(rate_bp: int, redeemed: int, status: str) -> None:
    offer = floored(0, rate_bp, when=OfferWhen(coupon=True))
    held = HeldCoupon(id="c1", offer="campaign", amount_minor=0, valid_until="2026-12-31", gives="o")
    found = price(basket_of(piece(1200, "a"), coupons=[held]), policy(offer), NOW, COSTS)
    assert [(each.id, each.amount_minor) for each in found.redeemed] == [("c1", redeemed)]
    assert [(item.id, item.status, item.amount_minor) for item in found.trace] == [("o", status, redeemed)]


def test_a_coupon_of_which_the_floor_leaves_nothing_stays_unused() -> None:
    offer = floored(5000, 4000, when=OfferWhen(coupon=True))
    held = HeldCoupon(id="c1", offer="campaign", amount_minor=0, valid_until="2026-12-31", gives="o")
    found = price(basket_of(piece(1200, "a"), coupons=[held]), policy(offer), NOW, COSTS)
    assert (found.redeemed, found.gross_minor) == ([], 1200)
    assert [(item.id, item.condition, item.coupon) for item in found.trace] == [("o", "margin_floor_bp", "c1")]


@pytest.mark.parametrize(
    ("limits", "worth", "taken"),
    [
        (Limits(margin_floor_bp=2000), {"amount_minor": 650}, [450]),
        (Limits(margin_floor_bp=4000), {"amount_minor": 650}, [200]),
        (Limits(margin_floor_bp=4000), {"amount_minor": 150}, [50, 150]),
        (Limits(most_minor=300), {"percent_bp": 5000}, [300]),
        (Limits(most_minor=300), {"amount_minor": 200}, [200, 100]),
        (Limits(most_minor=300), {"amount_minor": 300}, [300]),
        (Limits(), {"amount_minor": 200}, [200, 200]),
    ],
)
def test_what_a_coupon_takes_off_stays_within_its_offers_limits(limits: Limits, worth: dict[str, int], taken: list[int]) -> None:
    """Goods of 12.00 that cost 6.00, and two coupons of one offer."""
    printed = ReceiptCouponOffer(id="next", limits=limits, **worth)  # type: ignore[arg-type]
    held = [HeldCoupon(id=id, offer="next", valid_until="2026-12-31", **{"amount_minor": 0} | worth) for id in ("c1", "c2")]  # type: ignore[arg-type]
    found = price(basket_of(piece(1200, "a"), coupons=held), policy(printed), NOW, COSTS)
    assert [each.amount_minor for each in found.redeemed] == taken
    assert found.gross_minor == 1200 - sum(taken)
