"""Loyalty on a real till, by keys: somebody joins, sees why, takes a reward, pays with points, and is given something to make good."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.viewmodels.cashier_model import Page
from tests.flows.shops import shop
from tests.screens.cashier.hands import selling
from tests.screens.cashier.real_hands import ENTER, Cashier, Until, at_till, begin
from tests.screens.real_till import real_till

PEAR, LAMP, MEMBER = "4006381333931", "5000159484695", "0421234567890"
CTRL = Qt.KeyboardModifier.ControlModifier
POINTS = {
    "id": "POINT",
    "name": {"fr": "Points", "en": "Points"},
    "kind": "points",
    "earn": {"points": 1, "per_minor": 100, "on": "gross"},
    "value_minor": 1,
    "rewards": [{"id": "five", "name": {"fr": "5 € de remise", "en": "€5 off"}, "points": 500, "kind": "amount", "amount_minor": 500}],
}
TIERS = {
    "id": "CLUB",
    "name": "Club",
    "kind": "tiers",
    "by": "spend",
    "tiers": [{"id": "basic", "name": "Base", "need": 0}, {"id": "gold", "name": {"fr": "Or", "en": "Gold"}, "need": 5000}],
}
SORRY = {"id": "SORRY", "name": "Excuse", "kind": "recovery", "gives": "coupon", "most_minor": {"cashier": 500, "manager": 2000}}


@pytest.fixture
def cashier(tmp_path: Path, qtbot: QtBot, wait: Until) -> Iterator[Cashier]:
    file = shop(habits={"reasons": [{"id": "late", "name": "Attente"}]})
    file["programmes"] = [POINTS, TIERS, SORRY]
    file["members"][0] |= {"tier": "basic", "balances": {"POINT": 900}}
    with real_till(tmp_path, file) as running, at_till(running, qtbot, wait, Cashier) as hands:
        begin(hands)
        yield hands


def test_reward_why_and_points(cashier: Cashier) -> None:
    window = cashier.window
    cashier.scan(MEMBER)
    cashier.until(lambda: window.model.member.wallet is not None)
    cashier.scan(LAMP)
    cashier.due(2_500)
    assert "25 points à gagner" in selling(window).left.said.text()
    cashier.key(Qt.Key.Key_F4, CTRL)
    cashier.key(ENTER)
    cashier.due(2_000)
    cashier.until(lambda: window.model.member.open_rewards() == 0)
    assert window.model.basket.basket.rewards[0].points == 500
    cashier.key(Qt.Key.Key_F1, CTRL)
    said = [note.words for row in selling(window).members.why.list.rows() for note in row.notes]
    assert any("5,00" in words and "500" in words for words in said), said
    cashier.key(Qt.Key.Key_F3)
    cashier.until(lambda: window.model.why.others is not None)
    cashier.key(Qt.Key.Key_Escape)
    cashier.key(ENTER)
    cashier.on(Page.PAYING)
    cashier.until(lambda: window.model.payment.most_of("points") == 400)
    cashier.tap("kind_points")
    cashier.key(ENTER)
    cashier.until(lambda: window.model.payment.due_minor == 1_600)
    cashier.key(ENTER)
    cashier.until(lambda: window.model.payment.is_paid)
    cashier.key(ENTER)
    cashier.on(Page.DONE)


def test_somebody_joins_and_the_ticket_counts_for_them(cashier: Cashier) -> None:
    window = cashier.window
    cashier.scan(PEAR)
    cashier.key(Qt.Key.Key_F12, CTRL)
    cashier.type("Camille")
    cashier.key(ENTER)
    cashier.key(Qt.Key.Key_F2)
    cashier.key(ENTER)
    cashier.until(lambda: window.model.basket.basket.member is not None)
    cashier.until(lambda: window.model.basket.member_name == "Camille")
    assert not selling(window).members.join.isVisible()
    cashier.until(lambda: window.model.member.wallet is not None)
    cashier.key(Qt.Key.Key_F4, CTRL)
    cashier.key(Qt.Key.Key_F2)
    cashier.until(lambda: "loyalty" in window.model.member.consents)
    cashier.key(ENTER)
    cashier.until(lambda: "email" in window.model.member.consents)


def test_making_good_prints_what_the_customer_takes_along(cashier: Cashier) -> None:
    window = cashier.window
    cashier.scan(MEMBER)
    cashier.until(lambda: window.model.member.wallet is not None)
    cashier.key(Qt.Key.Key_F4, CTRL)
    cashier.key(Qt.Key.Key_F4)
    cashier.until(lambda: selling(window).members.recovery.isVisible())
    cashier.type("3")
    cashier.key(ENTER)
    cashier.until(lambda: selling(window).acts.reason.isVisible())
    cashier.key(ENTER)
    cashier.until(lambda: window.model.messages.current is not None and window.model.messages.current.code == "made_good")
