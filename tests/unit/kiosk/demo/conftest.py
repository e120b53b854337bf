"""The demo shop, read once as a ledger would read it."""

import pytest

from kiosk.demo.shop import shop_file
from sync.shopfile import ShopFile, load


@pytest.fixture(scope="session")
def shop() -> ShopFile:
    """Return the demo shop's file, checked by the loader of shop files."""
    return load(shop_file())
