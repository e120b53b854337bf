"""Paying with points and cashback at the kiosk: within their bounds, as much as one likes, and back again."""

from kiosk.services.commands import TenderMoney, Undo
from tests.screens.selfservice import scenes_loyalty as scenes
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer
from tests.screens.turns import settle


def test_all_that_is_allowed_stands_there_first(customer: Customer, till: FakeKiosk) -> None:
    scenes.points(customer)
    assert "Payer avec 1\u202f200 points\u202f?" in customer.words()
    assert not customer.button("points_more").isEnabled()
    customer.tap("points_pay")
    assert till.sent[-1] == TenderMoney(kind="points", amount_minor=1_200)
    assert "Payer 12,47\xa0€ par carte" in customer.words()


def test_less_and_more_move_in_steps_within_the_bounds(customer: Customer) -> None:
    scenes.points(customer)
    points = customer.window.model.loyalty.points
    customer.tap("points_less")
    assert points.amount_minor == 1_100
    customer.tap("points_more")
    assert points.amount_minor == 1_200
    for _ in range(11):
        customer.tap("points_less")
    assert points.amount_minor == 100 and not customer.button("points_less").isEnabled()


def test_points_that_pay_everything_need_no_card(customer: Customer, till: FakeKiosk) -> None:
    customer.scan(MEMBER_CODE, "CITRON", "CITRON", "CITRON", "CITRON", "CITRON")
    customer.tap("pay", "pay_points", "points_pay")
    assert customer.screen == "receipt"
    assert not any(isinstance(each, TenderMoney) and each.kind == "card" for each in till.sent)


def test_points_go_back_before_the_goods_are_changed(customer: Customer, till: FakeKiosk) -> None:
    scenes.some_points(customer)
    customer.tap("back")
    assert Undo() in till.sent and customer.screen == "scan"
    assert customer.window.model.ticket.basket.tenders == []


def test_nobody_is_offered_what_nobody_has(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.tap("pay", "go_on")
    assert not customer.sees("pay_points")


def test_while_the_ledger_is_away_the_limit_is_said(customer: Customer, till: FakeKiosk) -> None:
    till.offline_left_minor = 700
    scenes.points(customer)
    assert customer.window.model.loyalty.points.amount_minor == 700
    assert "Hors ligne, on peut payer ainsi 20,00\xa0€ par jour au plus." in customer.words()
    assert not customer.button("points_more").isEnabled()


def test_where_the_limit_leaves_nothing_it_says_why(customer: Customer, till: FakeKiosk) -> None:
    till.offline_left_minor = 0
    scenes.points(customer)
    assert "Hors ligne, points et cagnotte paient au plus 20,00\xa0€ par jour" in customer.words()
    assert customer.screen == "review"


def test_once_the_ledger_is_back_all_is_offered_again(customer: Customer, till: FakeKiosk) -> None:
    till.offline_left_minor = 700
    scenes.points(customer)
    till.offline_left_minor = None
    till.tell("sync")
    settle()
    assert customer.button("points_more").isEnabled()


def test_a_ledger_that_goes_just_then_offers_what_it_leaves(customer: Customer, till: FakeKiosk) -> None:
    scenes.points(customer)
    till.offline_left_minor = 700
    customer.tap("points_pay")
    assert "vos points ne peuvent pas payer autant maintenant" in customer.words()
    customer.tap("pay_points")
    assert customer.window.model.loyalty.points.amount_minor == 700
