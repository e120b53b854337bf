"""What the benchmarks' hot paths ask of SQLite, counted: a fast machine hides nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bootstrap import Running
from kiosk.services.commands import Scan
from tests.benchmarks.finish import GOODS, Seller
from tests.benchmarks.recorder import Recorder
from tests.benchmarks.shop import barcode, make_profile, terminal
from tests.benchmarks.z import Days

STATEMENTS_A_SALE = 8
STATEMENTS_A_SCAN = 4
"""The product by its code; BEGIN, the open ticket, COMMIT."""

STEPS_RATIO = 1.3
SALES_OF_A_DAY, SALES_BEFORE = 20, 3_000


@pytest.fixture
def selling(tmp_path: Path) -> Iterator[Running]:
    with terminal(make_profile(tmp_path / "till", GOODS)) as running:
        yield running


def steps_of_a_scan(folder: Path, goods: int) -> tuple[int, int]:
    """Return statements and steps of SQLite's machine, which grow with every row read, of one scan among so many products."""
    with terminal(make_profile(folder, goods)) as running:
        recorder = Recorder(running.till.terminal.reference.session)
        writes = Recorder(running.till.terminal.store.session)
        steps: list[int] = []
        recorder.inner.set_progress_handler(lambda: steps.append(1), 1)  # type: ignore[attr-defined]
        answer, _ = running.till.handle(Scan(code=barcode(goods // 2)))
        assert answer.ok, answer.error
        return len(recorder.calls) + len(writes.calls), len(steps)


def steps_of_a_closing(folder: Path, sales_before: int) -> tuple[int, int]:
    """Return statements and steps of SQLite's machine of one Z, of a few sales, after so many sales of days before."""
    with terminal(make_profile(folder, GOODS)) as running:
        days = Days(running)
        if sales_before:
            days.sell(sales_before)
            days.close()
        days.sell(SALES_OF_A_DAY)
        recorder = Recorder(running.till.terminal.store.session)
        steps: list[int] = []
        recorder.inner.set_progress_handler(lambda: steps.append(1), 1)  # type: ignore[attr-defined]
        days.close()
        return len(recorder.calls), len(steps)


def test_a_whole_sale_takes_eight_statements(selling: Running) -> None:
    seller, recorder = Seller(selling), Recorder(selling.till.terminal.store.session)
    for _ in range(3):
        seller.fill()
        recorder.take()
        seller.finish()
        calls, written = recorder.take()
        assert len(calls) <= STATEMENTS_A_SALE, calls
        assert calls[-1] == "COMMIT"
        # All that a sale can write is among them: entry, sale, effects, totals, and as open work the answer, the paper and the session.
        assert [sql.split()[2] for sql, _ in written] == ["journal", "sale", "effect", "total", "work"]
        assert {"session", "print", "mark"} < {row[0] for row in written[-1][1]}


def test_more_than_one_sale_is_seen(selling: Running) -> None:
    seller, recorder = Seller(selling), Recorder(selling.till.terminal.store.session)
    seller.fill()
    seller.finish()
    assert len(recorder.take()[0]) > STATEMENTS_A_SALE


def test_a_scan_takes_four_statements_and_is_flat(tmp_path: Path) -> None:
    few, many = steps_of_a_scan(tmp_path / "few", 1_000), steps_of_a_scan(tmp_path / "many", 20_000)
    assert few[0] == many[0] <= STATEMENTS_A_SCAN
    assert 0 < many[1] <= few[1] * STEPS_RATIO


def test_a_closing_reads_as_much_however_old_the_journal_is(tmp_path: Path) -> None:
    calls, steps = steps_of_a_closing(tmp_path / "young", 0)
    calls_later, steps_later = steps_of_a_closing(tmp_path / "old", SALES_BEFORE)
    assert calls_later == calls
    assert steps_later <= steps * STEPS_RATIO, (steps, steps_later)


def test_a_closing_that_read_all_sales_would_be_seen(tmp_path: Path) -> None:
    found = []
    for name, sales in (("young", SALES_OF_A_DAY), ("old", SALES_BEFORE)):
        with terminal(make_profile(tmp_path / name, GOODS)) as running:
            Days(running).sell(sales)
            recorder = Recorder(running.till.terminal.store.session)
            steps: list[int] = []
            recorder.inner.set_progress_handler(lambda into=steps: into.append(1), 1)  # type: ignore[attr-defined]
            recorder.execute("SELECT sum(seq) FROM sale").fetchall()
            found.append(len(steps))
    assert found[1] > found[0] * STEPS_RATIO
