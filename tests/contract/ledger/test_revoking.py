"""A machine whose key is revoked: the ledger answers it no more, no till takes what it signs; its register's next one goes on."""

from functools import partial

import msgspec
import pytest

from sync.client.channel import Rejection
from sync.client.enrolment import TerminalKeys, enrol
from sync.ledger.desk import terminal_states
from sync.ledger.enrolment import create_code
from sync.ledger.feed import all_bodies
from sync.ledger.revoking import Revoked, revoke
from sync.ledger.verify import verify
from sync.protocol.errors import EnvironmentFault, Refusal
from sync.protocol.records import IssuerKey
from sync.protocol.tokens import key_id
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.worlds import URL, World


def known_as_revoked(world: World, public: bytes) -> list[bool]:
    """What the tills of each store hear of a key."""
    found = [world.context.read(partial(all_bodies, store=store, scope="issuer_key")) for store in ("S1", "S2")]
    return [msgspec.json.decode(bodies[key_id(public).hex()], type=IssuerKey).revoked for bodies in found]


def test_a_replaced_machine_is_answered_no_more_and_the_next_one_goes_on(shop_world: World) -> None:
    old, before = shop_world.machine("K1", "e1")
    before.add(opened(), sale(1))
    old.push(before.message())
    new, chain = shop_world.machine("K1", "e2")
    assert revoke(shop_world.context, "K1") == [Revoked("K1", "A", before.terminal, revoked=True)]
    before.add(sale(2))
    for ask in (partial(old.push, before.message()), partial(old.desk)):
        with pytest.raises(EnvironmentFault) as fault:
            ask()
        assert (fault.value.code, fault.value.params) == ("ledger_refused", {"reason": "terminal_revoked"})
    chain.add(opened(series="B"), sale(1, series="K1-B"))
    assert new.push(chain.message()).seq == 2
    assert known_as_revoked(shop_world, before.key.public_key().public_bytes_raw()) == [True, True]
    assert known_as_revoked(shop_world, chain.key.public_key().public_bytes_raw()) == [False, False]
    assert verify(shop_world.context).fault is None, "what it sent before stands"
    told = shop_world.context.read(lambda connection: terminal_states(connection, "S1"))
    assert [each.terminal for each in told] == [chain.terminal], "nothing is waited for from it"


def test_a_stolen_machine_is_named_by_the_letters_of_its_receipts(shop_world: World) -> None:
    machines = [shop_world.machine("K1", f"e{number}")[1].terminal for number in range(2)]
    assert revoke(shop_world.context, "K1", "B") == [Revoked("K1", "B", machines[1], revoked=True)]
    assert revoke(shop_world.context, "K1", "B") == [Revoked("K1", "B", machines[1], revoked=True)]


def test_its_code_gives_the_secret_to_nobody_again(shop_world: World) -> None:
    keys, code = TerminalKeys.generate(), create_code(shop_world.context, "K1")
    enrol(URL, code, keys=keys, transport=shop_world.transport)
    revoke(shop_world.context, "K1", "A")
    with pytest.raises(Rejection, match="enrol_code"):
        enrol(URL, code, keys=keys, transport=shop_world.transport)


def test_a_revocation_is_lifted_where_an_unsent_disk_is_found(shop_world: World) -> None:
    old, chain = shop_world.machine("K1")
    chain.add(opened(), sale(1))
    shop_world.machine("K1", "e2")
    revoke(shop_world.context, "K1")
    assert revoke(shop_world.context, "K1", lift=True) == [Revoked("K1", "A", chain.terminal, revoked=False)]
    assert old.push(chain.message()).seq == 2
    assert known_as_revoked(shop_world, chain.key.public_key().public_bytes_raw()) == [False, False]


@pytest.mark.parametrize(
    ("register", "machine", "code"), [("K77", "", "unknown_register"), ("K1", "", "nothing_replaced"), ("K1", "C", "unknown_machine")]
)
def test_what_cannot_be_revoked_is_said(shop_world: World, register: str, machine: str, code: str) -> None:
    shop_world.machine("K1")
    with pytest.raises(Refusal) as refused:
        revoke(shop_world.context, register, machine)
    assert refused.value.code == code
