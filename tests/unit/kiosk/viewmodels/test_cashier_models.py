"""The cashier's view models over a till in memory, without any widget."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from msgspec import structs
from pytestqt.qtbot import QtBot

from kiosk.qtbase.bridge import Bridge
from kiosk.services import commands as c
from kiosk.services.answers import BasketView
from kiosk.services.queries import SyncView
from kiosk.viewmodels.basket_model import newest_line
from kiosk.viewmodels.cashier_model import CashierModel, Page
from kiosk.viewmodels.payment_model import CARD_STANDALONE
from kiosk.viewmodels.search_model import SearchModel
from tests.screens.fake_acts import CompleteTill
from tests.screens.fake_till import GOODS, MEMBER, error, line

NOW = datetime.fromisoformat("2026-11-21T14:03:00+01:00")
COFFEE, COMTE, YOGHURT, BREAD, SOAP, BEER, *_ = GOODS
Settle = Callable[[], None]


@pytest.fixture
def till() -> CompleteTill:
    return CompleteTill().begin_with()


@pytest.fixture
def settle(qtbot: QtBot) -> Settle:
    return lambda: qtbot.wait(1)


@pytest.fixture
def model(till: CompleteTill, settle: Settle, qtbot: QtBot) -> Iterator[CashierModel]:
    bridge = Bridge(till)
    model = CashierModel(bridge, lambda: NOW)
    model.start()
    settle()
    yield model
    model.status.stop()
    bridge.close()


def page(model: CashierModel) -> Page:
    return model.page


def test_the_page_follows_the_state_of_the_till(model: CashierModel, settle: Settle) -> None:
    assert page(model) is Page.SELLING
    model.session.logout()
    settle()
    assert page(model) is Page.LOGIN
    model.session.login("nadia", "1234")
    settle()
    assert page(model) is Page.SELLING


def test_a_lock_expects_the_same_person_back_and_keeps_the_ticket(model: CashierModel, settle: Settle) -> None:
    model.code_arrived(COFFEE.sku)
    model.session.lock()
    settle()
    assert page(model) is Page.LOCK and model.session.locked_by == "nadia"
    model.session.login("nadia", "1234")
    settle()
    assert page(model) is Page.SELLING and model.session.locked_by == ""
    assert model.basket.basket.lines


def test_a_finished_sale_leaves_an_empty_ticket(model: CashierModel, till: CompleteTill, settle: Settle) -> None:
    model.code_arrived(COFFEE.sku)
    settle()
    model.pay()
    model.payment.tender_cash(1000)
    settle()
    model.payment.finish()
    settle()
    assert page(model) is Page.DONE
    assert model.basket.basket == BasketView()
    assert model.payment.done is not None and model.payment.done.change_minor == 605


def test_a_code_is_not_taken_where_nothing_is_sold(model: CashierModel, till: CompleteTill, settle: Settle) -> None:
    model.session.logout()
    settle()
    model.code_arrived(COFFEE.sku)
    assert not any(isinstance(command, c.Scan) for command in till.sent)


def test_paying_an_empty_ticket_says_so(model: CashierModel) -> None:
    model.pay()
    assert page(model) is Page.SELLING
    assert model.messages.current is not None and model.messages.current.code == "basket_empty"


def test_a_refusal_is_a_message_and_the_next_success_clears_it(model: CashierModel, settle: Settle) -> None:
    model.code_arrived("nothing")
    settle()
    assert model.messages.current is not None and model.messages.current.tone == "warn"
    model.code_arrived(COFFEE.sku)
    settle()
    assert model.messages.current is None


def test_grave_faults_are_in_another_tone(model: CashierModel, till: CompleteTill, settle: Settle) -> None:
    till.refuse_next = error("disk_full")
    model.code_arrived(COFFEE.sku)
    settle()
    assert model.messages.current is not None and model.messages.current.tone == "danger"


def test_acts_mean_the_chosen_line_before_the_newest(model: CashierModel, settle: Settle) -> None:
    for item in (COFFEE, YOGHURT, BREAD):
        model.code_arrived(item.sku)
        settle()
    basket = model.basket
    assert basket.newest == 3
    basket.choose(1)
    meant = basket.meant()
    assert meant is not None and meant.line == 1
    basket.choose(1)
    meant = basket.meant()
    assert meant is not None and meant.line == 3
    basket.step(-1)
    assert basket.chosen == 2
    basket.step(-5)
    assert basket.chosen == 1


def test_the_newest_line_is_the_one_touched_last() -> None:
    one, two = line(1, COFFEE, 395), line(2, BREAD, 320)
    more = line(1, COFFEE, 395, quantity=2)
    assert newest_line(BasketView(), BasketView(lines=[one]), 0) == 1
    assert newest_line(BasketView(lines=[one]), BasketView(lines=[one, two]), 1) == 2
    assert newest_line(BasketView(lines=[one, two]), BasketView(lines=[more, two]), 2) == 1
    assert newest_line(BasketView(lines=[one, two]), BasketView(lines=[one]), 2) == 1
    assert newest_line(BasketView(lines=[one]), BasketView(), 1) == 0


def test_deposits_and_empties_are_no_articles(model: CashierModel) -> None:
    """Nobody who counts what lies on the counter counts the bottles that were brought back; goods given back by a receipt are counted."""
    deposit = structs.replace(line(2, GOODS[0], 15, quantity=3), kind="deposit", parent=1)
    empties = structs.replace(line(3, GOODS[0], 15), quantity=-6)
    returned = structs.replace(line(4, GOODS[0], 15), quantity=-2, receipt="R1-A-000001")
    model.basket.basket = BasketView(lines=[line(1, GOODS[0], 90, quantity=3), deposit, empties])
    assert model.basket.pieces() == 3
    model.basket.basket = BasketView(lines=[returned])
    assert model.basket.pieces() == 2


def test_the_member_is_named_apart_from_the_answer(model: CashierModel, settle: Settle) -> None:
    model.code_arrived(MEMBER.code)
    settle()
    assert model.basket.member_name == MEMBER.name
    model.basket.set_member(None)
    settle()
    assert model.basket.member_name == ""


def test_a_stand_alone_card_waits_for_its_answer(model: CashierModel, till: CompleteTill, settle: Settle) -> None:
    model.code_arrived(COFFEE.sku)
    settle()
    model.pay()
    model.payment.choose(CARD_STANDALONE)
    model.payment.tender(None)
    settle()
    assert model.payment.card_waiting == 395 and not model.payment.is_paid
    model.payment.card_said(accepted=True)
    settle()
    assert model.payment.card_waiting is None and model.payment.is_paid


def test_answers_to_older_texts_are_dropped(till: CompleteTill, qtbot: QtBot) -> None:
    bridge = Bridge(till)
    search = SearchModel(bridge)
    search.type_text("pain")
    search._look()
    search.type_text("p")
    qtbot.wait(5)
    assert search.found.text == ""
    bridge.close()


@pytest.mark.parametrize(("text", "code"), [("3017620422003", True), ("CM1:ABC", True), ("pain", False), ("M-0001", False), ("7UP", False)])
def test_figures_and_tokens_are_codes(text: str, code: bool) -> None:
    assert SearchModel.is_code(text) is code


def test_more_goods_are_asked_for_only_when_a_page_was_full(model: CashierModel, settle: Settle) -> None:
    model.search.open_department("fromages")
    settle()
    assert len(model.search.goods) == len(GOODS)
    model.search.more()
    settle()
    assert len(model.search.goods) == len(GOODS)


def test_offline_time_is_counted_from_the_last_word(model: CashierModel, till: CompleteTill, settle: Settle) -> None:
    assert model.status.offline_minutes() == 12
    till.sync = SyncView(configured=True, online=False, since="", unsent=3)
    till.tell({"sync"})
    settle()
    assert model.status.offline_minutes() is None


def test_a_count_is_pieces_or_one_amount(model: CashierModel) -> None:
    day = model.day
    day.begin_count()
    assert not day.is_counted
    day.count(5000, 2)
    day.count(100, 3)
    assert day.counted_minor == 10_300
    day.key_amount(9_900)
    assert day.counted_minor == 9_900
    day.count(100, 4)
    assert day.counted_minor == 10_400


def test_a_refused_closing_keeps_the_count(model: CashierModel, till: CompleteTill, settle: Settle) -> None:
    model.go(Page.COUNT)
    model.day.count(5000, 2)
    till.refuse_next = error("basket_open")
    model.day.close()
    settle()
    assert page(model) is Page.COUNT and model.day.counted_minor == 10_000
    assert model.messages.current is not None and model.messages.current.code == "basket_open"
