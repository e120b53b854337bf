"""Turns beside a serving ledger: they go on after a fault, and end with the block."""

import logging
import threading

import pytest

from sync.ledger.turns import turns
from sync.protocol.errors import EnvironmentFault


def test_a_turn_that_meets_a_fault_is_taken_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    taken: list[str] = []
    again = threading.Event()

    def turn() -> None:
        taken.append("one")
        if len(taken) == 1:
            raise EnvironmentFault("ledger_unreachable")
        again.set()

    with turns("sweep", turn, every_s=0.001):
        assert again.wait(10)
    assert "sweep cause=EnvironmentFault" in caplog.text
    assert "sweep" not in {thread.name for thread in threading.enumerate()}


def test_no_turn_is_taken_after_the_block() -> None:
    taken: list[str] = []
    with turns("sweep", lambda: taken.append("one"), every_s=60):
        pass
    assert taken == []
