"""The night at the ledger: pending points become usable, lots end, tiers fall, once a store and day, every movement posted."""

from datetime import UTC, datetime

import msgspec
import pytest

from sync.ledger.fold import fold
from sync.ledger.loyalty_tables import folded
from sync.ledger.tables import balance, posting
from sync.ledger.verify import verify
from sync.protocol.errors import Refusal
from sync.protocol.facts import OfferUse, PointsMovement, Sale
from sync.protocol.records import Expiring, TierState, UseCount
from tests.contract.ledger.test_members_across_stores import member_of
from tests.unit.sync.ledger.loyal_shops import loyal_shop
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.shops import SHOP
from tests.unit.sync.ledger.worlds import World

PENDING = PointsMovement(programme="POINT", earned=40, usable_from="2026-12-06", expires="2027-05-22")


@pytest.fixture
def loyal(shop_world: World) -> World:
    shop_world.import_shop(loyal_shop())
    return shop_world


def sold(world: World, *sales: Sale) -> None:
    ledger, chain = world.machine("K1", f"e{world.time:%d%H%M%S}")
    chain.add(opened(series=f"A{len(sales)}"), *sales)
    ledger.push(chain.message())


def night(world: World, day: str) -> dict[str, int]:
    world.time = datetime.fromisoformat(f"{day}T03:00:00").replace(tzinfo=UTC)
    return {each.store: each.moved for each in fold(world.context)}


def in_books(world: World, account: str) -> int:
    return -sum(int(row["amount"]) for row in world.rows(balance, account=account, unit="POINT"))


def test_pending_points_become_usable_and_end_on_their_days(loyal: World) -> None:
    sold(loyal, sale(1, member="m1", moved=PENDING))
    found = member_of(loyal)
    assert (found.balances["POINT"], found.pending) == (100, {"POINT": 40})
    assert (in_books(loyal, "member:m1"), in_books(loyal, "member_pending:m1")) == (100, 40)
    assert night(loyal, "2026-12-05") == {"S1": 0, "S2": 0}
    assert member_of(loyal).pending == {"POINT": 40}
    assert night(loyal, "2026-12-06") == {"S1": 1, "S2": 0}
    found = member_of(loyal)
    assert (found.balances["POINT"], found.pending) == (140, {})
    assert (in_books(loyal, "member:m1"), in_books(loyal, "member_pending:m1")) == (140, 0)
    assert found.expiring["POINT"] == Expiring(amount=40, day="2027-05-22")
    night(loyal, "2027-05-22")
    assert member_of(loyal).balances["POINT"] == 140, "the last day counts"
    night(loyal, "2027-05-23")
    assert member_of(loyal).balances["POINT"] == 100
    assert in_books(loyal, "points_expired:POINT") == 40
    assert verify(loyal.context).fault is None


def test_a_day_is_folded_once(loyal: World) -> None:
    sold(loyal, sale(1, member="m1", moved=PENDING))
    night(loyal, "2026-12-06")
    rows = loyal.count(posting)
    assert night(loyal, "2026-12-06") == {}
    assert fold(loyal.context, "2026-12-01") == [], "nor is a day before it"
    assert (loyal.count(posting), loyal.count(folded, store="S1")) == (rows, 1)


def test_a_day_that_has_not_begun_in_every_store_is_refused_and_moves_nothing(loyal: World) -> None:
    """Brought to it, members would lose what they may still spend, and the nights until then would pass as done."""
    sold(loyal, sale(1, member="m1", moved=PENDING))
    for day in ("2026-11-23", "2027-05-23"):
        with pytest.raises(Refusal) as refused:
            fold(loyal.context, day)
        assert (refused.value.code, refused.value.params) == ("night_ahead", {"day": day, "store": "S1", "today": "2026-11-22"})
    assert (member_of(loyal).pending, loyal.count(folded)) == ({"POINT": 40}, 0)
    loyal.time = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert [each.day for each in fold(loyal.context, "2026-11-23")] == ["2026-11-23", "2026-11-23"], "it is past midnight in Paris"


def test_points_spent_before_they_ended_are_heard_of_after(loyal: World) -> None:
    """A till was away: what its customers had on the day is theirs."""
    sold(loyal, sale(1, member="m1", moved=PointsMovement(programme="POINT", earned=40, expires="2026-11-22")))
    night(loyal, "2026-11-23")
    assert member_of(loyal).balances["POINT"] == 100
    sold(loyal, sale(2, member="m1", moved=PointsMovement(programme="POINT", spent=130)))
    assert (member_of(loyal).balances["POINT"], in_books(loyal, "points_expired:POINT")) == (0, 10)
    assert not loyal.cases() or set(loyal.cases()) == {"series_reused"}
    assert verify(loyal.context).fault is None


