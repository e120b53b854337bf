"""The peers' cases of points, rewards and returns (T-E, L-C) as data with their numbers. Amounts are cents.

Where a case leaves its rule open, the rule assumed stands beside it. L-C7 and L-C9 are of tenders: `test_case_wallets`. T-E1 is the online
hold (`test_case_holds`), T-E9 the gift card's.
"""

from datetime import UTC, date, datetime

import msgspec
import pytest

from kiosk.domain import basket as baskets
from kiosk.domain.basket import Basket, HeldReward
from kiosk.domain.policy import Policy
from kiosk.domain.pricing import Priced, price
from kiosk.domain.returns import give_back
from sync.protocol.facts import MemberRef, PointsMovement
from sync.protocol.offers import Choice, OfferWhen, PercentOffer
from sync.protocol.programmes import Expiry, PointsEarn, PointsProgramme, Reward
from sync.rules.lots import Account, Lot, earn, expire, spend
from tests.unit.kiosk.domain.builders import NOW, basket_of, coupon, empty, piece, policy, sale_of

P = "P"


def programme(
    *rewards: Reward, per_minor: int = 100, points: int = 1, of: Choice | None = None, expiry: Expiry | None = None
) -> PointsProgramme:
    return PointsProgramme(id=P, earn=PointsEarn(points=points, per_minor=per_minor, of=of), rewards=list(rewards), expiry=expiry)


def member(balance: int) -> MemberRef:
    return MemberRef(id="m1", balances={P: balance})


def with_reward(basket: Basket, id: str, claims: int = 1) -> Basket:
    return msgspec.structs.replace(basket, rewards=[*basket.rewards, HeldReward(id=id, programme=P, claims=claims)])


def moved(found: Priced) -> dict[str, int]:
    """All that a basket moves of the programme."""
    [each] = found.points
    return {name: getattr(each, name) for name in ("earned", "spent", "reversed", "restored") if getattr(each, name)}


def returned(found: Priced, buyer: MemberRef, rules: Policy, wanted: list[tuple[int, int | None]]) -> Priced:
    sale = sale_of(found, member=buyer)
    return price(baskets.add_returns(empty(), give_back(sale, [], wanted, sale.number), buyer), rules, NOW)


def test_t_e3_and_l_c13_half_comes_back() -> None:
    rules, buyer = policy(programmes=[programme()]), member(0)
    found = price(basket_of((piece(5000), 2), member=buyer), rules, NOW)
    assert moved(found) == {"earned": 100}
    assert moved(returned(found, buyer, rules, [(1, 1)])) == {"reversed": 50}


def test_t_e5_and_l_c15_a_return_restores_what_was_spent_on_it() -> None:
    """The reward takes 30.00 off 100.00, which earns 70: 200 + 70 - 150 = 120, and half comes back as -35 and +75."""
    rules, buyer = policy(programmes=[programme(Reward(id="r", points=150, kind="amount", amount_minor=3000))]), member(200)
    found = price(with_reward(basket_of((piece(5000), 2), member=buyer), "r"), rules, NOW)
    assert moved(found) == {"earned": 70, "spent": 150}
    assert moved(returned(found, buyer, rules, [(1, 1)])) == {"reversed": 35, "restored": 75}


def test_t_e7_and_l_c11_two_free_pieces_for_three_points() -> None:
    reward = Reward(id="r", points=3, kind="product", of=Choice(skus=["cup"]), quantity=2, repeat=True)
    rules, buyer = policy(programmes=[programme(reward, per_minor=10**9)]), member(50)
    found = price(with_reward(basket_of((piece(300, "cup"), 5), member=buyer), "r", claims=9), rules, NOW)
    assert (found.gross_minor, moved(found)) == (0, {"spent": 9})


def test_t_e11_earned_and_spent_in_one_sale_are_two_movements() -> None:
    rules = policy(programmes=[programme(Reward(id="r", points=5, kind="event"))])
    found = price(with_reward(basket_of(piece(1000), member=member(5)), "r"), rules, NOW)
    assert found.points == [PointsMovement(programme=P, earned=10, spent=5)]


def test_t_e13_claims_that_take_nothing_are_never_charged() -> None:
    reward = Reward(id="r", points=1, kind="amount", amount_minor=1000, repeat=True)
    rules = policy(programmes=[programme(reward, per_minor=10**9)])
    found = price(with_reward(basket_of(piece(2000), member=member(30)), "r", claims=30), rules, NOW)
    assert (found.discount_minor, moved(found)) == (2000, {"spent": 2})
    assert [(each.claims, each.points, each.amount_minor) for each in found.rewards] == [(2, 2, 2000)]


