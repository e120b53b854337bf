"""The proof of members and rights, held to the wrong twin: each thing it claims to see is bent in the books, and it must name it."""

import msgspec
import pytest

from sync.ledger.verify import verify
from sync.protocol.facts import OfferUse, PointsMovement, RewardTaken, Sale
from sync.protocol.loyalty_wire import HoldRequest, LeaseRequest
from tests.contract.ledger.test_meaning import coupon, redeeming
from tests.unit.sync.ledger.loyal_shops import loyal_shop
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.worlds import World

EARNED = PointsMovement(programme="POINT", earned=40, usable_from="2026-12-06", expires="2027-05-22")
MUG = RewardTaken(id="mug", programme="POINT", points=30, amount_minor=300)


@pytest.fixture
def lively(shop_world: World) -> World:
    """Give a ledger with a bit of all there is to prove, and see that it holds."""
    shop_world.import_shop(loyal_shop())
    ledger, chain = shop_world.machine("K1")
    ledger.lease(LeaseRequest(wanted=["first500"]))
    using = [OfferUse(offer="first500", pieces=1, amount_minor=100)]
    first = msgspec.structs.replace(sale(1, member="m1", moved=EARNED, issued=coupon()), uses=using, rewards=[MUG])
    second = sale(2, redeemed=redeeming())
    identity = f"{chain.terminal}:{chain.epoch}:1"
    ledger.hold(HoldRequest(id=identity, right="points", subject="POINT", amount=10, member="m1", basket=second.basket))
    chain.add(opened(), first, second)
    ledger.push(chain.message())
    assert verify(shop_world.context).fault is None
    return shop_world


def posted(account: str, amount: int) -> str:
    """Return a posting that no entry made, against another, so that each entry still balances."""
    line = "INSERT INTO posting (store, terminal, epoch, seq, line, account, unit, amount) VALUES "
    pair = ((90, account, amount), (91, "points_expense:POINT", -amount))
    return line + ", ".join(f"('S1', '', 'import', 1, {place}, '{name}', 'POINT', {each})" for place, name, each in pair)


def bend(world: World, statement: str) -> int:
    """Change the books behind the ledger's back; return how many rows."""
    if world.context.engine.dialect.name == "postgresql":
        statement = statement.replace("CAST(body AS TEXT)", "convert_from(body, 'UTF8')").replace("AS BLOB", "AS BYTEA")
    return world.context.write(lambda connection: connection.exec_driver_sql(statement).rowcount)


def moved(account: str, amount: int) -> str:
    return f"UPDATE balance SET amount = amount + {amount} WHERE store = 'S1' AND account = '{account}' AND unit = 'POINT'"  # noqa: S608 - ours


@pytest.mark.parametrize(
    ("statements", "rule"),
    [
        # campaigns, leases, rewards, coupons, holds
        (["UPDATE campaign_use SET uses = uses + 1"], "campaign_uses"),
        (["UPDATE campaign_use SET amount_minor = amount_minor - 1"], "campaign_uses"),
        (["DELETE FROM campaign_use"], "campaign_uses"),
        (["UPDATE lease SET uses = uses + 5"], "campaign_lease"),
        (["DELETE FROM lease"], "campaign_lease"),
        (["UPDATE lease SET amount_minor = 50"], "campaign_lease"),
        (["UPDATE reward_claim SET claims = claims + 1"], "reward_claims"),
        (["UPDATE right_ SET state = 'issued', redeemed_terminal = ''"], "coupon_state"),
        (["UPDATE right_ SET id = 'c2'"], "coupon_state"),
        (["UPDATE hold SET basket = 'nobody'"], "hold_used"),
        # members: homes, accounts, balances, what happened, what is told
        (["UPDATE member_home SET home = 'S2' WHERE store = 'S1' AND member = 'm1'"], "member_home"),
        (["DELETE FROM member_account WHERE member = 'm1'"], "member_account"),
        (["DELETE FROM member_activity WHERE member = 'm1' AND epoch = 'e1'"], "member_account"),
        ([posted("member:m1", -7), moved("member:m1", -7), moved("points_expense:POINT", 7)], "member_balance"),
        ([posted("member:m1", -7)], "balance"),
        (["UPDATE record SET body = CAST(replace(CAST(body AS TEXT), ':100', ':900') AS BLOB) WHERE scope = 'member'"], "member_feed"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0][:60],
)
def test_what_is_bent_is_named(lively: World, statements: list[str], rule: str) -> None:
    for statement in statements:
        assert bend(lively, statement) > 0, "the plant is there"
    found = verify(lively.context).fault
    assert found is not None
    assert found.rule == rule


def test_a_use_beyond_the_lease_that_was_disputed_is_no_fault(lively: World) -> None:
    """The control: what the ledger has made a case of is known, and is not named once more."""
    ledger, chain = lively.machine("K2", "e2")
    fact: Sale = msgspec.structs.replace(sale(1, series="K2-A"), uses=[OfferUse(offer="first500", amount_minor=100)])
    chain.add(opened(), fact)
    ledger.push(chain.message())
    assert "campaign_overrun" in lively.cases()
    assert verify(lively.context).fault is None
