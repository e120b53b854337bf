"""What 1,000 offers add to a scan, counted: no statement, no second evaluation, no look at offers for other goods, no further repaint."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.loyalty import applying, past
from kiosk.services import pricing
from kiosk.services.commands import Scan
from tests.benchmarks.recorder import Recorder
from tests.benchmarks.scan import FEW, LINES, MATCHING, Cashier, _offers
from tests.benchmarks.shop import barcode, make_profile, terminal
from tests.screens.counting import counted
from tests.unit.benchmarks.test_counts import STATEMENTS_A_SCAN

OFFERS_A_LINE = -(-MATCHING // LINES)
PAINTED_ROWS = 3
"""The new line, the newest before it, and the edge that a scroll uncovers."""


def watched(monkeypatch: pytest.MonkeyPatch, counts: Counter[str], module: object, name: str) -> None:
    real: Callable[..., Any] = getattr(module, name)

    def counting(*arguments: Any, **named: Any) -> Any:
        counts[name] += 1
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, counting)


@pytest.mark.parametrize("lines", [1, LINES - 1])
def test_a_scan_evaluates_once_and_looks_at_its_own_lines_offers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int) -> None:
    counts: Counter[str] = Counter()
    with terminal(make_profile(tmp_path / "till", FEW, offers=_offers())) as running:
        for number in range(lines):
            assert running.till.handle(Scan(code=barcode(number)))[0].ok
        for module, name in ((pricing, "price"), (past, "enter"), (applying, "apply_level")):
            watched(monkeypatch, counts, module, name)
        reads = Recorder(running.till.terminal.reference.session)
        writes = Recorder(running.till.terminal.store.session)
        answer, _ = running.till.handle(Scan(code=barcode(lines)))
        assert answer.ok and len(reads.calls) + len(writes.calls) <= STATEMENTS_A_SCAN
    assert counts["price"] == 1
    assert 1 <= counts["enter"] <= OFFERS_A_LINE
    assert counts["apply_level"] <= OFFERS_A_LINE


def test_without_what_was_known_every_offer_is_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()
    with terminal(make_profile(tmp_path / "till", FEW, offers=_offers())) as running:
        for number in range(LINES - 1):
            assert running.till.handle(Scan(code=barcode(number)))[0].ok
        running.till.terminal.last_priced = None
        watched(monkeypatch, counts, past, "enter")
        assert running.till.handle(Scan(code=barcode(LINES - 1)))[0].ok
    assert counts["enter"] == MATCHING


@pytest.mark.parametrize("offers", [True, False])
def test_a_scan_paints_as_many_rows_with_offers_as_without(tmp_path: Path, qapp: Any, offers: bool) -> None:
    assert os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    with ExitStack() as stack:
        cashier = Cashier(make_profile(tmp_path / "till", FEW, offers=_offers() if offers else []), stack)
        # A frame of the tint paints its line once more, as often as the machine is fast: counted is what a scan itself asks for.
        cashier._list.theme.motion = False
        for _ in range(LINES // 2):
            cashier.scan()
        before = cashier._list.item_paints
        with counted() as counter:
            cashier.scan()
        assert 1 <= cashier._list.item_paints - before <= PAINTED_ROWS
        assert counter.layouts == []
