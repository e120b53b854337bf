"""What the desk knows of a till that is far away: sales it has not sent, and tickets put aside there."""

from pathlib import Path

from sync.ledger.desk import desk_answer
from sync.protocol.wire import OpenWork
from tests.flows.counters import counters
from tests.flows.shops import shop
from tests.unit.sync.ledger.worlds import World


def known(world: World, register: str) -> OpenWork | None:
    with world.context.engine.connect() as connection:
        states = desk_answer(connection, "lyon", "", world.context.stamp()).terminals
    return next(state.open_work for state in states if state.register == register)


def test_unsent_sales_and_tickets_put_aside_reach_the_desk(tmp_path: Path) -> None:
    with counters(tmp_path, shop(), "R1") as (world, (till,)):
        till.ok("add", sku="lamp", quantity=2)
        till.ok("hold")
        till.sell({"sku": "pear"})
        till.exchange()
        assert known(world, "R1") == OpenWork(unsent_sales=0, held_tickets=1, held_minor=5000)
        till.ok("recall", ticket="1")
        till.ok("cancel_basket")
        till.exchange()
        assert known(world, "R1") == OpenWork()


def test_what_waits_is_counted_in_sales(tmp_path: Path) -> None:
    """A desk that counted entries would tell a manager of goods that were never sold."""
    with counters(tmp_path, shop(), "R1") as (_, (till,)):
        till.exchange()
        till.network.up = False
        till.sell({"sku": "pear"})
        till.ok("paid_in", amount_minor=100, reason="change")
        store = till.running.till.terminal.store
        assert (store.unsent_sales, store.unsent) == (1, 2)
