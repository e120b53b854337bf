"""Money on a real till's screen: cards that say nothing or pay a part, vouchers, store credit, an invoice, the end of a month."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.bootstrap import open_terminal
from kiosk.devices.card import SimulatedCardTerminal
from kiosk.screens.shared.login import LoginPage
from kiosk.services.commands import Add, Clock, CloseDay, Command, Finish, Login, OpenDay, TenderMoney
from kiosk.services.ports import CardTerminalPort
from kiosk.viewmodels.cashier_model import Page
from kiosk.viewmodels.sale_done import Done
from tests.flows.harness import make
from tests.flows.shops import product, shop
from tests.screens.cashier.hands import page_of
from tests.screens.cashier.real_hands import ENTER, Cashier, Until, at_till, begin, log_in
from tests.screens.real_till import working

LAMP, BREAD = "5000159484695", "4006381333931"
GOODS = [
    product("bread", 1_200, ["T55"], voucher=True, barcodes=[BREAD]),
    product("lamp", 2_500, ["T20"], barcodes=[LAMP]),
]
Open = Callable[..., Any]


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot, wait: Until) -> Open:
    @contextmanager
    def open_till(card: CardTerminalPort | None = None, past: Sequence[Command] = ()) -> Iterator[Cashier]:
        folder = tmp_path / "till"
        make(folder, shop(GOODS))
        if past:
            happen(folder, past)
        with working(folder, card=card) as running, at_till(running, qtbot, wait, Cashier) as cashier:
            running.worker.subscribe(lambda change: cashier.heard.append(change.answer) if change.answer else None)
            yield cashier

    return open_till


@pytest.fixture
def card(tmp_path: Path) -> SimulatedCardTerminal:
    return SimulatedCardTerminal(tmp_path / "card.json")


def owed(cashier: Cashier, minor: int) -> None:
    cashier.until(lambda: cashier.window.model.payment.due_minor == minor)


def to_pay(cashier: Cashier, code: str, minor: int) -> None:
    cashier.scan(code)
    cashier.due(minor)
    cashier.key(ENTER)
    cashier.on(Page.PAYING)
    cashier.until(lambda: cashier.window.model.payment.options is not None)


def lamp_by_card(cashier: Cashier) -> None:
    """Begin the day, sell the lamp and ask the card's terminal for all of it."""
    begin(cashier)
    to_pay(cashier, LAMP, 2_500)
    cashier.tap("kind_card")
    cashier.key(ENTER)


def finish(cashier: Cashier) -> Done:
    cashier.until(lambda: cashier.window.model.payment.is_paid)
    cashier.key(ENTER)
    cashier.on(Page.DONE)
    done = cashier.window.model.payment.done
    assert done is not None
    return done


def test_a_card_that_said_nothing_is_asked_again_and_had_paid(opened: Open, card: SimulatedCardTerminal) -> None:
    card.script("lost")
    with opened(card) as cashier:
        lamp_by_card(cashier)
        cashier.until(lambda: cashier.window.model.payment.uncertain)
        cashier.key(Qt.Key.Key_F2)
        finish(cashier)
    assert card.moved_minor() == 2_500, "asked again, charged once"


def test_a_manager_s_word_ends_what_the_terminal_never_says(opened: Open, card: SimulatedCardTerminal) -> None:
    card.script("uncertain")
    with opened(card) as cashier:
        lamp_by_card(cashier)
        cashier.until(lambda: cashier.window.model.payment.uncertain)
        cashier.key(Qt.Key.Key_F5)
        cashier.until(lambda: cashier.window.approval is not None)
        cashier.type("123456")
        cashier.key(ENTER)
        finish(cashier)


def test_a_card_that_pays_a_part_leaves_the_rest_to_pay(opened: Open, card: SimulatedCardTerminal) -> None:
    card.script("partial")
    with opened(card) as cashier:
        lamp_by_card(cashier)
        owed(cashier, 1_250)
        cashier.tap("kind_cash")
        cashier.key(ENTER)
        finish(cashier)


