"""What the ledger owes the holders of gift cards, on both databases: balances that replay, disputes that refuse nothing, ids alone."""

import msgspec

from sync.ledger.feed import changed_pages
from sync.ledger.replay import replay
from sync.ledger.tables import case, metadata
from sync.ledger.verify import verify
from sync.protocol.facts import Tender
from sync.protocol.ids import card_id
from sync.protocol.records import GiftCard
from tests.unit.sync.ledger.card_tickets import G1, NEW, card_of, line, owed, sold, spent, ticket
from tests.unit.sync.ledger.machines import opened
from tests.unit.sync.ledger.shops import shop
from tests.unit.sync.ledger.worlds import World


def test_a_shop_files_cards_are_known_by_their_ids(shop_world: World) -> None:
    assert card_of(shop_world, G1) == GiftCard(code=G1, balance_minor=5000)
    assert owed(shop_world) == (5000, 5000)
    shop_world.import_shop(shop())
    assert owed(shop_world) == (5000, 5000), "opened once"


def test_a_card_is_sold_spent_and_goes_out_with_the_feed(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sold("K1-A-000001", 3000), spent("K1-A-000002", 1000, NEW), spent("K1-A-000003", 2000))
    ledger.push(chain.message())
    assert card_of(shop_world, NEW) == GiftCard(code=NEW, balance_minor=2000, valid_until="2027-11-22")
    assert card_of(shop_world, G1).balance_minor == 3000
    assert owed(shop_world) == (5000, 5000)
    pages = shop_world.context.read(lambda connection: changed_pages(connection, "S1", "cashier", {}))
    (page,) = [page for page in pages if page.scope == "gift_card"]
    assert {change.key for change in page.changes} == {G1, NEW}
    assert not shop_world.cases()
    assert verify(shop_world.context).fault is None


def test_two_tills_that_spend_the_same_money_are_a_case_with_its_price(shop_world: World) -> None:
    """T-E1 across tills: 50 on the card, 40 spent at each, neither knowing: both sales stand, and 30 is disputed."""
    first, one = shop_world.machine("K1")
    second, other = shop_world.machine("K2", epoch="e2")
    one.add(opened(), spent("K1-A-000001", 4000))
    other.add(opened("K2"), spent("K2-A-000001", 4000))
    first.push(one.message())
    assert "gift_card_overdrawn" not in shop_world.cases()
    second.push(other.message())
    found = shop_world.cases()["gift_card_overdrawn"]
    assert (found["subject"], found["effect_minor"], found["detail"]) == (G1, 3000, {"balance_minor": -3000})
    assert card_of(shop_world, G1).balance_minor == -3000
    assert owed(shop_world) == (-3000, -3000)
    assert verify(shop_world.context).fault is None


def test_a_card_spent_before_its_sale_is_heard_of_comes_right(shop_world: World) -> None:
    seller, one = shop_world.machine("K1")
    spender, other = shop_world.machine("K2", epoch="e2")
    one.add(opened(), sold("K1-A-000001", 3000))
    other.add(opened("K2"), spent("K2-A-000001", 1000, NEW))
    spender.push(other.message())
    assert shop_world.cases()["gift_card_overdrawn"]["effect_minor"] == 1000
    seller.push(one.message())
    assert card_of(shop_world, NEW).balance_minor == 2000


def test_a_voucher_used_at_two_tills_is_a_case(shop_world: World) -> None:
    first, one = shop_world.machine("K1")
    second, other = shop_world.machine("K2", epoch="e2")
    voucher = Tender(kind="voucher", amount_minor=900, card="v1")
    one.add(opened(), ticket("K1-A-000001", [line(900)], voucher))
    other.add(opened("K2"), ticket("K2-A-000001", [line(900)], voucher))
    first.push(one.message())
    second.push(other.message())
    assert shop_world.cases()["voucher_used_twice"]["effect_minor"] == 900


def test_the_same_entries_again_move_nothing(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sold("K1-A-000001", 3000))
    ledger.push(chain.message())
    ledger.push(chain.message())
    assert replay(shop_world.context) == 0
    assert (card_of(shop_world, NEW).balance_minor, owed(shop_world)) == (3000, (8000, 8000))


def test_no_code_is_in_any_table(shop_world: World) -> None:
    shop_world.import_shop(msgspec.structs.replace(shop(), gift_cards=[GiftCard(code="KDO-SECRET", balance_minor=100)]))
    ledger, chain = shop_world.machine()
    chain.add(opened(), spent("K1-A-000001", 100, card_id("KDO-SECRET")))
    ledger.push(chain.message())
    cells = [cell for table in metadata.tables.values() for row in shop_world.rows(table) for cell in row.values()]
    text = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells)
    assert b"KDO-SECRET" not in text
    assert card_id("KDO-SECRET").encode() in text, "the id is there, so the search would see the code"
    assert shop_world.count(case, code="gift_card_overdrawn") == 0
