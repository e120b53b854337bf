"""Several tills of one ledger in one process, each behind a network that can be pulled; they exchange when a test says so."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import time_machine

from kiosk.bootstrap import Running, open_terminal
from kiosk.services.profile import Identity, Keys, write_profile
from kiosk.store.till import begin_series
from sync.client.enrolment import Enrolled, enrol
from sync.client.ledger import LedgerClient
from sync.ledger.enrolment import create_code
from sync.shopfile import load
from tests.flows.harness import Till, encoded
from tests.new_files import new_files
from tests.unit.sync.ledger.worlds import URL, World, world

Json = dict[str, Any]


class Network(httpx.BaseTransport):
    """A till's way to the ledger; `up` False is a pulled plug. A request to `deaf_to` arrives, and its answer is lost."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self.up = True
        self.deaf_to = ""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            raise httpx.ConnectError("pulled")
        answer = self._inner.handle_request(request)
        if request.url.path == self.deaf_to:
            raise httpx.ReadError("lost")
        return answer


class Counter(Till):
    """A till of the ledger, with its network."""

    def __init__(self, start: Callable[[], Running], network: Network) -> None:
        super().__init__(start(), "")
        self._start, self.network = start, network

    def restart(self) -> None:
        """Stop the program and start it anew on the same profile, its cashier logged in again."""
        at = self.running.till.terminal.clock.now().isoformat()
        self.running.stop_worker()
        super().__init__(self._start(), "")
        self.ok("clock", at=at)
        self.ok("login", staff="ana", pin="1234")

    def exchange(self) -> None:
        """Push and pull once."""
        assert self.running.sync is not None
        self.running.sync.round()

    def pay(self) -> Json:
        """Settle the ticket in cash, if anything is due, and finish it."""
        if self.ok("state")["basket"]["totals"]["due_minor"]:
            self.ok("tender", kind="cash")
        return self.ok("finish")


def counter(made: World, folder: Path, register: str) -> Counter:
    """Enrol `register` and open it, with its cashier at work and the day open; nothing is exchanged by itself."""
    network = Network(made.transport)
    found = enrol(URL, create_code(made.context, register), transport=network)
    answer = found.answer
    new_files().restore(folder)
    begin_series(folder, answer.enrolment)
    who = Identity(terminal=answer.terminal, store=answer.store, register=register, kind=answer.kind, enrolment=answer.enrolment, ledger="")
    write_profile(folder, who, Keys(signing_seed=found.keys.seeds()[0], store_secret=found.store_secret))
    till = Counter(partial(_started, made, folder, network, found), network)
    till.ok("clock", at=made.time.isoformat())
    till.exchange()
    till.ok("login", staff="ana", pin="1234")
    till.ok("open_day", float_minor=0, business_day="2026-11-22")
    return till


def _started(made: World, folder: Path, network: Network, found: Enrolled) -> Running:
    """Open the profile at the ledger's time: what the machine's clock says, no test may depend on."""
    with time_machine.travel(made.time, tick=False):
        running = open_terminal(folder, manual_clock=True)
        running.with_ledger(LedgerClient(URL, found.answer.terminal, found.keys.signing, transport=network, now=lambda: made.time))
        running.start_worker()
    return running


@contextmanager
def counters(folder: Path, shop: Json, *registers: str) -> Iterator[tuple[World, list[Counter]]]:
    """Open a ledger that holds `shop`, and a till at each register."""
    with ExitStack() as stack:
        made = stack.enter_context(world(folder / "ledger", file=load(encoded(shop))))
        tills: list[Counter] = []
        for register in registers:
            till = counter(made, folder / register, register)
            stack.callback(partial(_stop, till))
            tills.append(till)
        yield made, tills


def _stop(till: Counter) -> None:
    """Stop what runs by then: a till may have been started anew."""
    till.running.stop_worker()
