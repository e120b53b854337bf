"""The acts of the selling page on the real widgets: lines, tickets, goods by number, prices, tax modes, holding, the lock."""

import pytest
from PySide6.QtCore import Qt

from kiosk.screens.cashier.window import CashierWindow
from kiosk.services import commands as c
from kiosk.services import queries as q
from kiosk.touch.keys import KeyButton
from kiosk.viewmodels.cashier_model import Page
from tests.screens.cashier.hands import focus, key, last, page_of, selling, tap, tap_item, type_text, wedge
from tests.screens.fake_acts import GIFT_CODE, REASONS, CompleteTill
from tests.screens.fake_till import GOODS, MEMBER
from tests.screens.turns import settle

COFFEE, COMTE, YOGHURT, BREAD, SOAP, BEER, FLOWERS, _ = GOODS
CTRL = Qt.KeyboardModifier.ControlModifier


def amounts(window: CashierWindow) -> list[str]:
    return [row.amount for row in selling(window).left.list.rows()]


def rests(window: CashierWindow) -> bool:
    """Whether the focus is where the next scan goes, and the goods are in sight again."""
    side = selling(window).side
    return focus(window) is side.field.line and side.isVisible() and side.stack.currentIndex() == 0


def test_the_page_of_acts_is_one_tap_and_every_act_the_second(window: CashierWindow) -> None:
    wedge(window, COFFEE.sku)
    side = selling(window).side
    for name, act in side.acts.keys.items():
        if name in ("returns", "lock"):
            continue
        tap(window, "acts")
        assert act.isVisible() and act.isEnabled(), name
        act.click()
        settle()
        for sheet in selling(window).sheets:
            sheet.close_sheet()
        settle()
        assert side.stack.currentIndex() == 0, name
        if not window.model.basket.basket.lines:
            wedge(window, COFFEE.sku)


def test_a_line_discount_by_keys(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    wedge(window, BREAD.sku)
    tap_item(window, "basket", 0)
    key(window, Qt.Key.Key_F3)
    type_text(window, "15")
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_F3)
    assert last(till) == c.Discount(line=1, percent_bp=1_500, reason="short_date")
    assert amounts(window)[0] == "3,36" and rests(window)


def test_a_discount_in_money_for_a_typed_reason(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F3, CTRL)
    key(window, Qt.Key.Key_F4)
    type_text(window, "1,5")
    key(window, Qt.Key.Key_Return)
    type_text(window, "dent in the tin")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Discount(amount_minor=150, reason="dent in the tin")


def test_the_reason_that_is_tapped_takes_the_common_share_off(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F3)
    tap(window, "reason_short_date")
    assert last(till) == c.Discount(line=1, percent_bp=1_000, reason="short_date") and rests(window)


def test_a_share_alone_takes_nothing_off_and_says_no_reason(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F3)
    for name in ("share_500", "share_2000", "share_500"):
        tap(window, name)
    assert not any(isinstance(command, c.Discount) for command in till.sent)
    key(window, Qt.Key.Key_F9)
    assert last(till) == c.Discount(line=1, percent_bp=500, reason="short_date")
    key(window, Qt.Key.Key_F3)
    tap(window, "reason_damaged")
    assert last(till) == c.Discount(line=1, percent_bp=1_000, reason="damaged"), "the next question begins with the common share"


def test_the_whole_ticket_stands_beside_the_article(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F3)
    key(window, Qt.Key.Key_F7)
    key(window, Qt.Key.Key_F8, CTRL)
    assert last(till) == c.Discount(percent_bp=2_000, reason="damaged")
    key(window, Qt.Key.Key_F3, CTRL)
    assert not any(each.isVisible() for each in window.findChildren(KeyButton, "ticket_damaged"))
    key(window, Qt.Key.Key_F5)
    key(window, Qt.Key.Key_F11)
    assert last(till) == c.Discount(percent_bp=500, reason="goodwill")


def test_more_reasons_than_keys_are_one_question_more(window: CashierWindow, till: CompleteTill) -> None:
    till.reasons = [*REASONS, q.ReasonRow("loyal", {"fr": "Fidélité", "en": "Loyalty"})]
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F3)
    tap(window, "reason_other")
    key(window, Qt.Key.Key_F5)
    assert last(till) == c.Discount(line=1, percent_bp=1_000, reason="loyal")


