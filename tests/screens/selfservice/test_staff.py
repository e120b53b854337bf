"""Staff at the kiosk: opening, closing, ages, approvals, and what happens when the PIN is wrong."""

from kiosk.services.commands import AgeCheck, CloseDay, OpenDay, Scan
from sync.base.words import Words
from tests.screens.selfservice.conftest import Open
from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import DAY, Customer


def test_a_closed_kiosk_is_opened_by_pin(opened: Open, till: FakeKiosk) -> None:
    till.staff = till.day = ""
    customer = opened()
    assert customer.screen == "closed"
    customer.tap("open_kiosk")
    customer.key_pin("999999")
    assert customer.face.attendant.fault.text() == Words("fr").error("wrong_pin")
    assert customer.screen == "closed"
    customer.key_pin("111111")
    assert OpenDay(float_minor=0, business_day=DAY) in till.sent
    assert customer.screen == "welcome"


def test_the_day_is_closed_by_another_person_with_a_pin(customer: Customer, till: FakeKiosk) -> None:
    customer.tap("help", "close_kiosk")
    customer.key_pin("222222", person=1)
    assert CloseDay(counted_minor=0) in till.sent
    acts = [kind for kind in till.kinds() if kind != "State"]
    assert acts == ["Login", "Logout", "Login", "CloseDay", "Logout"]
    assert customer.screen == "closed"


def test_an_age_limited_article_waits_for_an_attendant(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "VIN")
    assert "18 ans" in customer.words()
    assert customer.window.model.calling
    assert AgeCheck(passed=True) not in till.sent
    customer.key_pin("111111")
    assert AgeCheck(passed=True) in till.sent
    assert till.sent.count(Scan(code="VIN")) == 2
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["pain", "vin"]
    assert not customer.sees("attendant_confirm")


def test_whoever_vouches_for_an_age_is_not_logged_in_for_it(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("VIN")
    customer.key_pin("222222", person=1)
    assert [kind for kind in till.kinds() if kind in ("Login", "Logout")] == []
    assert till.staff == "s1"
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["vin"]


def test_a_wrong_pin_proves_no_age(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("VIN")
    customer.key_pin("000000")
    assert customer.face.attendant.fault.text() == Words("fr").error("wrong_pin")
    assert not till.age_proven
    assert customer.window.model.ticket.basket.lines == []


def test_the_customer_may_go_on_without_the_article(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "VIN")
    customer.tap("attendant_away")
    assert customer.screen == "scan"
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["pain"]


def test_a_wrong_pin_of_another_person_disturbs_nothing(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN", "VIN")
    customer.key_pin("000000", person=1)
    customer.tap("attendant_away")
    assert customer.screen == "scan"
    assert till.staff == "s1"
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["pain"]


def test_a_wrong_pin_at_the_end_of_the_day_leaves_the_kiosk_closed(customer: Customer, till: FakeKiosk) -> None:
    """Another person's log-in ends the session before; with a wrong PIN nobody is logged in, and the kiosk says so."""
    customer.tap("help", "close_kiosk")
    customer.key_pin("000000", person=1)
    customer.tap("attendant_away")
    assert customer.screen == "closed"


def test_an_act_that_needs_approval_is_approved_by_pin(customer: Customer, till: FakeKiosk) -> None:
    till.own_void = False
    customer.scan("PAIN", "CAFE")
    customer.tap("remove")
    customer.tap_item("removable", 0)
    customer.key_pin("222222", person=1)
    assert [line.sku for line in customer.window.model.ticket.basket.lines] == ["cafe"]


def test_a_bug_locks_the_kiosk_safely(customer: Customer, till: FakeKiosk) -> None:
    customer.scan("PAIN")
    till.locked = True
    customer.scan("CAFE")
    assert customer.screen == "locked"
    assert "Adressez-vous à une caisse." in customer.words()
    customer.scan("CAFE")
    assert customer.screen == "locked"


def test_a_day_closed_elsewhere_closes_the_screen(customer: Customer, till: FakeKiosk) -> None:
    till.day = ""
    till.tell("day")
    customer.scan("")
    assert customer.screen == "closed"
