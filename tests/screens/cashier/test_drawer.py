"""Cash and closings on the real widgets: paid-in, paid-out, drop, a count with open eyes, months and years, training, approval anywhere."""

import pytest
from PySide6.QtCore import Qt

from kiosk.screens.cashier.cash_page import CashPage
from kiosk.screens.cashier.closed import ClosedPage
from kiosk.screens.cashier.count import CountPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import focus, key, last, page_of, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import page_as
from tests.screens.turns import settle

CTRL = Qt.KeyboardModifier.ControlModifier


def move(window: CashierWindow, which: Qt.Key, amount: str) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, which)
    type_text(window, amount)
    key(window, Qt.Key.Key_Return)


def test_cash_is_paid_in_and_out_for_a_reason(window: CashierWindow, till: CompleteTill) -> None:
    move(window, Qt.Key.Key_F6, "100")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.PaidIn(amount_minor=10_000, reason="damaged")
    assert page_of(window) is Page.DAY and window.message.isVisible()
    key(window, Qt.Key.Key_Return)
    move(window, Qt.Key.Key_F7, "12,5")
    type_text(window, "ice")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.PaidOut(amount_minor=1_250, reason="ice")


def test_a_drop_names_its_bag(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F8)
    page = page_as(window, CashPage)
    assert page.bag.isVisible()
    type_text(window, "500")
    page.bag.setFocus()
    type_text(window, "B-17")
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Drop(amount_minor=50_000, reason="damaged", bag="B-17")


def test_the_shops_reasons_are_taps_on_the_page(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F7)
    page = page_as(window, CashPage)
    assert [each.isEnabled() for each in page.reasons.keys] == [False] * 3
    type_text(window, "20")
    tap(window, "reason_short_date")
    assert last(till) == c.PaidOut(amount_minor=2_000, reason="short_date") and page_of(window) is Page.DAY


def test_a_drop_is_counted_by_its_pieces(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F8)
    page = page_as(window, CashPage)
    key(window, Qt.Key.Key_F9)
    assert not page.reasons.isVisible() and not page.entry.isVisible()
    tap_item(window, "denominations", 2)
    type_text(window, "3")
    key(window, Qt.Key.Key_Down)
    tap(window, "pad_4")
    assert page.amount.text() == "230,00\N{NO-BREAK SPACE}€"
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_F2)
    assert last(till) == c.Drop(amount_minor=23_000, reason="damaged", denominations={"5000": 3, "2000": 4})


def test_pieces_or_a_whole_amount_never_both(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F8)
    page = page_as(window, CashPage)
    type_text(window, "80")
    key(window, Qt.Key.Key_F9)
    assert not page.go_on.isEnabled()
    key(window, Qt.Key.Key_F9)
    assert page.amount.text().startswith("80,00") and focus(window) is page.entry
    key(window, Qt.Key.Key_F2)
    assert last(till) == c.Drop(amount_minor=8_000, reason="damaged")


def test_without_an_amount_nothing_moves(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F6)
    key(window, Qt.Key.Key_Return)
    assert not till.drawer and not page_as(window, CashPage).reason.isVisible()
    key(window, Qt.Key.Key_Escape)
    assert page_of(window) is Page.DAY


def test_a_scan_leaves_the_menu_for_the_next_sale(window: CashierWindow) -> None:
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F6)
    wedge(window, GOODS[0].sku)
    assert page_of(window) is Page.SELLING and selling(window).left.list.rows()


def count(opened: Opened, till: CompleteTill, *, blind: bool) -> tuple[CashierWindow, CountPage]:
    till.begin_with().sales = [1_000]
    till.blind = blind
    window = opened()
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F4)
    type_text(window, "1")
    return window, page_as(window, CountPage)


def test_a_blind_count_cannot_ask_what_is_expected(opened: Opened, till: CompleteTill) -> None:
    window, page = count(opened, till, blind=True)
    key(window, Qt.Key.Key_F3)
    assert not page.ask.isVisible() and page.expected.text() == ""
    assert not any(isinstance(command, c.XReport) for command in till.sent)


def test_a_count_with_open_eyes_shows_the_difference(opened: Opened, till: CompleteTill) -> None:
    window, page = count(opened, till, blind=False)
    key(window, Qt.Key.Key_F3)
    assert "160,00" in page.expected.text() and "40,00" in page.expected.text()
    assert page_of(window) is Page.COUNT


def close(opened: Opened, till: CompleteTill, staff: str) -> CashierWindow:
    till.begin_with(staff=staff)
    window = opened()
    window.model.go(Page.COUNT)
    settle()
    type_text(window, "1")
    key(window, Qt.Key.Key_F4)
    return window


