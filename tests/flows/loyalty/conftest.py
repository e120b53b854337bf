"""One till over the shop a test describes, its clock standing still; its member is known."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.flows.harness import Json, Till, shop_till
from tests.flows.loyalty.shops import NOW

Open = Callable[[Json], Till]


@pytest.fixture
def open_till(tmp_path: Path) -> Iterator[Open]:
    """Opens a till of a shop file; several may stand side by side."""
    with ExitStack() as stack:

        def open_one(shop: Json) -> Till:
            name = f"till{len(list(tmp_path.iterdir()))}"
            till = stack.enter_context(shop_till(tmp_path / name, shop, manual_clock=True, begun=False))
            till.ok("clock", at=NOW)
            till.ok("state")
            return till

        yield open_one
