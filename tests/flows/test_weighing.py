"""Goods on the scale through the headless till: asked aside, rung up at rest, refused with a cause each."""

import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.scale import BrokenScale, SimulatedScale, Weight
from kiosk.services.answers import Answer
from kiosk.services.commands import Lock
from tests.flows.harness import Till, shop_till
from tests.flows.shops import shop


@pytest.fixture
def scale() -> SimulatedScale:
    return SimulatedScale()


@pytest.fixture
def till(tmp_path: Path, scale: SimulatedScale) -> Iterator[Till]:
    with shop_till(tmp_path, shop()) as till:
        till.running.till.terminal.scale = scale
        yield till


def test_what_lies_on_the_scale_is_rung_up(till: Till, scale: SimulatedScale) -> None:
    scale.put(450)
    answer = till.ok("weigh", sku="grapes", request="w1")
    (line,) = answer["basket"]["lines"]
    assert (answer["weight_g"], line["weight_g"], line["gross_minor"]) == (450, 450, 180)
    assert till.ok("weigh", sku="grapes", request="w1")["replayed"]
    scale.put(1000)
    assert len(till.ok("weigh", sku="grapes")["basket"]["lines"]) == 2


def test_a_scale_that_has_nothing_to_say(till: Till, scale: SimulatedScale) -> None:
    till.no("scale_empty", "weigh", sku="grapes")
    scale.put(300, in_motion=True)
    till.no("scale_moving", "weigh", sku="grapes")


@pytest.mark.parametrize("fault", ["scale_silent", "scale_overload"])
def test_a_fault_of_the_scale_changes_nothing(till: Till, fault: str) -> None:
    till.running.till.terminal.scale = BrokenScale(fault)
    before = till.picture()
    assert till.ask("weigh", sku="grapes")["error"]["code"] == fault
    assert till.picture() == before


def test_what_is_not_weighed_is_refused_before_the_scale_is_asked(till: Till) -> None:
    till.running.till.terminal.scale = BrokenScale()
    till.no("sold_by_piece", "weigh", sku="pear")
    till.no("unknown_sku", "weigh", sku="404")
    till.ok("add", sku="pear", quantity=1)
    till.ok("tender", kind="cash", amount_minor=50)
    till.no("tender_begun", "weigh", sku="grapes")


def test_an_approval_reaches_what_the_scale_says(till: Till, scale: SimulatedScale) -> None:
    till.ok("add", sku="pear", quantity=1)
    till.no("approval_needed", "discount", percent_bp=5000, reason="damaged")
    till.ok("approve", staff="max", pin="123456")
    scale.put(450)
    assert till.ask("weigh", sku="grapes")["error"]["code"] == "approval_needed"
    assert till.ok("approve", staff="max", pin="123456")["weight_g"] == 450
    till.no("nothing_to_approve", "approve", staff="max", pin="123456")


def test_a_till_without_a_scale(till: Till) -> None:
    till.running.till.terminal.scale = None
    till.no("no_scale", "weigh", sku="grapes")


def test_what_is_asked_meanwhile_is_told_what_it_waits_for(till: Till) -> None:
    """The card terminal has nothing to do with it: each cause has its sentence."""
    heard: queue.Queue[Answer] = queue.Queue()

    class Slow(SimulatedScale):
        def weigh(self) -> Weight:
            till.running.worker.submit(Lock(), heard.put)
            self.told = heard.get()
            return Weight(450)

    slow = till.running.till.terminal.scale = Slow()
    till.ok("weigh", sku="grapes")
    assert slow.told.error is not None and slow.told.error.code == "scale_asked"
