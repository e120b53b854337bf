"""What is owed to members in points and cashback, as the desk is told: the books' own figures, over all stores, whatever moved them."""

from datetime import UTC, datetime

import msgspec

from sync.ledger.desk import desk_answer
from sync.ledger.erasing import erase
from sync.ledger.fold import fold
from sync.protocol.facts import PointsMovement
from sync.protocol.wire import PointsOwed
from tests.unit.sync.ledger.loyal_shops import PROGRAMMES, loyal_shop
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.worlds import World

BACK = {"id": "BACK", "name": {"fr": "Cagnotte"}, "kind": "cashback", "percent_bp": 500}


def owed(world: World, store: str = "S1") -> dict[str, tuple[int, int]]:
    answer = world.context.read(lambda connection: desk_answer(connection, store, "", world.context.stamp()))
    return {each.programme: (each.units, each.worth_minor) for each in answer.owed}


def test_it_follows_the_books(shop_world: World) -> None:
    assert owed(shop_world) == {"POINT": (100, 200)}, "a point of this shop is worth two"
    shop_world.import_shop(loyal_shop(programmes=[*PROGRAMMES, BACK]))
    here, chain = shop_world.machine("K1")
    later = PointsMovement(programme="POINT", earned=40, usable_from="2026-12-06", expires="2027-05-22")
    chain.add(opened(), sale(1, member="m1", moved=later), sale(2, member="m2", moved=PointsMovement(programme="BACK", earned=75)))
    here.push(chain.message())
    assert owed(shop_world) == {"POINT": (140, 280), "STAR": (0, 0), "BACK": (75, 75)}, "what waits is owed too"
    there, other = shop_world.machine("K9", "e9")
    spent = PointsMovement(programme="POINT", spent=30)
    other.add(opened(), sale(1, series="K9-A", member="m1", moved=spent))
    there.push(other.message())
    assert owed(shop_world)["POINT"] == owed(shop_world, "S2")["POINT"] == (110, 220), "one figure, whichever store asks"
    shop_world.time = datetime(2027, 5, 23, 3, tzinfo=UTC)
    fold(shop_world.context)
    assert owed(shop_world)["POINT"] == (70, 140), "what has ended is owed no more"
    erase(shop_world.context, "m1")
    assert owed(shop_world)["POINT"] == (0, 0)


def test_what_bears_no_money_is_left_out_and_an_older_desk_reads_on(shop_world: World) -> None:
    shop_world.import_shop(loyal_shop(programmes=[{"id": "CARD", "kind": "punch", "needs": 5}], members=[]))
    assert owed(shop_world) == {}
    assert msgspec.msgpack.decode(msgspec.msgpack.encode({"programme": "P"}), type=PointsOwed) == PointsOwed(programme="P")
