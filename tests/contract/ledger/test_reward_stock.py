"""Stock of rewards at the ledger, whatever order the stores' entries come in: claims count, and those that came back no more."""

import msgspec
import pytest

from sync.ledger.feed import all_bodies
from sync.ledger.verify import verify
from sync.protocol.facts import RewardTaken, Sale
from sync.protocol.records import RewardStock
from tests.unit.sync.ledger.loyal_shops import loyal_shop
from tests.unit.sync.ledger.machines import opened, sale
from tests.unit.sync.ledger.worlds import World

HAD = RewardTaken(id="mug", programme="POINT", points=30, amount_minor=300)
BACK = RewardTaken(id="mug", programme="POINT", points=0, claims=-1)


@pytest.fixture
def loyal(shop_world: World) -> World:
    shop_world.import_shop(loyal_shop())
    return shop_world


def ticket(number: int, series: str, *taken: RewardTaken) -> Sale:
    return msgspec.structs.replace(sale(number, series=series, member="m1"), rewards=list(taken))


def left(world: World, store: str = "S1") -> int:
    body = world.context.read(lambda connection: all_bodies(connection, store, "reward_stock"))["mug"]
    return msgspec.json.decode(body, type=RewardStock).left


@pytest.mark.parametrize("register", ["K1", "K9"])
@pytest.mark.parametrize(
    ("taken", "expected"),
    [([HAD], [1]), ([HAD, BACK], [1, 2]), ([BACK, HAD], [2, 2]), ([BACK, HAD, HAD], [2, 2, 1]), ([HAD, HAD, BACK], [1, 0, 1])],
)
def test_what_comes_back_is_there_again_in_any_order(loyal: World, register: str, taken: list[RewardTaken], expected: list[int]) -> None:
    assert left(loyal) == 2
    ledger, chain = loyal.machine(register)
    found = []
    for number, each in enumerate(taken, start=1):
        chain.add(*([opened(series="A")] if number == 1 else []), ticket(number, f"{register}-A", each))
        ledger.push(chain.message())
        found.append(left(loyal))
    assert found == expected
    assert loyal.cases() == {}
    assert verify(loyal.context).fault is None
