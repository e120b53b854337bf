"""What the benchmarks' hot paths ask of SQLite, counted: a fast machine hides nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bootstrap import Running
from kiosk.services.commands import Scan
from tests.benchmarks.finish import GOODS, Seller
from tests.benchmarks.recorder import Recorder
from tests.benchmarks.shop import barcode, make_profile, terminal

STATEMENTS_A_SALE = 8
STATEMENTS_A_SCAN = 4
"""The product by its code; BEGIN, the open ticket, COMMIT."""

STEPS_RATIO = 1.3


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
