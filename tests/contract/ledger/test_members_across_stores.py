"""A member has one home: movements of other stores cross there once, one balance stands in every store, an overdraft is one case."""

import msgspec
import pytest

from sync.ledger import apply as applying
from sync.ledger import parcel_delivery
from sync.ledger.feed import all_bodies
from sync.ledger.loyalty_tables import member_account, parcel
from sync.ledger.outbox import deliver
from sync.ledger.tables import balance
from sync.ledger.verify import verify
from sync.protocol.facts import MemberJoined, PointsMovement, Tender
from sync.protocol.records import Member
from tests.unit.sync.ledger.machines import earned, opened, sale, spent
from tests.unit.sync.ledger.worlds import World


def member_of(world: World, id: str = "m1", store: str = "S1") -> Member:
    """What a store's feed says of a member, once it has taken over what the others say."""
    parcel_delivery.refresh(world.context, store)
    return msgspec.json.decode(world.context.read(lambda connection: all_bodies(connection, store, "member"))[id], type=Member)


def balances(world: World, id: str = "m1") -> list[int]:
    return [member_of(world, id, store).balances.get("POINT", 0) for store in ("S1", "S2")]


def test_points_of_the_shop_file_are_owed_once(shop_world: World) -> None:
    assert balances(shop_world) == [100, 100]
    rows = shop_world.rows(balance, account="member:m1")
    assert [(row["store"], row["amount"]) for row in rows] == [("S1", -100)]
    shop_world.import_shop()
    assert shop_world.rows(balance, account="member:m1") == rows


def test_points_earned_and_spent_elsewhere_come_home(shop_world: World) -> None:
    here, one = shop_world.machine("K1")
    there, other = shop_world.machine("K9", "e9")
    one.add(opened(), sale(1, member="m1", moved=earned(10)))
    other.add(opened("K9"), sale(1, series="K9-A", member="m1", moved=spent(60)))
    here.push(one.message())
    there.push(other.message())
    assert balances(shop_world) == [50, 50]
    assert not shop_world.cases()
    accounts = {(row["store"], row["account"]): row["amount"] for row in shop_world.rows(balance, unit="POINT")}
    assert (accounts["S1", "member:m1"], accounts["S1", "inter_store:S2"], accounts["S2", "inter_store:S1"]) == (-50, -60, 60)
    assert not shop_world.count(parcel)
    assert verify(shop_world.context).fault is None


def test_what_is_on_its_way_is_not_undone_and_arrives_once(shop_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    there, other = shop_world.machine("K9")
    other.add(opened("K9"), sale(1, series="K9-A", member="m1", moved=spent(60)))
    with monkeypatch.context() as patch:
        patch.setattr(applying, "deliver", lambda *_: None)
        there.push(other.message())
    assert balances(shop_world) == [100, 40]
    assert verify(shop_world.context).fault is None
    with monkeypatch.context() as patch:
        patch.setattr(parcel_delivery, "_forget", lambda *_: None)
        deliver(shop_world.context, "S2")
    assert shop_world.count(parcel) == 1, "killed between arriving and forgetting"
    deliver(shop_world.context, "S2")
    assert balances(shop_world) == [40, 40]
    assert verify(shop_world.context).fault is None


def test_t_e1_two_stores_that_spend_the_same_points_are_one_case(shop_world: World) -> None:
    """Offline both stand: 100 points, 60 spent at each store, 20 of them were not there."""
    here, one = shop_world.machine("K1")
    there, other = shop_world.machine("K9", "e9")
    one.add(opened(), sale(1, member="m1", moved=spent(60)))
    other.add(opened("K9"), sale(1, series="K9-A", member="m1", moved=spent(60)))
    there.push(other.message())
    here.push(one.message())
    found = shop_world.cases()
    assert set(found) == {"points_overdrawn"}
    assert (found["points_overdrawn"]["subject"], found["points_overdrawn"]["effect_minor"]) == ("m1:POINT", 40)
    one.add(sale(2, member="m1", moved=earned(30)))
    here.push(one.message())
    assert not shop_world.cases(), "what was earned pays the debt"
    assert balances(shop_world) == [10, 10]


def test_a_member_who_joins_elsewhere_is_known_everywhere(shop_world: World) -> None:
    there, other = shop_world.machine("K9")
    other.add(opened("K9"), MemberJoined(member="m9"), sale(1, series="K9-A", member="m9", moved=earned(6)))
    there.push(other.message())
    here, one = shop_world.machine("K1", "e1")
    one.add(opened(), sale(1, member="m9", moved=earned(4)))
    here.push(one.message())
    assert balances(shop_world, "m9") == [10, 10]
    assert [row["store"] for row in shop_world.rows(member_account, member="m9")] == ["S2"]
    assert not shop_world.cases()
    assert verify(shop_world.context).fault is None


def test_a_member_heard_of_before_joining_keeps_what_was_earned(shop_world: World) -> None:
    here, one = shop_world.machine("K1")
    there, other = shop_world.machine("K9", "e9")
    other.add(opened("K9"), MemberJoined(member="m9"))
    one.add(opened(), sale(1, member="m9", moved=earned(6)))
    here.push(one.message())
    assert set(shop_world.cases()) == {"unknown_member"}
    there.push(other.message())
    assert not shop_world.cases()
    assert balances(shop_world, "m9") == [6, 6]
    assert member_of(shop_world, "m9").first_purchase == "2026-11-22"


def test_points_as_a_tender_and_points_given_back(shop_world: World) -> None:
    """T-E5 at the ledger: 200, earns 70 and spends 150, half comes back: 160."""
    ledger, chain = shop_world.machine()
    moved = PointsMovement(programme="POINT", earned=100)
    back = PointsMovement(programme="POINT", reversed=35, restored=75)
    tender = Tender(kind="points", amount_minor=600, programme="POINT", points=20)
    paid = msgspec.structs.replace(sale(3, member="m1"), tenders=[tender])
    both = PointsMovement(programme="POINT", earned=70, spent=150)
    chain.add(opened(), sale(1, member="m1", moved=moved), sale(2, member="m1", moved=both))
    ledger.push(chain.message())
    assert balances(shop_world) == [120, 120]
    chain.add(sale(4, member="m1", moved=back), paid)
    ledger.push(chain.message())
    assert balances(shop_world) == [140, 140]
    accounts = {row["account"]: row["amount"] for row in shop_world.rows(balance, store="S1", unit="POINT")}
    assert (accounts["points_redeemed:POINT"], accounts["points_expense:POINT"]) == (-(150 - 75 + 20), 100 + 70 - 35)
    assert verify(shop_world.context).fault is None
