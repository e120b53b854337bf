"""The day of a drawer: float, X, movements, blind count and Z; several registers and stores; what does not exist yet."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, make, opened, reopened, shop_till
from tests.flows.shops import plain, product, shop

Json = dict[str, Any]


def test_a_day_from_float_to_z(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-11-22T08:00:00+01:00")
        opening = till.ok("open_day", float_minor=10_000, business_day="2026-11-22")
        assert opening["opening_over_short_minor"] == 0 and "note" not in opening
        till.no("day_open", "open_day", float_minor=0, business_day="2026-11-23")
        till.sell({"sku": "lamp", "quantity": 2})
        till.ok("return", receipt=till.sell({"sku": "pear", "quantity": 2})["receipt"]["number"], lines=[{"line": 1, "quantity": 1}])
        till.ok("tender", kind="cash")
        till.ok("finish")
        till.ok("paid_in", amount_minor=300, reason="found")
        till.ok("paid_out", amount_minor=200, reason="stamps")
        till.ok("drop", amount_minor=4_000, reason="safe")
        report = till.ok("x_report")
        expected = 10_000 + 5_000 + 240 - 120 + 300 - 200 - 4_000
        assert (report["sales_minor"], report["returns_minor"], report["receipts"]) == (5_240, 120, 3)
        assert (report["float_minor"], report["expected_minor"]) == (10_000, expected)
        assert (report["period_total_minor"], report["perpetual_total_minor"]) == (5_120, 5_120)
        assert report["tenders"] == [{"kind": "cash", "amount_minor": 5_120, "count": 3}]
        assert sum(each["base_minor"] + each["tax_minor"] for each in report["taxes"]) == 5_120
        till.ok("add", sku="pear", quantity=1)
        till.no("basket_open", "close_day", counted_minor=expected)
        till.ok("cancel_basket")
        closed = till.ok("close_day", counted_minor=expected - 50)
        assert (closed["state"], closed["over_short_minor"], closed["z_number"]) == ("day_closed", -50, 1)
        assert {name: closed[name] for name in ("taxes", "tenders", "sales_minor")} == {
            name: report[name] for name in ("taxes", "tenders", "sales_minor")
        }
        till.no("day_not_open", "x_report")
        till.no("day_not_open", "close_day", counted_minor=0)
        second = till.ok("open_day", float_minor=5_000, business_day="2026-11-23")
        assert (second["opening_over_short_minor"], second["note"]) == (5_000 - (expected - 50), "business_day_differs")
        report = till.ok("x_report")
        assert (report["sales_minor"], report["perpetual_total_minor"]) == (0, 5_120)
        assert till.ok("close_day", counted_minor=5_000)["z_number"] == 2


def test_a_count_by_denomination_must_come_to_what_was_counted(till: Till) -> None:
    for wrong in ({"500": 1}, {"500": -2, "2000": 1}, {"five": 2}):
        till.no("bad_request", "close_day", counted_minor=1000, denominations=wrong)
    assert till.ok("close_day", counted_minor=1000, denominations={"500": 2})["over_short_minor"] == 1000


@pytest.mark.parametrize("day", ["2026-02-29", "2026-13-01", "0000-00-00"])
def test_a_day_that_is_none(tmp_path: Path, day: str) -> None:
    with shop_till(tmp_path, shop(), begun=False) as till:
        till.line(b'{"do":"open_day","float_minor":0}')
        till.ask("open_day", float_minor=0, business_day=day)
        till.no("business_day", "open_day", float_minor=0, business_day=day)


def test_cash_moves_have_a_reason_that_the_journal_does_not_name(till: Till) -> None:
    till.ok("paid_out", amount_minor=100, reason="flowers for Claire Martin")
    till.ok("no_sale", reason="change for Claire Martin")
    till.no("amount_limit", "drop", amount_minor=0, reason="nothing")
    store = till.running.till.terminal.store
    entries = till.running.worker.call(lambda: store.entries(0, 100))
    assert all(b"Claire" not in entry.body for entry in entries)
    moved, opened_drawer = till.facts(facts.CashMoved, facts.NoSale)
    assert len(moved.reason) == len(opened_drawer.reason) == 64
    assert b"Claire" in (till.running.worker.call(lambda: store.personal("reason", moved.reason)) or b"")


def test_registers_of_several_stores_sell_apart(tmp_path: Path) -> None:
    file = plain([product("item", 100)], [])
    file["stores"].append({"id": "nice", "name": "Nice"})
    file["registers"] = [{"id": "N-1", "store": "nice", "kind": "cashier"}, *file["registers"]]
    with shop_till(tmp_path / "nice", file) as till:
        assert till.ok("state")["register"] == "N-1"
        assert till.sell({"sku": "item"})["receipt"]["number"] == "N-1-A-000001"
        epoch = till.ok("state")["epoch"]
    file["registers"].reverse()
    with shop_till(tmp_path / "lyon", file) as till:
        sold = till.sell({"sku": "item"})
        assert sold["receipt"]["number"] == "R2-A-000001" and sold["epoch"] != epoch
        till.no("unknown_receipt", "return", receipt="N-1-A-000001")


def test_a_tax_excluded_shop_shows_and_pays_the_gross(tmp_path: Path) -> None:
    taxes = [{"id": "T", "name": "T", "rate_bp": 1900}]
    file = plain([product("item", 1000, ["T"])], taxes, prices_include_tax=False, tax_rounding="rate")
    with shop_till(tmp_path, file) as till:
        found = till.ok("add", sku="item", quantity=3)["basket"]
        assert (found["lines"][0]["unit_price_minor"], found["totals"]["net_minor"], found["totals"]["due_minor"]) == (1000, 3000, 3570)
        assert found["taxes"] == [{"id": "T", "base_minor": 3000, "tax_minor": 570}]


def test_without_a_ledger_there_is_nothing_to_synchronise_with(till: Till) -> None:
    till.no("no_ledger", "sync")


def test_without_a_printer_a_reprint_says_so(till: Till) -> None:
    number = till.sell({"sku": "pear"})["receipt"]["number"]
    till.no("no_printer", "reprint", receipt=number)


def test_the_day_survives_a_restart(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, "ana") as till:
        till.ok("open_day", float_minor=700, business_day="2026-01-05")
        till.sell({"sku": "lamp"})
    with reopened(tmp_path) as till:
        state = till.ok("state")
        assert (state["state"], state["business_day"], state["staff"], state["z_number"]) == ("ready", "2026-01-05", "ana", 1)
        assert till.ok("x_report")["expected_minor"] == 3_200
