"""Tickets put aside and taken up again, across people, stops and kills; and the till locked with a ticket on it."""

from pathlib import Path
from typing import Any

from kiosk.services import queries
from kiosk.services.hold import HELD_LIMIT
from sync.protocol import facts
from tests.flows.harness import Till, opened, reopened, shop_till
from tests.flows.shops import shop

Json = dict[str, Any]
MANAGER = {"staff": "max", "pin": "123456"}


def held(till: Till) -> list[queries.HeldRow]:
    rows: list[queries.HeldRow] = till.running.worker.call(lambda: till.running.reader.answer(queries.HeldTickets()))
    return rows


def lines(answer: Json) -> list[tuple[int, str, int]]:
    return [(each["line"], each["sku"], each["quantity"]) for each in answer["basket"]["lines"]]


def test_a_ticket_is_put_aside_and_taken_up(till: Till) -> None:
    till.no("basket_empty", "hold")
    till.ok("add", sku="lamp", quantity=2)
    before = till.ok("member", id="m1")["basket"]
    found = till.ok("hold")
    assert (found["ticket"], found["state"], found["basket"]["lines"]) == ("1", "ready", [])
    assert [(row.ticket, row.staff_name, row.lines, row.gross_minor, row.member) for row in held(till)] == [
        ("1", "Ana Petit", 1, 5000, "m1")
    ]
    till.sell({"sku": "pear"})
    till.no("no_such_ticket", "recall", ticket="7")
    assert till.ok("recall", ticket="1")["basket"] == before
    traces = [type(fact).__name__ for fact in till.facts(facts.BasketHeld, facts.BasketRecalled)]
    assert traces == ["BasketHeld", "BasketRecalled"]
    assert held(till) == []


def test_numbers_are_not_given_twice_in_a_day(till: Till) -> None:
    for number in ("1", "2", "3"):
        till.ok("add", sku="lamp", quantity=1)
        assert till.ok("hold")["ticket"] == number
        till.ok("recall", ticket=number)
        till.ok("cancel_basket")
    till.ok("close_day", counted_minor=0)
    till.ok("open_day", float_minor=0, business_day="2026-11-23")
    till.ok("add", sku="lamp", quantity=1)
    assert till.ok("hold")["ticket"] == "1"


def test_one_ticket_at_a_time_and_no_money_on_it(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("hold")
    till.ok("add", sku="pear", quantity=1)
    till.no("basket_open", "recall", ticket="1")
    till.ok("tender", kind="cash", amount_minor=50)
    till.no("tender_begun", "hold")
    till.ok("undo")
    assert till.ok("hold")["ticket"] == "2"
    till.no("tickets_held", "close_day", counted_minor=0)
    till.ok("recall", ticket="2")
    till.no("nothing_to_undo", "undo")


def test_a_counter_has_room_for_so_many(till: Till) -> None:
    for _ in range(HELD_LIMIT):
        till.ok("add", sku="pear", quantity=1)
        till.ok("hold")
    till.ok("add", sku="pear", quantity=1)
    till.no("held_limit", "hold")
    assert [row.ticket for row in held(till)] == [str(number) for number in range(1, HELD_LIMIT + 1)]


def test_a_colleague_takes_it_over_after_a_stop(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.no("age_check_needed", "add", sku="wine", quantity=1)
        till.ok("age_check", passed=True)
        before = till.ok("add", sku="wine", quantity=1)["basket"]
        till.ok("hold")
    with opened(tmp_path) as till:
        till.ok("login", **MANAGER)
        assert [row.ticket for row in held(till)] == ["1"]
        assert till.ok("recall", ticket="1")["basket"] == before
        till.ok("add", sku="wine", quantity=1)
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert [body.staff for body in till.bodies() if isinstance(body.fact, facts.Sale)] == ["max"]


def test_the_same_request_puts_aside_once(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    first = till.ok("hold", request="h")
    till.ok("add", sku="pear", quantity=1)
    again = till.ok("hold", request="h")
    assert again["replayed"] and again["ticket"] == first["ticket"] and len(held(till)) == 1


def test_approved_discounts_come_back_approved(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "discount", line=1, percent_bp=5000, reason="damaged")
    till.ok("approve", **MANAGER)
    till.ok("hold")
    assert till.ok("recall", ticket="1")["basket"]["totals"]["gross_minor"] == 1250
    till.ok("add", sku="pear", quantity=1)


class TestLock:
    """The screen is locked with the ticket as it stands, and whoever logs in goes on."""

    def test_the_ticket_waits_for_who_comes(self, till: Till) -> None:
        before = till.ok("add", sku="lamp", quantity=1)["basket"]
        assert till.ok("lock")["state"] == "locked"
        for request in ({"do": "scan", "code": "4006381333931"}, {"do": "lock"}, {"do": "logout"}, {"do": "hold"}):
            till.no("till_locked", request.pop("do"), **request)
        till.no("wrong_pin", "login", staff="ana", pin="9999")
        found = till.ok("login", **MANAGER)
        assert (found["state"], found["basket"]) == ("selling", before)
        traces = [(type(body.fact).__name__, body.staff) for body in till.bodies()][-3:]
        assert traces == [("TillLocked", "ana"), ("LoginRefused", ""), ("LoggedIn", "max")]

    def test_whose_ticket_it_is_can_be_seen(self, till: Till) -> None:
        till.ok("lock")
        day: queries.DayView = till.running.worker.call(lambda: till.running.reader.answer(queries.DayInfo()))
        assert (day.locked_by, day.staff) == ("ana", "")

    def test_it_also_opens_with_a_log_in_after_a_stop(self, tmp_path: Path) -> None:
        with shop_till(tmp_path, shop()) as till:
            till.ok("add", sku="lamp", quantity=1)
            till.ok("lock")
        with reopened(tmp_path) as till:
            assert lines(till.ok("state")) == [(1, "lamp", 1)]


class TestShifts:
    """A drawer is everybody's, or each cashier answers for their own."""

    def test_a_drawer_is_whose_who_is_logged_in(self, till: Till) -> None:
        till.ok("logout")
        till.ok("login", staff="lou", pin="4321")
        till.ok("add", sku="lamp", quantity=1)

    def test_only_who_opened_it_sells(self, tmp_path: Path) -> None:
        with shop_till(tmp_path, shop(habits={"shift": "cashier"})) as till:
            till.ok("add", sku="lamp", quantity=1)
            till.ok("lock")
            till.ok("login", staff="lou", pin="4321")
            for do, fields in (("scan", {"code": "4006381333931"}), ("cancel_basket", {}), ("close_day", {"counted_minor": 0})):
                till.no("shift_of_other", do, **fields)
            till.ok("x_report")
            till.ok("price_check", code="4006381333931")
            till.ok("logout")
            till.ok("login", staff="ana", pin="1234")
            till.ok("cancel_basket")
            till.ok("logout")
            till.ok("login", **MANAGER)
            till.no("shift_of_other", "add", sku="lamp", quantity=1)
            till.ok("close_day", counted_minor=0)
            till.ok("open_day", float_minor=0, business_day="2026-11-22")
            till.ok("add", sku="lamp", quantity=1)


def test_a_ticket_that_is_not_there_is_not_echoed_with_its_control_characters(till: Till) -> None:
    message = till.no("no_such_ticket", "recall", ticket="7\x1b[2J\u202e\n8")["message"]
    assert "7" in message and message.isprintable()
