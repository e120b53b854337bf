"""An epoch that is closed in the middle of an exchange: no entry goes up under another epoch's name, and none is left behind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk.services.sync_loop import WorkerJournal
from kiosk.store.till import TillStore
from sync.client.push import push_all
from sync.protocol.envelope import GENESIS
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import Ack, Push, Report
from tests.unit.kiosk.store.build import DAY, Profile, closing, sell


class FakeLedger:
    """Acknowledges what it is sent."""

    def __init__(self) -> None:
        self.held: dict[str, list[int]] = {}

    def push(self, message: Push) -> Ack:
        for entry in message.entries:
            assert f'"epoch":"{message.epoch}"'.encode() in entry.body, "an entry under another epoch's name"
        held = self.held.setdefault(message.epoch, [])
        held += [entry.seq for entry in message.entries if entry.seq > len(held)]
        return Ack(epoch=message.epoch, seq=message.entries[-1].seq, hash=message.entries[-1].hash, server_time="")


def report() -> Report:
    return Report(epoch="", head_seq=0, head_hash=GENESIS, unsent=0)


def push(ledger: FakeLedger, store: TillStore, call: Callable[[Callable[[], Any]], Any] = lambda work: work()) -> None:
    """One round as the sync loop makes it."""
    for journal in store.older_journals():
        push_all(ledger, WorkerJournal(journal, call), report)  # type: ignore[arg-type]
    push_all(ledger, WorkerJournal(store, call), report)  # type: ignore[arg-type]


@pytest.mark.parametrize("after_calls", [1, 2, 3, 4, 5])
def test_an_epoch_closed_between_two_reads(tmp_path: Path, after_calls: int) -> None:
    with Profile(tmp_path).enrol().opened() as store:
        sell(store, 3)
        with store.unit(day=DAY) as unit:
            unit.append(closing(1))
        ledger, before, calls = FakeLedger(), store.epoch, []

        def call(work: Callable[[], Any]) -> Any:
            found = work()
            calls.append(found)
            if len(calls) == after_calls:
                store.turn_epoch("year")
                sell(store, 2)
            return found

        try:
            push(ledger, store, call)
        except EnvironmentFault as fault:
            assert fault.code == "ledger_nonsense"
        push(ledger, store)
        assert store.unsent == 0
        assert {epoch: len(held) for epoch, held in ledger.held.items()} == {before: 6, store.epoch: 3}
