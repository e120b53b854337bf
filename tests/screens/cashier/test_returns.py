"""Goods given back on the real widgets: the receipt found, its pieces chosen, negative lines, and the way the money goes back."""

from PySide6.QtCore import Qt

from kiosk.screens.cashier.returns import ReturnsPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.hands import key, last, page_of, paying, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_acts import DIGEST, OTHER_TILL, RECEIPT, CompleteTill
from tests.screens.fake_till import GOODS
from tests.screens.scene import page_as

NBSP = "\N{NO-BREAK SPACE}"


def open_page(window: CashierWindow) -> ReturnsPage:
    key(window, Qt.Key.Key_F9)
    return page_as(window, ReturnsPage)


def test_a_scanned_receipt_opens_with_what_is_left(window: CashierWindow) -> None:
    page = open_page(window)
    wedge(window, RECEIPT)
    assert [row.lead for row in page.lines.rows()] == ["0 / 2", "–", "0 / 1", "0 / 0"]
    assert not page.give.isEnabled() and page.note.text().startswith("Vendu le")


def test_pieces_are_chosen_by_taps_and_come_back_as_negative_lines(window: CashierWindow, till: CompleteTill) -> None:
    page = open_page(window)
    wedge(window, RECEIPT)
    tap_item(window, "returnable", 0)
    tap_item(window, "returnable", 1)
    assert page.amount.text() == f"14,21{NBSP}€"
    tap_item(window, "returnable", 3)
    assert window.model.returns.chosen == {1: 1, 2: 412}
    tap(window, "give_back")
    assert last(till) == c.Return(receipt=RECEIPT, lines=[c.ReturnPart(line=1, quantity=1), c.ReturnPart(line=2, quantity=None)])
    assert page_of(window) is Page.SELLING
    assert [row.lead for row in selling(window).left.list.rows()] == ["−1", "−1"]
    assert selling(window).side.pay.text().startswith("Rembourser")


def test_a_piece_too_many_is_none_again(window: CashierWindow) -> None:
    open_page(window)
    wedge(window, RECEIPT)
    for expected in (1, 2, 0):
        tap_item(window, "returnable", 0)
        assert window.model.returns.chosen[1] == expected


def test_all_and_nothing(window: CashierWindow, till: CompleteTill) -> None:
    page = open_page(window)
    wedge(window, RECEIPT)
    key(window, Qt.Key.Key_F2)
    assert page.give.isEnabled()
    key(window, Qt.Key.Key_F3)
    assert not page.give.isEnabled()
    key(window, Qt.Key.Key_F2)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Return(receipt=RECEIPT)


def test_a_whole_return_by_keys_alone(window: CashierWindow, till: CompleteTill) -> None:
    open_page(window)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Right)
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Right)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Return(receipt=RECEIPT, lines=[c.ReturnPart(line=1, quantity=1), c.ReturnPart(line=2, quantity=None)])


def test_a_typed_number_is_looked_up_and_an_unknown_one_is_said(window: CashierWindow) -> None:
    page = open_page(window)
    type_text(window, "99-Z-1")
    key(window, Qt.Key.Key_Return)
    assert window.message.isVisible() and page.lists.currentIndex() == 0
    type_text(window, OTHER_TILL)
    key(window, Qt.Key.Key_Return)
    assert "Une autre caisse" in page.note.text()


def test_one_of_the_last_receipts_is_one_tap(window: CashierWindow) -> None:
    page = open_page(window)
    assert [row.notes[0].words for row in page.recent.rows()][2] == "13:44 · Titre-restaurant, Espèces"
    tap_item(window, "recent", 0)
    assert page.heading.text() == f"Ticket {RECEIPT}"
    key(window, Qt.Key.Key_F4)
    assert page.lists.currentIndex() == 0


def test_offline_the_seal_tells_the_lines_and_nothing_is_given_back_unchosen(window: CashierWindow, till: CompleteTill) -> None:
    page = open_page(window)
    wedge(window, DIGEST)
    assert "Hors ligne" in page.note.text() and not page.give.isEnabled()
    key(window, Qt.Key.Key_Return)
    assert not any(isinstance(command, c.Return) for command in till.sent)
    tap_item(window, "returnable", 0)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Return(receipt=DIGEST, lines=[c.ReturnPart(line=1, quantity=1)]) and page_of(window) is Page.SELLING


def test_escape_goes_back_to_the_ticket(window: CashierWindow) -> None:
    wedge(window, GOODS[0].sku)
    open_page(window)
    key(window, Qt.Key.Key_Escape)
    assert page_of(window) is Page.SELLING and selling(window).left.list.rows()


def test_money_goes_back_the_way_it_came(window: CashierWindow, till: CompleteTill) -> None:
    open_page(window)
    wedge(window, RECEIPT)
    key(window, Qt.Key.Key_F2)
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    page = paying(window)
    assert window.model.payment.kind == "card_standalone" and "C’était payé" in page.due.total.text()
    assert [kind for kind, each in page.kinds.items() if each.isVisible() and each.isEnabled()] == [
        "cash",
        "card_standalone",
        "gift_card",
        "store_credit",
    ]
    assert not any(each.isVisible() for each in page.quick)


def test_a_receipt_past_the_limit_gives_nothing_back_and_is_printed_again(window: CashierWindow, till: CompleteTill) -> None:
    page = open_page(window)
    till.too_late = 30
    wedge(window, RECEIPT)
    assert "30 jours" in page.note.text()
    key(window, Qt.Key.Key_F2)
    tap_item(window, "returnable", 0)
    assert not window.model.returns.can_return and not page.give.isEnabled() and not page.all.isEnabled()
    tap(window, "print_again")
    assert last(till) == c.Reprint(receipt=RECEIPT)


def test_an_older_receipt_goes_by_e_mail(window: CashierWindow, till: CompleteTill) -> None:
    open_page(window)
    wedge(window, RECEIPT)
    key(window, Qt.Key.Key_F8)
    type_text(window, "a@b.fr")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.SendReceipt(receipt=RECEIPT, address="a@b.fr")
