"""The customer's two-line display: every change set becomes two lines in the customer's language, shown aside so that nobody waits for
it.

Of several pictures only the newest is shown. A display that is gone takes nothing from the till; it is tried again with what is right by
then.
"""

import logging
import threading
from collections.abc import Callable

from kiosk.devices.pole import Row
from kiosk.services.answers import Answer, BasketView, LineView
from kiosk.services.background import Background
from kiosk.services.port import Change
from kiosk.services.ports import PolePort
from kiosk.services.session import Session
from kiosk.services.work import Terminal
from sync.base.words import Words
from sync.protocol.errors import EnvironmentFault
from sync.protocol.records import Shop

RETRY_S = 5.0
_REST_S = 3_600.0
_log = logging.getLogger(__name__)

Rows = tuple[Row, Row]
_NO_LINE = LineView(
    line=0, sku="", name="", unit_price_minor=0, discount_minor=0, net_minor=0, tax_minor=0, gross_minor=0, taxes=[], offers=[]
)


class CustomerDisplay:
    """Shows a till's changes on `pole`; `session` gives what the till is in the middle of."""

    def __init__(self, pole: PolePort, terminal: Terminal, session: Callable[[], Session]) -> None:
        self._pole = pole
        self._terminal = terminal
        self._session = session
        self._language = ""
        self._before = BasketView()
        self._lock = threading.Lock()
        self._next: Rows | None = greeting(self._speaking(), self._shop.name)
        self._there = True
        self.thread = Background("pole", self._turn)

    def hear(self, change: Change) -> None:
        """Take a change set; on the worker's thread."""
        answer = change.answer
        if answer is None or not answer.ok:
            return
        basket = self._session().basket
        self._language = basket.language if basket else self._language
        picture = answer.basket or BasketView()
        rows = rows_of(answer, picture, touched(self._before, picture), self._speaking(), self._shop.name)
        self._before = picture
        with self._lock:
            self._next = rows
        self.thread.wake()

    def status(self) -> str:
        """Say how the display is: ready, off or unknown."""
        return self._pole.status()

    @property
    def _shop(self) -> Shop:
        return self._terminal.policy.shop

    def _speaking(self) -> Words:
        """The words of the customer in front of the till; of the shop's first language before the first of them."""
        return self._terminal.words.speaking(self._language or self._shop.languages[0])

    def _turn(self) -> float:
        with self._lock:
            rows, self._next = self._next, None
        if rows is None:
            return _REST_S
        try:
            self._pole.show(*rows)
        except EnvironmentFault as fault:
            self._fail(fault, rows)
            return RETRY_S
        self._there = True
        return 0.0

    def _fail(self, fault: EnvironmentFault, rows: Rows) -> None:
        """Keep what could not be shown, unless something newer has come."""
        with self._lock:
            self._next = self._next or rows
        if self._there:
            _log.warning("customer display: %s", fault.code)
        self._there = False


def greeting(words: Words, shop: str, *, training: bool = False) -> Rows:
    """Return what stands between two customers."""
    return Row(shop), Row(words.tr("TRAINING, no sale") if training else words.tr("Welcome"))


def rows_of(answer: Answer, picture: BasketView, line: LineView, words: Words, shop: str) -> Rows:
    """Return the two lines for one answer: greeting, article and total, what is to be paid, or change and thanks."""
    totals = picture.totals
    total = Row(words.tr("Total"), words.money(totals.gross_minor))
    if "receipt" in answer.extra:
        return (Row(words.tr("Change"), words.money(totals.change_minor)) if totals.change_minor else total), Row(
            words.tr("Thank you, goodbye")
        )
    if answer.state not in ("selling", "paying") or not picture.lines:
        return greeting(words, shop, training=answer.training)
    if answer.state == "paying" or totals.gross_minor < 0:
        return total, _due(totals.due_minor, words)
    return Row(_article(line, words), words.money(line.gross_minor)), total


def touched(before: BasketView, now: BasketView) -> LineView:
    """Return the line that the last act was about: the newest that is not as it was, else the last."""
    known = {line.line: line for line in before.lines}
    changed = [line for line in now.lines if known.get(line.line) != line and _measure(known.get(line.line)) != _measure(line)]
    return (changed or list(now.lines) or [_NO_LINE])[-1]


def _measure(line: LineView | None) -> tuple[str, int | None, int | None, int] | None:
    return (line.sku, line.quantity, line.weight_g, line.unit_price_minor) if line else None


def _due(due_minor: int, words: Words) -> Row:
    if due_minor < 0:
        return Row(words.tr("We give back"), words.money(-due_minor))
    return Row(words.tr("To pay"), words.money(due_minor))


def _article(line: LineView, words: Words) -> str:
    name = line.names.get(words.language, line.name)
    return f"{line.quantity} x {name}" if line.quantity not in (None, 1) else name
