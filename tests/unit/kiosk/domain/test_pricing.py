"""The evaluator: offers' conditions and order, coupons' needs, points, coupons to print, and the trace that says why."""

import msgspec
import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import EVALUATOR_VERSION, Priced, TraceItem, explain, price
from kiosk.domain.returns import give_back
from kiosk.domain.trace import trace_hash
from sync.protocol.errors import Refusal
from sync.protocol.facts import OfferShare, PointsMovement, RedeemedCoupon
from sync.protocol.money import MINOR_LIMIT
from sync.protocol.offers import Offer, OfferWhen, PercentOffer, ReceiptCouponOffer
from sync.protocol.programmes import PointsEarn, PointsProgramme
from sync.protocol.records import Tax
from tests.unit.kiosk.domain.builders import BIO10, MEMBER, NEXT, NOW, POINTS, T20, basket_of, by_weight, coupon, empty, piece, policy, sell

ALL = OfferWhen()


def priced(basket: Basket, rules: Policy) -> Priced:
    return price(basket, rules, NOW)


def percent(
    id: str, percent_bp: int, *tags: str, priority: int = 0, min_gross: int | None = None, member: bool | None = None, group: str = ""
) -> PercentOffer:
    when = OfferWhen(tags=list(tags), min_gross_minor=min_gross, member=member)
    return PercentOffer(id=id, when=when, percent_bp=percent_bp, priority=priority, group=group)


def test_one_line_in_full() -> None:
    found = priced(basket_of((piece(300, tags=["bio"], taxes=["T20"]), 2), piece(500, taxes=["T55"])), policy(BIO10))
    bio, other = found.lines
    assert (bio.amount_minor, bio.discount_minor, bio.net_minor, bio.tax_minor, bio.gross_minor) == (600, 60, 450, 90, 540)
    assert bio.offers == [OfferShare(id="bio10", amount_minor=60)]
    assert (other.discount_minor, other.offers, other.gross_minor) == (0, [], 500)
    assert (found.net_minor, found.tax_minor, found.gross_minor, found.discount_minor) == (924, 116, 1040, 60)
    assert [(tax.id, tax.base_minor, tax.tax_minor) for tax in found.taxes] == [("T20", 450, 90), ("T55", 474, 26)]
    assert found.trace == [TraceItem(id="bio10", status="applied", amount_minor=60, lines=[1])]


def test_nothing_matched_is_no_candidate_but_can_be_explained() -> None:
    basket, rules = basket_of(piece(300)), policy(BIO10)
    assert priced(basket, rules).trace == []
    assert explain(basket, rules, NOW, "bio10") == TraceItem(id="bio10", status="not_met", condition="tags", have=0, need=1)
    assert explain(basket_of(piece(300, tags=["bio"])), rules, NOW, "bio10").amount_minor == 30
    with pytest.raises(Refusal) as caught:
        explain(basket, rules, NOW, "nothing")
    assert (caught.value.code, caught.value.field) == ("unknown_offer", "id")


@pytest.mark.parametrize(
    ("case", "offers", "discounts", "statuses"),
    [
        (
            "the greater percentage wins",
            [percent("a", 1000, group="g"), percent("b", 2000, group="g")],
            [200],
            {"a": "beaten", "b": "applied"},
        ),
        (
            "priority wins over percentage",
            [percent("a", 1000, priority=1, group="g"), percent("b", 2000, group="g")],
            [100],
            {"a": "applied", "b": "beaten"},
        ),
        ("equals by name", [percent("b", 1000, group="g"), percent("a", 1000, group="g")], [100], {"a": "applied", "b": "beaten"}),
        (
            "one that fails beats nobody",
            [percent("a", 500, group="g"), percent("b", 2000, min_gross=1001, group="g")],
            [50],
            {"a": "applied", "b": "not_met"},
        ),
    ],
)
def test_of_a_group_a_line_has_one_percentage(
    case: str, offers: list[PercentOffer], discounts: list[int], statuses: dict[str, str]
) -> None:
    found = priced(basket_of(piece(1000)), policy(*offers))
    assert [line.discount_minor for line in found.lines] == discounts, case
    assert {item.id: item.status for item in found.trace} == statuses, case


