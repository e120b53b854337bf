"""While the ledger is asked for a right, goods are scanned on; an answer that comes too late for its ticket changes nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.services.answers import Answer
from kiosk.services.commands import Command, Reward, State
from kiosk.services.holds import held_by, release_waiting
from sync.protocol.loyalty_wire import HoldAnswer, HoldRequest, LeaseAnswer, LeaseRequest, ReleaseRequest, Taken
from tests.flows.harness import Till, shop_till
from tests.flows.loyalty.shops import CARD, NOW, goods, loyal, points, reward

LIMIT_S = 10.0


class SlowLedger:
    """Answers when the test says so."""

    def __init__(self) -> None:
        self.asked, self.answers = threading.Event(), threading.Event()
        self.released: list[str] = []

    def hold(self, message: HoldRequest) -> HoldAnswer:
        self.asked.set()
        assert self.answers.wait(LIMIT_S)
        return HoldAnswer(server_time=NOW, until=NOW)

    def release(self, message: ReleaseRequest) -> Taken:
        self.released += message.ids
        return Taken(server_time=NOW)

    def lease(self, message: LeaseRequest) -> LeaseAnswer:
        return LeaseAnswer(server_time=NOW, leases=[])


@contextmanager
def asking(folder: Path) -> Iterator[tuple[Till, SlowLedger, "list[Answer]"]]:
    """A till whose reward is being asked for."""
    programme = points(rewards=[reward("five", 100, "amount", amount_minor=500)])
    with shop_till(
        folder, loyal(goods(coat=2000), programmes=[programme], balances={"POINT": 100}), manual_clock=True, begun=False
    ) as till:
        till.ok("clock", at=NOW)
        till.ok("member", code=CARD)
        ledger = SlowLedger()
        heard: list[Answer] = []
        till.running.till.terminal.rights = ledger
        till.running.worker.submit(Reward(id="five"), heard.append)
        assert ledger.asked.wait(LIMIT_S)
        yield till, ledger, heard


def told(till: Till, ledger: SlowLedger, command: Command) -> Answer:
    """Let the ledger answer, and wait for the till to have heard it."""
    ledger.answers.set()
    return till.running.worker.execute(command)


def test_the_next_scan_does_not_wait(tmp_path: Path) -> None:
    with asking(tmp_path / "till") as (till, ledger, heard):
        assert till.ok("add", sku="coat", quantity=1)["basket"]["totals"]["gross_minor"] == 2000
        assert not heard
        till.no("hold_asked", "reward", id="five")
        while not heard:
            told(till, ledger, State())
        assert heard[0].ok
        assert held_by(till.running.till.session.basket)


def test_an_answer_for_a_ticket_that_is_gone_is_given_back(tmp_path: Path) -> None:
    with asking(tmp_path / "till") as (till, ledger, heard):
        till.ok("cancel_basket")
        while not heard:
            told(till, ledger, State())
        assert heard[0].error is not None
        assert heard[0].error.code == "right_late"
        release_waiting(till.running.till.terminal, till.running.worker.call)
        assert len(ledger.released) == 1