def test_a_reason_has_a_key_that_says_it_at_once(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F8, CTRL)
    assert [row.lead for row in selling(window).acts.reason.list.rows()] == ["F2", "F3", "F4"]
    key(window, Qt.Key.Key_F9)
    assert not till.drawer, "a key without a reason says nothing"
    key(window, Qt.Key.Key_F3)
    assert last(till) == c.NoSaleOpening(reason="short_date")


def test_an_empty_ticket_offers_what_is_done_between_customers(window: CashierWindow, till: CompleteTill) -> None:
    tap(window, "empty_no_sale")
    tap_item(window, "choices", 2)
    assert last(till) == c.NoSaleOpening(reason="goodwill")
    tap(window, "empty_returns")
    assert page_of(window) is Page.RETURNS
    key(window, Qt.Key.Key_Escape)
    wedge(window, COFFEE.sku)
    assert not selling(window).left.empty.isVisible()


def test_without_a_list_a_reason_is_typed(window: CashierWindow, till: CompleteTill) -> None:
    till.reasons = []
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F3)
    tap(window, "share_500")
    tap(window, "reason_other")
    assert not selling(window).acts.reason.confirm.isEnabled()
    key(window, Qt.Key.Key_Return)
    assert not any(isinstance(command, c.Discount) for command in till.sent)
    type_text(window, "ripe")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Discount(line=1, percent_bp=500, reason="ripe")


def test_another_price_stands_under_the_line(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F2, CTRL)
    type_text(window, "2,5")
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.OverridePrice(line=1, price_minor=250, reason="damaged")
    assert [note.words for note in selling(window).left.list.rows()[0].notes] == ["Prix changé, d’habitude 3,95"]


def test_a_staff_discount_is_one_key(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F5, CTRL)
    assert last(till) == c.Discount(percent_bp=1_000, kind="staff", reason="staff")


def test_hold_and_recall_are_the_same_key(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F6)
    assert not amounts(window) and selling(window).side.hold.text() == "Reprendre · 1"
    wedge(window, BREAD.sku)
    key(window, Qt.Key.Key_F6)
    key(window, Qt.Key.Key_F6)
    sheet = selling(window).acts.held
    assert [row.title for row in sheet.list.rows()] == ["1, à 14:03", "2, à 14:03"]
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Recall(ticket="2")
    assert amounts(window) == ["3,20"] and rests(window)


def test_tickets_of_others_are_seen_while_one_is_open(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F6)
    wedge(window, BREAD.sku)
    key(window, Qt.Key.Key_F6, CTRL)
    key(window, Qt.Key.Key_Return)
    assert window.message.isVisible() and amounts(window) == ["3,20"]


def test_three_times_the_next_scan(window: CashierWindow, till: CompleteTill) -> None:
    type_text(window, "3*")
    assert selling(window).side.field.prefix.text() == "3 ×" and selling(window).side.field.text() == ""
    wedge(window, COFFEE.sku)
    assert selling(window).left.list.rows()[0].lead == "3"
    assert selling(window).side.field.prefix.isHidden()
    wedge(window, COFFEE.sku)
    assert selling(window).left.list.rows()[0].lead == "4"


def test_a_factor_is_given_up_with_escape_and_never_kept_for_a_member(window: CashierWindow, till: CompleteTill) -> None:
    type_text(window, "3*")
    key(window, Qt.Key.Key_Escape)
    assert window.model.basket.times == 1
    type_text(window, "3*")
    wedge(window, MEMBER.code)
    assert window.model.basket.times == 1 and window.message.text().startswith("Le facteur")


def test_an_age_question_does_not_lose_the_factor(window: CashierWindow) -> None:
    type_text(window, "6*")
    wedge(window, BEER.sku)
    key(window, Qt.Key.Key_F2)
    assert selling(window).left.list.rows()[0].lead == "6"


def test_a_short_number_adds_goods_and_is_named_first(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F7)
    type_text(window, "9")
    assert not selling(window).acts.plu.confirm.isEnabled()
    key(window, Qt.Key.Key_Backspace)
    type_text(window, "12")
    assert selling(window).acts.plu.found.text() == "Pain de campagne · 3,20"
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Add(sku=BREAD.sku, quantity=1) and rests(window)


def test_a_factor_counts_for_a_short_number(window: CashierWindow, till: CompleteTill) -> None:
    type_text(window, "4*")
    key(window, Qt.Key.Key_F7)
    type_text(window, "12")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Add(sku=BREAD.sku, quantity=4)


