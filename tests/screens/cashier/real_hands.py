"""Hands before the cashier's window over a real till, which answers from its worker: each act ends when the till has answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.bootstrap import Running
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services.answers import Answer
from kiosk.services.port import TillPort
from kiosk.touch.keys import KeyButton
from kiosk.touch.theme import make_theme
from kiosk.viewmodels.cashier_model import Page
from sync.base.words import Words
from tests.screens.cashier.hands import key, page_of, tap, type_text, wedge
from tests.screens.in_front import bring_up

Until = Callable[[Callable[[], bool]], None]
NONE = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return


class Cashier:
    """Hands that wait for the worker: each act ends when the till has answered."""

    def __init__(self, window: CashierWindow, wait: Until) -> None:
        self.window, self._wait = window, wait
        self.heard: list[Answer] = []
        """What the till told all screens, for codes that otherwise stand on paper alone."""

    def until(self, met: Callable[[], bool]) -> None:
        self._wait(lambda: met() and not self.window.bridge.busy)

    def key(self, name: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        key(self.window, name, modifier)
        self.until(lambda: True)

    def type(self, text: str) -> None:
        type_text(self.window, text)

    def scan(self, code: str) -> None:
        wedge(self.window, code)
        self.until(lambda: True)

    def on(self, page: Page) -> None:
        self.until(lambda: page_of(self.window) is page)

    def due(self, minor: int) -> None:
        self.until(lambda: self.window.model.basket.basket.totals.gross_minor == minor)

    def pay_cash(self) -> None:
        self.key(ENTER)
        self.on(Page.PAYING)
        self.key(ENTER)
        self.until(lambda: self.window.model.payment.is_paid)
        self.key(ENTER)
        self.on(Page.DONE)

    def sees(self, name: str) -> None:
        """Wait for a key that can be tapped: who may do what is known a moment after the page."""
        self.until(lambda: any(each.isVisible() and each.isEnabled() for each in self.window.findChildren(KeyButton, name)))

    def tap(self, name: str) -> None:
        tap(self.window, name)
        self.until(lambda: True)


H = TypeVar("H", bound=Cashier)


def window_over(port: TillPort) -> CashierWindow:
    """Open a window over a till, in front of everything and asking where it stands."""
    window = CashierWindow(port, Words("fr"), make_theme(motion=False))
    bring_up(window)
    return window


@contextmanager
def at_till(running: Running, qtbot: QtBot, wait: Until, hands: type[H]) -> Iterator[H]:
    """Stand before a till's window, where somebody may log in."""
    window = window_over(running.worker)
    qtbot.addWidget(window)
    cashier = hands(window, wait)
    cashier.on(Page.LOGIN)
    cashier.until(lambda: bool(window.model.session.staff))
    try:
        yield cashier
    finally:
        window.close()


def log_in(cashier: Cashier, pin: str = "1234") -> None:
    cashier.type(pin)
    cashier.key(ENTER)


def begin(cashier: Cashier) -> None:
    log_in(cashier)
    cashier.on(Page.OPEN_DAY)
    cashier.type("100")
    cashier.key(ENTER)
    cashier.on(Page.SELLING)
