"""What a scan and the end of a sale compute, counted: signatures, encodings, lines taxed, questions of a screen."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject

from kiosk.bootstrap import Running
from kiosk.domain import goods
from kiosk.qtbase.bridge import Bridge
from kiosk.services import line_views, till
from kiosk.services.answers import Answer
from kiosk.services.commands import CancelBasket, Command, Hold, Scan
from kiosk.services.port import Change
from kiosk.services.queries import HeldTickets, Query
from kiosk.viewmodels.acts_model import ActsModel
from sync.protocol import envelope, tokens
from sync.rules import gift_cards
from tests.benchmarks.finish import GOODS, LINES, Seller
from tests.benchmarks.shop import barcode, make_profile, terminal

Count = Counter[str]


@pytest.fixture
def selling(tmp_path: Path) -> Iterator[Running]:
    with terminal(make_profile(tmp_path / "till", GOODS)) as running:
        yield running


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """Count the calls of what costs; of taxes, the lines."""
    counted: Count = Counter()

    def watch(module: object, name: str, measure: Callable[..., int] = lambda *_, **__: 1) -> None:
        real = getattr(module, name)

        def counting(*arguments: Any, **named: Any) -> Any:
            counted[name] += measure(*arguments, **named)
            return real(*arguments, **named)

        monkeypatch.setattr(module, name, counting)

    watch(till, "encode")
    watch(tokens, "sign")
    watch(envelope, "encode_body")
    watch(gift_cards, "credit_code")
    watch(goods, "tax_lines", lambda lines, **_: len(lines))
    watch(line_views, "_view")
    return counted


def scan(running: Running, numbers: Sequence[int]) -> None:
    for number in numbers:
        answer, _ = running.till.handle(Scan(code=barcode(number)))
        assert answer.ok, answer.error


def test_a_scan_costs_its_own_line_however_long_the_ticket(selling: Running, count: Count) -> None:
    scan(selling, range(LINES))
    count.clear()
    scan(selling, [LINES])
    assert count == {"encode": 1, "tax_lines": 1, "_view": 1}


def test_a_ticket_computed_whole_at_each_scan_is_seen(selling: Running, count: Count) -> None:
    scan(selling, range(LINES))
    count.clear()
    selling.till.terminal.last_priced = selling.till.terminal.last_shown = None
    scan(selling, [LINES])
    assert count == {"encode": 1, "tax_lines": LINES + 1, "_view": LINES + 1}


def test_a_sale_is_signed_once_and_each_of_its_codes_once(selling: Running, count: Count) -> None:
    """The entry, the coupon that the ticket earned, and what the receipt's QR holds; nothing is taxed or shown anew."""
    seller = Seller(selling)
    seller.fill()
    count.clear()
    seller.finish()
    assert count == {"encode": 1, "encode_body": 1, "sign": 2}


class Recording:
    """A till's port that notes what is asked, and tells what the till's own commands touched."""

    def __init__(self, running: Running) -> None:
        self.asked: list[type[Query]] = []
        self._running = running
        self._listeners: list[Callable[[Change], None]] = []

    def submit(self, command: Command, done: Callable[[Answer], None]) -> None:
        answer, topics = self._running.till.handle(command)
        assert answer.ok, answer.error
        for listener in self._listeners:
            listener(Change(topics, answer))
        done(answer)

    def ask(self, query: Query, done: Callable[[Any], None]) -> None:
        self.asked.append(type(query))
        done(self._running.reader.answer(query))

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


def test_tickets_on_hold_are_asked_for_when_one_was_put_aside_and_at_no_scan(selling: Running, qtbot: Any) -> None:
    port, owner = Recording(selling), QObject()
    bridge = Bridge(port)
    acts = ActsModel(bridge, bridge, owner)
    for command in (Scan(code=barcode(1)), Scan(code=barcode(2))):
        bridge.submit(command)
    bridge.submit(Hold())
    qtbot.waitUntil(lambda: len(acts.held) == 1)
    bridge.submit(Scan(code=barcode(3)))
    bridge.submit(CancelBasket())
    qtbot.waitUntil(lambda: bridge.busy == 0)
    bridge.close()
    assert port.asked == [HeldTickets]
