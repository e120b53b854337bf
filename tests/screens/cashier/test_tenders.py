"""Every way to pay and every paper, on the real widgets: vouchers, gift cards, an uncertain card, and the choice that delays nobody."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.screens.cashier.done import DonePage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.conftest import Opened
from tests.screens.cashier.hands import key, last, page_of, paying, tap, type_text, wedge
from tests.screens.fake_acts import GIFT_CODE, RECEIPT_URL, CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import page_as
from tests.screens.turns import settle

NBSP = "\N{NO-BREAK SPACE}"


def to_pay(window: CashierWindow) -> None:
    for number in (0, 3):
        wedge(window, GOODS[number].sku)
    key(window, Qt.Key.Key_Return)


def paid(window: CashierWindow) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_Return)
    assert paying(window).paper.isVisible()


def done(window: CashierWindow) -> DonePage:
    return page_as(window, DonePage)


def test_a_voucher_says_what_it_pays_at_most(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    page = paying(window)
    assert page.kinds["voucher"].text() == "Titre-restaurant · 3,20"
    key(window, Qt.Key.Key_F5)
    assert page.finish.text().endswith(f"3,20{NBSP}€")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.TenderMoney(kind="voucher")


def test_without_eligible_goods_the_voucher_rests_in_its_place(window: CashierWindow) -> None:
    wedge(window, GOODS[4].sku)
    key(window, Qt.Key.Key_Return)
    assert not paying(window).kinds["voucher"].isEnabled()


def test_a_gift_card_pays_by_scan_wherever_the_question_stands(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_F6)
    wedge(window, GIFT_CODE)
    assert last(till) == c.TenderMoney(kind="gift_card", code=GIFT_CODE)


def test_a_gift_card_pays_a_keyed_amount_by_typed_code(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_F6)
    type_text(window, "5")
    key(window, Qt.Key.Key_Return)
    assert paying(window).code.isVisible()
    type_text(window, "7F3K")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.TenderMoney(kind="gift_card", amount_minor=500, code="7F3K")
    assert paying(window).due.amount.text() == f"2,15{NBSP}€"


def test_a_cheque_pays(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_F7)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.TenderMoney(kind="cheque") and window.model.payment.is_paid


def test_an_uncertain_card_is_asked_again_and_nothing_else(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    till.card_outcome = "card_uncertain"
    key(window, Qt.Key.Key_F4)
    key(window, Qt.Key.Key_Return)
    sheet = paying(window).card
    assert sheet.isVisible() and sheet.again.isVisible() and not sheet.confirm.isVisible()
    assert not any(quick.isEnabled() for quick in paying(window).quick)
    key(window, Qt.Key.Key_Return)
    assert not window.model.payment.is_paid
    till.card_outcome = ""
    key(window, Qt.Key.Key_F2)
    assert last(till) == c.TenderMoney(kind="card") and window.model.payment.is_paid
    assert not sheet.isVisible()


def test_a_manager_says_what_a_silent_terminal_does_not(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    till.card_outcome = "card_uncertain"
    key(window, Qt.Key.Key_F4)
    key(window, Qt.Key.Key_Return)
    till.refuses[c.CardAnswer] = "manager"
    tap(window, "card_paid")
    assert last(till) == c.CardAnswer(accepted=True) and window.approval is not None
    key(window, Qt.Key.Key_Escape)
    assert window.approval is None and paying(window).card.isVisible(), "nobody approved: the card is as uncertain as before"
    tap(window, "card_not_paid")
    assert last(till) == c.CardAnswer(accepted=False)


def test_a_card_scanned_beside_a_keyed_amount_pays_that_amount(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_F6)
    tap(window, "pad_5")
    window.scan(GIFT_CODE)
    settle()
    assert last(till) == c.TenderMoney(kind="gift_card", amount_minor=500, code=GIFT_CODE)


def test_a_voucher_with_a_code_is_scanned(window: CashierWindow, till: CompleteTill) -> None:
    to_pay(window)
    key(window, Qt.Key.Key_F5)
    tap(window, "pad_2")
    window.scan("TR-0001")
    settle()
    assert last(till) == c.TenderMoney(kind="voucher", amount_minor=200, code="TR-0001")


def test_every_way_to_pay_has_a_place_of_its_own(window: CashierWindow) -> None:
    to_pay(window)
    shown = [each for each in paying(window).kinds.values() if each.isVisible()]
    assert len({each.geometry().topLeft().toTuple() for each in shown}) == len(shown) >= 6
    assert len({each.cap for each in shown}) == len(shown)


def test_the_choice_of_paper_stands_where_the_pad_was(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    assert not paying(window).entry.isVisible() and paying(window).finish.text() == "Terminer"
    tap(window, "no_paper")
    assert last(till) == c.Finish(paper="none")


def test_the_next_scan_prints_and_starts_the_next_sale(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    wedge(window, GOODS[2].sku)
    assert till.sent[-2:] == [c.Finish(paper="paper"), c.Scan(code=GOODS[2].sku)] and till.sales == [715]
    assert page_of(window) is Page.SELLING and len(window.model.basket.basket.lines) == 1


def test_a_receipt_on_the_phone_is_a_code_on_the_screen(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    key(window, Qt.Key.Key_F7)
    assert last(till) == c.Finish(paper="digital")
    assert done(window).qr.text == f"{RECEIPT_URL}/r/CR1:X" and done(window).qr.isVisible()


def test_an_e_mail_is_asked_for_after_the_sale_is_kept(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    key(window, Qt.Key.Key_F8)
    assert last(till) == c.Finish(paper="none") and done(window).mail.isVisible()
    type_text(window, "a@b.fr")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.SendReceipt(receipt="02-A-000001", address="a@b.fr")
    assert window.message.isVisible()


def test_a_scan_is_not_delayed_by_an_address_nobody_typed(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    key(window, Qt.Key.Key_F8)
    wedge(window, GOODS[2].sku)
    assert page_of(window) is Page.SELLING and len(window.model.basket.basket.lines) == 1


def test_a_till_without_a_ledger_offers_no_digital_paper(window: CashierWindow, till: CompleteTill, opened: Opened) -> None:
    till.receipt_url = ""
    till.tell({"day"})
    settle()
    paid(window)
    assert not paying(window).paper.keys["digital"].isEnabled()


def papers() -> list[tuple[Qt.Key, Callable[[], c.Command]]]:
    return [
        (Qt.Key.Key_F9, lambda: c.Reprint(receipt="02-A-000001")),
        (Qt.Key.Key_F6, lambda: c.Reprint(receipt="02-A-000001", gift=True)),
    ]


def test_duplicate_and_gift_receipt(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    key(window, Qt.Key.Key_Return)
    for name, expected in papers():
        key(window, name)
        assert last(till) == expected()


def test_an_invoice_asks_what_the_law_asks(window: CashierWindow, till: CompleteTill) -> None:
    paid(window)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_F7)
    sheet = done(window).invoice
    assert sheet.isVisible() and not sheet.confirm.isEnabled()
    type_text(window, "ACME")
    key(window, Qt.Key.Key_Return)
    type_text(window, "1 rue X")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Invoice(receipt="02-A-000001", buyer=c.Buyer(name="ACME", address="1 rue X"))
