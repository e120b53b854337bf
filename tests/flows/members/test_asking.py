"""The ledger asked for a member while the customer's goods are scanned: nobody waits, and an answer that comes too late changes nothing."""

import threading
from queue import Queue
from typing import Any

import pytest

from kiosk.services.answers import Answer
from kiosk.services.commands import Add, SetMember
from sync.protocol.errors import EnvironmentFault
from sync.protocol.loyalty_wire import MemberAnswer, MemberRequest
from sync.protocol.records import Member
from tests.flows.harness import Till

FAR = Member(id="far", tier="gold", balances={"POINT": 40})


class SlowLedger:
    """Answers a question about a member when it is told to."""

    def __init__(self) -> None:
        self.asked: Queue[MemberRequest] = Queue()
        self.answer: Queue[Member | EnvironmentFault | None] = Queue()

    def member(self, message: MemberRequest) -> MemberAnswer:
        self.asked.put(message)
        found = self.answer.get(timeout=30)
        if isinstance(found, EnvironmentFault):
            raise found
        return MemberAnswer(server_time="2026-11-22T10:00:00+01:00", member=found)


@pytest.fixture
def ledger(till: Till) -> SlowLedger:
    found = SlowLedger()
    till.running.till.terminal.members = found  # type: ignore[assignment]  # only members are asked for here
    return found


class Asked:
    """A card that was shown, and the till's answer once it comes."""

    def __init__(self, till: Till, ledger: SlowLedger, code: str = "0420000000001") -> None:
        self._done: Queue[Answer] = Queue()
        till.running.worker.submit(SetMember(code=code), self._done.put)
        self.request = ledger.asked.get(timeout=30)

    def answer(self) -> Any:
        return self._done.get(timeout=30)


def test_goods_are_scanned_while_the_ledger_is_asked(till: Till, ledger: SlowLedger) -> None:
    asked = Asked(till, ledger)
    assert asked.request == MemberRequest(code="0420000000001")
    first = till.ok("scan", code="4006381333931")
    assert len(first["basket"]["lines"]) == 1 and first["basket"].get("member") is None
    till.ok("scan", code="5000159484695")
    ledger.answer.put(FAR)
    answer = asked.answer()
    assert answer.ok and answer.basket is not None
    assert answer.basket.member is not None and answer.basket.member.id == "far" and len(answer.basket.lines) == 2
    till.ok("tender", kind="cash")
    assert till.ok("finish")["basket"]["member"]["balances"] == {"POINT": 40}


def test_one_member_is_asked_for_at_a_time(till: Till, ledger: SlowLedger) -> None:
    asked = Asked(till, ledger)
    till.no("member_asked", "member", code="0420000000002")
    ledger.answer.put(None)
    assert asked.answer().error.code == "unknown_member"
    again = Asked(till, ledger, "0420000000002")
    ledger.answer.put(FAR)
    assert again.answer().ok


def test_an_answer_after_the_ticket_belongs_to_nobody(till: Till, ledger: SlowLedger) -> None:
    till.ok("add", sku="pear", quantity=1)
    asked = Asked(till, ledger)
    till.ok("tender", kind="cash")
    till.ok("finish")
    till.ok("add", sku="lamp", quantity=1)
    ledger.answer.put(FAR)
    assert asked.answer().error.code == "member_late"
    assert till.ok("state")["basket"].get("member") is None


def test_a_ledger_that_cannot_be_asked_knows_nobody(till: Till, ledger: SlowLedger) -> None:
    asked = Asked(till, ledger)
    ledger.answer.put(EnvironmentFault("ledger_unreachable"))
    assert asked.answer().error.code == "unknown_member"


def test_the_till_stops_while_it_asks(till: Till, ledger: SlowLedger) -> None:
    """A stop waits for the answer, which is bounded, and loses nothing."""
    Asked(till, ledger)
    done: Queue[Answer] = Queue()
    till.running.worker.submit(Add(sku="pear", quantity=1), done.put)
    assert done.get(timeout=30).ok
    stopping = threading.Thread(target=till.running.worker.stop)
    stopping.start()
    ledger.answer.put(FAR)
    stopping.join(timeout=30)
    assert not stopping.is_alive()
    session = till.running.till.session
    assert session.basket is not None and session.basket.member is not None and len(session.basket.lines) == 1
