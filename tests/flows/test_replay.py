"""Requests sent again, and numbers that never come twice: cases T-E15 and T-E17, also across kills."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows import command
from tests.flows.harness import Till, make, opened, shop_till, simulated_card
from tests.flows.shops import shop

Json = dict[str, Any]


def test_the_same_request_changes_nothing_and_answers_the_same(till: Till) -> None:
    """T-E15: one cash movement sent twice is one."""
    first = till.ok("paid_out", amount_minor=500, reason="stamps", request="r1")
    again = till.ok("paid_out", amount_minor=500, reason="stamps", request="r1")
    assert again == {**first, "replayed": True} and "replayed" not in first
    assert len(till.facts(facts.CashMoved)) == 1
    till.no("request_reused", "paid_out", amount_minor=501, reason="stamps", request="r1")
    till.no("request_reused", "drop", amount_minor=500, reason="stamps", request="r1")
    assert till.ok("paid_out", amount_minor=500, reason="stamps", request="r1")["replayed"]


def test_refusals_are_replayed_too(till: Till) -> None:
    till.no("unknown_code", "scan", code="nothing", request="r1")
    again = till.ask("scan", code="nothing", request="r1")
    assert not again["ok"] and again["replayed"] and again["error"]["code"] == "unknown_code"
    till.no("request_reused", "scan", code="4006381333931", request="r1")


def test_a_pin_is_not_kept_in_the_clear(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path) as till:
        till.ok("login", staff="max", pin="123456", request="r1")
        till.no("request_reused", "login", staff="max", pin="654321", request="r1")
    assert all(b"123456" not in file.read_bytes() for file in tmp_path.glob("till.db*"))


def test_a_whole_ticket_sent_twice_is_one_sale(tmp_path: Path) -> None:
    requests: list[tuple[str, Json]] = [
        ("add", {"sku": "lamp", "quantity": 1, "request": "1"}),
        ("tender", {"kind": "card_standalone", "request": "2"}),
        ("finish", {"request": "3"}),
    ]
    with shop_till(tmp_path, shop()) as till:
        first = [till.ok(do, **fields) for do, fields in requests]
    with opened(tmp_path) as till:
        again = [till.ok(do, **fields) for do, fields in requests]
        assert again == [{**answer, "replayed": True} for answer in first]
        assert len(till.facts(facts.Sale)) == 1


def test_a_card_is_not_charged_twice_by_the_same_request(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    card.script("lost")
    with shop_till(tmp_path / "till", shop(), card=card) as till:
        till.ok("add", sku="lamp", quantity=1)
        assert till.ask("tender", kind="card", request="pay")["error"]["code"] == "card_uncertain"
    with opened(tmp_path / "till", card=card) as till:
        assert till.ok("state")["basket"]["totals"]["paid_minor"] == 2500
        till.ok("login", staff="ana", pin="1234")
        assert till.ask("tender", kind="card", request="pay")["replayed"]
        assert till.ok("state")["basket"]["tenders"] == [{"kind": "card", "amount_minor": 2500}]


def test_the_day_before_is_still_remembered(till: Till) -> None:
    till.ok("paid_in", amount_minor=100, reason="found", request="monday")
    till.ok("close_day", counted_minor=100)
    till.ok("open_day", float_minor=100, business_day="2026-11-23")
    assert till.ok("paid_in", amount_minor=100, reason="found", request="monday")["replayed"]


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_a_finish_that_was_killed_is_sold_exactly_once(tmp_path: Path, point: str) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, "ana") as prepared:
        prepared.ok("add", sku="lamp", quantity=1)
        prepared.ok("tender", kind="cash")
    with command.till(tmp_path, COMPTOIR_KILL_AT=f"{point}:2") as dying, pytest.raises(EOFError):
        dying.ask(do="login", staff="ana", pin="1234")
        dying.ask(do="finish", request="sell")
    with command.till(tmp_path) as again:
        assert again.ask(do="login", staff="ana", pin="1234")["ok"]
        answer = again.ask(do="finish", request="sell")
        assert answer["ok"] and answer.get("replayed", False) is (point == "after_commit")
        assert answer["receipt"]["number"] == "R1-A-000001"
    with opened(tmp_path) as judged:
        assert len(judged.facts(facts.Sale)) == 1


def test_a_wiped_till_never_gives_a_number_again(tmp_path: Path) -> None:
    """T-E17: the database is lost after receipt 3; the next one is of a new series."""
    with shop_till(tmp_path, shop()) as till:
        before = [till.sell({"sku": "pear"})["receipt"]["number"] for _ in range(3)]
    for file in tmp_path.glob("till.db*"):
        file.unlink()
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin="1234")
        till.ok("open_day", float_minor=0, business_day="2026-11-22")
        after = [till.sell({"sku": "pear"})["receipt"]["number"] for _ in range(3)]
    assert before == ["R1-A-000001", "R1-A-000002", "R1-A-000003"]
    assert after == ["R1-A2-000001", "R1-A2-000002", "R1-A2-000003"]


def test_what_waits_for_approval_may_be_approved_when_it_is_sent_again(tmp_path: Path) -> None:
    """After a kill the refusal comes back, and it is the previous request again; once approved, it asks for nobody any more."""
    half = {"percent_bp": 5_000, "reason": "damaged", "request": "1"}
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.no("approval_needed", "discount", **half)
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin="1234")
        till.no("nothing_to_approve", "approve", staff="max", pin="123456")
        assert till.no("approval_needed", "discount", **half)["message"]
        approved = till.ok("approve", staff="max", pin="123456", request="2")
        assert approved["basket"]["totals"]["gross_minor"] == 1_250
        till.no("approval_needed", "discount", **half)
        till.no("nothing_to_approve", "approve", staff="max", pin="123456")
        assert till.ok("approve", staff="max", pin="123456", request="2") == {**approved, "replayed": True}
        assert len(till.facts(facts.DiscountGiven)) == 1


def test_nobody_approves_for_a_till_without_a_cashier(tmp_path: Path) -> None:
    half = {"percent_bp": 5_000, "reason": "damaged", "request": "1"}
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.no("approval_needed", "discount", **half)
        till.ok("logout")
        till.no("approval_needed", "discount", **half)
        till.no("nothing_to_approve", "approve", staff="max", pin="123456")
