"""The journal is the queue: what was acknowledged, what is still to send, and a ledger that answers nonsense."""

import pytest

from kiosk.store.till import TillStore
from sync.protocol.errors import EnvironmentFault
from tests.unit.kiosk.store.build import Profile, sell


def test_everything_is_unsent_at_first(store: TillStore) -> None:
    sell(store, 2)
    assert (store.acknowledged, store.unsent, store.unsent_sales) == (0, 3, 2)
    assert [entry.seq for entry in store.entries(store.acknowledged, 2)] == [1, 2]


def test_sales_are_counted_from_an_index(store: TillStore) -> None:
    plan = store.source.rows("EXPLAIN QUERY PLAN SELECT count(*) FROM sale WHERE seq > ?", (1,))
    assert all("SEARCH" in str(row[-1]) and "INDEX" in str(row[-1]) for row in plan), plan


def test_an_acknowledgement_is_cumulative_and_durable(profile: Profile) -> None:
    with profile.opened() as store:
        sell(store, 3)
        acknowledge(store, 3)
        acknowledge(store, 2)
        assert (store.unsent, store.unsent_sales) == (1, 1)
    with profile.opened() as store:
        assert (store.acknowledged, store.unsent) == (3, 1)


def test_a_hash_that_is_not_ours_is_refused(store: TillStore) -> None:
    sell(store)
    with pytest.raises(EnvironmentFault, match="ledger_disagrees"):
        store.acknowledge(store.identity.epoch, 2, bytes(32))
    assert store.acknowledged == 0


def test_an_entry_that_does_not_exist_is_refused(store: TillStore) -> None:
    with pytest.raises(EnvironmentFault, match="ledger_disagrees"):
        store.acknowledge(store.identity.epoch, 99, store.head.hash)


def test_an_epoch_that_is_not_ours_is_refused(store: TillStore) -> None:
    with pytest.raises(EnvironmentFault, match="ledger_disagrees"):
        store.acknowledge("0" * 32, 1, store.head.hash)


def test_what_the_balances_hold_is_durable(profile: Profile) -> None:
    with profile.opened() as store:
        sell(store, 2)
        acknowledge(store, 2)
        store.settle()
        acknowledge(store, 3)
    with profile.opened() as store:
        assert (store.settled, store.acknowledged) == (2, 3)


def acknowledge(store: TillStore, seq: int) -> None:
    entry = store.entry(seq)
    assert entry is not None
    store.acknowledge(store.identity.epoch, seq, entry.hash)
