"""Pushing: bounded batches, an acknowledgement believed only with our own hash, and a ledger that lost something served again."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from sync.client.channel import Rejection
from sync.client.push import push_all
from sync.protocol.envelope import Entry
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import NoSale
from sync.protocol.wire import BATCH_LIMIT_BYTES, BATCH_LIMIT_ENTRIES, Ack, Problem, Push
from tests.unit.sync.client.fakes import FakeLedger, journal


def test_everything_is_pushed_in_batches_and_acknowledged() -> None:
    chain = journal(BATCH_LIMIT_ENTRIES * 2 + 5)
    told: list[int] = []
    ledger = FakeLedger(chain)
    done = push_all(ledger, chain, chain.report, told.append)
    assert ledger.batches == [BATCH_LIMIT_ENTRIES, BATCH_LIMIT_ENTRIES, 5]
    assert (done.entries, chain.acknowledged) == (405, 405)
    assert told == [200, 400, 405]


def test_nothing_unsent_sends_nothing() -> None:
    chain = journal(3)
    chain.acknowledged = 3
    ledger = FakeLedger(chain)
    assert push_all(ledger, chain, chain.report).entries == 0
    assert ledger.batches == []


def test_a_batch_stays_below_its_bytes_but_a_single_entry_always_goes() -> None:
    chain = journal(5)
    big = bytes(BATCH_LIMIT_BYTES // 2)
    chain.entered = [Entry(entry.seq, big, entry.hash, entry.signature) for entry in chain.entered]
    chain.entered[4] = Entry(5, bytes(BATCH_LIMIT_BYTES + 1), chain.entered[4].hash, b"")
    ledger = FakeLedger(chain)
    push_all(ledger, chain, chain.report)
    assert ledger.batches == [2, 2, 1]


LIES: dict[str, Callable[[Ack], Ack]] = {
    "wrong hash": lambda ack: replace(ack, hash=bytes(32)),
    "entries we do not have": lambda ack: replace(ack, seq=99),
    "another epoch": lambda ack: replace(ack, epoch="other"),
    "nothing received": lambda ack: replace(ack, seq=0, hash=bytes(32)),
    "a number below zero": lambda ack: replace(ack, seq=-1),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_acknowledgement_that_is_not_about_our_chain_changes_nothing(lie: str) -> None:
    chain = journal(4)
    with pytest.raises(EnvironmentFault, match="ledger_nonsense"):
        push_all(FakeLedger(chain, LIES[lie]), chain, chain.report)
    assert chain.acknowledged == 0


def test_a_ledger_restored_from_an_older_copy_gets_again_what_it_lost() -> None:
    chain = journal(10)
    ledger = FakeLedger(chain)
    push_all(ledger, chain, chain.report)
    ledger.held = 4
    chain.add(chain_fact())
    done = push_all(ledger, chain, chain.report)
    assert (ledger.held, chain.acknowledged, done.rewinds, done.entries) == (11, 11, 1, 1)


def chain_fact() -> NoSale:
    return NoSale(reason="later")


def test_a_ledger_that_forgets_again_and_again_is_not_served_for_ever() -> None:
    class Forgetful(FakeLedger):
        def push(self, message: Push) -> Ack:
            ack = super().push(message)
            self.held = 0
            return ack

    chain = journal(BATCH_LIMIT_ENTRIES * 3)
    with pytest.raises(EnvironmentFault, match="ledger_nonsense"):
        push_all(Forgetful(chain), chain, chain.report)


def test_a_refused_chain_is_told_as_it_is_and_nothing_is_believed() -> None:
    class Refusing(FakeLedger):
        def push(self, message: Push) -> Ack:
            raise Rejection(Problem(code="chain_forked", field="entries.0"))

    chain = journal(2)
    with pytest.raises(Rejection, match="chain_forked"):
        push_all(Refusing(chain), chain, chain.report)
    assert chain.acknowledged == 0


def test_what_was_acknowledged_before_a_failure_stays_so() -> None:
    class Dying(FakeLedger):
        def push(self, message: Push) -> Ack:
            if self.batches:
                raise EnvironmentFault("ledger_unreachable")
            return super().push(message)

    chain = journal(BATCH_LIMIT_ENTRIES + 1)
    with pytest.raises(EnvironmentFault, match="ledger_unreachable"):
        push_all(Dying(chain), chain, chain.report)
    assert chain.acknowledged == BATCH_LIMIT_ENTRIES


def test_the_named_points_are_reached_around_each_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[str] = []
    monkeypatch.setattr("sync.client.push.reach", reached.append)
    chain = journal(BATCH_LIMIT_ENTRIES + 1)
    push_all(FakeLedger(chain), chain, chain.report)
    assert reached == ["before_send", "after_acknowledgement"] * 2
