"""A kiosk whose till answers late: an answer takes nobody from where they went meanwhile, and ends no later question."""

import pytest
from PySide6.QtCore import QPoint, QRect

from kiosk.services.commands import Add
from kiosk.touch.keys import KeyButton
from tests.screens.selfservice import scenes, scenes_loyalty
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.fake_goods import MEMBER_CODE
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.fake_loyalty import REWARDS
from tests.screens.selfservice.hands import Customer
from tests.screens.slow_till import Dawdling
from tests.screens.turns import settle


class SlowKiosk(Dawdling, FakeKiosk):
    """The kiosk's till, late."""


@pytest.fixture
def till() -> SlowKiosk:
    return SlowKiosk()


def test_a_scale_that_answers_late_ends_no_other_weighing(customer: Customer, till: SlowKiosk) -> None:
    scenes.weigh(customer)
    till.dawdle()
    customer.tap("weigh_take")
    customer.tap("weigh_away")
    customer.tap_item("goods_grid", 0)
    till.catch_up()
    assert customer.sees("weigh_take") and till.lines[-1].sku == "pomme"


def test_what_a_late_scale_complains_of_is_said_of_no_other_goods(customer: Customer, till: SlowKiosk) -> None:
    till.scale = ["scale_moving"]
    scenes.weigh(customer)
    till.dawdle()
    customer.tap("weigh_take")
    customer.tap("weigh_away")
    customer.tap_item("goods_grid", 0)
    till.catch_up()
    assert customer.sees("weigh_take") and customer.window.model.weighing.error is None


def test_where_it_is_eaten_calls_nobody_back_from_the_goods(customer: Customer, till: SlowKiosk) -> None:
    customer.scan("CROISSANT")
    customer.tap("pay")
    till.dawdle()
    customer.tap("eat_in")
    customer.window.model.back()
    customer.window.model.choose_goods()
    till.catch_up()
    assert customer.screen == "goods"


def test_who_goes_on_after_a_scan_is_not_called_back_by_its_answer(customer: Customer, till: SlowKiosk) -> None:
    customer.scan("PAIN")
    till.dawdle()
    customer.scan("PAIN")
    customer.tap("pay")
    till.catch_up()
    assert customer.screen == "member" and customer.window.model.ticket.count == 2


def test_a_pin_under_way_ends_no_later_question(opened: Open, till: SlowKiosk) -> None:
    customer = opened()
    attendant = customer.window.model.attendant
    attendant.ask_for("approve", Add(sku="pain"))
    till.dawdle()
    attendant.enter("yves", "0000")
    customer.window.model.dismiss_attendant()
    assert attendant.purpose == "approve"
    till.catch_up()
    customer.window.model.dismiss_attendant()
    assert not attendant.purpose


def test_a_member_found_late_ends_no_later_question(customer: Customer, till: SlowKiosk) -> None:
    scenes_loyalty.by_phone(customer)
    till.dawdle()
    customer.tap("keyed_number_confirm", "keyed_number_away", "find_email")
    till.catch_up()
    assert customer.sees("keyed_words_confirm") and customer.window.model.ticket.is_unproven
    customer.window.model.proceed()
    settle()
    assert customer.sees("confirm") and not customer.sees("keyed_words_confirm")


def test_nobody_found_late_is_said_of_no_later_question(customer: Customer, till: SlowKiosk) -> None:
    scenes_loyalty.find(customer)
    customer.tap("find_number")
    customer.key("pad_", "123")
    till.dawdle()
    customer.tap("keyed_number_confirm", "keyed_number_away", "find_phone")
    till.catch_up()
    assert customer.sees("keyed_number_confirm") and customer.window.model.loyalty.finding.error is None


def test_who_left_while_joining_is_shown_no_card(customer: Customer, till: SlowKiosk) -> None:
    scenes_loyalty.join_ticked(customer)
    till.dawdle()
    customer.tap("join_confirm", "join_away")
    till.catch_up()
    assert not customer.sees("print_card") and customer.window.model.loyalty.joining.card == ""
    assert customer.face.member.wallet.isVisible()


def test_the_wallet_of_who_has_gone_is_shown_to_nobody(customer: Customer, till: SlowKiosk) -> None:
    customer.scan("PAIN")
    till.dawdle()
    customer.scan(MEMBER_CODE)
    till.answer_one()
    customer.window.model.leave()
    till.catch_up()
    assert customer.window.model.loyalty.wallet.view is None


def test_a_reward_that_is_refused_late_is_told_on_the_next_page(customer: Customer, till: SlowKiosk) -> None:
    till.refuse_reward = "points_short"
    scenes_loyalty.wallet(customer)
    till.dawdle()
    customer.tap_item("wallet_rewards", 0)
    customer.tap("go_on", "confirm")
    assert "Un instant" in customer.words() and customer.screen == "review"
    till.catch_up()
    assert "Vous n’avez pas assez de points" in customer.words()


@pytest.mark.parametrize("opened_meanwhile", ["have_code", "pay_points", "help", "back"])
def test_it_is_told_over_a_question_too_and_hides_no_key(customer: Customer, till: SlowKiosk, opened_meanwhile: str) -> None:
    till.refuse_reward = "points_short"
    scenes_loyalty.review(customer)
    till.dawdle()
    customer.window.model.loyalty.take(REWARDS[0])
    customer.tap(opened_meanwhile)
    till.catch_up()
    banner = customer.face.message
    assert banner.isVisible() and "Vous n’avez pas assez de points" in customer.words()
    keys = [key for key in customer.face.findChildren(KeyButton) if key.isVisible()]
    assert not [key.objectName() for key in keys if banner.geometry().intersects(QRect(key.mapTo(customer.face, QPoint()), key.size()))]


def test_what_the_last_customer_was_refused_is_not_told_to_the_next(customer: Customer, till: SlowKiosk) -> None:
    till.refuse_reward = "points_short"
    scenes_loyalty.wallet(customer)
    till.dawdle()
    customer.tap_item("wallet_rewards", 0)
    customer.window.model.leave()
    till.catch_up()
    assert customer.screen == "welcome" and not customer.face.message.isVisible()


def test_points_taken_late_end_no_later_question(customer: Customer, till: SlowKiosk) -> None:
    scenes_loyalty.points(customer)
    till.dawdle()
    customer.tap("points_pay", "points_away", "pay_points")
    till.catch_up()
    assert customer.sees("points_pay") and customer.window.model.loyalty.points.kind == "points"


def test_a_coupon_that_counts_late_takes_nobody_from_where_they_went(customer: Customer, till: SlowKiosk) -> None:
    scenes_loyalty.wallet(customer)
    till.dawdle()
    customer.tap("tab_coupons")
    customer.scan("COUPON")
    customer.tap("go_on")
    till.catch_up()
    assert customer.screen == "review"
