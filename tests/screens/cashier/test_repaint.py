"""What is painted is counted: a scan repaints its own line and the one that was newest before, whatever the length of the ticket."""

import pytest

from kiosk.screens.cashier.window import CashierWindow
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.hands import paying, selling
from tests.screens.counting import counted
from tests.screens.fake_till import GOODS, MEMBER
from tests.screens.turns import settle

KINDS = (0, 2, 3)
PAINTED_LIMIT = 9
"""The list, what is said of the ticket, its total, the green key, and the grounds that these stand on."""


def scan(window: CashierWindow, number: int) -> None:
    window.scan(GOODS[KINDS[number % len(KINDS)]].sku)
    settle()


@pytest.mark.parametrize("lines", [1, 6, 40])
def test_a_scan_paints_at_most_the_new_line_and_the_former_newest(window: CashierWindow, lines: int) -> None:
    for number in range(lines):
        scan(window, number)
    view = selling(window).left.list
    before = view.item_paints
    scan(window, lines)
    assert 1 <= view.item_paints - before <= 2 + (1 if lines > 10 else 0)  # a scroll uncovers the edge of one line more


def test_a_raised_quantity_paints_one_line(window: CashierWindow) -> None:
    scan(window, 0)
    view = selling(window).left.list
    before = view.item_paints
    scan(window, 0)
    assert view.item_paints - before == 1


def test_nothing_is_painted_when_nothing_changed(window: CashierWindow) -> None:
    scan(window, 0)
    view, tiles = selling(window).left.list, selling(window).side.catalogue.departments
    before = view.item_paints, tiles.item_paints
    window.model.basket.changed.emit()
    settle()
    assert (view.item_paints, tiles.item_paints) == before


def test_the_counter_counts(window: CashierWindow) -> None:
    for number in range(3):
        scan(window, number)
    view = selling(window).left.list
    before = view.item_paints
    view.viewport().update()
    settle()
    assert view.item_paints - before == 3


def test_the_page_of_acts_leaves_the_ticket_unpainted(window: CashierWindow) -> None:
    for number in range(3):
        scan(window, number)
    view = selling(window).left.list
    before = view.item_paints
    for shown in (True, False):
        selling(window).side.show_acts(shown=shown)
        settle()
    assert view.item_paints == before


def test_a_question_leaves_the_ticket_unpainted(window: CashierWindow) -> None:
    scan(window, 0)
    view = selling(window).left.list
    before = view.item_paints
    selling(window).acts.do("discount")
    settle()
    selling(window).acts.discount.close_sheet()
    settle()
    assert view.item_paints == before


def test_a_scan_lays_nothing_out_and_paints_only_what_it_changed(window: CashierWindow) -> None:
    window.scan(MEMBER.code)
    for number in range(6):
        scan(window, number)
    with counted() as counter:
        scan(window, 6)
    assert counter.layouts == []
    assert 3 <= len(counter.painted) <= PAINTED_LIMIT, counter.painted
    assert not [name for name in counter.painted if "_Thumb" in name or "MemberCard" in name]


def test_the_counter_sees_a_layout(window: CashierWindow) -> None:
    scan(window, 0)
    with counted() as counter:
        selling(window).side.pay.setFixedHeight(120)
        settle()
    assert counter.layouts and counter.painted


def test_the_payment_page_rests_while_nobody_sees_it(window: CashierWindow) -> None:
    scan(window, 0)
    window.model.pay()
    settle()
    page = paying(window)
    window.model.go(Page.SELLING)
    settle()
    said = page.due.amount.text()
    scan(window, 1)
    assert page.due.amount.text() == said
    window.model.pay()
    settle()
    assert page.due.amount.text() != said
