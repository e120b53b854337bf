"""Several terminals at once, and books that somebody tampered with."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sync.client.ledger import LedgerClient
from sync.client.push import push_all
from sync.ledger.tables import balance, entry, posting
from sync.ledger.verify import verify
from tests.unit.sync.ledger.machines import Chain, earned, opened, sale
from tests.unit.sync.ledger.worlds import World

MACHINES = 4
SALES = 40


def test_terminals_that_push_at_once_lose_nothing(shop_world: World) -> None:
    """All of them move the points of one member, so their transactions do collide."""
    machines = [shop_world.machine("K1", f"e{number}") for number in range(MACHINES)]

    def work(number: int, ledger: LedgerClient, chain: Chain) -> None:
        chain.add(opened(series=f"A{number}"))
        for count in range(1, SALES + 1):
            chain.add(sale(count, series=f"K1-A{number}", member="m1", moved=earned(1)))
            if count % 10 == 0:
                push_all(ledger, chain, chain.report)

    with ThreadPoolExecutor(MACHINES) as pool:
        for done in [pool.submit(work, number, *machine) for number, machine in enumerate(machines)]:
            done.result()
    assert shop_world.count(entry) == MACHINES * (SALES + 1)
    owed = shop_world.rows(balance, store="S1", account="member:m1", unit="POINT")[0]["amount"]
    assert owed == -(100 + MACHINES * SALES)
    assert not shop_world.cases()
    assert verify(shop_world.context).fault is None


def filled(world: World) -> None:
    ledger, chain = world.machine()
    chain.add(opened(), sale(1), sale(2))
    ledger.push(chain.message())
    assert verify(world.context).fault is None


@pytest.mark.parametrize(
    ("statement", "rule", "seq"),
    [
        ("UPDATE balance SET amount = amount + 1 WHERE account = 'sales'", "balance", 0),
        ("UPDATE posting SET amount = amount + 1 WHERE account = 'sales' AND seq = 3", "postings", 3),
        ("UPDATE epoch SET seq = 2", "head", 3),
    ],
)
def test_verify_names_what_was_tampered_with(shop_world: World, statement: str, rule: str, seq: int) -> None:
    filled(shop_world)
    shop_world.context.write(lambda connection: connection.execute(text(statement)))
    fault = verify(shop_world.context).fault
    assert fault is not None
    assert (fault.rule, fault.store, fault.seq) == (rule, "S1", seq)


@pytest.mark.parametrize("statement", ["UPDATE entry SET body = '' WHERE seq = 2", "DELETE FROM entry WHERE seq = 3"])
def test_the_database_itself_keeps_entries_as_they_came(shop_world: World, statement: str) -> None:
    filled(shop_world)
    with pytest.raises(DBAPIError, match="entries are final"):
        shop_world.context.write(lambda connection: connection.execute(text(statement)))
    assert shop_world.count(entry) == 3
    assert shop_world.count(posting, epoch="e1") == 6
