"""Holds: of two that want the same right one gets it, a hold ends with its ticket, and an id is answered alike."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from sync.client.channel import Rejection
from sync.client.ledger import LedgerClient
from sync.ledger.feed import all_bodies
from sync.ledger.verify import verify
from sync.protocol.facts import BasketCancelled, PointsMovement, RecoveryGiven, RedeemedCoupon, RewardTaken
from sync.protocol.loyalty_wire import HOLD_LIFE_S, HoldAnswer, HoldRequest, ReleaseRequest
from sync.protocol.records import RewardStock
from sync.protocol.wire import ReceiptRequest
from tests.contract.ledger.test_meaning import coupon
from tests.contract.ledger.test_members_across_stores import member_of
from tests.unit.sync.ledger.card_tickets import G1
from tests.unit.sync.ledger.loyal_shops import loyal_shop
from tests.unit.sync.ledger.machines import Chain, opened, sale, spent
from tests.unit.sync.ledger.worlds import World

Machine = tuple[LedgerClient, Chain]


def hold(machine: Machine, count: int, right: str, subject: str, amount: int = 1, member: str = "", basket: str = "b1") -> HoldAnswer:
    client, chain = machine
    identity = f"{chain.terminal}:{chain.epoch}:{count}"
    return client.hold(
        HoldRequest(id=identity, right=right, subject=subject, amount=amount, member=member, basket=basket)  # type: ignore[arg-type]  # any right
    )


def points(machine: Machine, count: int, amount: int = 60, basket: str = "b1") -> HoldAnswer:
    return hold(machine, count, "points", "POINT", amount, "m1", basket)


def test_t_e1_of_two_that_want_sixty_of_a_hundred_exactly_one_succeeds(shop_world: World) -> None:
    """In this store and in another, at the same moment."""
    machines = [shop_world.machine("K1", "e1"), shop_world.machine("K9", "e9")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda machine: points(machine, 1), machines))
    assert sorted(answer.cause for answer in answers) == ["", "held"]
    winner = next(place for place, answer in enumerate(answers) if not answer.cause)
    ledger, chain = machines[winner]
    register = ("K1", "K9")[winner]
    chain.add(opened(register), sale(1, series=f"{register}-A", member="m1", moved=spent(60)))
    ledger.push(chain.message())
    assert [member_of(shop_world, "m1", store).balances["POINT"] for store in ("S1", "S2")] == [40, 40]
    other = points(machines[1 - winner], 2)
    assert (other.cause, other.left) == ("too_little", 40), "the sale's entry ended the hold"
    assert not points(machines[1 - winner], 3, 40).cause
    assert verify(shop_world.context).fault is None


def test_the_same_id_is_granted_once_and_answered_alike(shop_world: World) -> None:
    till = shop_world.machine("K1")
    assert points(till, 1) == points(till, 1)
    assert points(till, 2).cause == "held"


def test_a_hold_ends_by_itself_by_release_and_with_its_ticket(shop_world: World) -> None:
    till = shop_world.machine("K1")
    ledger, chain = till
    assert not points(till, 1).cause
    ledger.release(ReleaseRequest(ids=[f"{chain.terminal}:{chain.epoch}:1"]))
    assert not points(till, 2).cause
    shop_world.pass_time(seconds=HOLD_LIFE_S + 1)
    assert not points(till, 3, basket="b7").cause
    assert points(till, 3).cause == "" and points(till, 1).cause == "held"
    chain.add(opened(), BasketCancelled(basket="b7", lines=1, gross_minor=600))
    ledger.push(chain.message())
    assert not points(till, 4).cause


def test_a_release_that_overtakes_its_hold_bars_it(shop_world: World) -> None:
    till = shop_world.machine("K1")
    ledger, chain = till
    ledger.release(ReleaseRequest(ids=[f"{chain.terminal}:{chain.epoch}:1"]))
    assert points(till, 1).cause == "held"
    assert not points(till, 2).cause


def test_nobody_holds_in_anothers_name(shop_world: World) -> None:
    ledger, _ = shop_world.machine("K1")
    with pytest.raises(Rejection, match="out_of_bounds"):
        ledger.hold(HoldRequest(id="other:e1:1", right="points", subject="POINT", amount=1, member="m1"))
    with pytest.raises(Rejection, match="out_of_bounds"):
        ledger.release(ReleaseRequest(ids=["other:e1:1"]))


def test_a_coupon_is_unknown_held_used_or_somebody_elses(shop_world: World) -> None:
    here, there = shop_world.machine("K1"), shop_world.machine("K9", "e9")
    assert hold(there, 1, "coupon", "c1").cause == "unknown"
    tied = msgspec.structs.replace(coupon("c2"), member="m1")
    here[1].add(opened(), sale(1, issued=coupon()), sale(2, issued=tied))
    here[0].push(here[1].message())
    assert not hold(there, 2, "coupon", "c1", basket="b9").cause
    held = hold(here, 1, "coupon", "c1")
    assert (held.cause, held.where) == ("held", "K9")
    assert hold(here, 2, "coupon", "c2", member="m2").cause == "not_yours"
    used = RedeemedCoupon(id="c1", offer="next", amount_minor=500)
    there[1].add(opened("K9"), msgspec.structs.replace(sale(1, series="K9-A", redeemed=used), basket="b9"))
    there[0].push(there[1].message())
    found = hold(here, 3, "coupon", "c1")
    assert (found.cause, found.where, bool(found.at)) == ("used", "K9", True)
    assert not shop_world.cases(), "used in another store than it was issued in, once"


def test_a_coupon_used_in_two_stores_is_one_case_at_its_home(shop_world: World) -> None:
    here, there = shop_world.machine("K1"), shop_world.machine("K9", "e9")
    used = RedeemedCoupon(id="c1", offer="next", amount_minor=500)
    there[1].add(opened("K9"), sale(1, series="K9-A", redeemed=used))
    there[0].push(there[1].message())
    here[1].add(opened(), sale(1, issued=coupon()), sale(2, redeemed=used))
    here[0].push(here[1].message())
    found = shop_world.cases()
    assert set(found) == {"coupon_redeemed_twice"}
    assert found["coupon_redeemed_twice"]["effect_minor"] == 500


@pytest.mark.parametrize("issued_first", [True, False])
def test_a_receipt_tells_of_a_coupon_that_another_store_issued(shop_world: World, issued_first: bool) -> None:
    """Whichever of the two was heard of first, and so is its right's home: it is good again when all that it helped to buy comes back."""
    here, there = shop_world.machine("K1"), shop_world.machine("K9", "e9")
    here[1].add(opened(), sale(1, issued=coupon()))
    there[1].add(opened("K9"), sale(1, series="K9-A", redeemed=RedeemedCoupon(id="c1", offer="next", amount_minor=500)))
    for client, chain in (here, there) if issued_first else (there, here):
        client.push(chain.message())
    for client, _ in (here, there):
        assert client.receipt(ReceiptRequest(receipt="K9-A-000001")).used == [coupon()]
        assert client.receipt(ReceiptRequest(receipt="K1-A-000001")).spent == ["c1"]