def test_an_offer_takes_the_lines_others_of_its_group_leave() -> None:
    basket = basket_of(piece(1000, "a", tags=["bio"]), piece(500, "b"))
    found = priced(basket, policy(percent("all", 500, group="g"), percent("bio20", 2000, "bio", group="g")))
    assert [line.offers for line in found.lines] == [[OfferShare(id="bio20", amount_minor=200)], [OfferShare(id="all", amount_minor=25)]]


def test_offers_combine_on_what_the_others_left() -> None:
    basket = basket_of(piece(1000, "a", tags=["bio"]), piece(500, "b"))
    found = priced(basket, policy(percent("all", 500), percent("bio20", 2000, "bio")))
    assert [line.discount_minor for line in found.lines] == [50 + 190, 25]


@pytest.mark.parametrize(
    ("wants", "has", "status"), [(True, False, "not_met"), (True, True, "applied"), (False, False, "applied"), (False, True, "not_met")]
)
def test_offers_for_members_or_for_others(wants: bool, has: bool, status: str) -> None:
    basket = basket_of(piece(1000), member=MEMBER if has else None)
    item = priced(basket, policy(percent("m", 1000, member=wants))).trace[0]
    assert item.status == status
    if status == "not_met":
        assert (item.condition, item.have, item.need) == ("member", int(has), int(wants))


def test_a_minimum_asks_the_gross_before_discounts() -> None:
    rules = policy(percent("a", 1000, min_gross=2400), included=False)
    excluded = piece(1000, taxes=["T20"])
    assert priced(basket_of((excluded, 2)), rules).discount_minor == 200
    short = priced(basket_of((piece(1999, taxes=["T20"]), 1)), rules).trace[0]
    assert (short.status, short.condition, short.have, short.need) == ("not_met", "min_gross_minor", 2399, 2400)


def test_the_coupon_of_the_shop_window() -> None:
    rules = policy(BIO10, NEXT)
    basket = basket_of(piece(1000, "a", taxes=["T20"]), piece(2000, "b", taxes=["T55"]), coupons=[coupon(500, 3000)])
    found = priced(basket, rules)
    assert [line.discount_minor for line in found.lines] == [167, 333]
    assert found.redeemed == [RedeemedCoupon(id="c1", offer="next", amount_minor=500)]
    assert found.trace == [TraceItem(id="next", status="applied", amount_minor=500, coupon="c1")]
    assert found.to_issue == [NEXT], "25.00 is still enough for the next coupon"


def test_a_coupon_whose_needs_are_not_met_stays() -> None:
    basket = basket_of(piece(2999), coupons=[coupon(500, 3000)])
    found = priced(basket, policy())
    assert (found.gross_minor, found.redeemed) == (2999, [])
    assert found.trace == [
        TraceItem(id="next", status="not_met", condition="min_gross_minor", have=2999, need=3000, coupon="c1", short_minor=1)
    ]
    assert len(basket.coupons) == 1
    more = priced(baskets.add_product(basket, piece(1)), policy())
    assert more.gross_minor == 2500, "one cent more gets it"


def test_a_coupon_asks_what_offers_leave() -> None:
    basket = basket_of(piece(3000, tags=["bio"]), coupons=[coupon(500, 3000)])
    assert priced(basket, policy(BIO10)).trace[1].have == 2700


def test_the_order_of_scanning_costs_nobody_money() -> None:
    strict, lax = coupon(500, 3000, "strict"), coupon(700, 2000, "lax")
    for coupons in ([strict, lax], [lax, strict]):
        assert priced(basket_of(piece(3000), coupons=coupons), policy()).gross_minor == 1800


def test_two_coupons_of_one_offer_share_a_line_and_are_both_redeemed() -> None:
    found = priced(basket_of(piece(3000), coupons=[coupon(500, id="c1"), coupon(300, id="c2")]), policy())
    assert found.lines[0].offers == [OfferShare(id="next", amount_minor=800)]
    assert [(each.id, each.amount_minor) for each in found.redeemed] == [("c1", 500), ("c2", 300)]


