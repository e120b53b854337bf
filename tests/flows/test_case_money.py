"""Cases T-B to T-D of other systems, by their numbers: tax, discounts, cash rounding and the drawer, through the headless till."""

from pathlib import Path
from typing import Any

import pytest

from tests.flows.harness import Till, shop_till
from tests.flows.shops import plain, product

Json = dict[str, Any]


def vat(id: str, rate_bp: int, **more: Any) -> Json:
    return {"id": id, "name": id, "rate_bp": rate_bp, **more}


def per_piece(id: str, fixed_minor: int, **more: Any) -> Json:
    return {"id": id, "name": id, "fixed_minor": fixed_minor, **more}


def sums(answer: Json) -> tuple[int, int, int]:
    found = answer["basket"]["totals"]
    return found["net_minor"], found["tax_minor"], found["gross_minor"]


INCLUDED: Json = {"prices_include_tax": True}
EXCLUDED: Json = {"prices_include_tax": False}
YEN: Json = {"currency": "JPY", "minor_digits": 0}
TAXES = [
    ("T-B1", INCLUDED, [vat("T", 800)], 12_440, 1, (11_519, 921, 12_440)),
    ("T-B3", INCLUDED, [vat("T", 2100)], 1190, 1, (983, 207, 1190)),
    ("T-B3", INCLUDED, [vat("T", 2100)], 280, 1, (231, 49, 280)),
    ("T-B5", EXCLUDED | YEN, [vat("T", 1900)], 22_689, 1, (22_689, 4311, 27_000)),
    ("T-B5", EXCLUDED | YEN, [vat("T", 1900)], 9176, 1, (9176, 1743, 10_919)),
    ("T-B5", INCLUDED | YEN, [vat("T", 1900)], 27_000, 1, (22_689, 4311, 27_000)),
    ("T-B5", INCLUDED | YEN, [vat("T", 1900)], 10_920, 1, (9176, 1744, 10_920)),
    ("T-B7", EXCLUDED, [per_piece("A", 100), vat("T", 2100), per_piece("B", 200)], 2000, 5, (10_000, 3600, 13_600)),
    ("T-B7 base", EXCLUDED, [per_piece("A", 100, in_base=True), vat("T", 2100), per_piece("B", 200)], 1900, 5, (9500, 3600, 13_100)),
    ("T-B11", INCLUDED, [vat("T", 1900)], 9999, 1, (8403, 1596, 9999)),
    ("T-B11", EXCLUDED, [vat("T", 1900)], 8402, 1, (8402, 1596, 9998)),
    ("T-B11", EXCLUDED, [vat("T", 1900)], 8403, 1, (8403, 1597, 10_000)),
]


@pytest.mark.parametrize(("case", "mode", "taxes", "price", "pieces", "expected"), TAXES, ids=[f"{each[0]}-{each[3]}" for each in TAXES])
def test_tax(tmp_path: Path, case: str, mode: Json, taxes: list[Json], price: int, pieces: int, expected: tuple[int, int, int]) -> None:
    file = plain([product("item", price, [tax["id"] for tax in taxes])], taxes, **mode)
    with shop_till(tmp_path, file) as till:
        answer = till.sell({"sku": "item", "quantity": pieces})
    assert sums(answer) == expected
    line = answer["basket"]["lines"][0]
    assert sum(tax["tax_minor"] for tax in line["taxes"]) == line["tax_minor"] == expected[1]


def test_a_whole_session(tmp_path: Path) -> None:
    """T-B9: three tickets, two taxes of both kinds, two ways to pay, and the sums of the day."""
    taxes = [vat("T7", 700, included=False), vat("T10", 1000, included=True)]
    goods = [product("P1", 1000, ["T7"]), product("P2", 2000, ["T10"]), product("P3", 3000, ["T10", "T7"])]
    orders = [
        ([("P1", 10), ("P2", 5)], "cash", 20_700),
        ([("P2", 7), ("P3", 4)], "cash", 26_764),
        ([("P1", 1), ("P2", 3), ("P3", 5)], "card_standalone", 23_025),
    ]
    with shop_till(tmp_path, plain(goods, taxes)) as till:
        for lines, kind, gross in orders:
            for sku, quantity in lines:
                till.ok("add", sku=sku, quantity=quantity)
            till.ok("tender", kind=kind)
            assert till.ok("finish")["basket"]["totals"]["gross_minor"] == gross
        report = till.ok("x_report")
    assert {tax["id"]: tax["tax_minor"] for tax in report["taxes"]} == {"T7": 2489, "T10": 5182}
    assert {tender["kind"]: tender["amount_minor"] for tender in report["tenders"]} == {"cash": 47_464, "card_standalone": 23_025}
    assert (report["sales_minor"], report["receipts"], report["expected_minor"]) == (70_489, 3, 47_464)


def test_a_percentage_and_its_full_refund(tmp_path: Path) -> None:
    """T-C1: 2 x 450 and 3 x 300, 5 % off: 1710.00, all given back, and nothing left in the drawer."""
    file = plain([product("A", 45_000), product("B", 30_000)], [], legal={})
    file["offers"] = [{"id": "five", "name": "5 %", "kind": "percent", "when": {}, "percent_bp": 500}]
    with shop_till(tmp_path, file) as till:
        sold = till.sell({"sku": "A", "quantity": 2}, {"sku": "B", "quantity": 3})
        assert sold["basket"]["totals"]["gross_minor"] == 171_000
        till.ok("return", receipt=sold["receipt"]["number"])
        till.ok("tender", kind="cash")
        assert till.ok("finish")["basket"]["totals"]["gross_minor"] == -171_000
        assert till.ok("x_report")["expected_minor"] == 0


