"""The cashier's window over a real till with its worker and files: a day with most acts, played by keys, and the Z that comes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.screens.cashier.closed import ClosedPage
from kiosk.services.queries import GoodsView, SearchGoods
from kiosk.viewmodels.cashier_model import Page
from tests.flows.shops import shop
from tests.screens.cashier.hands import selling
from tests.screens.cashier.real_hands import ENTER, Cashier, Until, at_till, begin, log_in
from tests.screens.real_till import real_till

PEAR, LAMP = "4006381333931", "5000159484695"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cashier(tmp_path: Path, qtbot: QtBot, wait: Until) -> Iterator[Cashier]:
    file = shop(habits={"staff_discount_bp": 1_500, "reasons": [{"id": "dent", "name": "Choc"}]})
    with real_till(tmp_path, file) as running, at_till(running, qtbot, wait, Cashier) as hands:
        yield hands


def test_a_day_by_keys_on_a_real_till(cashier: Cashier) -> None:
    begin(cashier)
    window = cashier.window
    cashier.type("3*")
    cashier.scan(PEAR)
    cashier.due(360)
    cashier.key(Qt.Key.Key_F6)
    cashier.until(lambda: len(window.model.acts.held) == 1)
    cashier.scan(LAMP)
    cashier.due(2_500)
    cashier.key(Qt.Key.Key_F3)
    cashier.until(lambda: selling(window).acts.discount.isVisible())
    cashier.key(Qt.Key.Key_F5)
    cashier.key(Qt.Key.Key_F8)
    cashier.due(2_375)
    cashier.pay_cash()
    cashier.key(ENTER)
    cashier.on(Page.SELLING)
    cashier.key(Qt.Key.Key_F6)
    cashier.key(ENTER)
    cashier.due(360)
    cashier.pay_cash()
    number = window.model.payment.done.number if window.model.payment.done else ""
    cashier.key(ENTER)
    cashier.key(Qt.Key.Key_F9)
    cashier.on(Page.RETURNS)
    cashier.until(lambda: len(window.model.returns.recent) == 2)
    cashier.type(number)
    cashier.key(ENTER)
    cashier.until(lambda: window.model.returns.receipt is not None)
    cashier.key(Qt.Key.Key_Right)
    cashier.key(ENTER)
    cashier.on(Page.SELLING)
    cashier.due(-120)
    cashier.pay_cash()
    cashier.key(ENTER)
    close_day(cashier)


def close_day(cashier: Cashier) -> None:
    """Count what should be there: 100 float, 23.75 and 3.60 sold, 1.20 given back."""
    cashier.key(Qt.Key.Key_F10)
    cashier.key(Qt.Key.Key_F4)
    cashier.window.model.day.key_amount(12_615)
    cashier.key(Qt.Key.Key_F4)
    cashier.on(Page.CLOSED)
    page = cashier.window.page
    assert isinstance(page, ClosedPage) and page.difference.text() == "La caisse est juste"


def test_a_greater_discount_needs_another_person_and_then_happens(cashier: Cashier) -> None:
    begin(cashier)
    window = cashier.window
    cashier.scan(LAMP)
    cashier.key(Qt.Key.Key_F3)
    cashier.until(lambda: selling(window).acts.discount.isVisible())
    cashier.key(Qt.Key.Key_F7)
    cashier.key(Qt.Key.Key_F8)
    cashier.until(lambda: window.approval is not None)
    cashier.type("123456")
    cashier.key(ENTER)
    cashier.due(2_000)
    cashier.until(lambda: window.approval is None)


def test_the_lock_keeps_the_ticket_for_another_person(cashier: Cashier) -> None:
    begin(cashier)
    cashier.scan(PEAR)
    cashier.key(Qt.Key.Key_F11)
    cashier.on(Page.LOCK)
    cashier.until(lambda: cashier.window.model.session.state == "locked")
    log_in(cashier)
    cashier.on(Page.SELLING)
    cashier.due(120)


def test_without_a_scale_the_weight_is_keyed_and_nothing_is_complained(cashier: Cashier) -> None:
    begin(cashier)
    window = cashier.window
    found: list[GoodsView] = []
    window.bridge.ask(SearchGoods("grapes"), found.extend)
    cashier.until(lambda: bool(found))
    selling(window).side.catalogue.take(found[0])
    cashier.until(lambda: selling(window).weight.isVisible())
    assert not window.message.isVisible()
    cashier.type("0,5")
    cashier.key(ENTER)
    cashier.due(200)


def test_the_tax_mode_and_a_gift_card_reach_the_ticket(cashier: Cashier) -> None:
    begin(cashier)
    window = cashier.window
    cashier.key(Qt.Key.Key_F12)
    cashier.key(Qt.Key.Key_F3)
    cashier.until(lambda: window.model.basket.basket.tax_mode == "take_away")
    cashier.key(Qt.Key.Key_F7, CTRL)
    cashier.type("50")
    cashier.key(ENTER)
    cashier.scan("GIFT-0001")
    cashier.due(5_000)
    assert "À emporter" in selling(window).left.said.text()


def test_cash_and_training_on_a_real_till(cashier: Cashier) -> None:
    begin(cashier)
    window = cashier.window
    cashier.key(Qt.Key.Key_F10)
    cashier.key(Qt.Key.Key_F6)
    cashier.type("20")
    cashier.key(ENTER)
    cashier.type("change")
    cashier.key(ENTER)
    cashier.on(Page.DAY)
    window.model.drawer.train(on=True)
    cashier.until(lambda: window.approval is not None)
    cashier.type("123456")
    cashier.key(ENTER)
    cashier.until(window.banner.isVisible)