def test_l_c1_points_count_what_is_paid() -> None:
    rules = policy(PercentOffer(id="p", percent_bp=1000), programmes=[programme()])
    found = price(basket_of(piece(10_000), member=member(0)), rules, NOW)
    assert (found.gross_minor, moved(found)) == (9000, {"earned": 90})


@pytest.mark.parametrize(("case", "tags", "total"), [("the whole order", [], 13_500), ("food only", ["food"], 14_000)])
def test_l_c3_points_on_food_only(case: str, tags: list[str], total: int) -> None:
    """The total is the peer's. Points come after discounts (TILL.md), on what is paid for the food: 90 both times, where the peer's
    order-wide code leaves 100."""
    rules = policy(
        PercentOffer(id="p", when=OfferWhen(tags=tags, codes=["TEN"]), percent_bp=1000), programmes=[programme(of=Choice(tags=["food"]))]
    )
    basket = basket_of(piece(10_000, "a", tags=["food"]), piece(5000, "b"), member=member(0))
    found = price(msgspec.structs.replace(basket, codes=["TEN"]), rules, NOW)
    assert (found.gross_minor, moved(found)) == (total, {"earned": 90}), case


@pytest.mark.parametrize(("claims", "gross"), [(1, 27_000), (2, 24_300), (3, 21_870)])
def test_l_c5_each_claim_of_a_percentage_is_of_what_the_last_left(claims: int, gross: int) -> None:
    reward = Reward(id="r", points=10, kind="percent", percent_bp=1000, repeat=True)
    found = price(
        with_reward(basket_of(piece(30_000), member=member(30)), "r", claims), policy(programmes=[programme(reward, per_minor=10**9)]), NOW
    )
    assert (found.gross_minor, moved(found)) == (gross, {"spent": 10 * claims})


def test_l_c17_lots_are_spent_oldest_first_and_end() -> None:
    """Orders of 115.00 and 161.00 at 5 points a unit, a reward of 500 points each time: lots of 75, then 380; after 91 days nothing."""
    reward = Reward(id="r", points=500, kind="event")
    rules = policy(programmes=[programme(reward, points=5, expiry=Expiry(kind="rolling", days=90))])
    account, day = Account(), NOW.date().isoformat()
    for number, total in enumerate((11_500, 16_100)):
        balance = account.balance(day) + 5 * total // 100
        found = price(with_reward(basket_of(piece(total), member=member(balance)), "r"), rules, NOW)
        [each] = found.points
        assert (each.earned, each.spent, each.expires) == (5 * total // 100, 500, "2027-02-20")
        account = spend(earn(account, Lot(id=str(number), amount=each.earned, earned=day, expires=each.expires)), each.spent, day)
        assert account.balance(day) == (75, 380)[number]
    assert expire(account, "2027-02-21")[0].balance("2027-02-21") == 0


@pytest.mark.parametrize(("given_back", "removed"), [(100, 0), (500, 0), (1000, 1), (2000, 2)])
def test_l_c19_shares_are_removed_with_goods(given_back: int, removed: int) -> None:
    """21.90 earns 2 at one a 10.00; each cent of goods bears its share of them."""
    rules, buyer = policy(programmes=[programme(per_minor=1000)]), member(0)
    found = price(basket_of((piece(1), 2190), member=buyer), rules, NOW)
    assert moved(found) == {"earned": 2}
    assert sum(each.reversed for each in returned(found, buyer, rules, [(1, given_back)]).points) == removed


def test_l_c21_todays_rule_never_takes_more_than_was_given() -> None:
    rules, buyer = policy(programmes=[programme()]), member(0)
    found = price(basket_of(piece(5000), member=buyer), rules, NOW)
    doubled = policy(programmes=[programme(points=2)])
    assert moved(returned(found, buyer, doubled, [(1, 1)])) == {"reversed": 50}


def test_l_c23_a_month_that_is_counted_whole() -> None:
    rules = policy(programmes=[programme(expiry=Expiry(kind="rolling", months=6, whole_month=True))])
    bought = datetime(2026, 12, 15, 10, 0, tzinfo=UTC)
    [each] = price(basket_of(piece(1000), member=member(0)), rules, bought).points
    assert date.fromisoformat(each.expires) == date(2027, 6, 30), "its last day; it is gone on 1 July"


def test_a_coupon_does_not_change_what_was_spent() -> None:
    reward = Reward(id="r", points=10, kind="amount", amount_minor=500)
    basket = with_reward(basket_of(piece(2000), member=member(10), coupons=[coupon(1800)]), "r")
    found = price(basket, policy(programmes=[programme(reward)]), NOW)
    assert (found.gross_minor, moved(found)) == (0, {"spent": 10}), "two units were still of use"