def test_a_receipt_tells_of_a_coupon_that_staff_gave(shop_world: World) -> None:
    client, chain = shop_world.machine("K1")
    given = RecoveryGiven(member="m1", programme="sorry", amount_minor=500, coupon=coupon())
    chain.add(opened(), given, sale(1, member="m1", redeemed=RedeemedCoupon(id="c1", offer="next", amount_minor=500)))
    client.push(chain.message())
    assert client.receipt(ReceiptRequest(receipt="K1-A-000001")).used == [coupon()]


def test_a_gift_card_is_held_up_to_what_is_on_it(shop_world: World) -> None:
    here, there = shop_world.machine("K1"), shop_world.machine("K9", "e9")
    assert not hold(here, 1, "gift_card", G1, 3000).cause
    short = hold(there, 1, "gift_card", G1, 3000)
    assert (short.cause, short.left, hold(there, 2, "gift_card", G1, 2000).cause) == ("held", 2000, "")
    assert hold(there, 3, "gift_card", "nobody", 1).cause == "unknown"


def test_a_reward_holds_its_points_and_its_stock(shop_world: World) -> None:
    shop_world.import_shop(loyal_shop())
    till = shop_world.machine("K1")
    assert not hold(till, 1, "reward", "mug", 2, "m1").cause
    assert hold(till, 2, "reward", "mug", 1, "m1", "b2").cause == "held", "two of two"
    assert points(till, 3, 50).cause == "held"
    mug = [RewardTaken(id="mug", programme="POINT", points=60, claims=2, amount_minor=600)]
    moved = PointsMovement(programme="POINT", spent=60)
    till[1].add(opened(), msgspec.structs.replace(sale(1, member="m1", moved=moved), rewards=mug))
    till[0].push(till[1].message())
    assert hold(till, 4, "reward", "mug", 1, "m1").cause == "too_little"
    told = shop_world.context.read(lambda connection: all_bodies(connection, "S1", "reward_stock"))["mug"]
    assert msgspec.json.decode(told, type=RewardStock) == RewardStock(id="mug", left=0)


def test_a_ticket_may_have_a_reward_and_give_others_back(shop_world: World) -> None:
    """An exchange of several receipts names the same reward more than once."""
    shop_world.import_shop(loyal_shop())
    ledger, chain = shop_world.machine("K1")
    had, back = (RewardTaken(id="mug", programme="POINT", points=30 * max(claims, 0), claims=claims) for claims in (1, -1))
    moved = PointsMovement(programme="POINT", spent=30)
    several = [[had], [had], [had, back, back], [had, back]]
    sales = [msgspec.structs.replace(sale(number, member="m1", moved=moved), rewards=each) for number, each in enumerate(several, 1)]
    chain.add(opened(), *sales)
    ledger.push(chain.message())
    told = shop_world.context.read(lambda connection: all_bodies(connection, "S1", "reward_stock"))["mug"]
    assert msgspec.json.decode(told, type=RewardStock).left == 1
    assert verify(shop_world.context).fault is None
