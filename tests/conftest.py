"""What holds for every test: Hypothesis without deadlines, and with the same examples every time in CI; long tests begin first.

PIN verifiers are made to be slow to try, and every login would pay for it: in the tests' own process they are cheap. A process that a test
starts makes them as they are shipped, and what these cost is tested of one.
"""

import os
from collections.abc import Iterator

import pytest
from argon2.profiles import CHEAPEST
from hypothesis import settings

from sync.protocol import pins

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long(seconds): takes about so long; begun before all shorter ones")


@pytest.fixture(scope="session", autouse=True)
def cheap_verifiers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pins, "TIME_COST", CHEAPEST.time_cost)
        patch.setattr(pins, "MEMORY_KIB", CHEAPEST.memory_cost)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that at the end no worker is alone with one while the others have nothing left."""
    items.sort(key=_seconds, reverse=True)


def _seconds(item: pytest.Item) -> float:
    marker = item.get_closest_marker("long")
    return float(marker.args[0]) if marker else 0.0
