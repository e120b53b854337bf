"""Who may do what: log-in, the lock after five failures, approval by another, and what each leaves in the journal."""

from pathlib import Path

import pytest

from sync.protocol import facts
from tests.flows.conftest import NOW
from tests.flows.harness import Till, make, opened, shop_till
from tests.flows.shops import shop


def at(minute: int, second: int = 0) -> str:
    return f"2026-11-22T{10 + minute // 60:02}:{minute % 60:02}:{second:02}+01:00"


def test_a_profile_always_needs_a_login(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path) as till:
        assert till.ok("state")["state"] == "logged_out"
        till.no("not_logged_in", "scan", code="4006381333931")
        till.no("wrong_pin", "login", staff="ana", pin="9999")
        till.no("wrong_pin", "login", staff="nobody", pin="1234")
        till.no("nothing_to_approve", "approve", staff="max", pin="123456")
        assert till.ok("login", staff="ana", pin="1234")["state"] == "day_closed"
        till.no("already_logged_in", "login", staff="max", pin="123456")
        till.no("day_not_open", "scan", code="4006381333931")
        assert till.ok("open_day", float_minor=0, business_day="2026-11-22")["state"] == "ready"
        assert till.ok("logout")["state"] == "logged_out"
        till.no("not_logged_in", "logout")
        refused = till.facts(facts.LoginRefused)
    assert [(each.person, each.failures) for each in refused] == [("ana", 1)]


def test_an_open_ticket_waits_for_the_next_person(till: Till) -> None:
    till.ok("add", sku="pear", quantity=2)
    till.ok("logout")
    till.ok("login", staff="max", pin="123456")
    assert till.ok("state")["basket"]["lines"][0]["quantity"] == 2
    till.ok("tender", kind="cash")
    till.ok("finish")
    assert till.bodies()[-1].staff == "max"


def test_five_failures_lock_for_twice_as_long_each_time_and_across_restarts(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, manual_clock=True) as till:
        till.ok("clock", at=at(0))
        for _ in range(5):
            till.no("wrong_pin", "login", staff="ana", pin="0000")
        assert till.no("locked_out", "login", staff="ana", pin="1234")["message"].count("60") == 1
        till.ok("clock", at=at(0, 59))
        till.no("locked_out", "login", staff="ana", pin="1234")
    with opened(tmp_path, manual_clock=True) as till:
        till.ok("clock", at=at(0, 59))
        till.no("locked_out", "login", staff="ana", pin="1234")
        assert till.ok("login", staff="lou", pin="4321")["ok"], "the lock is of one person, not of the till"
        till.ok("logout")
        till.ok("clock", at=at(1, 0))
        for _ in range(5):
            till.no("wrong_pin", "login", staff="ana", pin="0000")
        till.ok("clock", at=at(2, 59))
        till.no("locked_out", "login", staff="ana", pin="1234")
        till.ok("clock", at=at(3, 0))
        till.ok("login", staff="ana", pin="1234")
        till.ok("logout")
        till.no("wrong_pin", "login", staff="ana", pin="0000")
        assert [each.failures for each in till.facts(facts.LoginRefused)] == [*range(1, 11), 1]


def test_a_clock_set_back_opens_no_lock(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, manual_clock=True) as till:
        till.ok("clock", at=at(0))
        for _ in range(5):
            till.no("wrong_pin", "login", staff="ana", pin="0000")
        till.ok("clock", at="2020-01-01T10:00:00+01:00")
        till.no("locked_out", "login", staff="ana", pin="1234")


@pytest.fixture
def kiosk_of_lou(tmp_path: Path) -> Path:
    file = shop()
    file["staff"] = [file["staff"][2], *file["staff"][:2]]
    make(tmp_path, file)
    return tmp_path


def test_approval_carries_out_the_request_before(kiosk_of_lou: Path) -> None:
    with opened(kiosk_of_lou, "lou") as till:
        till.ok("state")
        assert "cashier" in till.no("approval_needed", "paid_out", amount_minor=500, reason="window cleaner")["message"].replace(
            "caisse", "cashier"
        )
        till.no("wrong_pin", "approve", staff="max", pin="000000")
        till.no("pin_too_short", "approve", staff="ana", pin="1234")
        answer = till.ok("approve", staff="max", pin="123456")
        assert answer["state"] == "ready"
        till.no("nothing_to_approve", "approve", staff="max", pin="123456")
        moved = till.bodies()[-1]
        assert till.facts(facts.LoginRefused)[0].approval
    assert isinstance(moved.fact, facts.CashMoved)
    assert (moved.staff, moved.approver, moved.fact.amount_minor) == ("lou", "max", 500)


def test_an_approval_is_of_the_previous_request_only(kiosk_of_lou: Path) -> None:
    with opened(kiosk_of_lou, "lou") as till:
        till.ok("state")
        till.no("approval_needed", "no_sale", reason="change")
        till.ok("scan", code="4006381333931")
        till.no("nothing_to_approve", "approve", staff="max", pin="123456")


def test_who_may_not_return_may_not_scan_a_receipt_either(kiosk_of_lou: Path) -> None:
    with opened(kiosk_of_lou, "lou") as till:
        receipt = till.sell({"sku": "pear"})["receipt"]
        till.no("approval_needed", "return", receipt=receipt["number"])
        till.no("approval_needed", "scan", code=receipt["code"])
        lines = till.ok("approve", staff="max", pin="123456")["basket"]["lines"]
    assert [line["quantity"] for line in lines] == [-1]


def test_a_throw_away_shop_begins_as_the_first_request_says(tmp_path: Path) -> None:
    with shop_till(tmp_path / "a", shop(), begun=False) as till:
        answer = till.ok("scan", code="4006381333931")
        assert (answer["state"], len(answer["basket"]["lines"])) == ("selling", 1)
    with shop_till(tmp_path / "b", shop(), begun=False) as till:
        assert till.ok("open_day", float_minor=700, business_day="2026-11-22")["state"] == "ready"
        assert till.ok("x_report")["float_minor"] == 700
    with shop_till(tmp_path / "c", shop(), begun=False) as till:
        assert till.ok("login", staff="max", pin="123456")["state"] == "day_closed"
        assert till.ok("state")["staff"] == "max"
    with shop_till(tmp_path / "d", shop(), begun=False) as till:
        till.line(b"rubbish")
        assert till.ok("state")["staff"] == "ana"


def test_the_clock_may_be_set_before_the_beginning(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-03-01T10:00:00+01:00")
        state = till.ok("state")
        assert (state["business_day"], state["at"][:19]) == ("2026-03-01", "2026-03-01T10:00:00")
        assert till.facts(facts.ClockJumped) == []
        till.ok("clock", at=NOW)
        till.no("bad_value", "clock", at="2026-11-22T10:00:00")
        till.no("bad_value", "clock", at="the day after tomorrow")


def test_without_a_manual_clock_it_is_refused(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.no("clock_fixed", "clock", at=NOW)
