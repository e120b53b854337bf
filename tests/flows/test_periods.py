"""Months and years closed: sums of Z reports, in order and complete, archived, and the epoch that ends with the year."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services import epochs
from sync.protocol import facts
from tests.flows.harness import Till, make, opened, shop_till
from tests.flows.shops import shop


def log_in(till: Till) -> None:
    """A manager, who may close periods."""
    till.ok("login", staff="max", pin="123456")


def day(till: Till, date: str, sold: int = 1) -> None:
    """Sell `sold` lamps on a business day and close it."""
    till.ok("clock", at=f"{date}T09:00:00+01:00")
    till.ok("open_day", float_minor=0, business_day=date)
    for _ in range(sold):
        till.sell({"sku": "lamp"})
    till.ok("close_day", counted_minor=2_500 * sold)


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Till]:
    with shop_till(tmp_path / "till", shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at="2026-10-01T08:00:00+01:00")
        log_in(till)
        yield till


def test_a_month_is_the_sum_of_its_z_reports(manager: Till) -> None:
    till = manager
    till.no("period_empty", "close_period", period="month")
    day(till, "2026-10-05", 2)
    day(till, "2026-10-06", 3)
    till.no("period_open", "close_period", period="month")
    day(till, "2026-11-02", 1)
    closed = till.ok("close_period", period="month")
    assert (closed["key"], closed["first_z"], closed["last_z"], closed["receipts"]) == ("2026-10", 1, 2, 5)
    assert (closed["sales_minor"], closed["period_total_minor"], closed["perpetual_total_minor"]) == (12_500, 12_500, 12_500)
    assert closed["taxes"] == [{"id": "T20", "base_minor": 5 * 2_083, "tax_minor": 5 * 417}]
    assert closed["tenders"] == [{"kind": "cash", "amount_minor": 12_500, "count": 5}]
    (fact,) = till.facts(facts.PeriodClosed)
    (made,) = till.facts(facts.ArchiveMade)
    assert (fact.key, made.key, made.period) == ("2026-10", "2026-10", "month")
    archive = Path(closed["archive"]["folder"]) / closed["archive"]["file"]
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == made.sha256 == closed["archive"]["sha256"]
    assert archive.name == "comptoir-R1-2026-10.zip"


def test_months_are_closed_in_order_once_and_only_without_an_open_day(manager: Till) -> None:
    till = manager
    day(till, "2026-10-05")
    day(till, "2026-11-30")
    assert till.ok("close_period", period="month")["key"] == "2026-10"
    assert till.ok("close_period", period="month")["key"] == "2026-11"
    till.no("period_closed_already", "close_period", period="month")
    till.ok("open_day", float_minor=0, business_day="2026-12-01")
    till.no("period_day_open", "close_period", period="month")


def test_a_day_declared_in_a_closed_month_counts_in_the_next(manager: Till) -> None:
    till = manager
    day(till, "2026-10-31")
    till.ok("close_period", period="month")
    day(till, "2026-10-31")
    till.no("period_open", "close_period", period="month")
    day(till, "2026-11-30")
    closed = till.ok("close_period", period="month")
    assert (closed["key"], closed["first_z"], closed["last_z"], closed["sales_minor"]) == ("2026-11", 2, 3, 5_000)


def test_a_year_needs_its_months_and_ends_the_epoch(manager: Till) -> None:
    till = manager
    day(till, "2026-10-05")
    day(till, "2026-12-31", 2)
    till.no("period_months_open", "close_period", period="year")
    till.ok("close_period", period="month")
    till.no("period_months_open", "close_period", period="year")
    till.ok("close_period", period="month")
    receipt = till.facts(facts.Sale)[-1].number
    before = till.ok("state")["epoch"]
    closed = till.ok("close_period", period="year")
    assert (closed["key"], closed["first_z"], closed["last_z"], closed["sales_minor"]) == ("2026", 1, 2, 7_500)
    state = till.ok("state")
    assert state["epoch"] != before and state["state"] == "day_closed"
    (opened_by,) = till.facts(facts.EpochOpened)
    assert (opened_by.reason, opened_by.perpetual_minor, opened_by.z_number, opened_by.previous_epoch) == ("year", 7_500, 2, before)
    till.no("period_closed_already", "close_period", period="year")
    till.no("period_closed_already", "close_period", period="month")
    till.ok("clock", at="2027-01-02T09:00:00+01:00")
    till.ok("open_day", float_minor=0, business_day="2027-01-02")
    assert till.sell({"sku": "lamp"})["receipt"]["number"] == "R1-A2-000001"
    till.ok("return", receipt=receipt)
    till.ok("tender", kind="cash")
    till.ok("finish")
    till.no("nothing_left", "return", receipt=receipt)
    z = till.ok("close_day", counted_minor=0)
    assert (z["z_number"], z["perpetual_total_minor"]) == (3, 7_500)


def test_only_a_manager_closes_a_period(till: Till) -> None:
    till.ok("close_day", counted_minor=0)
    assert till.no("approval_needed", "close_period", period="month")
    answer = till.ask("approve", staff="max", pin="123456")
    assert answer["error"]["code"] == "period_open"


def test_an_archive_that_a_stop_left_unwritten_is_written_at_the_next_start(tmp_path: Path) -> None:
    make(tmp_path, shop())
    with opened(tmp_path, manual_clock=True) as till:
        till.ok("clock", at="2026-10-31T08:00:00+01:00")
        log_in(till)
        day(till, "2026-10-31")
        (tmp_path / "archives").write_bytes(b"in the way")
        answer = till.ask("close_period", period="month")
        assert not answer["ok"] and answer["error"]["code"] == "disk_failed"
        assert len(till.facts(facts.PeriodClosed)) == 1 and till.facts(facts.ArchiveMade) == []
    (tmp_path / "archives").unlink()
    with opened(tmp_path, manual_clock=True) as till:
        assert len(till.facts(facts.ArchiveMade)) == 1
        log_in(till)
        till.no("period_closed_already", "close_period", period="month")


def test_an_archive_left_unwritten_is_written_when_asked_again(manager: Till) -> None:
    till = manager
    folder = till.running.till.terminal.store.folder / "archives"
    day(till, "2026-10-31")
    folder.write_bytes(b"in the way")
    assert not till.ask("close_period", period="month")["ok"]
    folder.unlink()
    closed = till.ok("close_period", period="month")
    assert closed["key"] == "2026-10" and len(till.facts(facts.PeriodClosed)) == 1


def test_a_file_at_its_bound_ends_its_epoch_with_the_day(manager: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till = manager
    day(till, "2026-10-05")
    before = till.ok("state")["epoch"]
    monkeypatch.setattr(epochs, "SIZE_LIMIT_BYTES", till.running.till.terminal.store.folder.joinpath("till.db").stat().st_size)
    day(till, "2026-10-06")
    assert till.ok("state")["epoch"] != before
    (opened_by,) = till.facts(facts.EpochOpened)
    assert (opened_by.reason, opened_by.z_number, opened_by.perpetual_minor) == ("size", 2, 5_000)
