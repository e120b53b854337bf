"""Fixtures of the stores' tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.till import TillStore
from tests.unit.kiosk.store.build import Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path).enrol()


@pytest.fixture
def store(profile: Profile) -> Iterator[TillStore]:
    store = profile.open()
    yield store
    store.close()
