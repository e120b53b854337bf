"""A till ready to sell: the shop of `shops`, its cashier at work, the day open, the clock standing still."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows import command
from tests.flows.harness import Till, shop_till
from tests.flows.shops import shop

NOW = "2026-11-22T10:00:00+01:00"


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with shop_till(tmp_path / "till", shop(), manual_clock=True, begun=False) as found:
        found.ok("clock", at=NOW)
        found.ok("state")
        yield found


@pytest.fixture(scope="session", autouse=True)
def loaded_command() -> Iterator[None]:
    """What was begun for the first command ends with the last test."""
    yield
    command.end()