def test_a_meal_voucher_pays_the_food_alone(opened: Open) -> None:
    with opened() as cashier:
        begin(cashier)
        cashier.scan(BREAD)
        to_pay(cashier, LAMP, 3_700)
        cashier.tap("kind_voucher")
        cashier.key(ENTER)
        owed(cashier, 2_500)
        # Vouchers have paid all they may.
        cashier.until(lambda: cashier.window.model.payment.kind == "cash")
        cashier.key(ENTER)
        finish(cashier)


def test_store_credit_is_given_out_and_pays(opened: Open) -> None:
    with opened() as cashier:
        begin(cashier)
        to_pay(cashier, LAMP, 2_500)
        cashier.key(ENTER)
        code = finish(cashier).code
        cashier.key(ENTER)
        cashier.scan(code)
        cashier.due(-2_500)
        cashier.key(ENTER)
        cashier.on(Page.PAYING)
        cashier.until(lambda: cashier.window.model.payment.options is not None)
        cashier.tap("kind_store_credit")
        cashier.key(ENTER)
        approved(cashier, lambda: cashier.window.model.payment.is_paid)
        finish(cashier)
        credit = next(answer.extra["store_credit"]["code"] for answer in reversed(cashier.heard) if "store_credit" in answer.extra)
        cashier.key(ENTER)
        to_pay(cashier, BREAD, 1_200)
        cashier.tap("kind_store_credit")
        cashier.scan(credit)
        finish(cashier)


def test_an_invoice_is_made_of_the_sale_just_ended(opened: Open) -> None:
    with opened() as cashier:
        begin(cashier)
        to_pay(cashier, LAMP, 2_500)
        cashier.key(ENTER)
        finish(cashier)
        cashier.key(Qt.Key.Key_F7)
        cashier.type("Atelier SA")
        cashier.key(ENTER)
        cashier.type("2 rue")
        cashier.key(ENTER)
        messages = cashier.window.model.messages
        cashier.until(lambda: messages.current is not None and messages.current.code == "invoiced")


def test_a_month_that_is_not_over_is_not_closed_and_says_so(opened: Open) -> None:
    with opened() as cashier:
        close_month(cashier)
        cashier.until(lambda: cashier.window.model.messages.current is not None)
        assert page_of(cashier.window) is Page.OPEN_DAY and cashier.window.message.isVisible()


def test_a_month_is_closed_once_it_is_over(opened: Open) -> None:
    past = [
        Clock(at="2025-10-30T10:00:00+01:00"),
        Login(staff="max", pin="123456"),
        OpenDay(float_minor=0, business_day="2025-10-30"),
        Add(sku="lamp", quantity=1),
        TenderMoney(kind="cash"),
        Finish(paper="none"),
        CloseDay(counted_minor=2_500),
    ]
    with opened(past=past) as cashier:
        closed: list[str] = []
        cashier.window.model.drawer.period_closed.connect(closed.append)
        close_month(cashier)
        cashier.until(lambda: closed == ["month"])


def happen(folder: Path, past: Sequence[Command]) -> None:
    """Let a till do what it did long ago."""
    running = open_terminal(folder, manual_clock=True)
    for command in past:
        answer, _ = running.till.handle(command)
        assert answer.ok, answer.error
    running.close_files()


def close_month(cashier: Cashier) -> None:
    """Let the manager log in and ask for the month's closing, before a day is opened."""
    login = cashier.window.page
    assert isinstance(login, LoginPage)
    while login.staff.current != "max":
        cashier.key(Qt.Key.Key_Down)
    log_in(cashier, "123456")
    cashier.on(Page.OPEN_DAY)
    for name in ("closings", "close_month"):
        cashier.sees(name)
        cashier.tap(name)


def approved(cashier: Cashier, met: Callable[[], bool]) -> None:
    """Let a manager approve if the till asks for it."""
    cashier.until(lambda: cashier.window.approval is not None or met())
    if cashier.window.approval is not None:
        cashier.type("123456")
        cashier.key(ENTER)
