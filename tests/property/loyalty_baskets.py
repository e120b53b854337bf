"""Strategies for the laws of loyalty: goods, offers of every kind, programmes, coupons and rewards, small enough that they meet."""

import msgspec
from hypothesis import strategies as st

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket, HeldCoupon, HeldReward
from kiosk.domain.discounts import Given
from kiosk.domain.policy import Allowance, Circumstances, Policy
from sync.protocol.facts import MemberRef
from sync.protocol.offers import (
    AmountOffer,
    BundleOffer,
    BundlePart,
    BuyGetOffer,
    CashbackOffer,
    CheapestFreeOffer,
    Choice,
    FixedPriceOffer,
    GiftOffer,
    Limits,
    MultiplierOffer,
    Offer,
    OfferWhen,
    PercentOffer,
    Pick,
    PointsOffer,
    PunchOffer,
    QuantityBreakOffer,
    QuantityStep,
    ReceiptCouponOffer,
    SpendStep,
    TieredSpendOffer,
)
from sync.protocol.programmes import (
    CashbackProgramme,
    EarnPieces,
    EarnRate,
    PointsEarn,
    PointsProgramme,
    Programme,
    PunchProgramme,
    Reward,
)
from sync.protocol.records import Product, Tax
from sync.rules.tax import Rounding
from tests.unit.kiosk.domain.builders import T10, T20, T55, by_weight, empty, piece, policy

TAXES = (T55, T10, T20, Tax(id="ECO", name="", fixed_minor=2))
TAGS = ("x", "y")
MEMBER = MemberRef(id="m1", tier="gold", balances={"P": 400, "C": 9, "CB": 50}, segments=["s"], uses={"b": 1})
PRODUCTS: tuple[Product, ...] = (
    piece(100, "a", taxes=["T20"], tags=["x"]),
    piece(250, "b", taxes=["T55"], tags=["x", "y"]),
    piece(100, "c", taxes=["T10"], tags=["y"]),
    piece(999, "d", taxes=["T20", "ECO"]),
    piece(333, "e", tags=["y"]),
    piece(0, "f", tags=["x"]),
    piece(5, "g", taxes=["T20"], tags=["x", "y"]),
    by_weight(799, "w", taxes=["T55"]),
)
some_tags = st.lists(st.sampled_from(TAGS), unique=True, max_size=1)
choices = st.builds(
    Choice,
    tags=some_tags,
    skus=st.lists(st.sampled_from("abc"), unique=True, max_size=2),
    not_tags=st.lists(st.sampled_from(TAGS), max_size=1),
)
whens = st.builds(
    OfferWhen,
    tags=some_tags,
    not_skus=st.lists(st.sampled_from("abc"), unique=True, max_size=1),
    min_quantity=st.none() | st.integers(1, 6),
    min_chosen_minor=st.none() | st.integers(1, 1_500),
    min_gross_minor=st.none() | st.integers(1, 3_000),
    member=st.none() | st.booleans(),
)
limits = st.builds(
    Limits,
    most_minor=st.none() | st.integers(1, 400),
    per_basket=st.none() | st.integers(1, 3),
    per_member=st.none() | st.integers(1, 2),
    total_pieces=st.none() | st.integers(1, 50),
    budget_minor=st.none() | st.integers(1, 500),
    margin_floor_bp=st.none() | st.sampled_from([0, 1_000, 3_000]),
)
unlimited = st.just(Limits())
picks = st.none() | st.builds(
    Pick,
    order=st.sampled_from(["cheapest", "dearest"]),
    skip=st.integers(0, 2),
    every=st.integers(1, 3),
    most=st.none() | st.integers(1, 4),
    per=st.sampled_from(["line", "basket"]),
)
rates = st.integers(1, 10_000)
small = st.integers(1, 400)
names = st.sampled_from("abcdefgh")
base = {
    "id": names,
    "when": whens,
    "priority": st.integers(0, 1),
    "group": st.sampled_from(["", "", "g", "h"]),
    "group_scope": st.sampled_from(["line", "line", "basket"]),
    "base": st.sampled_from(["initial", "discounted"]),
    "limits": unlimited | limits,
}
spend_steps = st.lists(
    st.builds(SpendStep, from_minor=st.integers(0, 2_000), percent_bp=rates)
    | st.builds(SpendStep, from_minor=st.integers(0, 2_000), amount_minor=small),
    min_size=1,
    max_size=3,
    unique_by=lambda step: step.from_minor,
)
breaks = st.lists(
    st.builds(QuantityStep, quantity=st.integers(1, 8), percent_bp=rates)
    | st.builds(QuantityStep, quantity=st.integers(1, 8), price_minor=small)
    | st.builds(QuantityStep, quantity=st.integers(1, 8), amount_minor=small),
    min_size=1,
    max_size=3,
    unique_by=lambda step: step.quantity,
)
percents = st.builds(PercentOffer, percent_bp=rates, allocation=st.sampled_from(["per_line", "basket"]), pick=picks, **base)
discounting: st.SearchStrategy[Offer] = st.one_of(
    percents,
    st.builds(AmountOffer, amount_minor=small, per=st.sampled_from(["piece", "line", "basket"]), pick=picks, **base),
    st.builds(FixedPriceOffer, price_minor=small, pick=picks, **base),
    st.builds(CheapestFreeOffer, quantity=st.integers(2, 4), free=st.integers(1, 2), percent_bp=rates, **base),
    st.builds(BuyGetOffer, buy=st.integers(1, 3), get=st.integers(1, 2), of=st.none() | choices, percent_bp=rates, **base),
    st.builds(
        BundleOffer,
        parts=st.lists(st.builds(BundlePart, of=choices, quantity=st.integers(1, 2)), min_size=1, max_size=3),
        price_minor=small,
        **base,
    ),
    st.builds(TieredSpendOffer, steps=spend_steps, **base),
    st.builds(QuantityBreakOffer, steps=breaks, count=st.sampled_from(["line", "chosen"]), **base),
    st.builds(GiftOffer, sku=st.sampled_from("abde"), quantity=st.integers(1, 2), **base),
)
giving: st.SearchStrategy[Offer] = st.one_of(
    st.builds(PointsOffer, programme=st.just("P"), points=st.integers(1, 50), per=st.sampled_from(["basket", "piece"]), **base),
    st.builds(MultiplierOffer, programme=st.just("P"), times_bp=st.integers(10_000, 40_000), **base),
    st.builds(CashbackOffer, programme=st.just("CB"), percent_bp=rates, **base),
    st.builds(PunchOffer, programme=st.just("C"), punches=st.integers(1, 3), **base),
    st.builds(ReceiptCouponOffer, amount_minor=small, tied=st.booleans(), **base),
)
GIVEN = PercentOffer(id="given", when=OfferWhen(coupon=True, tags=["x"]), percent_bp=2_500)
REWARDS = [
    Reward(id="less", points=30, kind="amount", amount_minor=120, repeat=True),
    Reward(id="rate", points=50, kind="percent", percent_bp=1_000),
    Reward(id="cup", points=20, kind="product", of=Choice(skus=["a", "c"]), quantity=2, repeat=True),
    Reward(id="word", points=10, kind="event"),
]
PROGRAMMES: tuple[Programme, ...] = (
    PointsProgramme(
        id="P",
        earn=PointsEarn(
            points=2,
            per_minor=50,
            rates=[EarnRate(of=Choice(tags=["y"]), times_bp=20_000), EarnRate(tiers=["gold"], times_bp=15_000)],
            pieces=[EarnPieces(of=Choice(skus=["d"]), points=3)],
            visit=5,
        ),
        rewards=REWARDS,
    ),
    CashbackProgramme(id="CB", percent_bp=500),
    PunchProgramme(id="C", of=Choice(tags=["x"]), needs=10),
)
counted = st.lists(st.tuples(st.sampled_from(PRODUCTS), st.integers(1, 9)), min_size=1, max_size=6)
coupons = st.lists(
    st.builds(
        HeldCoupon, id=st.sampled_from(["c1", "c2", "c3"]), offer=st.just("next"), amount_minor=small, valid_until=st.just("2026-12-31")
    )
    | st.builds(
        HeldCoupon, id=st.just("c4"), offer=st.just("rate"), amount_minor=st.just(0), percent_bp=rates, valid_until=st.just("2026-12-31")
    )
    | st.builds(
        HeldCoupon,
        id=st.just("c5"),
        offer=st.just("camp"),
        amount_minor=st.just(0),
        gives=st.just("given"),
        valid_until=st.just("2026-12-31"),
    ),
    max_size=2,
    unique_by=lambda held: held.id,
)
rewards = st.lists(
    st.builds(HeldReward, id=st.sampled_from([reward.id for reward in REWARDS]), programme=st.just("P"), claims=st.integers(1, 4)),
    max_size=2,
    unique_by=lambda held: held.id,
)
ROOM = Circumstances(
    allowances={id: Allowance(uses=1, pieces=4, amount_minor=300) for id in "abcdefg"},
    costs={"a": 60, "b": 150, "c": 70, "w": 500},
)


