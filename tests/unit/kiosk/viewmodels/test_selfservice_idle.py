"""Silence counted with a clock of the test's own."""

import pytest

from kiosk.viewmodels.selfservice_flow import COUNTDOWN_S
from kiosk.viewmodels.selfservice_idle import IdleWatch


class Watched:
    """A watch, its clock, and what it said."""

    def __init__(self) -> None:
        self.at_s = 0.0
        self.watch = IdleWatch(lambda: self.at_s)
        self.asked: list[int] = []
        self.expired = 0
        self.watch.asked.connect(self.asked.append)
        self.watch.expired.connect(self._expire)

    def _expire(self) -> None:
        self.expired += 1

    def wait(self, seconds: float) -> None:
        self.at_s += seconds
        self.watch.tick()


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_it_asks_counts_and_gives_up_once(watched: Watched) -> None:
    watched.watch.watch(60)
    watched.wait(59.9)
    assert watched.asked == []
    watched.wait(0.1)
    watched.wait(0.4)
    watched.wait(0.6)
    assert watched.asked == [COUNTDOWN_S, COUNTDOWN_S - 1]
    watched.wait(COUNTDOWN_S)
    assert watched.expired == 1
    assert watched.asked[-1] == 0
    watched.wait(1)
    assert watched.expired == 1


def test_a_touch_withdraws_the_question(watched: Watched) -> None:
    watched.watch.watch(60)
    watched.wait(70)
    watched.watch.touch()
    assert watched.asked == [10, 0]
    watched.wait(59)
    assert watched.asked == [10, 0]


def test_without_a_limit_silence_means_nothing(watched: Watched) -> None:
    watched.watch.watch(None)
    watched.wait(1_000_000)
    assert watched.asked == [] and watched.expired == 0


def test_where_nothing_is_lost_nothing_is_asked(watched: Watched) -> None:
    watched.watch.watch(15, asks=False)
    watched.wait(14)
    assert watched.expired == 0
    watched.wait(1)
    assert watched.asked == [] and watched.expired == 1


def test_a_machine_that_slept_past_the_countdown_gives_up_at_once(watched: Watched) -> None:
    watched.watch.watch(60)
    watched.wait(3_600)
    assert watched.expired == 1
