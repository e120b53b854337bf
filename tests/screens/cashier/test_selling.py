"""Selling on the real widgets: scans, search, tiles, and what is done to lines."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.services.answers import ErrorView
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.hands import focus, key, last, page_of, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, MEMBER
from tests.screens.turns import settle

Wait = Callable[[Callable[[], bool]], None]

COFFEE, COMTE, YOGHURT, BREAD, SOAP, BEER, FLOWERS, _ = GOODS


def titles(window: CashierWindow) -> list[str]:
    return [row.title for row in selling(window).left.list.rows()]


def test_a_wedge_scan_sells_whatever_has_the_focus(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    wedge(window, BREAD.sku)
    assert titles(window) == ["Café moulu pur arabica 250 g", "Pain de campagne"]
    assert selling(window).left.total.text() == "7,15\N{NO-BREAK SPACE}€"
    assert selling(window).side.field.text() == ""
    assert [type(command) for command in till.sent] == [c.State, c.Scan, c.Scan]


def test_enter_of_a_scan_never_presses_the_green_key(window: CashierWindow) -> None:
    wedge(window, COFFEE.sku)
    wedge(window, YOGHURT.sku)
    assert page_of(window) is Page.SELLING


def test_a_typed_code_and_enter_sell_and_enter_alone_pays(window: CashierWindow) -> None:
    type_text(window, COFFEE.sku)
    key(window, Qt.Key.Key_Return)
    assert titles(window) == ["Café moulu pur arabica 250 g"]
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.PAYING


def test_the_focus_comes_back_to_the_search_field(window: CashierWindow) -> None:
    field = selling(window).side.field.line
    assert focus(window) is field
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F2)
    assert focus(window) is not field
    key(window, Qt.Key.Key_Escape)
    assert focus(window) is field
    tap(window, "pay")
    key(window, Qt.Key.Key_Escape)
    assert focus(window) is field


def test_a_name_is_searched_while_it_is_typed_and_enter_takes_the_only_one(window: CashierWindow, wait: Wait) -> None:
    type_text(window, "campagne")
    catalogue = selling(window).side.catalogue
    wait(lambda: len(catalogue.results.rows()) == 1)
    key(window, Qt.Key.Key_Return)
    assert titles(window) == ["Pain de campagne"]
    assert selling(window).side.field.text() == ""


def test_among_several_results_the_arrows_choose(window: CashierWindow, wait: Wait) -> None:
    type_text(window, "ca")
    catalogue = selling(window).side.catalogue
    wait(lambda: len(catalogue.results.rows()) > 1)
    wanted = catalogue.results.rows()[1].title
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Return)
    assert titles(window) == [wanted]


def test_escape_clears_the_search_before_anything_else(window: CashierWindow) -> None:
    type_text(window, "pain")
    key(window, Qt.Key.Key_Escape)
    assert selling(window).side.field.text() == ""
    assert page_of(window) is Page.SELLING


def test_a_department_opens_and_its_tile_sells(window: CashierWindow) -> None:
    tap_item(window, "departments", 2)
    tap_item(window, "goods", 0)
    assert titles(window) == ["Café moulu pur arabica 250 g"]
    tap(window, "back")
    assert window.model.search.department == ""


def test_quantity_by_f2_changes_the_newest_line(window: CashierWindow) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F2)
    type_text(window, "6")
    key(window, Qt.Key.Key_Return)
    assert selling(window).left.list.rows()[0].lead == "6"
    assert selling(window).left.total.text() == "23,70\N{NO-BREAK SPACE}€"


def test_a_tapped_line_is_the_one_that_is_removed_and_undo_brings_it_back(window: CashierWindow) -> None:
    for item in (COFFEE, YOGHURT, BREAD):
        wedge(window, item.sku)
    tap_item(window, "basket", 0)
    key(window, Qt.Key.Key_Delete)
    assert titles(window) == ["Yaourt nature brebis", "Pain de campagne"]
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(titles(window)) == 3


def test_a_weighed_article_asks_for_its_weight(window: CashierWindow, till: CompleteTill) -> None:
    selling(window).side.catalogue.take(COMTE)
    settle()
    type_text(window, "0,412")
    key(window, Qt.Key.Key_Return)
    sent = till.sent[-1]
    assert isinstance(sent, c.Add) and sent.weight_g == 412
    assert selling(window).left.list.rows()[0].amount == "10,26"


def test_an_open_price_is_keyed(window: CashierWindow, till: CompleteTill) -> None:
    selling(window).side.catalogue.take(FLOWERS)
    settle()
    type_text(window, "12,5")
    key(window, Qt.Key.Key_Return)
    sent = till.sent[-1]
    assert isinstance(sent, c.Add) and sent.price_minor == 1250


def test_age_is_asked_and_enter_is_no_answer(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, BEER.sku)
    assert selling(window).age.isVisible()
    key(window, Qt.Key.Key_Return)
    assert selling(window).age.isVisible() and not titles(window)
    key(window, Qt.Key.Key_F2)
    assert titles(window) == ["Bière blonde des montagnes 75 cl"]
    assert not selling(window).age.isVisible()


def test_an_unproven_age_sells_nothing(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, BEER.sku)
    tap(window, "other")
    assert last(till) == c.AgeCheck(passed=False)
    assert not titles(window) and not selling(window).age.isVisible()


def test_a_proven_age_is_not_asked_for_again_in_the_ticket(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, BEER.sku)
    tap(window, "confirm")
    assert [type(command) for command in till.sent[-3:]] == [c.Scan, c.AgeCheck, c.Scan]
    wedge(window, BEER.sku)
    assert selling(window).left.list.rows()[0].lead == "2"


def test_an_unknown_code_is_one_calm_sentence_until_the_next_success(window: CashierWindow) -> None:
    wedge(window, "9999999999999")
    assert window.message.isVisible()
    wedge(window, COFFEE.sku)
    assert not window.message.isVisible()


def test_the_member_card_shows_name_tier_and_points(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, MEMBER.code)
    wedge(window, COFFEE.sku)
    card = selling(window).side.member
    assert card.name.text().startswith("Claire Moreau · Or")
    assert "1\N{NARROW NO-BREAK SPACE}284 points" in card.name.text()
    assert card.detail.text() == "38,00\N{NO-BREAK SPACE}€ avant Platine 1 bon · 4,20\N{NO-BREAK SPACE}€"
    tap(window, "rewards")
    tap(window, "remove_member")
    assert window.model.basket.basket.member is None


def test_a_discount_stands_under_its_line(window: CashierWindow) -> None:
    wedge(window, SOAP.sku)
    notes = selling(window).left.list.rows()[0].notes
    assert [(note.words, note.tone) for note in notes] == [("Prix membre −0,50", "accent")]


def test_cancelling_asks_first_and_enter_keeps_the_ticket(window: CashierWindow) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F8)
    key(window, Qt.Key.Key_Return)
    assert len(titles(window)) == 1
    key(window, Qt.Key.Key_F8)
    key(window, Qt.Key.Key_F8)
    assert not titles(window)


def test_an_act_that_needs_approval_asks_for_a_fitting_person(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    till.refuse_next = ErrorView(code="approval_needed", message="", params={"role": "manager"})
    key(window, Qt.Key.Key_Delete)
    sheet = window.approval
    assert sheet is not None and sheet.isVisible() and [tile.title for tile in sheet.staff.tiles()] == ["Inès Faure"]
    type_text(window, "654321")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Approve(staff="ines", pin="654321")
    assert window.approval is None
