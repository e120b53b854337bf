"""Receiving: exactly once, cumulatively, with the hash; and what does not continue the chain is told where it does."""

import pytest

from sync.client.channel import Rejection
from sync.ledger.tables import entry, epoch, posting
from sync.ledger.verify import verify
from sync.protocol.envelope import Entry
from tests.unit.sync.ledger.machines import Chain, day_opened, opened, sale
from tests.unit.sync.ledger.worlds import World


def test_an_acknowledgement_is_cumulative_and_carries_the_hash(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), day_opened())
    first = ledger.push(chain.message())
    chain.add(sale(1), sale(2))
    second = ledger.push(chain.message(chain.entered[2:]))
    assert (first.seq, second.seq) == (2, 4)
    assert second.hash == chain.hash
    assert shop_world.count(entry) == 4


def test_the_same_push_again_changes_nothing_and_is_answered_the_same(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1))
    assert ledger.push(chain.message()) == ledger.push(chain.message())
    assert shop_world.count(entry) == 2
    assert shop_world.count(posting, epoch="e1", seq=2) == 3


def test_a_push_that_overlaps_brings_only_what_is_new(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1))
    ledger.push(chain.message())
    chain.add(sale(2))
    assert ledger.push(chain.message()).seq == 3
    assert shop_world.count(entry) == 3


def test_an_empty_push_tells_where_the_ledger_stands(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened())
    ledger.push(chain.message())
    assert ledger.push(chain.message([])).seq == 1


def test_a_gap_is_answered_with_where_to_go_on(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1), sale(2))
    ledger.push(chain.message(chain.entered[:1]))
    with pytest.raises(Rejection, match="gap") as refused:
        ledger.push(chain.message(chain.entered[2:]))
    assert refused.value.ack is not None
    assert (refused.value.ack.seq, refused.value.ack.hash) == (1, chain.entered[0].hash)
    assert shop_world.count(entry) == 1
    assert not shop_world.cases()


def test_another_entry_at_a_known_number_is_refused_and_becomes_a_case(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1))
    ledger.push(chain.message())
    fork = Chain(chain.terminal, chain.key)
    fork.add(opened(), sale(1, gross=1200))
    with pytest.raises(Rejection, match="chain_forked"):
        ledger.push(fork.message())
    assert shop_world.rows(entry, seq=2)[0]["hash"] == chain.hash
    assert shop_world.cases()["chain_forked"]["seq"] == 2


@pytest.mark.parametrize("code", ["bad_chain", "bad_signature"])
def test_a_broken_entry_is_refused_and_the_good_ones_before_it_stay_received(shop_world: World, code: str) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1), sale(2))
    good = chain.entered[2]
    broken = Entry(3, good.body, good.hash, bytes(64)) if code == "bad_signature" else Entry(3, good.body + b" ", good.hash, good.signature)
    with pytest.raises(Rejection, match=code) as refused:
        ledger.push(chain.message([*chain.entered[:2], broken]))
    assert refused.value.field == "entries.2"
    assert refused.value.ack is not None
    assert refused.value.ack.seq == 2
    assert shop_world.count(entry) == 2
    assert code in shop_world.cases()
    assert ledger.push(chain.message()).seq == 3


def test_another_terminals_key_signs_nothing_here(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    _, other = shop_world.machine("K2")
    foreign = Chain(chain.terminal, other.key)
    foreign.add(opened())
    with pytest.raises(Rejection, match="bad_signature"):
        ledger.push(foreign.message())
    assert shop_world.count(entry) == 0


def test_epochs_are_numbered_as_they_are_first_seen(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened())
    ledger.push(chain.message())
    later = Chain(chain.terminal, chain.key, "e2")
    later.add(opened(series="A2", previous_epoch="e1", previous_seq=1, previous_hash=chain.hash.hex()))
    ledger.push(later.message())
    assert {row["epoch"]: (row["number"], row["series"]) for row in shop_world.rows(epoch)} == {"e1": (1, "A"), "e2": (2, "A2")}
    assert not shop_world.cases()


def test_the_books_hold_after_a_day_of_pushes(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), day_opened(), *(sale(number) for number in range(1, 30)))
    ledger.push(chain.message())
    found = verify(shop_world.context)
    assert (found.entries, found.fault) == (31, None)
