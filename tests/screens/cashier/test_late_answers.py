"""A till under load answers late: an answer disturbs no question that was opened since, nor what was typed into it."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt

from kiosk.screens.cashier.cash_page import CashPage
from kiosk.screens.cashier.day_page import DayPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.services.answers import Answer, ErrorView, TenderView
from kiosk.touch.sheet import Sheet
from kiosk.viewmodels.cashier_model import Page
from kiosk.viewmodels.drawer_model import PAID_IN
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import focus, key, last, page_of, paying, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_acts import OTHER_TILL, RECEIPT
from tests.screens.fake_till import GOODS
from tests.screens.scene import page_as
from tests.screens.slow_till import SlowTill
from tests.screens.turns import settle

COFFEE, COMTE, YOGHURT, BREAD, SOAP, BEER, FLOWERS, _ = GOODS
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
NEEDED = ErrorView(code="approval_needed", message="", params={"role": "manager"})


@pytest.fixture
def till() -> SlowTill:
    return SlowTill()


@pytest.fixture
def window(opened: Opened, till: SlowTill) -> CashierWindow:
    till.begin_with()
    return opened()


def asked(window: CashierWindow) -> list[Sheet]:
    return [sheet for sheet in window.page.findChildren(Sheet) if sheet.isVisible()]


def count(till: SlowTill, kind: type[c.Request]) -> int:
    return sum(isinstance(command, kind) for command in till.sent)


SHEETS: dict[str, tuple[Qt.Key, Qt.KeyboardModifier, Callable[[CashierWindow], Sheet]]] = {
    "quantity": (Qt.Key.Key_F2, NONE, lambda w: selling(w).quantity),
    "another price": (Qt.Key.Key_F2, CTRL, lambda w: selling(w).acts.price),
    "short number": (Qt.Key.Key_F7, NONE, lambda w: selling(w).acts.plu),
    "cancel": (Qt.Key.Key_F8, NONE, lambda w: selling(w).cancel),
    "price check": (Qt.Key.Key_F5, NONE, lambda w: selling(w).acts.check),
    "held": (Qt.Key.Key_F6, CTRL, lambda w: selling(w).acts.held),
    "tax mode": (Qt.Key.Key_F12, NONE, lambda w: selling(w).acts.mode),
    "coupon": (Qt.Key.Key_F9, CTRL, lambda w: selling(w).acts.code),
    "why": (Qt.Key.Key_F1, CTRL, lambda w: selling(w).members.why),
    "join": (Qt.Key.Key_F12, CTRL, lambda w: selling(w).members.join),
    "camera": (Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier, lambda w: selling(w).members.camera),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_answer_to_an_earlier_scan_closes_no_sheet(window: CashierWindow, till: SlowTill, name: str) -> None:
    pressed, modifier, sheet = SHEETS[name]
    wedge(window, COFFEE.sku)
    till.dawdle()
    wedge(window, BREAD.sku)
    key(window, pressed, modifier)
    assert asked(window) == [sheet(window)]
    before = focus(window)
    till.catch_up()
    assert asked(window) == [sheet(window)] and focus(window) is before
    assert len(window.model.basket.basket.lines) == 2


def test_figures_typed_into_a_question_outlive_a_late_answer(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    till.dawdle()
    wedge(window, BREAD.sku)
    key(window, Qt.Key.Key_F2)
    type_text(window, "1")
    till.catch_up()
    type_text(window, "2")
    key(window, ENTER)
    assert last(till) == c.SetQuantity(line=1, quantity=12), "the line it asked about, not the one that came since"


def test_a_refusal_that_comes_late_closes_nothing(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    till.dawdle()
    wedge(window, "9999999999999")
    key(window, Qt.Key.Key_F12)
    till.catch_up()
    assert asked(window) == [selling(window).acts.mode] and window.message.isVisible()


def test_the_page_of_acts_stays_when_an_answer_comes(window: CashierWindow, till: SlowTill) -> None:
    till.dawdle()
    wedge(window, COFFEE.sku)
    tap(window, "acts")
    till.catch_up()
    assert selling(window).side.stack.currentIndex() == 1


def test_the_line_a_person_chose_is_still_the_one_that_is_meant(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    till.dawdle()
    wedge(window, BREAD.sku)
    tap_item(window, "basket", 0)
    till.catch_up()
    key(window, Qt.Key.Key_Delete)
    assert last(till) == c.VoidLine(line=1)


def test_the_next_scan_puts_a_question_away_and_sells(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F2)
    till.dawdle()
    wedge(window, BREAD.sku)
    assert not asked(window) and focus(window) is selling(window).side.field.line
    till.catch_up()
    assert len(window.model.basket.basket.lines) == 2


def test_the_age_question_waits_for_the_one_that_is_open(window: CashierWindow, till: SlowTill) -> None:
    """F2 would mean eat in, and old enough: no answer of the till may change what a key is about to say."""
    wedge(window, COFFEE.sku)
    till.dawdle()
    wedge(window, BEER.sku)
    key(window, Qt.Key.Key_F12)
    till.catch_up()
    assert asked(window) == [selling(window).acts.mode]
    key(window, Qt.Key.Key_F3)
    assert till.mode == "take_away" and asked(window) == [selling(window).age]


def test_a_scan_leaves_the_age_question_open(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, BEER.sku)
    wedge(window, COFFEE.sku)
    assert asked(window) == [selling(window).age]
    key(window, Qt.Key.Key_F2)
    assert [line.sku for line in window.model.basket.basket.lines] == [COFFEE.sku, BEER.sku]


def test_an_approval_waits_for_the_question_that_is_open(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    till.dawdle()
    till.refuse_next = NEEDED
    key(window, Qt.Key.Key_Delete)
    key(window, Qt.Key.Key_F7)
    type_text(window, "1")
    till.catch_up()
    assert asked(window) == [selling(window).acts.plu]
    type_text(window, "2")
    assert selling(window).acts.plu.entry.text() == "12"
    key(window, ESCAPE)
    assert window.approval is not None and asked(window) == [window.approval]


def test_a_slow_scale_asks_for_the_weight_of_what_was_weighed(window: CashierWindow, till: SlowTill) -> None:
    till.dawdle()
    selling(window).side.catalogue.take(COMTE)
    selling(window).side.catalogue.take(FLOWERS)
    settle()
    type_text(window, "4")
    till.catch_up()
    assert asked(window) == [selling(window).price]
    key(window, ENTER)
    assert last(till) == c.Add(sku=FLOWERS.sku, quantity=1, price_minor=400)
    assert asked(window) == [selling(window).weight]
    type_text(window, "0,5")
    key(window, ENTER)
    assert last(till) == c.Add(sku=COMTE.sku, weight_g=500)


def test_reasons_that_come_late_wait_for_the_open_question(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    till.dawdle()
    key(window, Qt.Key.Key_F3)
    key(window, Qt.Key.Key_F2)
    till.catch_up()
    assert asked(window) == [selling(window).quantity]


def test_leaving_a_page_puts_its_question_away(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    till.dawdle()
    key(window, Qt.Key.Key_F11)
    key(window, Qt.Key.Key_F9, CTRL)
    till.catch_up()
    assert page_of(window) is Page.LOCK
    type_text(window, "1234")
    key(window, ENTER)
    assert page_of(window) is Page.SELLING and not asked(window)
    wedge(window, BREAD.sku)
    assert last(till) == c.Scan(code=BREAD.sku)


def test_papers_lie_over_a_question_and_give_it_back(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F2)
    type_text(window, "1")
    window.show_papers()
    settle()
    key(window, ESCAPE)
    assert asked(window) == [selling(window).quantity]
    type_text(window, "2")
    assert selling(window).quantity.entry.text() == "12"


def test_the_map_of_keys_gives_the_question_back(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F2)
    for _ in range(2):
        key(window, Qt.Key.Key_F1)
    type_text(window, "12")
    assert selling(window).quantity.entry.text() == "12"


def test_an_amount_keyed_after_the_last_one_was_handed_over_stays(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, ENTER)
    type_text(window, "1")
    till.dawdle()
    key(window, ENTER)
    assert paying(window).entry.text() == ""
    type_text(window, "2")
    till.catch_up()
    assert paying(window).entry.text() == "2" and window.model.payment.due_minor == 295
    key(window, ENTER)
    assert window.model.payment.due_minor == 95


def test_an_amount_that_is_refused_comes_back_to_be_put_right(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, ENTER)
    window.model.payment.choose("cheque")
    type_text(window, "9")
    key(window, ENTER)
    assert window.message.isVisible() and paying(window).entry.text() == "9"


def test_a_hasty_second_enter_hands_nothing_over_twice(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, ENTER)
    till.dawdle()
    for _ in range(2):
        key(window, ENTER)
    till.catch_up()
    assert count(till, c.TenderMoney) == 1 and not window.message.isVisible()
    till.dawdle()
    for _ in range(2):
        key(window, ENTER)
    wedge(window, BREAD.sku)
    till.catch_up()
    assert count(till, c.Finish) == 1 and page_of(window) is Page.SELLING
    assert [line.sku for line in window.model.basket.basket.lines] == [BREAD.sku]


def test_who_sees_the_sale_paid_may_end_it_before_the_answer_came(window: CashierWindow, till: SlowTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, ENTER)
    till.dawdle()
    key(window, ENTER)
    open_ = window.model.payment.basket
    totals = msgspec.structs.replace(open_.totals, due_minor=0, paid_minor=395)
    paid = msgspec.structs.replace(open_, tenders=[TenderView(kind="cash", amount_minor=395)], totals=totals)
    till.tell({"basket"}, Answer(state="paying", basket=paid))
    settle()
    key(window, ENTER)
    till.catch_up()
    assert last(till) == c.Finish() and page_of(window) is Page.DONE


def test_cash_is_moved_once_however_often_the_reason_is_tapped(window: CashierWindow, till: SlowTill) -> None:
    window.model.drawer.choose(PAID_IN)
    window.model.go(Page.CASH)
    settle()
    type_text(window, "50")
    till.dawdle()
    for _ in range(2):
        tap(window, "reason_damaged")
    till.catch_up()
    assert count(till, c.PaidIn) == 1 and page_of(window) is Page.DAY


def test_cash_that_moved_calls_nobody_back_from_the_next_sale(window: CashierWindow, till: SlowTill) -> None:
    window.model.drawer.choose(PAID_IN)
    window.model.go(Page.CASH)
    settle()
    type_text(window, "50")
    till.dawdle()
    tap(window, "reason_damaged")
    wedge(window, COFFEE.sku)
    till.catch_up()
    assert page_of(window) is Page.SELLING and len(window.model.basket.basket.lines) == 1


def test_reasons_come_to_nobody_when_the_page_is_gone(window: CashierWindow, till: SlowTill) -> None:
    till.dawdle()
    window.model.go(Page.CASH)
    page_as(window, CashPage)
    settle()
    key(window, ESCAPE)
    settle()
    till.catch_up()
    assert page_of(window) is Page.DAY


def test_figures_that_come_late_take_nobody_from_the_ticket(window: CashierWindow, till: SlowTill) -> None:
    key(window, Qt.Key.Key_F10)
    till.dawdle()
    key(window, Qt.Key.Key_F3)
    key(window, ENTER)
    till.catch_up()
    assert page_of(window) is Page.SELLING


def test_what_is_given_back_is_of_the_receipt_in_sight(window: CashierWindow, till: SlowTill) -> None:
    window.model.go(Page.RETURNS)
    settle()
    window.scan(RECEIPT)
    settle()
    key(window, Qt.Key.Key_Right)
    till.dawdle()
    window.scan(OTHER_TILL)
    key(window, ENTER)
    till.catch_up()
    given = [command for command in till.sent if isinstance(command, c.Return)]
    assert [each.receipt for each in given] in ([], [RECEIPT])
    window.model.go(Page.RETURNS)
    window.scan(RECEIPT)
    window.scan("no receipt")
    settle()
    key(window, Qt.Key.Key_Right)
    key(window, ENTER)
    assert last(till) == c.Return(receipt=RECEIPT, lines=[c.ReturnPart(line=1, quantity=1)])


def test_a_way_back_that_was_taken_is_not_undone_by_goods_given_back(window: CashierWindow, till: SlowTill) -> None:
    window.model.go(Page.RETURNS)
    window.scan(RECEIPT)
    settle()
    key(window, Qt.Key.Key_Right)
    till.dawdle()
    key(window, ENTER)
    key(window, ESCAPE)
    key(window, Qt.Key.Key_F10)
    till.catch_up()
    assert page_of(window) is Page.DAY


def test_a_short_number_is_never_answered_for_another(window: CashierWindow, till: SlowTill) -> None:
    key(window, Qt.Key.Key_F7)
    till.dawdle()
    type_text(window, "12")
    till.answer_one()
    assert not selling(window).acts.plu.confirm.isEnabled()
    till.catch_up()
    assert selling(window).acts.plu.confirm.isEnabled()


def test_the_menu_offers_what_the_person_may_do_once_it_is_known(window: CashierWindow, till: SlowTill) -> None:
    till.staff = "ines"
    till.dawdle()
    till.tell({"session"})
    key(window, Qt.Key.Key_F10)
    assert "training" not in page_as(window, DayPage).keys
    till.catch_up()
    tap(window, "training")
    assert last(till) == c.Training(on=True)


def test_another_way_of_the_cash_asks_for_the_amount_again(window: CashierWindow) -> None:
    window.model.go(Page.CASH)
    settle()
    key(window, Qt.Key.Key_F8)
    page_as(window, CashPage).bag.setFocus()
    key(window, Qt.Key.Key_F6)
    type_text(window, "5")
    assert page_as(window, CashPage).entry.text() == "5"