@pytest.mark.parametrize(("name", "period"), [(Qt.Key.Key_F2, "month"), (Qt.Key.Key_F3, "year")])
def test_a_manager_closes_a_period_after_words(opened: Opened, till: CompleteTill, name: Qt.Key, period: str) -> None:
    window = close(opened, till, "ines")
    key(window, Qt.Key.Key_F9)
    assert page_as(window, ClosedPage).closing.isVisible()
    key(window, Qt.Key.Key_Return)
    assert not any(isinstance(command, c.ClosePeriod) for command in till.sent)
    key(window, name)
    assert last(till) == c.ClosePeriod(period=period)  # type: ignore[arg-type]
    assert window.message.isVisible()


def test_a_cashier_is_not_offered_closings(opened: Opened, till: CompleteTill) -> None:
    window = close(opened, till, "nadia")
    assert not page_as(window, ClosedPage).periods.isVisible()


def test_the_day_is_opened_again_after_its_closing(opened: Opened, till: CompleteTill) -> None:
    window = close(opened, till, "ines")
    key(window, Qt.Key.Key_F2)
    key(window, Qt.Key.Key_Return)
    assert isinstance(last(till), c.OpenDay) and page_of(window) is Page.SELLING


def test_training_is_a_banner_in_words_on_every_page(opened: Opened, till: CompleteTill) -> None:
    till.begin_with(staff="ines")
    window = opened()
    assert not window.banner.isVisible()
    key(window, Qt.Key.Key_F10)
    key(window, Qt.Key.Key_F2, CTRL)
    assert last(till) == c.Training(on=True) and window.banner.isVisible() and window.banner.words.startswith("FORMATION")
    key(window, Qt.Key.Key_Return)
    wedge(window, GOODS[0].sku)
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.PAYING and window.banner.isVisible()


def test_training_that_a_start_finds_is_told_at_once(opened: Opened, till: CompleteTill) -> None:
    till.begin_with().training = True
    assert opened().banner.isVisible()


APPROVED = [
    (c.PaidOut, Page.CASH),
    (c.NoSaleOpening, Page.SELLING),
    (c.XReport, Page.DAY),
    (c.Return, Page.RETURNS),
    (c.TenderMoney, Page.PAYING),
    (c.CloseDay, Page.COUNT),
    (c.Reprint, Page.DONE),
]


def ask(window: CashierWindow, act: type) -> None:
    """Do the act that needs approval, wherever it is at home."""
    if act is c.PaidOut:
        move(window, Qt.Key.Key_F7, "10")
        key(window, Qt.Key.Key_Return)
    elif act is c.NoSaleOpening:
        key(window, Qt.Key.Key_F8, CTRL)
        key(window, Qt.Key.Key_Return)
    elif act is c.XReport:
        key(window, Qt.Key.Key_F10)
        key(window, Qt.Key.Key_F3)
    elif act is c.Return:
        for name in (Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Return):
            key(window, name)
    elif act is c.CloseDay:
        for name in (Qt.Key.Key_F10, Qt.Key.Key_F4):
            key(window, name)
        type_text(window, "1")
        key(window, Qt.Key.Key_F4)
    else:
        wedge(window, GOODS[0].sku)
        key(window, Qt.Key.Key_Return)
        key(window, Qt.Key.Key_Return)
        if act is c.Reprint:
            key(window, Qt.Key.Key_Return)
            key(window, Qt.Key.Key_F9)


@pytest.mark.parametrize(("act", "page"), APPROVED, ids=lambda value: getattr(value, "__name__", str(value)))
def test_every_refused_act_is_approved_by_keys_alone(window: CashierWindow, till: CompleteTill, act: type, page: Page) -> None:
    till.refuses[act] = "manager"
    ask(window, act)
    sheet = window.approval
    assert page_of(window) is page and sheet is not None and sheet.isVisible()
    assert [tile.title for tile in sheet.staff.tiles()] == ["Inès Faure"]
    type_text(window, "111111")
    key(window, Qt.Key.Key_Return)
    assert window.approval is sheet and window.message.isVisible()
    type_text(window, "654321")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Approve(staff="ines", pin="654321")
    assert (window.approval is None and not window.message.isVisible()) or act in (c.PaidOut, c.Reprint)


def test_an_approved_act_goes_on_as_if_it_had_never_been_refused(window: CashierWindow, till: CompleteTill) -> None:
    till.refuses[c.XReport] = "manager"
    ask(window, c.XReport)
    type_text(window, "654321")
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.FIGURES


def test_an_act_that_nobody_approves_is_left_undone(window: CashierWindow, till: CompleteTill) -> None:
    till.refuses[c.NoSaleOpening] = "manager"
    ask(window, c.NoSaleOpening)
    key(window, Qt.Key.Key_Escape)
    assert window.approval is None and not till.drawer
    wedge(window, GOODS[0].sku)
    assert selling(window).left.list.rows()


def test_among_several_the_arrows_choose_who_approves(window: CashierWindow, till: CompleteTill) -> None:
    till.refuses[c.NoSaleOpening] = "cashier"
    ask(window, c.NoSaleOpening)
    sheet = window.approval
    assert sheet is not None and len(sheet.staff.tiles()) == 3
    key(window, Qt.Key.Key_Down)
    assert sheet.staff.current == "marc"
    tap(window, "leave")