def rounding_shop(mode: str) -> Json:
    rule = {"step_minor": 5, "mode": mode}
    return plain([product("item", 1367, ["T"]), product("other", 1291)], [vat("T", 1500)], prices_include_tax=False, cash_rounding=rule)


def test_cash_is_rounded_and_so_is_its_refund(tmp_path: Path) -> None:
    """T-C3: 15.72 is paid 15.70 in cash; given back it pays out 15.70 again."""
    with shop_till(tmp_path, rounding_shop("half_up")) as till:
        assert till.ok("add", sku="item", quantity=1)["basket"]["totals"]["due_minor"] == 1572
        sold = till.sell()
        assert (sold["basket"]["totals"]["rounding_minor"], sold["basket"]["totals"]["paid_minor"]) == (-2, 1570)
        assert till.ok("return", receipt=sold["receipt"]["number"])["basket"]["totals"]["due_minor"] == -1572
        back = till.sell()["basket"]
        assert (back["totals"]["rounding_minor"], back["totals"]["paid_minor"]) == (2, -1570)
        assert back["tenders"][0]["amount_minor"] == 1570
        assert till.ok("x_report")["expected_minor"] == 0


@pytest.mark.parametrize(
    ("case", "mode", "cash", "rounding"),
    [("T-C5", "down", 1500, -4), ("T-C5 twin", "half_up", 1505, 1), ("T-C5 twin", "up", 1505, 1)],
)
def test_only_what_cash_settles_is_rounded(tmp_path: Path, case: str, mode: str, cash: int, rounding: int) -> None:
    with shop_till(tmp_path, rounding_shop(mode)) as till:
        till.ok("add", sku="item", quantity=1)
        assert till.ok("tender", kind="card_standalone", amount_minor=68)["basket"]["totals"]["due_minor"] == 1504
        found = till.ok("tender", kind="cash")["basket"]
        assert found["tenders"][-1] == {"kind": "cash", "amount_minor": cash}
        assert (found["totals"]["paid_minor"], found["totals"]["rounding_minor"]) == (68 + cash, rounding)
        assert till.ok("finish")["ok"]


def test_cash_back_on_a_card(tmp_path: Path) -> None:
    """T-C9: 12.91 paid 15.59 by card: 2.68 comes back as 2.70, and the session balances."""
    with shop_till(tmp_path, rounding_shop("half_up")) as till:
        till.ok("add", sku="other", quantity=1)
        till.ok("tender", kind="card_standalone", amount_minor=1559)
        found = till.ok("finish")["basket"]["totals"]
        assert (found["change_minor"], abs(found["rounding_minor"])) == (270, 2)
        assert found["paid_minor"] - found["change_minor"] == found["gross_minor"] + found["rounding_minor"]
        report = till.ok("x_report")
        assert report["expected_minor"] == -270
        assert sum(tender["amount_minor"] for tender in report["tenders"]) == 1559 - 270


def drawer(till: Till) -> int:
    found: int = till.ok("x_report")["expected_minor"]
    return found


def test_change_does_not_stay_in_the_drawer(tmp_path: Path) -> None:
    """T-D1: float 500, sale 749, handed over 1000: 251 back, 1249 expected."""
    with shop_till(tmp_path, plain([product("item", 749)], []), begun=False) as till:
        till.ok("open_day", float_minor=500, business_day="2026-11-22")
        till.ok("add", sku="item", quantity=1)
        assert till.ok("tender", kind="cash", amount_minor=1000)["basket"]["totals"]["change_minor"] == 251
        till.ok("finish")
        assert drawer(till) == 1249


def test_movements_without_a_float(tmp_path: Path) -> None:
    """T-D3: an expense of 35 and a deposit of 15 on an empty drawer: 50 moved, -50 expected."""
    with shop_till(tmp_path, plain([product("item", 1)], [])) as till:
        till.ok("paid_out", amount_minor=35, reason="expense")
        till.ok("drop", amount_minor=15, reason="deposit")
        report = till.ok("x_report")
        assert report["paid_out_minor"] + report["drops_minor"] == 50
        assert report["expected_minor"] == -50


def test_a_shortage_at_opening_is_reported(tmp_path: Path) -> None:
    """T-D5: 500 were counted at closing and none is there in the morning: no silent loss."""
    with shop_till(tmp_path, plain([product("item", 500)], []), begun=False) as till:
        till.ok("open_day", float_minor=0, business_day="2026-11-22")
        till.sell({"sku": "item"})
        assert till.ok("close_day", counted_minor=500)["over_short_minor"] == 0
        assert till.ok("open_day", float_minor=0, business_day="2026-11-23")["opening_over_short_minor"] == -500
        till.sell({"sku": "item", "quantity": 2})
        closed = till.ok("close_day", counted_minor=1000)
    assert (closed["expected_minor"], closed["over_short_minor"], closed["perpetual_total_minor"]) == (1000, 0, 1500)


def test_past_midnight_the_day_stays(tmp_path: Path) -> None:
    """T-D7: a closing begun at 23:59 and posted at 00:01 keeps its business day in every record."""
    with shop_till(tmp_path, plain([product("item", 500)], []), manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-11-22T23:59:00+01:00")
        till.ok("open_day", float_minor=0, business_day="2026-11-22")
        till.sell({"sku": "item"})
        till.ok("clock", at="2026-11-23T00:01:00+01:00")
        till.sell({"sku": "item"})
        till.ok("close_day", counted_minor=1000)
        days = {body.day for body in till.bodies() if body.day}
        last = till.bodies()[-1]
    assert days == {"2026-11-22"}
    assert last.at.startswith("2026-11-23T00:01") and last.fact.business_day == "2026-11-22"  # type: ignore[union-attr]  # it is a DayClosed
