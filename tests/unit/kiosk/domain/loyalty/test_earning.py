"""What a member earns and spends in a basket: points by rate, piece and visit, cashback, punch cards, rewards; and what a return does."""

import msgspec
import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket, HeldReward
from kiosk.domain.policy import NOWHERE, Circumstances
from kiosk.domain.pricing import Priced, price
from kiosk.domain.returns import give_back
from sync.protocol.facts import MemberRef, PointsMovement
from sync.protocol.offers import CashbackOffer, Choice, Limits, MultiplierOffer, Offer, OfferWhen, PercentOffer, PointsOffer, PunchOffer
from sync.protocol.programmes import (
    CashbackProgramme,
    EarnPieces,
    EarnRate,
    Expiry,
    PointsEarn,
    PointsProgramme,
    Programme,
    PunchProgramme,
    Reward,
)
from tests.unit.kiosk.domain.builders import NOW, basket_of, by_weight, empty, piece, policy, sale_of

GOLD = MemberRef(id="m1", tier="gold", segments=["club"], balances={"P": 100, "CARD": 9})
FOOD, TOY, COFFEE = piece(1000, "food", tags=["food"]), piece(500, "toy", tags=["toy"]), piece(300, "coffee", tags=["coffee"])


def run(basket: Basket, *rules: Offer | Programme, circumstances: Circumstances = NOWHERE) -> Priced:
    offers = [rule for rule in rules if hasattr(rule, "when")]
    programmes = [rule for rule in rules if not hasattr(rule, "when")]
    return price(basket, policy(*offers, programmes=programmes), NOW, circumstances)  # type: ignore[arg-type]


def points(**earn: object) -> PointsProgramme:
    return PointsProgramme(id="P", earn=PointsEarn(**{"points": 1, "per_minor": 100, **earn}))  # type: ignore[arg-type]


def earned(found: Priced, programme: str = "P") -> int:
    return sum(each.earned for each in found.points if each.programme == programme)


RATES = [
    EarnRate(of=Choice(tags=["food"]), times_bp=20_000),
    EarnRate(of=Choice(skus=["food"]), times_bp=30_000),
    EarnRate(tiers=["gold"], times_bp=15_000),
    EarnRate(segments=["club"], times_bp=12_000),
]


@pytest.mark.parametrize(
    ("case", "earn", "expected"),
    [
        ("all goods", {}, 15),
        ("some goods", {"of": Choice(tags=["toy"])}, 5),
        ("the greatest of the goods' rates, and a member's on top", {"rates": RATES}, 45 + 7),
        ("a rate for other members", {"rates": [EarnRate(tiers=["silver"], times_bp=50_000)]}, 15),
        ("a rate for some goods of some members", {"rates": [EarnRate(of=Choice(tags=["toy"]), tiers=["gold"], times_bp=30_000)]}, 25),
        ("by the piece, besides", {"pieces": [EarnPieces(of=Choice(tags=["toy"]), points=4)]}, 19),
        ("a visit", {"visit": 10}, 25),
    ],
)
def test_points_by_rate(case: str, earn: dict[str, object], expected: int) -> None:
    assert earned(run(basket_of(FOOD, TOY, member=GOLD), points(**earn))) == expected, case


def test_a_second_visit_of_the_day_is_none() -> None:
    again = msgspec.structs.replace(GOLD, flags=["visited"])
    assert earned(run(basket_of(FOOD, member=again), points(visit=10))) == 10


def test_nobody_earns_without_goods_or_a_member() -> None:
    assert run(basket_of(FOOD), points(visit=10)).points == []
    assert run(basket_of(member=GOLD), points(visit=10)).points == []


