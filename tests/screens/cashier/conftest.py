"""A cashier's window over a till in memory."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.screens.cashier.window import CashierWindow
from kiosk.touch.theme import make_theme
from sync.base.words import Words
from tests.screens.fake_acts import CompleteTill
from tests.screens.in_front import bring_up
from tests.screens.shots import NOW
from tests.screens.turns import settle

Opened = Callable[..., CashierWindow]


@pytest.fixture
def till() -> CompleteTill:
    return CompleteTill()


@pytest.fixture
def opened(qtbot: QtBot, till: CompleteTill) -> Iterator[Opened]:
    """Open a window over `till` as it is prepared, active, and settled."""
    windows: list[CashierWindow] = []

    def open_window(language: str = "fr", *, motion: bool = False) -> CashierWindow:
        window = CashierWindow(till, Words(language), make_theme(motion=motion), now=lambda: NOW)
        windows.append(window)
        qtbot.addWidget(window)
        bring_up(window)
        settle()
        return window

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def window(opened: Opened, till: CompleteTill) -> CashierWindow:
    """The window of an open till with nobody's ticket."""
    till.begin_with()
    return opened()