def filled(lines: list[tuple[Product, int]], member: MemberRef | None = None) -> Basket:
    """A basket of pieces, or of that many half kilograms."""
    found = baskets.set_member(empty(), member)
    for product, count in lines:
        weighed = product.unit == "kg"
        found = baskets.add_product(found, product, quantity=1 if weighed else count, weight_g=500 * count if weighed else None)
    return found


@st.composite
def tickets(draw: st.DrawFn) -> Basket:
    """A basket with all that may lie on it."""
    basket = filled(draw(counted), draw(st.sampled_from([None, MEMBER])))
    given = draw(st.lists(st.builds(Given, line=st.integers(0, 2), percent_bp=rates), max_size=1))
    return msgspec.structs.replace(basket, coupons=draw(coupons), rewards=draw(rewards), discounts=given)


@st.composite
def rules(draw: st.DrawFn, *, included: bool | None = None) -> Policy:
    """A shop's rules with offers of every kind."""
    offers = draw(st.lists(discounting | discounting | giving, max_size=5, unique_by=lambda offer: offer.id))
    mode = draw(st.booleans()) if included is None else included
    rounding: Rounding = draw(st.sampled_from(["line", "line", "rate"]))
    programmes = draw(st.sampled_from([(), PROGRAMMES]))
    if not programmes:
        offers = [offer for offer in offers if not hasattr(offer, "programme")]
    return policy(*offers, GIVEN, taxes=TAXES, programmes=programmes, included=mode, tax_rounding=rounding)
