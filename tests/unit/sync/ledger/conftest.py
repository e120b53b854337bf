"""A ledger on SQLite for tests that are not about the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.sync.ledger.worlds import World, world


@pytest.fixture
def shop_world(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path / "ledger") as made:
        yield made


@pytest.fixture(scope="module")
def long_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give one ledger to all examples of a module's property tests."""
    with world(tmp_path_factory.mktemp("world") / "ledger") as made:
        yield made
