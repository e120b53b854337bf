"""What changes while the ledger is asked for a right: another card, another balance, a disk that did not take the question."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from kiosk.services import members
from kiosk.services.answers import Answer
from kiosk.services.commands import Command, Reward, State, TenderMoney
from kiosk.services.holds import held_by
from sync.protocol.errors import EnvironmentFault
from sync.protocol.loyalty_wire import HoldAnswer, HoldRequest
from tests.flows.harness import Till, shop_till
from tests.flows.loyalty.shops import CARD, NOW, goods, loyal, points, reward
from tests.flows.loyalty.test_asking import LIMIT_S, SlowLedger

PROGRAMME = points(rewards=[reward("five", 100, "amount", amount_minor=500, repeat=True)])


class NotingLedger(SlowLedger):
    """Remembers how much it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.amounts: list[int] = []

    def hold(self, message: HoldRequest) -> HoldAnswer:
        self.amounts.append(message.amount)
        return super().hold(message)


@contextmanager
def slow(folder: Path) -> Iterator[tuple[Till, NotingLedger]]:
    """A till with a coat and a member's card on its ticket, and a ledger that takes its time."""
    shop = loyal(goods(coat=2000), programmes=[PROGRAMME], balances={"POINT": 100})
    shop["members"].append({"id": "m2", "code": "0429999999990", "profile": {}, "balances": {"POINT": 150}})
    with shop_till(folder, shop, manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("add", sku="coat", quantity=1)
        till.ok("member", code=CARD)
        ledger = NotingLedger()
        till.running.till.terminal.rights = ledger
        yield till, ledger


def while_asked(till: Till, ledger: NotingLedger, command: Command, meanwhile: Callable[[], object]) -> Answer:
    """Carry out a command, with something happening before the ledger answers."""
    heard: list[Answer] = []
    till.running.worker.submit(command, heard.append)
    assert ledger.asked.wait(LIMIT_S)
    meanwhile()
    ledger.answers.set()
    while not heard:
        till.running.worker.execute(State())
    return heard[0]


def richer(till: Till) -> Callable[[], None]:
    """Returns what makes the member richer, as a pull does."""
    reference = till.running.till.terminal.reference
    known = reference.member

    def hear() -> None:
        reference.member = lambda id: msgspec.structs.replace(found, balances={"POINT": 500}) if (found := known(id)) else None  # type: ignore[method-assign]
        till.running.till.run(members.refresh)

    return lambda: till.running.worker.call(hear)


def test_what_is_reserved_for_one_member_is_not_laid_on_the_ticket_of_another(tmp_path: Path) -> None:
    with slow(tmp_path / "till") as (till, ledger):
        answer = while_asked(till, ledger, Reward(id="five"), lambda: till.ok("member", id="m2"))
        assert answer.error is not None
        assert answer.error.code == "right_late"
        assert not held_by(till.running.till.session.basket)


def test_points_pay_no_more_than_what_was_reserved(tmp_path: Path) -> None:
    with slow(tmp_path / "till") as (till, ledger):
        assert while_asked(till, ledger, TenderMoney(kind="points"), richer(till)).ok
        basket = till.running.till.session.basket
        assert basket is not None
        assert [each.points for each in basket.tenders] == ledger.amounts == [100]


def test_a_reward_is_claimed_no_more_often_than_was_reserved(tmp_path: Path) -> None:
    with slow(tmp_path / "till") as (till, ledger):
        assert while_asked(till, ledger, Reward(id="five"), richer(till)).ok
        basket = till.running.till.session.basket
        assert basket is not None
        assert [each.claims for each in basket.rewards] == ledger.amounts == [1]


def test_a_question_that_was_not_durable_is_asked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else that right could not be used until the program is started again."""

    def full(statements: object) -> None:
        raise EnvironmentFault("disk_full")

    with slow(tmp_path / "till") as (till, ledger):
        ledger.answers.set()
        with monkeypatch.context() as disk:
            disk.setattr(till.running.till.terminal.store.session, "write", full)
            assert till.ask("reward", id="five")["error"]["code"] == "disk_full"
        assert till.ok("reward", id="five")["basket"]["totals"]["gross_minor"] == 1500
