"""Paying on the real widgets: cash, cards, papers, and the next sale."""

from PySide6.QtCore import Qt

from kiosk.screens.cashier.done import DonePage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import key, last, page_of, paying, tap, type_text, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS

NBSP = "\N{NO-BREAK SPACE}"


def to_pay(window: CashierWindow) -> None:
    for number in (0, 3):
        wedge(window, GOODS[number].sku)
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.PAYING


def test_enter_three_times_is_an_exact_cash_sale(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    assert paying(window).due.amount.text() == f"7,15{NBSP}€"
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    assert till.sent[-2:] == [c.TenderMoney(kind="cash"), c.Finish(paper="paper")]
    assert page_of(window) is Page.DONE and till.sales == [715]
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.SELLING


def test_a_keyed_amount_gives_change_in_words_and_coins(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    type_text(window, "20")
    key(window, Qt.Key.Key_Return)
    page = paying(window)
    assert page.change.amount.text() == f"12,85{NBSP}€"
    assert page.change.coins.text() == f"1 × 10{NBSP}€ · 1 × 2{NBSP}€ · 1 × 50{NBSP}c · 1 × 20{NBSP}c · 1 × 10{NBSP}c · 1 × 5{NBSP}c"
    assert page.entry.text() == ""


def test_a_quick_amount_is_one_tap(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    assert [button.text() for button in paying(window).quick if button.isVisible()] == ["7,15", "10,00", "20,00", "50,00"]
    tap(window, "quick_1")
    assert last(till) == c.TenderMoney(kind="cash", amount_minor=1000)
    tap(window, "finish")
    assert isinstance(window.page, DonePage)
    assert window.page.amount.text() == f"2,85{NBSP}€"


def test_the_exact_quick_amount_leaves_rounding_to_the_till(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    tap(window, "quick_0")
    assert last(till) == c.TenderMoney(kind="cash")


def test_the_pad_keys_the_amount(window: CashierWindow) -> None:
    to_pay(window)
    for name in ("pad_1", "pad_0", "pad_,", "pad_5"):
        tap(window, name)
    assert paying(window).entry.amount_minor() == 1050


def test_a_stand_alone_card_is_asked_for_before_it_counts(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_F3)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.TenderMoney(kind="card_standalone", begin=True)
    sheet = paying(window).card
    assert sheet.isVisible() and sheet.amount.text() == f"7,15{NBSP}€"
    tap(window, "card_declined")
    assert not sheet.isVisible() and not window.model.payment.is_paid
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.CardAnswer(accepted=True)
    assert window.model.payment.is_paid


def test_an_intent_that_a_stop_left_open_is_asked_about_again(opened: Opened, till: CompleteTill) -> None:
    till.begin_with()
    till.scan(c.Scan(code=GOODS[0].sku))
    till.tender(c.TenderMoney(kind="card_standalone", begin=True))
    window = opened()
    assert page_of(window) is Page.PAYING
    assert paying(window).card.isVisible()


def test_a_declined_connected_card_says_so_and_lets_pay_otherwise(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    till.card_outcome = "card_declined"
    key(window, Qt.Key.Key_F4)
    key(window, Qt.Key.Key_Return)
    assert window.message.isVisible() and not window.model.payment.terminal_waiting
    key(window, Qt.Key.Key_F2)
    key(window, Qt.Key.Key_Return)
    assert window.model.payment.is_paid and not window.message.isVisible()


def test_two_ways_to_pay_share_a_total(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    type_text(window, "5")
    key(window, Qt.Key.Key_Return)
    assert paying(window).due.amount.text() == f"2,15{NBSP}€"
    key(window, Qt.Key.Key_F4)
    key(window, Qt.Key.Key_Return)
    assert window.model.payment.is_paid
    assert [row.title for row in paying(window).tenders.list.rows()] == ["Espèces", "Carte connectée"]


def test_a_payment_is_taken_back(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.model.payment.is_paid
    key(window, Qt.Key.Key_Escape)
    assert page_of(window) is Page.SELLING


def test_without_paper(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_Return)
    tap(window, "no_paper")
    assert last(till) == c.Finish(paper="none")


def test_a_refused_finish_keeps_the_page_and_says_why(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_Return)
    till.tenders.clear()
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.PAYING and window.message.isVisible()


def test_the_next_scan_starts_the_next_sale(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.DONE
    wedge(window, GOODS[2].sku)
    assert page_of(window) is Page.SELLING
    assert [line.sku for line in window.model.basket.basket.lines] == [GOODS[2].sku]


def test_the_receipt_can_be_printed_again(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    tap(window, "print_again")
    assert last(till) == c.Reprint(receipt="02-A-000001")
    assert window.message.text() == "Le ticket est réimprimé."