def test_the_scale_weighs_with_one_tap(window: CashierWindow, till: CompleteTill) -> None:
    till.scale_g = 412
    selling(window).side.catalogue.take(COMTE)
    settle()
    assert last(till) == c.Weigh(sku=COMTE.sku)
    assert amounts(window) == ["10,26"] and rests(window)


def test_a_price_is_looked_at_and_the_ticket_stays(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F5)
    wedge(window, BREAD.sku)
    sheet = selling(window).acts.check
    assert last(till) == c.PriceCheck(code=BREAD.sku)
    assert sheet.title.text() == "Pain de campagne" and sheet.amount.text() == "3,20\N{NO-BREAK SPACE}€"
    assert sheet.notes.text() == "Pour les membres 2,88\N{NO-BREAK SPACE}€."
    assert amounts(window) == ["3,95"]


def test_after_a_price_the_next_scan_sells_again(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F5)
    wedge(window, BREAD.sku)
    wedge(window, COFFEE.sku)
    assert amounts(window) == ["3,95"] and rests(window)


def test_a_price_that_was_looked_at_is_added_with_enter(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F5)
    wedge(window, BREAD.sku)
    key(window, Qt.Key.Key_Return)
    assert amounts(window) == ["3,20"] and rests(window)


def test_an_unknown_price_goes_on_asking(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F5)
    wedge(window, "9999999999999")
    assert window.message.isVisible() and selling(window).acts.check.isVisible()
    wedge(window, BREAD.sku)
    assert last(till) == c.PriceCheck(code=BREAD.sku) and not amounts(window)


def test_leaving_a_price_check_gives_the_scanner_back(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F5)
    key(window, Qt.Key.Key_Escape)
    wedge(window, BREAD.sku)
    assert amounts(window) == ["3,20"]


@pytest.mark.parametrize(
    ("name", "mode", "said"), [(Qt.Key.Key_F3, "take_away", "À emporter"), (Qt.Key.Key_F4, "exempt", "Acheteur exonéré")]
)
def test_the_tax_mode_is_always_in_sight_once_set(window: CashierWindow, till: CompleteTill, name: Qt.Key, mode: str, said: str) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F12)
    key(window, name)
    assert last(till) == c.TaxMode(mode=mode)  # type: ignore[arg-type]
    assert said in selling(window).left.said.text() and selling(window).left.said.isVisible()


def test_a_gift_card_is_sold_by_amount_and_scan(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F7, CTRL)
    type_text(window, "50")
    key(window, Qt.Key.Key_Return)
    wedge(window, GIFT_CODE)
    assert last(till) == c.SellGiftCard(amount_minor=5_000, code=GIFT_CODE)
    assert amounts(window) == ["50,00"] and rests(window)


def test_a_coupon_and_a_member_may_be_typed(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F9, CTRL)
    type_text(window, "CPN1")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.Coupon(code="CPN1")
    key(window, Qt.Key.Key_F10, CTRL)
    type_text(window, "M-0001")
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.SetMember(code="M-0001")


def test_the_drawer_opens_for_a_reason(window: CashierWindow, till: CompleteTill) -> None:
    key(window, Qt.Key.Key_F8, CTRL)
    key(window, Qt.Key.Key_Return)
    assert last(till) == c.NoSaleOpening(reason="damaged")


def test_a_lock_is_no_log_out_and_another_person_may_go_on(window: CashierWindow, till: CompleteTill) -> None:
    wedge(window, COFFEE.sku)
    key(window, Qt.Key.Key_F11)
    assert last(till) == c.Lock() and page_of(window) is Page.LOCK
    key(window, Qt.Key.Key_Down)
    type_text(window, "2345")
    key(window, Qt.Key.Key_Return)
    assert page_of(window) is Page.SELLING and amounts(window) == ["3,95"]


def test_acts_without_a_ticket_do_nothing(window: CashierWindow, till: CompleteTill) -> None:
    before = len(till.sent)
    for name, modifier in ((Qt.Key.Key_F3, CTRL), (Qt.Key.Key_F3, None), (Qt.Key.Key_F8, None), (Qt.Key.Key_F6, None)):
        key(window, name, modifier or Qt.KeyboardModifier.NoModifier)
    assert len(till.sent) == before and rests(window)
