"""A kiosk's window over a till in memory."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.selfservice.fake_kiosk import FakeKiosk
from tests.screens.selfservice.hands import Customer

Open = Callable[..., Customer]


@pytest.fixture
def till() -> FakeKiosk:
    return FakeKiosk()


@pytest.fixture
def opened(qtbot: QtBot, till: FakeKiosk) -> Iterator[Open]:
    """Stand before a kiosk over `till` as it is prepared."""
    customers: list[Customer] = []

    def stand(**how: Any) -> Customer:
        customer = Customer(till, **how)
        customers.append(customer)
        qtbot.addWidget(customer.window)
        return customer

    yield stand
    for customer in customers:
        customer.window.close()


@pytest.fixture
def customer(opened: Open) -> Customer:
    """A customer before an open kiosk, in French, in portrait."""
    return opened()