@pytest.mark.parametrize(
    ("case", "offers", "expected"),
    [
        ("doubled on food", [MultiplierOffer(id="o", when=OfferWhen(tags=["food"]), programme="P", times_bp=20_000)], 25),
        (
            "two multipliers combine",
            [MultiplierOffer(id=id, when=OfferWhen(tags=["food"]), programme="P", times_bp=20_000) for id in "ab"],
            45,
        ),
        (
            "of a group the greater",
            [MultiplierOffer(id=id, programme="P", times_bp=times, group="g") for id, times in (("a", 20_000), ("b", 30_000))],
            45,
        ),
        ("fixed points", [PointsOffer(id="o", programme="P", points=50)], 65),
        ("points a piece", [PointsOffer(id="o", programme="P", points=7, per="piece")], 15 + 14),
        ("a piece at most", [PointsOffer(id="o", programme="P", points=7, per="piece", limits=Limits(per_basket=1))], 15 + 7),
        ("points from a minimum on", [PointsOffer(id="o", when=OfferWhen(min_gross_minor=2000), programme="P", points=50)], 15),
    ],
)
def test_offers_that_give_points(case: str, offers: list[Offer], expected: int) -> None:
    found = run(basket_of(FOOD, TOY, member=GOLD), points(), *offers)
    assert earned(found) == expected, case
    assert sum(item.points or 0 for item in found.trace) == expected - 15
    assert sum(line.points["P"] for line in found.lines) == expected


def test_a_basket_has_one_bonus_of_a_group() -> None:
    offers = [
        PointsOffer(id=id, programme="P", points=given, group="g", group_scope="basket")
        for id, given in (("few", 5), ("many", 50), ("some", 9))
    ]
    found = run(basket_of(FOOD, member=GOLD), points(points=0), *offers)
    assert {item.id: (item.status, item.by) for item in found.trace} == {
        "few": ("beaten", "many"),
        "many": ("applied", None),
        "some": ("beaten", "many"),
    }
    first = PercentOffer(id="first", percent_bp=100, group="g")
    found = run(basket_of(FOOD, member=GOLD), points(points=0), first, *offers)
    assert {item.status for item in found.trace if item.id != "first"} == {"beaten"}, "a line of the basket has one of the group already"


def test_what_more_would_give_points_is_said() -> None:
    offer = PointsOffer(id="o", when=OfferWhen(min_gross_minor=2000), programme="P", points=50)
    [item] = run(basket_of(FOOD, member=GOLD), points(), offer).trace
    assert (item.condition, item.short_minor) == ("min_gross_minor", 1000)
    assert run(basket_of(FOOD), points(), offer).trace[0].short_minor is None, "not without a member"


def test_cashback_is_rounded_down_once_a_basket() -> None:
    back = CashbackProgramme(id="CB", percent_bp=250, of=Choice(tags=["food", "toy"]))
    more = CashbackOffer(id="o", when=OfferWhen(tags=["toy"]), programme="CB", percent_bp=1000)
    assert earned(run(basket_of(FOOD, TOY, COFFEE, member=GOLD), back), "CB") == 37
    assert earned(run(basket_of(FOOD, TOY, COFFEE, member=GOLD), back, more), "CB") == 37 + 50
    assert earned(run(basket_of(FOOD, member=GOLD), CashbackProgramme(id="CB", percent_bp=1000, tiers=["silver"])), "CB") == 0


CARD = PunchProgramme(id="CARD", of=Choice(tags=["coffee"]), needs=10)


@pytest.mark.parametrize(
    ("case", "balance", "pieces", "gross", "earned_", "spent"),
    [
        ("a full card frees one, which earns none", 10, 3, 600, 2, 10),
        ("the tenth punch is made here", 9, 2, 300, 1, 10),
        ("not yet", 8, 1, 300, 1, 0),
        ("two cards", 20, 2, 0, 0, 20),
        ("eleven from nothing", 0, 11, 3000, 10, 10),
        ("no coffee", 10, 0, 1000, 0, 0),
    ],
)
def test_punch_cards(case: str, balance: int, pieces: int, gross: int, earned_: int, spent: int) -> None:
    member = MemberRef(id="m1", balances={"CARD": balance})
    basket = basket_of((COFFEE, pieces), member=member) if pieces else basket_of(FOOD, member=member)
    found = run(basket, CARD)
    assert found.gross_minor == gross, case
    moved = [(each.earned, each.spent) for each in found.points]
    assert moved == ([(earned_, spent)] if earned_ or spent else []), case


