"""Somebody who buys at a till whose disk fails once: asks again, starts the till again, and remembers what was answered."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kiosk.bootstrap import Running, open_terminal
from kiosk.services import commands as c
from kiosk.services.answers import Answer
from sync.base.sentences import SENTENCES
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.faults.crash.disk import Event
from tests.faults.crash.recorder import Recorder
from tests.faults.shop import CASHIER, COFFEE, LAMP

TRIES = 3
LOCKED = "safely_locked"
T = TypeVar("T")


class Stuck(Exception):
    """The till neither went on nor stopped with a calm sentence, or did not work again after the fault."""


class Customer:
    """`acknowledged` are the sales that were answered `ok`, with their amounts; `numbers` in their order, those before this session too."""

    def __init__(self, folder: Path, recorder: Recorder, sales: int, past: dict[str, int]) -> None:
        self._folder = folder
        self._recorder = recorder
        self._sales = sales
        self._requests = 0
        self._running: Running | None = None
        self.acknowledged = dict(past)
        self.numbers = list(past)
        self.codes: Counter[str] = Counter()
        self.restarts = 0

    def shop(self) -> None:
        """Buy, and close the day."""
        self._open()
        for number in range(self._sales):
            self._buy(1 + number % 4, lamp=number % 3 == 1)
        self._ask(c.CloseDay(counted_minor=0, request=self._request()))
        self._close()

    def _buy(self, coffees: int, *, lamp: bool) -> None:
        self._ask(c.Add(sku=COFFEE, quantity=coffees, request=self._request()))
        if lamp:
            self._ask(c.PaidIn(amount_minor=500, reason="change", request=self._request()))
            self._ask(c.Add(sku=LAMP, quantity=1, request=self._request()))
        self._ask(c.TenderMoney(kind="card_standalone" if lamp else "cash", request=self._request()))
        answer = self._ask(c.Finish(paper="none", request=self._request()))
        receipt = answer.extra["receipt"]
        if answer.basket is None:
            raise Stuck("a sale without its basket")
        if len(answer.basket.lines) != 1 + lamp or answer.basket.lines[0].quantity != coffees:
            raise Stuck(f"sold {answer.basket.lines}")
        self.acknowledged[receipt["number"]] = answer.basket.totals.gross_minor
        self.numbers.append(receipt["number"])
        self._recorder.events.append(Event("commit", value=len(self.numbers)))

    def _ask(self, command: c.Command) -> Answer:
        """Ask until it is answered; a till that keeps refusing is started again once."""
        for attempt in range(2 * TRIES):
            if attempt == TRIES:
                self._restart()
            answer = self._till().till.handle(command)[0]
            if answer.ok:
                return answer
            assert answer.error is not None
            self._heard(answer.error.code, answer.error.message)
        raise Stuck(f"{command.__class__.__name__} is refused for ever: {answer.error}")

    def _heard(self, code: str, message: str) -> None:
        """A calm sentence is one that was written for its code, and it is never that of a bug."""
        self.codes[code] += 1
        if code == LOCKED:
            raise Stuck("a fault of the disk was taken for a bug")
        if code not in SENTENCES or not message:
            raise Stuck(f"no sentence for {code}")

    def _till(self) -> Running:
        if self._running is None:
            self._open()
        assert self._running is not None
        return self._running

    def _restart(self) -> None:
        self.restarts += 1
        self._close()
        self._open()

    def _open(self) -> None:
        """Start the till; one that says calmly why it does not start is started again."""
        self._running = self._calmly(lambda: open_terminal(self._folder))
        till = self._running.till
        self._calmly(lambda: till.begin(CASHIER[0], open_day=False))

    def _calmly(self, act: Callable[[], T]) -> T:
        for _ in range(TRIES):
            try:
                return act()
            except (EnvironmentFault, Refusal) as failure:
                self._heard(failure.code, failure.code)
        raise Stuck("it does not start again")

    def _close(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.close_files()

    def _request(self) -> str:
        self._requests += 1
        return f"io{self._requests}"
