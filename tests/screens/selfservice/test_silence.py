"""Silence: the question with its countdown, and what it ends. The clock is the test's own; nothing sleeps."""

from kiosk.services.commands import CancelBasket, Finish
from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S, FLOW, HELP_IDLE_S
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer

SCAN_S = FLOW["scan"].idle_s or 0


def test_silence_asks_counts_down_and_cancels_the_basket(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    customer.wait(SCAN_S - 1)
    assert not customer.sees("stay")
    customer.wait(1)
    assert customer.face.idle.seconds.text() == str(COUNTDOWN_S)
    customer.wait(8)
    assert customer.face.idle.seconds.text() == str(COUNTDOWN_S - 8)
    assert "Êtes-vous toujours là" in customer.words()
    customer.wait(COUNTDOWN_S - 8)
    assert till.sent[-1] == CancelBasket()
    assert customer.screen == "welcome"
    assert not customer.sees("stay")


def test_an_answer_withdraws_the_question(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    customer.wait(SCAN_S + 5)
    customer.touch()
    assert not customer.sees("stay")
    customer.wait(SCAN_S - 1)
    assert not customer.sees("stay")
    assert CancelBasket() not in till.sent


def test_a_scan_is_a_sign_of_life(customer: Customer) -> None:
    customer.scan("PAIN")
    customer.wait(SCAN_S + 5)
    customer.scan("CAFE")
    assert not customer.sees("stay")
    assert customer.window.model.ticket.count == 2


def test_a_paid_sale_is_finished_without_paper(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    customer.tap("pay", "go_on", "confirm")
    customer.wait((FLOW["receipt"].idle_s or 0) + 1)
    assert "se termine sans ticket imprimé" in customer.words()
    customer.wait(COUNTDOWN_S)
    assert till.sent[-1] == Finish(paper="none", language="fr")
    assert customer.screen == "thanks"
    customer.wait(FLOW["thanks"].idle_s or 0)
    assert customer.screen == "welcome"


def test_nobody_is_hurried_while_staff_are_waited_for(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    customer.tap("help", "call_attendant")
    customer.wait(HELP_IDLE_S - 1)
    assert not customer.sees("stay")
    assert CancelBasket() not in till.sent


def test_the_welcome_screen_waits_for_ever(customer: Customer, till: FakeKiosk) -> None:
    customer.wait(100_000)
    assert customer.screen == "welcome"
    assert CancelBasket() not in till.sent


def test_the_timer_looks_at_the_clock(customer: Customer) -> None:
    assert customer.window._timer.isActive()
    assert customer.window._timer.interval() <= 1_000
