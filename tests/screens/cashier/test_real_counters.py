"""Tills of one ledger on screen: goods another till sold come back, with the ledger and without it; receipts go by e-mail and phone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.viewmodels.cashier_model import Page
from tests.contract.ledger.mail_sink import Sink, sink
from tests.flows.counters import Counter, counters
from tests.flows.shops import shop
from tests.screens.cashier.real_hands import ENTER, Cashier, Until, window_over
from tests.unit.sync.ledger.worlds import World

LAMP, PEAR = "5000159484695", "4006381333931"
Stand = Callable[[Counter], Cashier]


@pytest.fixture
def post() -> Iterator[Sink]:
    with sink() as server:
        yield server


@pytest.fixture
def shop_of_two(tmp_path: Path, post: Sink) -> Iterator[tuple[World, list[Counter]]]:
    habits = {"offline_return_minor": 2_000, "receipt_url": "https://tickets.example"}
    with counters(tmp_path, shop(habits=habits), "R1", "R2") as (world, tills):
        world.serve(replace(world.context, mail=post.server))
        yield world, tills


@pytest.fixture
def stand(qtbot: QtBot, wait: Until) -> Iterator[Stand]:
    """Stand before a till's window; its cashier is at work and its day open."""
    hands: list[Cashier] = []

    def before(till: Counter) -> Cashier:
        window = window_over(till.running.worker)
        qtbot.addWidget(window)
        cashier = Cashier(window, wait)
        hands.append(cashier)
        cashier.on(Page.SELLING)
        return cashier

    yield before
    for each in hands:
        each.window.close()


def find(cashier: Cashier, code: str) -> None:
    cashier.key(Qt.Key.Key_F9)
    cashier.on(Page.RETURNS)
    cashier.scan(code)
    cashier.until(lambda: not cashier.window.model.returns.searching)


def source(cashier: Cashier) -> str:
    receipt = cashier.window.model.returns.receipt
    return receipt.source if receipt is not None else ""


def pay_out(cashier: Cashier) -> None:
    cashier.key(ENTER)
    cashier.on(Page.PAYING)
    cashier.until(lambda: cashier.window.model.payment.options is not None)
    cashier.key(ENTER)
    cashier.until(lambda: cashier.window.model.payment.is_paid)
    cashier.key(ENTER)
    cashier.on(Page.DONE)


def test_goods_of_another_till_come_back_by_the_ledger(shop_of_two: tuple[World, list[Counter]], stand: Stand) -> None:
    world, (first, second) = shop_of_two
    sold = first.sell({"sku": "pear", "quantity": 3})
    first.exchange()
    cashier = stand(second)
    find(cashier, sold["receipt"]["number"])
    assert source(cashier) == "ledger"
    cashier.key(Qt.Key.Key_Right)
    cashier.key(ENTER)
    cashier.on(Page.SELLING)
    cashier.due(-120)
    pay_out(cashier)
    second.exchange()
    assert not world.cases()
    second.no("over_returned", "return", receipt=sold["receipt"]["number"], lines=[{"line": 1, "quantity": 3}])


def test_without_the_network_the_receipt_s_own_seal_gives_back_a_little(shop_of_two: tuple[World, list[Counter]], stand: Stand) -> None:
    _, (first, second) = shop_of_two
    sold = first.sell({"sku": "pear", "quantity": 3}, {"sku": "lamp"})
    second.network.up = False
    cashier = stand(second)
    find(cashier, sold["receipt"]["number"])
    assert source(cashier) == "" and cashier.window.message.isVisible(), "a number alone proves nothing without the ledger"
    cashier.scan(sold["receipt"]["code"])
    cashier.until(lambda: source(cashier) == "digest")
    cashier.key(Qt.Key.Key_F2)
    cashier.key(ENTER)
    cashier.until(cashier.window.message.isVisible)
    assert cashier.window.model.page is Page.RETURNS, "all of it is more than the shop gives back unseen"
    cashier.key(Qt.Key.Key_F3)
    cashier.key(Qt.Key.Key_Right)
    cashier.key(ENTER)
    cashier.on(Page.SELLING)
    cashier.due(-120)
    pay_out(cashier)


def test_a_receipt_goes_by_e_mail(shop_of_two: tuple[World, list[Counter]], stand: Stand) -> None:
    _, (first, _) = shop_of_two
    cashier = stand(first)
    cashier.scan(PEAR)
    cashier.due(120)
    cashier.pay_cash()
    cashier.key(Qt.Key.Key_F8)
    cashier.type("zoe@example.com")
    cashier.key(ENTER)
    message = cashier.window.model.messages
    cashier.until(lambda: message.current is not None and message.current.code.startswith("mail_"))


def test_a_receipt_opens_on_the_customer_s_phone(shop_of_two: tuple[World, list[Counter]], stand: Stand) -> None:
    _, (first, _) = shop_of_two
    cashier = stand(first)
    cashier.scan(PEAR)
    cashier.due(120)
    cashier.key(ENTER)
    cashier.on(Page.PAYING)
    cashier.key(ENTER)
    cashier.until(lambda: cashier.window.model.payment.is_paid)
    cashier.key(Qt.Key.Key_F7)
    cashier.on(Page.DONE)
    done = cashier.window.model.payment.done
    assert done is not None and done.paper == "digital" and done.link.startswith("https://tickets.example")