def test_a_coupon_never_goes_below_zero_and_is_not_burnt_for_nothing() -> None:
    found = priced(basket_of(piece(300), coupons=[coupon(500, id="c1"), coupon(500, id="c2")]), policy())
    assert (found.gross_minor, found.redeemed) == (0, [RedeemedCoupon(id="c1", offer="next", amount_minor=300)])
    assert (found.trace[1].condition, found.trace[1].have, found.trace[1].need) == ("discountable_minor", 0, 1)


def test_a_coupon_ends_with_its_local_day() -> None:
    basket = basket_of(piece(3000), coupons=[coupon(500, until="2026-11-22")])
    assert price(basket, policy(), NOW.replace(hour=23, minute=59)).gross_minor == 2500
    late = price(basket, policy(), NOW.replace(day=23, hour=0))
    assert late.gross_minor == 3000
    assert (late.trace[0].condition, late.trace[0].have, late.trace[0].need) == ("valid_until", 20261123, 20261122)


def test_a_time_without_zone_tells_no_day() -> None:
    with pytest.raises(ValueError, match="aware"):
        price(empty(), policy(), NOW.replace(tzinfo=None))


def test_fixed_taxes_are_never_discounted() -> None:
    deposit = Tax(id="D", name="deposit", fixed_minor=100)
    entering = Tax(id="E", name="eco", fixed_minor=100, in_base=True)
    half = percent("half", 5000)
    goods = basket_of((piece(1100, taxes=["D"]), 2))
    assert priced(goods, policy(half, taxes=[deposit])).gross_minor == 1200
    free = priced(basket_of(piece(1320, taxes=["E", "T20"]), coupons=[coupon(5000)]), policy(taxes=[entering, T20]))
    assert (free.gross_minor, free.net_minor, free.tax_minor) == (120, 0, 120), "what is taxed on the fixed tax stays too"


def test_a_fixed_tax_counts_goods_by_weight_once() -> None:
    deposit = Tax(id="D", name="deposit", fixed_minor=100)
    basket = baskets.add_product(empty(), by_weight(1000, taxes=["D"]), weight_g=2_500)
    found = priced(basket, policy(percent("half", 5000), taxes=[deposit]))
    assert (found.gross_minor, found.tax_minor) == (1300, 100)


def test_a_price_below_its_fixed_tax_cannot_be_discounted() -> None:
    deposit = Tax(id="D", name="deposit", fixed_minor=100)
    found = priced(basket_of(piece(50, taxes=["D"])), policy(percent("half", 5000), taxes=[deposit]))
    assert (found.gross_minor, found.discount_minor) == (50, 0)


@pytest.mark.parametrize(
    ("case", "earn", "prices", "points", "shares"),
    [
        ("floored once a basket", PointsEarn(points=1, per_minor=100), [199, 199, 199], 5, [2, 2, 1]),
        ("for every whole amount", PointsEarn(points=3, per_minor=1000), [1999], 3, [3]),
        ("on net", PointsEarn(points=1, per_minor=100, on="net"), [1200], 10, [10]),
        ("too little", PointsEarn(points=1, per_minor=100), [99], 0, [0]),
    ],
)
def test_points(case: str, earn: PointsEarn, prices: list[int], points: int, shares: list[int]) -> None:
    programme = PointsProgramme(id="P", earn=earn)
    goods = [piece(amount, f"s{index}", taxes=["T20"]) for index, amount in enumerate(prices)]
    found = priced(basket_of(*goods, member=MEMBER), policy(programmes=[programme]))
    assert [line.points.get("P", 0) for line in found.lines] == shares, case
    assert found.points == ([PointsMovement(programme="P", earned=points)] if points else []), case
    assert priced(basket_of(*goods), policy(programmes=[programme])).points == [], "only members earn"


