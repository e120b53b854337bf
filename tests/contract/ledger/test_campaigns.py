"""Leases keep caps exact, a stop says who has heard of it, and the rules in force are signed."""

import msgspec
import pytest

from sync.client.channel import Rejection
from sync.client.ledger import LedgerClient
from sync.ledger.bundles import bundle_of, rules_hash
from sync.ledger.feed import all_bodies
from sync.ledger.loyalty_tables import lease
from sync.ledger.verify import verify
from sync.protocol.facts import OfferUse, Sale
from sync.protocol.loyalty_wire import LeaseRequest, StopRequest
from sync.protocol.records import Lease, StoppedOffer
from sync.protocol.wire import FeedRequest
from sync.rules.bundles import is_signed
from tests.contract.ledger.test_meaning import coupon
from tests.unit.sync.ledger.loyal_shops import OFFERS, loyal_shop
from tests.unit.sync.ledger.machines import Chain, opened, sale
from tests.unit.sync.ledger.shops import SHOP
from tests.unit.sync.ledger.worlds import World

NEXT = {"id": "next", "kind": "receipt_coupon", "amount_minor": 500}


@pytest.fixture
def loyal(shop_world: World) -> World:
    shop_world.import_shop(loyal_shop(offers=[*OFFERS, NEXT]))
    return shop_world


def using(number: int, offer: str = "first500", times: int = 1, amount: int = 100, series: str = "K1-A") -> Sale:
    return msgspec.structs.replace(sale(number, series=series), uses=[OfferUse(offer=offer, times=times, amount_minor=amount)])


def leases_of(world: World, store: str = "S1") -> dict[str, Lease]:
    found = world.context.read(lambda connection: all_bodies(connection, store, "lease"))
    return {key: msgspec.json.decode(body, type=Lease) for key, body in found.items()}


def pull(client: LedgerClient, chain: Chain, cursors: dict[str, int]) -> dict[str, int]:
    answer = client.feed(FeedRequest(report=chain.report(), cursors=cursors))
    return {**cursors, **{page.scope: page.cursor for page in answer.pages}}


def test_a_machine_is_granted_a_part_and_more_when_it_asks_again(loyal: World) -> None:
    here, chain = loyal.machine("K1")
    loyal.machine("K9", "e9")
    (first,) = here.lease(LeaseRequest(wanted=["first500", "once", "nothing"])).leases
    assert first == Lease(id="first500:K1", offer="first500", register="K1", uses=25, amount_minor=1250, terminal=chain.terminal)
    (second,) = here.lease(LeaseRequest(wanted=["first500"])).leases
    assert (second.uses, second.amount_minor) == (25 + 18, 1250 + 937)
    assert leases_of(loyal) == {"first500:K1": second}


def test_all_machines_together_are_granted_the_cap_and_not_one_more(loyal: World) -> None:
    clients = [loyal.machine("K1")[0], loyal.machine("K2", "e2")[0], loyal.machine("K9", "e9")[0]]
    for _ in range(120):
        for client in clients:
            client.lease(LeaseRequest(wanted=["first500"]))
    rows = loyal.rows(lease, offer="first500")
    assert (sum(row["uses"] for row in rows), sum(row["amount_minor"] for row in rows)) == (100, 5000)


def test_what_is_left_goes_back_when_the_day_is_closed(loyal: World) -> None:
    here, chain = loyal.machine("K1")
    here.lease(LeaseRequest(wanted=["first500"]))
    chain.add(opened(), using(1), using(2))
    here.push(chain.message())
    spent = Lease(id="first500", offer="first500", register="K1", uses=1, amount_minor=100)
    (left,) = here.lease(LeaseRequest(spent=[spent], close=True)).leases
    assert (left.uses, left.amount_minor) == (2, 200), "never less than its entries say"
    assert not loyal.cases()


def test_a_new_machine_at_a_register_has_none_of_the_old_ones(loyal: World) -> None:
    old, _ = loyal.machine("K1")
    old.lease(LeaseRequest(wanted=["first500"]))
    new, _ = loyal.machine("K1", "e2")
    assert leases_of(loyal) == {}
    (mine,) = new.lease(LeaseRequest(wanted=["first500"])).leases
    assert (mine.uses, loyal.count(lease, offer="first500")) == (25, 2)


def test_a_machine_that_was_replaced_is_granted_nothing_and_told_in_nobodys_place(loyal: World) -> None:
    old, before = loyal.machine("K1")
    old.lease(LeaseRequest(wanted=["first500"]))
    new, after = loyal.machine("K1", "e2")
    new.lease(LeaseRequest(wanted=["first500"]))
    told = leases_of(loyal)
    assert told["first500:K1"].terminal == after.terminal
    (held,) = old.lease(LeaseRequest(wanted=["first500"])).leases
    assert (held.uses, held.terminal, leases_of(loyal)) == (50, before.terminal, told)


