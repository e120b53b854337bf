"""Cash and the day: the published cases as data, bags, counts, the blind count, shifts, practice, midnight; and the rows a Z reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Json, Till, shop_till
from tests.flows.shops import plain, product, shop

GOODS = [product("item", 749), product("five", 500), product("ten", 1_000)]


def step(till: Till, step_: Json) -> Json:
    """Carry out one step: a request, or a sale in cash with what is given."""
    fields = dict(step_)
    if "sell" not in fields:
        return till.ok(fields.pop("do"), **fields)
    till.ok("add", sku=fields["sell"], quantity=1)
    tendered = {"amount_minor": fields["given"]} if "given" in fields else {}
    till.ok("tender", kind="cash", **tendered)
    return till.ok("finish")


def opening(float_minor: int, day: str = "2026-11-22") -> Json:
    return {"do": "open_day", "float_minor": float_minor, "business_day": day}


def moved(kind: str, amount_minor: int) -> Json:
    return {"do": kind, "amount_minor": amount_minor, "reason": "errand"}


CASES: dict[str, tuple[list[Json], Json]] = {
    "T-D1 change is cash out": ([opening(500), {"sell": "item", "given": 1_000}, {"do": "x_report"}], {"expected_minor": 1_249}),
    "T-D3 expense and deposit without a float": (
        [
            opening(0),
            {"do": "paid_out", "amount_minor": 35, "reason": "a"},
            {"do": "drop", "amount_minor": 15, "reason": "b"},
            {"do": "x_report"},
        ],
        {"expected_minor": -50, "paid_out_minor": 35, "drops_minor": 15},
    ),
    "paid in comes back": (
        [opening(100), moved("paid_in", 50), {"do": "x_report"}],
        {"expected_minor": 150, "paid_in_minor": 50},
    ),
    "T-D5 an opening shortage is told": (
        [opening(0), {"sell": "five"}, {"do": "close_day", "counted_minor": 500}, opening(0, "2026-11-23")],
        {"opening_over_short_minor": -500},
    ),
    "T-D5 and the day after is right": (
        [
            *(opening(0), {"sell": "five"}, {"do": "close_day", "counted_minor": 500}, opening(0, "2026-11-23")),
            *({"sell": "five"}, {"sell": "five"}, {"do": "close_day", "counted_minor": 1_000}),
        ],
        {"expected_minor": 1_000, "over_short_minor": 0, "period_total_minor": 1_000, "perpetual_total_minor": 1_500, "z_number": 2},
    ),
    "nothing sold": (
        [opening(200), {"do": "close_day", "counted_minor": 150}],
        {"expected_minor": 200, "over_short_minor": -50, "receipts": 0},
    ),
    "what may go to the safe": ([opening(500), {"sell": "ten"}, {"do": "x_report"}], {"suggested_drop_minor": 1_000}),
    "the float of tomorrow": ([opening(500), {"do": "close_day", "counted_minor": 480}], {"suggested_float_minor": 480}),
}


@pytest.mark.parametrize(("steps", "expected"), CASES.values(), ids=CASES)
def test_published_cases(tmp_path: Path, steps: list[Json], expected: Json) -> None:
    with shop_till(tmp_path, plain(GOODS, []), begun=False) as till:
        answers = [step(till, each) for each in steps]
    assert {name: answers[-1].get(name) for name in expected} == expected


def test_t_d7_a_day_that_is_closed_after_midnight_stays_its_day(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-11-30T23:58:00+01:00")
        till.ok("open_day", float_minor=0, business_day="2026-11-30")
        till.sell({"sku": "lamp"})
        till.ok("clock", at="2026-12-01T00:01:00+01:00")
        till.sell({"sku": "lamp"})
        till.ok("close_day", counted_minor=5_000)
        kinds = (facts.Sale, facts.DayClosed)
        assert {body.day for body in till.bodies() if isinstance(body.fact, kinds)} == {"2026-11-30"}
        assert till.facts(facts.DayClosed)[0].business_day == "2026-11-30"
        till.ok("logout")
        till.ok("login", staff="max", pin="123456")
        assert till.ok("close_period", period="month")["key"] == "2026-11"


def test_a_drop_keeps_its_bag_and_its_count(till: Till) -> None:
    till.no("bad_request", "drop", amount_minor=700, reason="safe", bag="B-17", denominations={"500": 1})
    till.ok("drop", amount_minor=700, reason="safe", bag="B-17", denominations={"500": 1, "200": 1})
    (moved,) = till.facts(facts.CashMoved)
    assert (moved.kind, moved.bag, moved.denominations) == ("drop", "B-17", {"500": 1, "200": 1})


def test_the_count_is_kept_with_the_z(till: Till) -> None:
    till.ok("close_day", counted_minor=2_050, denominations={"1000": 2, "50": 1})
    (closed,) = till.facts(facts.DayClosed)
    assert (closed.denominations, closed.blind, closed.counted_minor) == ({"1000": 2, "50": 1}, False, 2_050)


@pytest.mark.parametrize("wrong", [{"５00": 1}, {"-500": -1}, {"1e3": 1}, {"1" * 40: 1}, {str(value): 0 for value in range(31)}])
def test_a_count_of_nonsense_is_refused(till: Till, wrong: dict[str, int]) -> None:
    till.no("bad_request", "close_day", counted_minor=500, denominations=wrong)


def habits(**values: Any) -> Json:
    return shop(habits=values)


@pytest.fixture
def blind(tmp_path: Path) -> Iterator[Till]:
    with shop_till(tmp_path, habits(blind_count=True)) as till:
        yield till


def test_a_blind_count_is_not_told_before_it_is_made(blind: Till) -> None:
    blind.sell({"sku": "lamp"})
    answer = blind.ask("x_report")
    assert answer["error"]["code"] == "approval_needed" and "2500" not in str(answer)
    assert blind.ok("approve", staff="max", pin="123456")["expected_minor"] == 2_500
    closed = blind.ok("close_day", counted_minor=2_400)
    assert (closed["expected_minor"], closed["over_short_minor"]) == (2_500, -100)
    assert blind.facts(facts.DayClosed)[0].blind


def test_several_shifts_a_day_each_of_one_cashier(tmp_path: Path) -> None:
    file = habits(shift="cashier")
    file["staff"].append({"id": "bea", "name": "Bea Blanc", "role": "cashier", "pin": "2345"})
    with shop_till(tmp_path, file, begun=False) as till:
        till.ok("open_day", float_minor=1_000, business_day="2026-11-22")
        till.sell({"sku": "lamp"})
        till.ok("logout")
        till.ok("login", staff="bea", pin="2345")
        till.no("shift_of_other", "add", sku="lamp", quantity=1)
        till.no("shift_of_other", "close_day", counted_minor=0)
        till.ok("logout")
        till.ok("login", staff="max", pin="123456")
        first = till.ok("close_day", counted_minor=3_500)
        till.ok("logout")
        till.ok("login", staff="bea", pin="2345")
        till.ok("open_day", float_minor=1_000, business_day="2026-11-22")
        till.sell({"sku": "pear"})
        second = till.ok("close_day", counted_minor=1_120)
        assert [(each["z_number"], each["sales_minor"], each["over_short_minor"]) for each in (first, second)] == [
            (1, 2_500, 0),
            (2, 120, 0),
        ]
        assert [each.business_day for each in till.facts(facts.DayClosed)] == ["2026-11-22"] * 2


def test_a_day_with_tickets_put_aside_is_not_closed(till: Till) -> None:
    till.ok("add", sku="pear", quantity=1)
    ticket = till.ok("hold")["ticket"]
    till.no("tickets_held", "close_day", counted_minor=0)
    till.ok("recall", ticket=ticket)
    till.ok("cancel_basket")
    till.ok("close_day", counted_minor=0)


def test_what_is_practised_is_in_no_figure(till: Till) -> None:
    till.sell({"sku": "lamp"})
    before = till.ok("x_report")
    till.ok("logout")
    till.ok("login", staff="max", pin="123456")
    till.ok("training", on=True)
    till.sell({"sku": "lamp"})
    till.no("not_in_training", "paid_in", amount_minor=5, reason="a")
    till.no("not_in_training", "close_day", counted_minor=0)
    till.ok("training", on=False)
    after = till.ok("x_report")
    figures = [name for name in before if name.endswith("_minor") or name in ("receipts", "tenders", "taxes")]
    assert {name: after[name] for name in figures} == {name: before[name] for name in figures}


def test_gift_cards_sold_are_told_apart_from_turnover(till: Till) -> None:
    till.ok("gift_card", amount_minor=3_000, code="CARD-0001")
    till.ok("tender", kind="cash")
    till.ok("finish")
    closed = till.ok("close_day", counted_minor=3_000)
    assert (closed["sales_minor"], closed["gift_cards_sold_minor"], closed["expected_minor"], closed["taxes"]) == (0, 3_000, 3_000, [])
    assert till.facts(facts.DayClosed)[0].gift_cards_sold_minor == 3_000


def rows_read(till: Till, do: str, **fields: Any) -> int:
    """Count the rows that a request takes out of the till's file."""
    source = till.running.till.terminal.store.session
    counted, rows, row = [0], source.rows, source.row

    def counting_rows(sql: str, parameters: Any = ()) -> Any:
        found = rows(sql, parameters)
        counted[0] += len(found)
        return found

    def counting_row(sql: str, parameters: Any = ()) -> Any:
        counted[0] += 1
        return row(sql, parameters)

    source.rows, source.row = counting_rows, counting_row  # type: ignore[method-assign]
    try:
        till.ok(do, **fields)
    finally:
        source.rows, source.row = rows, row  # type: ignore[method-assign]
    return counted[0]


def test_a_z_reads_as_few_rows_of_an_old_journal_as_of_a_young_one(till: Till) -> None:
    till.ok("close_day", counted_minor=100)
    read = []
    for day, sold in enumerate((1, 10, 20), start=1):
        till.ok("open_day", float_minor=0, business_day=f"2026-12-0{day}")
        for _ in range(sold):
            till.sell({"sku": "lamp"})
        read.append((rows_read(till, "x_report"), rows_read(till, "close_day", counted_minor=2_500 * sold + 100)))
    assert len(set(read)) == 1 and max(read[0]) < 60, read


def test_the_count_of_rows_can_go_red(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that looks at every sale reads more the more were made."""
    store = till.running.till.terminal.store
    totals = store.totals_beside
    monkeypatch.setattr(store, "totals_beside", lambda *asked: [store.session.rows("SELECT * FROM sale"), totals(*asked)][1])
    till.sell({"sku": "lamp"})
    young = rows_read(till, "x_report")
    till.sell({"sku": "lamp"})
    assert rows_read(till, "x_report") > young
