"""A manager's window over a till and a ledger in memory."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.screens.manager.fake_desk import FakeDesk
from tests.screens.manager.hands import Manager

Open = Callable[..., Manager]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Stand before a desk over the till that is given, logged in unless told otherwise."""
    managers: list[Manager] = []

    def stand(*answers: Any, **how: Any) -> Manager:
        manager = Manager(FakeDesk(*answers, staff=how.pop("staff", "ines")), **how)
        managers.append(manager)
        qtbot.addWidget(manager.window)
        return manager

    yield stand
    for manager in managers:
        manager.window.close()
