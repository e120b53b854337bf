"""A ledger whose stores each kept a balance of a card: brought to one home, with what they spent together judged there."""

import pytest
from sqlalchemy import Connection, text

from sync.database.migrations import upgrade
from sync.ledger import card_homes
from sync.ledger.opening import MIGRATIONS
from sync.ledger.outbox import deliver
from sync.ledger.tables import card, case
from sync.ledger.verify import verify
from sync.protocol.facts import Tender
from tests.unit.sync.ledger.card_tickets import G1, NEW, card_of, line, owed, sold, spent, ticket
from tests.unit.sync.ledger.machines import opened
from tests.unit.sync.ledger.worlds import World

STORES = ("S1", "S2")
LOYALTY = (
    "member_home", "member_activity", "member_account", "parcel", "parcel_arrived", "copied", "folded", "lead",
    "member_contact", "hold", "lease", "campaign_use", "reward_claim", "heard",
)  # fmt: skip


def undo_loyalty(connection: Connection) -> None:
    """Take off what the migration of members brings."""
    for table in LOYALTY:
        connection.execute(text(f"DROP TABLE {table}"))
    for index in ("right_by_id", "right_by_offer"):
        connection.execute(text(f"DROP INDEX {index}"))
    connection.execute(text("ALTER TABLE terminal DROP COLUMN revoked_at"))
    for column in ("offer", "member", "valid_until", "revoked"):
        connection.execute(text(f"ALTER TABLE right_ DROP COLUMN {column}"))


@pytest.fixture
def old(shop_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The shop file's card spent in both stores, another sold in the second, a voucher used; the books as the last version kept them."""
    with monkeypatch.context() as patch:
        patch.setattr(card_homes, "home_of", lambda connection, store, id: store)
        for register in ("K1", "K9"):
            ledger, chain = shop_world.machine(register, f"e-{register}")
            chain.add(opened(register), spent(f"{register}-A-000001", 4000))
            if register == "K9":
                voucher = Tender(kind="voucher", amount_minor=900, card="v1")
                chain.add(sold("K9-A-000002", 3000), ticket("K9-A-000003", [line(900)], voucher))
            ledger.push(chain.message())
    with shop_world.context.engine.begin() as connection:
        undo_loyalty(connection)
        for table in ("card", "card_crossing", "card_cursor"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("DROP INDEX revision_by_scope"))
        connection.execute(text("ALTER TABLE terminal DROP COLUMN open_work"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    return shop_world


def arrive(world: World) -> None:
    for store in STORES:
        deliver(world.context, store)
        card_homes.refresh(world.context, store)


def test_what_each_store_kept_of_a_card_comes_home(old: World) -> None:
    assert not old.rows(case)
    upgrade(old.context.engine, MIGRATIONS)
    assert verify(old.context).fault is None, "also before it has arrived"
    arrive(old)
    homes = {(row["card"], row["home"]) for row in old.rows(card)}
    assert homes == {(G1, "S1"), (NEW, "S2"), ("v1", "S2")}
    assert [card_of(old, G1, store).balance_minor for store in STORES] == [-3000, -3000]
    assert [card_of(old, NEW, store).balance_minor for store in STORES] == [3000, 3000]
    assert (owed(old), owed(old, "S2")) == ((-3000, -3000), (3000, 3000))
    assert {code: found["effect_minor"] for code, found in old.cases().items()} == {"gift_card_overdrawn": 3000}
    assert verify(old.context).fault is None


def test_a_ledger_without_cards_is_brought_up_to_date_too(old: World) -> None:
    with old.context.engine.begin() as connection:
        connection.execute(text("DELETE FROM record WHERE scope = 'gift_card'"))
        connection.execute(text("DELETE FROM balance WHERE account LIKE 'gift_card:%'"))
        connection.execute(text("DELETE FROM posting WHERE account LIKE 'gift_card:%'"))
    upgrade(old.context.engine, MIGRATIONS)
    assert {row["card"] for row in old.rows(card)} == {"v1"}
