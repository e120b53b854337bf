"""A code that nobody is known by leads on to joining with one tap or key, with what was keyed filled in; and how few keys joining takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.viewmodels.cashier_model import Page
from tests.flows.shops import shop
from tests.screens.cashier.hands import key, last, selling, tap, type_text, wedge
from tests.screens.cashier.real_hands import NONE, Cashier, Until, at_till, begin
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, MEMBER
from tests.screens.real_till import real_till
from tests.screens.turns import settle

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
PHONE, NEW_NUMBER, PEAR = "0639981234", "0429999999999", "4006381333931"
KEYS_MOST = 4
"""Besides the number itself; with 10 figures and 0.28 s a key, four seconds of a cashier's time."""


def keyed(window: CashierWindow, text: str) -> None:
    type_text(window, text)
    key(window, ENTER)


def touch(window: CashierWindow) -> None:
    """Tap the notice."""
    QTest.mouseClick(window.message, Qt.MouseButton.LeftButton)
    settle()


@pytest.mark.parametrize(("text", "field"), [(PHONE, "phone"), ("06 39 98 12 34", "phone"), ("zoe@example.fr", "email")])
@pytest.mark.parametrize("by_key", [True, False])
def test_an_unknown_contact_offers_joining_with_it(window: CashierWindow, text: str, field: str, by_key: bool) -> None:
    keyed(window, text)
    assert "Ctrl F12" in window.message.text() and window.message.isVisible()
    if by_key:
        key(window, Qt.Key.Key_F12, CTRL)
    else:
        touch(window)
    sheet = selling(window).members.join
    assert sheet.isVisible() and sheet.fields[field].text() == text


def test_a_new_printed_card_becomes_theirs(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, NEW_NUMBER)
    touch(window)
    sheet = selling(window).members.join
    assert "La carte scannée" in sheet.sentence.text() and not any(field.text() for field in sheet.fields.values())
    type_text(window, "Zo")
    key(window, ENTER)
    key(window, Qt.Key.Key_F2)
    key(window, ENTER)
    joined = last(till)
    assert isinstance(joined, c.Join) and joined.code == NEW_NUMBER


def test_who_is_known_since_is_offered_nothing(window: CashierWindow) -> None:
    keyed(window, PHONE)
    wedge(window, MEMBER.code)
    assert not window.message.isVisible()
    window.model.member.remove()
    settle()
    tap(window, "join")
    assert not selling(window).members.join.fields["phone"].text()


def test_an_unknown_article_is_nobody(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, PHONE)
    assert "Ctrl F12" not in window.message.text() and not any(isinstance(each, c.SetMember) for each in till.sent)


def test_while_one_pays_nobody_joins(window: CashierWindow) -> None:
    wedge(window, GOODS[0].sku)
    key(window, ENTER)
    wedge(window, NEW_NUMBER)
    assert window.model.page is Page.PAYING and window.message.isVisible() and "Ctrl F12" not in window.message.text()
    touch(window)
    assert window.model.page is Page.PAYING and not window.message.isVisible()


class Counting(Cashier):
    """Counts the keys that are no data."""

    keys = 0

    def key(self, name: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        super().key(name, modifier)


@pytest.fixture
def cashier(tmp_path: Path, qtbot: QtBot, wait: Until) -> Iterator[Counting]:
    with real_till(tmp_path, shop()) as running, at_till(running, qtbot, wait, Counting) as hands:
        begin(hands)
        hands.scan(PEAR)
        hands.keys = 0
        yield hands


def test_joining_takes_few_keys_besides_the_number(cashier: Counting) -> None:
    """From the open ticket: the number is looked for, nobody has it, they join with it, and the ticket counts for them."""
    window = cashier.window
    cashier.type(PHONE)
    cashier.key(ENTER)
    cashier.until(lambda: window.message.isVisible())
    cashier.key(Qt.Key.Key_F12, CTRL)
    cashier.key(Qt.Key.Key_F2)
    cashier.key(ENTER)
    cashier.until(lambda: window.model.basket.basket.member is not None)
    assert cashier.keys == KEYS_MOST


def test_joining_with_a_first_name_takes_no_more(cashier: Counting) -> None:
    window = cashier.window
    cashier.key(Qt.Key.Key_F12, CTRL)
    cashier.type("Zo")
    cashier.key(ENTER)
    cashier.key(Qt.Key.Key_F2)
    cashier.key(ENTER)
    cashier.until(lambda: window.model.basket.basket.member is not None)
    assert cashier.keys == KEYS_MOST


def test_three_taps_join_as_well(cashier: Counting) -> None:
    window = cashier.window
    cashier.tap("join")
    cashier.type("Zo")
    sheet = selling(window).members.join
    QTest.mouseClick(sheet.toggles["loyalty"], Qt.MouseButton.LeftButton)
    cashier.tap("confirm_join")
    cashier.until(lambda: window.model.basket.basket.member is not None)