def test_a_card_may_free_other_goods_and_in_part_the_cheapest_first() -> None:
    card = PunchProgramme(id="CARD", of=Choice(tags=["coffee"]), needs=9, gives=Choice(tags=["food", "toy"]), percent_bp=5000)
    found = run(basket_of(FOOD, TOY, COFFEE, member=GOLD), card)
    assert [line.discount_minor for line in found.lines] == [0, 250, 0]
    assert [line.spent for line in found.lines] == [{}, {"CARD": 9}, {}]


def test_a_card_of_visits_counts_one_a_day() -> None:
    card = PunchProgramme(id="CARD", per="visit", needs=5, gives=Choice(tags=["coffee"]))
    assert earned(run(basket_of((FOOD, 3), member=GOLD), card), "CARD") == 1
    found = run(basket_of(COFFEE, member=GOLD), card)
    assert (found.gross_minor, [each.spent for each in found.points]) == (0, [5])


def test_further_punches() -> None:
    assert earned(run(basket_of(FOOD, member=MemberRef(id="m1")), CARD, PunchOffer(id="o", programme="CARD", punches=2)), "CARD") == 2


def test_free_goods_are_not_paid_for_with_punches() -> None:
    free = PercentOffer(id="o", percent_bp=10_000)
    found = run(basket_of(COFFEE, member=MemberRef(id="m1", balances={"CARD": 10})), CARD, free)
    assert [(each.earned, each.spent) for each in found.points] == [(1, 0)]


def rewarded(basket: Basket, *wanted: tuple[str, int]) -> Basket:
    return msgspec.structs.replace(basket, rewards=[HeldReward(id=id, programme="P", claims=claims) for id, claims in wanted])


def shop(*rewards: Reward) -> PointsProgramme:
    return PointsProgramme(id="P", earn=PointsEarn(points=0, per_minor=100), rewards=list(rewards))