def test_points_are_taken_back_by_what_was_frozen_not_by_todays_rule() -> None:
    sale = sell(basket_of((piece(1000), 5), member=MEMBER), policy(programmes=[POINTS]))
    generous = PointsProgramme(id="POINT", earn=PointsEarn(points=2, per_minor=100))
    basket = baskets.add_returns(basket_of(piece(300)), give_back(sale, [], None, sale.number), MEMBER)
    found = priced(basket, policy(programmes=[generous]))
    assert found.points == [PointsMovement(programme="POINT", earned=6, reversed=50)], "counter-example L-C21: never 100"


def test_an_exchange_keeps_returned_lines_as_frozen() -> None:
    sale = sell(basket_of((piece(1000, tags=["bio"], taxes=["T20"]), 2)), policy(BIO10))
    basket = baskets.add_product(baskets.add_returns(empty(), give_back(sale, [], [(1, 1)], sale.number)), piece(2500, taxes=["T20"]))
    found = priced(basket, policy(NEXT))
    assert [line.gross_minor for line in found.lines] == [-900, 2500]
    assert (found.gross_minor, found.discount_minor, found.tax_minor) == (1600, -100, 267)
    assert found.to_issue == [], "what comes back does not count towards a coupon"


@pytest.mark.parametrize(("amount", "issued", "have"), [(2000, 1, None), (1999, 0, 1999)])
def test_a_coupon_is_printed_from_its_minimum_on(amount: int, issued: int, have: int | None) -> None:
    found = priced(basket_of(piece(amount)), policy(NEXT))
    assert len(found.to_issue) == issued
    assert (found.trace[0].id, found.trace[0].have) == ("next", have)


def test_a_coupon_may_be_printed_for_tagged_goods_only() -> None:
    offer = ReceiptCouponOffer(id="bio", when=OfferWhen(tags=["bio"]), amount_minor=100)
    assert priced(basket_of(piece(100)), policy(offer)).trace == []
    assert priced(basket_of(piece(100, tags=["bio"])), policy(offer)).to_issue == [offer]


def test_the_evaluation_names_rules_and_trace() -> None:
    rules = policy(BIO10)
    found = priced(basket_of(piece(1000, tags=["bio"])), rules)
    evaluation = found.evaluation(rules.bundle, "2026-11-22T10:00:00+00:00")
    assert (evaluation.version, evaluation.bundle, evaluation.at) == (EVALUATOR_VERSION, "test", "2026-11-22T10:00:00+00:00")
    assert evaluation.trace == trace_hash([TraceItem(id="bio10", status="applied", amount_minor=100, lines=[1])])
    assert evaluation.trace != trace_hash([TraceItem(id="bio10", status="applied", amount_minor=101, lines=[1])])


def test_the_trace_hash_stays_what_it_was() -> None:
    """The bytes are `[{"amount_minor":100,"id":"bio10","status":"applied"}]`; entries in old journals hold this hash."""
    expected = "7feaefcd7c93e462dfb2be8acabdef7b36bf7eb306290db97385b0db90c0bd8b"
    assert trace_hash([TraceItem(id="bio10", status="applied", amount_minor=100)]) == expected


def test_offers_in_another_order_give_the_same_bytes() -> None:
    offers: list[Offer] = [percent("a", 1000), percent("b", 1000, "bio"), BIO10, NEXT, msgspec.structs.replace(NEXT, id="other")]
    basket = basket_of(piece(2500, tags=["bio"]))
    assert msgspec.json.encode(priced(basket, policy(*offers))) == msgspec.json.encode(priced(basket, policy(*reversed(offers))))


def test_a_withdrawn_tax_and_an_absurd_total_are_refused() -> None:
    with pytest.raises(Refusal) as caught:
        priced(basket_of(piece(100, taxes=["gone"])), policy())
    assert (caught.value.code, caught.value.params) == ("tax_unknown", {"tax": "gone"})
    with pytest.raises(Refusal) as caught:
        priced(basket_of(piece(MINOR_LIMIT - 1, taxes=["T20"])), policy(included=False))
    assert caught.value.code == "amount_limit"


def test_an_empty_basket_comes_to_nothing() -> None:
    found = priced(basket_of(coupons=[coupon(500)]), policy(BIO10, NEXT, percent("all", 1000)))
    assert (found.lines, found.gross_minor, found.redeemed, found.to_issue) == ([], 0, [], [])
