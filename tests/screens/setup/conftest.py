"""A till whose settings an administrator may change."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.harness import Till, shop_till
from tests.flows.shops import shop


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = shop()
    made["staff"].insert(0, {"id": "ada", "name": "Ada Blanc", "role": "administrator", "pin": "246810"})
    with shop_till(tmp_path, made) as opened:
        yield opened