@pytest.mark.parametrize(
    ("case", "reward", "claims", "gross", "cost"),
    [
        ("an amount", Reward(id="r", points=50, kind="amount", amount_minor=400), 1, 1100, 50),
        ("once only", Reward(id="r", points=50, kind="amount", amount_minor=400), 2, 1100, 50),
        ("as often as can be paid", Reward(id="r", points=40, kind="amount", amount_minor=400, repeat=True), 9, 700, 80),
        ("a percentage", Reward(id="r", points=50, kind="percent", percent_bp=1000), 1, 1350, 50),
        ("pieces, the dearest first", Reward(id="r", points=50, kind="product", of=Choice(tags=["toy", "food"])), 1, 500, 50),
        ("a word", Reward(id="r", points=50, kind="access"), 1, 1500, 50),
        ("a gift card", Reward(id="r", points=50, kind="gift_card", amount_minor=500, repeat=True), 2, 1500, 100),
    ],
)
def test_rewards(case: str, reward: Reward, claims: int, gross: int, cost: int) -> None:
    found = run(rewarded(basket_of(FOOD, TOY, member=GOLD), ("r", claims)), shop(reward))
    assert (found.gross_minor, [each.spent for each in found.points]) == (gross, [cost]), case
    [taken] = found.rewards
    assert (taken.points, taken.claims, taken.amount_minor) == (cost, cost // reward.points, 1500 - gross)


@pytest.mark.parametrize(
    ("case", "reward", "circumstances", "status", "condition"),
    [
        ("too dear", Reward(id="r", points=101, kind="event"), NOWHERE, "not_met", "points"),
        ("for others", Reward(id="r", points=1, kind="event", tiers=["silver"]), NOWHERE, "not_met", "tiers"),
        ("stock that nobody told of", Reward(id="r", points=1, kind="event", stock=5), NOWHERE, "spent", "stock"),
        ("nothing left", Reward(id="r", points=1, kind="event", stock=5), Circumstances(stock={"r": 0}), "spent", "stock"),
        ("stopped", Reward(id="r", points=1, kind="event"), Circumstances(stopped=frozenset({"r"})), "stopped", None),
        (
            "goods that are not there",
            Reward(id="r", points=1, kind="product", of=Choice(skus=["x"])),
            NOWHERE,
            "not_met",
            "discountable_minor",
        ),
        ("unknown", Reward(id="other", points=1, kind="event"), NOWHERE, "not_met", "reward"),
    ],
)
def test_rewards_that_are_not_had_cost_nothing(
    case: str, reward: Reward, circumstances: Circumstances, status: str, condition: str | None
) -> None:
    found = run(rewarded(basket_of(FOOD, member=GOLD), ("r", 1)), shop(reward), circumstances=circumstances)
    [item] = found.trace
    assert (item.status, item.condition) == (status, condition), case
    assert (found.points, found.rewards) == ([], [])


def test_two_rewards_share_one_balance_and_stock_bounds_claims() -> None:
    event = Reward(id="e", points=60, kind="event", stock=9, repeat=True)
    found = run(rewarded(basket_of(FOOD, member=GOLD), ("e", 1), ("e", 1)), shop(event), circumstances=Circumstances(stock={"e": 3}))
    assert [item.status for item in found.trace] == ["applied", "not_met"]
    cheap = Reward(id="e", points=10, kind="event", stock=9, repeat=True)
    found = run(rewarded(basket_of(FOOD, member=GOLD), ("e", 5)), shop(cheap), circumstances=Circumstances(stock={"e": 3}))
    assert [each.claims for each in found.rewards] == [3]


def test_when_points_may_be_spent_and_until_when() -> None:
    programme = PointsProgramme(
        id="P", earn=PointsEarn(points=1, per_minor=100), pending_days=14, expiry=Expiry(kind="fixed_day", day="12-31", months=3)
    )
    found = run(basket_of(FOOD, member=GOLD), programme)
    assert found.points == [PointsMovement(programme="P", earned=10, usable_from="2026-12-06", expires="2027-12-31")]


def test_a_return_of_free_coffee_gives_its_punches_back() -> None:
    member = MemberRef(id="m1", balances={"CARD": 10})
    sold = run(basket_of((COFFEE, 3), member=member), CARD)
    sale = sale_of(sold, member=member)
    back = baskets.add_returns(empty(), give_back(sale, [], None, sale.number), member)
    assert [(each.reversed, each.restored) for each in run(back, CARD).points] == [(2, 10)]


def test_goods_by_weight_earn_as_one_piece() -> None:
    basket = baskets.add_product(baskets.set_member(empty(), GOLD), by_weight(1000), weight_g=700)
    assert earned(run(basket, points(points=0), PointsOffer(id="o", programme="P", points=7, per="piece"))) == 7


def test_an_offer_of_a_stopped_programme_says_so_and_keeps_nothing_from_others() -> None:
    """It is a candidate all the same, so that the trace tells of it; the goods of its group are another's."""
    more = MultiplierOffer(id="more", programme="P", times_bp=20_000, group="g", priority=1)
    back = CashbackOffer(id="back", programme="CB", percent_bp=1_000, group="g")
    rules = points(), CashbackProgramme(id="CB", percent_bp=0), more, back
    found = run(basket_of(FOOD, member=GOLD), *rules, circumstances=Circumstances(stopped=frozenset({"P"})))
    assert [(item.id, item.status) for item in found.trace] == [("more", "stopped"), ("back", "applied")]
    assert [(each.programme, each.earned) for each in found.points] == [("CB", 100)]


def test_a_stopped_programme_gives_and_takes_nothing() -> None:
    found = run(basket_of((COFFEE, 3), member=GOLD), CARD, points(), circumstances=Circumstances(stopped=frozenset({"CARD", "P"})))
    assert (found.points, found.gross_minor) == ([], 900)
