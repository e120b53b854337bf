"""A scan until its line is painted, against a bare Qt list that appends and paints; among 200,000 products; and under 1,000 offers."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QListWidget

from kiosk.bootstrap import open_terminal
from kiosk.main import application, open_window
from kiosk.screens.cashier.selling import SellingPage
from kiosk.screens.cashier.window import CashierWindow
from kiosk.services.commands import CancelBasket
from sync.protocol.offers import OfferWhen, PercentOffer
from tests.benchmarks.figure import Figure, interleaved
from tests.benchmarks.painted import Painted
from tests.benchmarks.shop import CASHIER, barcode, make_profile

FEW, MANY = 1_000, 200_000
LINES = 20
"""A ticket is put aside when it has grown so long, and the bare list emptied with it."""

OFFERS, MATCHING = 1_000, 50

ROUNDS, WARM_UP = 200, 2 * LINES
TARGET, FLAT_TARGET, OFFERS_TARGET = 2.0, 1.3, 1.5
SIZE = (1280, 800)


class Cashier:
    """The real cashier's window over a till with its threads, on its selling screen."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        running = open_terminal(folder)
        running.till.begin(CASHIER, open_day=False)
        running.start()
        stack.callback(running.stop)
        self._worker = running.worker
        window = open_window("cashier", running, folder)
        assert isinstance(window, CashierWindow)
        self._window = window
        stack.callback(window.close)
        window.resize(*SIZE)
        window.show()
        spin_until(lambda: isinstance(window.page, SellingPage))
        page = window.page
        assert isinstance(page, SellingPage)
        self._list = page.left.list
        self._painted = Painted(self._list.viewport())
        self._scans = 0

    def scan(self) -> float:
        """Scan one more product and return the milliseconds until its line is painted."""
        if self._scans % LINES == 0:
            self._put_aside()
        lines = self._list.count()
        begin = time.perf_counter()
        self._window.scan(barcode(self._scans % LINES))
        spin_until(lambda: self._list.count() > lines and self._painted.take())
        passed = (time.perf_counter() - begin) * 1000
        self._scans += 1
        settle()
        self._painted.take()
        return passed

    def _put_aside(self) -> None:
        self._worker.execute(CancelBasket())
        spin_until(lambda: self._list.count() == 0)
        settle()
        self._painted.take()


class BareList:
    """The least that Qt can do: one more item in a list, painted."""

    def __init__(self, stack: ExitStack) -> None:
        self._list = QListWidget()
        stack.callback(self._list.close)
        self._list.resize(*SIZE)
        self._list.show()
        self._painted = Painted(self._list.viewport())
        settle()

    def append(self) -> float:
        """Append a line and return the milliseconds until it is painted."""
        if self._list.count() == LINES:
            self._list.clear()
            settle()
        self._painted.take()
        begin = time.perf_counter()
        self._list.addItem(f"Crème brûlée {self._list.count()}  1,00")
        spin_until(self._painted.take)
        passed = (time.perf_counter() - begin) * 1000
        settle()
        return passed


def measure(folder: Path) -> Iterator[Figure]:
    """Scan and append in turns; then scan among few and among many products in turns."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application()
    with ExitStack() as stack:
        small = Cashier(make_profile(folder / "few", FEW), stack)
        bare = BareList(stack)
        value, baseline = interleaved(small.scan, bare.append, ROUNDS, WARM_UP)
        yield Figure("scan", value, baseline, TARGET)
        large = Cashier(make_profile(folder / "many", MANY), stack)
        many, few = interleaved(large.scan, small.scan, ROUNDS, WARM_UP)
        yield Figure("scan_200k", many, few, FLAT_TARGET)
        offered = Cashier(make_profile(folder / "offered", FEW, offers=_offers()), stack)
        plain = Cashier(make_profile(folder / "plain", FEW, offers=[]), stack)
        with_offers, without = interleaved(offered.scan, plain.scan, ROUNDS, WARM_UP)
    yield Figure("scan_offers", with_offers, without, OFFERS_TARGET)


def _offers() -> list[PercentOffer]:
    """Return offers of which some are for what is scanned here, and the others for other goods."""
    goods = [f"s{number % LINES:06d}" if number < MATCHING else f"s{number:06d}" for number in range(OFFERS)]
    return [PercentOffer(id=f"o{number}", when=OfferWhen(skus=[sku]), percent_bp=100) for number, sku in enumerate(goods)]


def spin_until(done: Callable[[], bool]) -> None:
    """Serve events until something has happened."""
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle() -> None:
    """Serve what is left."""
    for _ in range(3):
        QApplication.processEvents()