def test_what_comes_after_a_night_that_moved_nothing_counts_as_if_before_it(loyal: World) -> None:
    """Points that are usable by now are so at once, though the night had nothing to do."""
    assert night(loyal, "2026-12-07") == {"S1": 0, "S2": 0}
    sold(loyal, sale(1, member="m1", moved=PENDING))
    found = member_of(loyal)
    assert (found.balances["POINT"], found.pending) == (140, {})
    assert (in_books(loyal, "member:m1"), in_books(loyal, "member_pending:m1")) == (140, 0)
    assert verify(loyal.context).fault is None
    assert night(loyal, "2026-12-08") == {"S1": 0, "S2": 0}


def test_tiers_are_reached_with_the_sale_and_lost_after_their_grace(loyal: World) -> None:
    sold(loyal, sale(1, member="m1", gross=3000))
    found = member_of(loyal)
    assert (found.tier, found.tiers["LEVEL"]) == ("gold", TierState(tier="gold", have=3000))
    night(loyal, "2027-11-22")
    assert member_of(loyal).tiers["LEVEL"] == TierState(tier="gold", have=0, until="2027-12-01")
    night(loyal, "2027-12-01")
    assert member_of(loyal).tier == "gold"
    night(loyal, "2027-12-02")
    assert (member_of(loyal).tier, member_of(loyal, "m1", "S2").tier) == ("", "")


def test_segments_memberships_and_uses_are_told(loyal: World) -> None:
    once = msgspec.structs.replace(sale(3, member="m1"), uses=[OfferUse(offer="once", amount_minor=30)])
    sold(loyal, sale(1, member="m1"), sale(2, sku="P2", member="m1"), once)
    found = member_of(loyal)
    assert (found.memberships, found.segments) == ({"club": "2027-11-22"}, ["in_club"])
    assert (found.uses, found.bought) == ({"once": UseCount(count=1, since="2026-11-01")}, {"sku:P1": "2026-11-22"})
    assert (found.first_purchase, found.last_visit) == ("2026-11-22", "2026-11-22")
    night(loyal, "2026-11-23")
    assert member_of(loyal).segments == ["in_club", "regular"]
    night(loyal, "2027-11-23")
    assert (member_of(loyal).segments, member_of(loyal).memberships) == (["lost"], {})


def test_buying_keeps_points_alive_where_inactivity_ends_them(loyal: World) -> None:
    sold(loyal, sale(1, member="m1", moved=PointsMovement(programme="STAR", earned=10, expires="2026-11-30")), sale(2, member="m1"))
    assert member_of(loyal).expiring["STAR"].day == "2027-05-22", "the second sale, half a year on"
    night(loyal, "2027-05-23")
    assert member_of(loyal).balances["STAR"] == 0
    assert verify(loyal.context).fault is None


def test_spent_points_of_returned_goods_are_forgiven_where_the_programme_says_so(loyal: World) -> None:
    star = PointsMovement(programme="STAR", earned=10)
    sold(loyal, sale(1, member="m1", moved=star), sale(2, member="m1", moved=PointsMovement(programme="STAR", spent=8)))
    sold(loyal, sale(3, member="m1", moved=PointsMovement(programme="STAR", reversed=10)))
    assert member_of(loyal).balances["STAR"] == 0
    rows = loyal.rows(balance, account="points_forgiven:STAR")
    assert [row["amount"] for row in rows] == [8]
    assert verify(loyal.context).fault is None


def test_progress_of_a_shop_file_counts_from_the_day_of_the_import_on(shop_world: World) -> None:
    members = [
        *SHOP["members"],
        {"id": "m8", "code": "0428", "tier": "silver", "progress": {"LEVEL": 2500}},
        {"id": "m9", "tier": "gold", "balances": {"POINT": 5000}, "progress": {"LEVEL": 900}},
    ]
    shop_world.import_shop(loyal_shop(members=members))
    assert member_of(shop_world, "m8").tiers["LEVEL"] == TierState(tier="silver", have=2500)
    assert member_of(shop_world, "m9").tiers["LEVEL"] == TierState(tier="gold", have=900, until="2027-11-22")
    sold(shop_world, sale(1, member="m8", gross=600))
    assert member_of(shop_world, "m8").tiers["LEVEL"] == TierState(tier="gold", have=3100)
    again = [*members[:2], {**members[2], "progress": {"LEVEL": 9000}}, members[3]]
    shop_world.import_shop(loyal_shop(members=again))
    assert member_of(shop_world, "m8").tiers["LEVEL"].have == 3100, "what is known of a member is the ledger's"
    night(shop_world, "2027-11-21")
    assert [member_of(shop_world, id).tiers["LEVEL"].have for id in ("m8", "m9")] == [3100, 900]
    night(shop_world, "2027-11-22")
    assert [member_of(shop_world, id).tiers["LEVEL"].have for id in ("m8", "m9")] == [0, 0], "its window is over"
    night(shop_world, "2027-12-10")
    assert (member_of(shop_world, "m8").tier, member_of(shop_world, "m9").tier) == ("", "")
    assert verify(shop_world.context).fault is None
