"""A kiosk whose till answers late: an answer takes nobody from where they went meanwhile, and ends no later question."""

import pytest

from kiosk.services.commands import Add
from tests.screens.selfservice import scenes
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer
from tests.screens.slow_till import Dawdling


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
