"""A ledger whose stores each kept a member's points from the whole opening balance: brought to one home, owed once."""

import pytest
from sqlalchemy import text

from sync.database.migrations import upgrade
from sync.ledger import loyalty_effects, member_homes
from sync.ledger.loyalty_tables import member_account
from sync.ledger.opening import MIGRATIONS
from sync.ledger.tables import balance
from sync.ledger.verify import verify
from tests.contract.ledger.test_card_migration import undo_loyalty
from tests.contract.ledger.test_members_across_stores import balances, member_of
from tests.unit.sync.ledger.machines import earned, opened, sale, spent
from tests.unit.sync.ledger.worlds import World


@pytest.fixture
def old(shop_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """100 points opened in the first store; 10 earned there and 30 spent in the second, each in its own books."""
    with monkeypatch.context() as patch:
        patch.setattr(member_homes, "home_of", lambda connection, store, member: store)
        patch.setattr(loyalty_effects, "_move_member", lambda book, source, body: None)
        for register, moved in (("K1", earned(10)), ("K9", spent(30))):
            ledger, chain = shop_world.machine(register, f"e-{register}")
            chain.add(opened(register), sale(1, series=f"{register}-A", member="m1", moved=moved))
            ledger.push(chain.message())
    with shop_world.context.engine.begin() as connection:
        undo_loyalty(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    return shop_world


def test_what_the_stores_owe_together_comes_home(old: World) -> None:
    upgrade(old.context.engine, MIGRATIONS)
    assert balances(old) == [80, 80]
    assert [(row["store"], row["amount"]) for row in old.rows(balance, account="member:m1") if row["amount"]] == [("S1", -80)]
    assert verify(old.context).fault is None
    old.import_shop()
    assert balances(old) == [80, 80]
    ledger, chain = old.machine("K9", "e2")
    chain.add(opened("K9", "B"), sale(1, series="K9-B", member="m1", moved=spent(80)))
    ledger.push(chain.message())
    assert balances(old) == [0, 0]
    assert not old.cases()
    assert old.count(member_account, store="S1", member="m1") == 1
    assert member_of(old, "m1", "S2").last_visit == "2026-11-22"
    assert verify(old.context).fault is None
