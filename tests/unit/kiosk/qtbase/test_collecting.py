"""Cycles are collected on the GUI thread and on no other."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.qtbase.collecting import GuiCollector


class Ring:
    """Two of these make a cycle; which thread freed one is noted."""

    freed_on: list[int] = []

    def __init__(self) -> None:
        self.other: Ring | None = None

    def __del__(self) -> None:
        self.freed_on.append(threading.get_ident())


def drop_a_ring() -> "weakref.ref[Ring]":
    one, two = Ring(), Ring()
    one.other, two.other = two, one
    return weakref.ref(one)


@pytest.fixture
def collector() -> Iterator[GuiCollector]:
    made = GuiCollector()
    made.start()
    yield made
    made.stop()


def test_a_worker_frees_no_cycle(qtbot: QtBot, collector: GuiCollector) -> None:
    Ring.freed_on.clear()
    rings: list[weakref.ref[Ring]] = []

    def work() -> None:
        rings.append(drop_a_ring())
        crowd: list[list[int]] = [[] for _ in range(5_000)]
        del crowd

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert rings[0]() is not None
    kept: list[list[int]] = [[] for _ in range(gc.get_threshold()[0] + 50)]
    collector.look()
    assert kept
    assert rings[0]() is None
    assert set(Ring.freed_on) == {threading.get_ident()}


def test_the_interpreter_would_have_freed_it_there() -> None:
    """The positive control: without the collector a worker's allocations free the cycle on the worker."""
    Ring.freed_on.clear()
    seen: list[int] = []

    def work() -> None:
        seen.append(threading.get_ident())
        ring = drop_a_ring()
        kept: list[list[int]] = []
        while ring() is not None:
            kept.append([])

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert set(Ring.freed_on) == set(seen)


def test_it_is_given_back() -> None:
    collector = GuiCollector()
    collector.start()
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