def test_what_a_machine_held_is_anothers_only_by_its_own_word(loyal: World) -> None:
    """Replaced and never heard of again, it may have used all of it; back with its whole journal, it gives back what it did not use."""
    old, before = loyal.machine("K1")
    (held,) = old.lease(LeaseRequest(wanted=["first500"])).leases
    new, _ = loyal.machine("K1", "e2")
    for _ in range(200):
        (mine,) = new.lease(LeaseRequest(wanted=["first500"])).leases
    assert mine.uses == 100 - held.uses
    before.add(opened(), using(1), using(2))
    old.push(before.message())
    old.lease(LeaseRequest(spent=[Lease(id="first500", offer="first500", register="K1", uses=2, amount_minor=200)], close=True))
    for _ in range(200):
        (mine,) = new.lease(LeaseRequest(wanted=["first500"])).leases
    assert (mine.uses, mine.amount_minor) == (98, 4800)
    assert not loyal.cases() and verify(loyal.context).fault is None


def test_uses_beyond_the_lease_are_a_case_and_what_comes_back_is_free_again(loyal: World) -> None:
    here, chain = loyal.machine("K1")
    chain.add(opened(), using(1))
    here.push(chain.message())
    found = loyal.cases()["campaign_overrun"]
    assert (found["subject"], found["effect_minor"]) == ("first500", 100)
    chain.add(using(2, times=-1, amount=-100))
    here.push(chain.message())
    assert verify(loyal.context).fault is None


def test_a_stop_tells_who_has_heard_of_it_and_the_worst_case(loyal: World) -> None:
    here, one = loyal.machine("K1")
    there, other = loyal.machine("K9", "e9")
    here.lease(LeaseRequest(wanted=["first500"]))
    one.add(opened(), using(1, amount=250))
    here.push(one.message())
    answer = here.stop(StopRequest(offer="first500"))
    assert (answer.confirmed, answer.open, answer.worst_minor) == ([], ["K1", "K9"], 1250 - 250)
    cursors = pull(here, one, {})
    pull(here, one, cursors)
    answer = here.stop(StopRequest(offer="first500"))
    assert (answer.confirmed, answer.open, answer.worst_minor) == (["K1"], ["K9"], 0)
    told = loyal.context.read(lambda connection: all_bodies(connection, "S2", "stopped"))
    assert msgspec.json.decode(told["first500"], type=StoppedOffer).at == "2026-11-22T09:00:00.000+00:00"
    assert here.stop(StopRequest(offer="once")).worst_minor is None, "nothing bounds it"
    pull(there, other, pull(there, other, {}))
    assert here.stop(StopRequest(offer="first500", stop=False)).worst_minor == 0
    assert "first500" not in loyal.context.read(lambda connection: all_bodies(connection, "S2", "stopped"))


def test_a_store_that_is_opened_later_hears_what_was_stopped_before(loyal: World) -> None:
    here, _ = loyal.machine("K1")
    for offer in ("first500", "once"):
        here.stop(StopRequest(offer=offer))
    here.stop(StopRequest(offer="once", stop=False))
    stores = [*SHOP["stores"], {"id": "S3", "name": "Halle"}]
    registers = [*SHOP["registers"], {"id": "K3", "store": "S3", "kind": "cashier"}]
    loyal.import_shop(loyal_shop(offers=[*OFFERS, NEXT], stores=stores, registers=registers))
    assert loyal.context.read(lambda connection: all_bodies(connection, "S3", "stopped")).keys() == {"first500"}
    loyal.machine("K3", "e3")
    assert "K3" in here.stop(StopRequest(offer="first500")).open
    here.stop(StopRequest(offer="first500", stop=False))
    loyal.import_shop(loyal_shop(offers=[*OFFERS, NEXT], stores=stores, registers=registers))
    assert not loyal.context.read(lambda connection: all_bodies(connection, "S3", "stopped"))


def test_the_worst_case_of_a_coupon_is_what_was_printed_and_not_used(loyal: World) -> None:
    here, chain = loyal.machine("K1")
    capped = {**NEXT, "limits": {"total": 4}}
    loyal.import_shop(loyal_shop(offers=[*OFFERS, capped]))
    here.lease(LeaseRequest(wanted=["next"]))
    chain.add(opened(), msgspec.structs.replace(using(1, "next", amount=500), issued=[coupon()]))
    here.push(chain.message())
    assert here.stop(StopRequest(offer="next")).worst_minor == 500 + 500, "one is printed, and leased is one more"


@pytest.mark.parametrize(("register", "offer", "code"), [("K2", "once", "desk_only"), ("K1", "nothing", "campaign_unknown")])
def test_a_stop_is_refused(loyal: World, register: str, offer: str, code: str) -> None:
    client, _ = loyal.machine(register)
    with pytest.raises(Rejection, match=code):
        client.stop(StopRequest(offer=offer))


def test_the_rules_are_signed_and_their_version_rises_with_their_hash(loyal: World) -> None:
    first = loyal.context.read(lambda connection: bundle_of(connection, "S1"))
    assert first is not None
    assert first.hash == loyal.context.read(lambda connection: rules_hash(connection, "S1"))
    assert is_signed(first, loyal.context.keys.public)
    assert not is_signed(msgspec.structs.replace(first, version=9), loyal.context.keys.public)
    loyal.import_shop(loyal_shop(offers=[*OFFERS, NEXT]))
    assert loyal.context.read(lambda connection: bundle_of(connection, "S1")) == first
    loyal.import_shop(loyal_shop())
    second = loyal.context.read(lambda connection: bundle_of(connection, "S1"))
    assert second is not None
    assert (second.version, second.hash != first.hash) == (first.version + 1, True)
