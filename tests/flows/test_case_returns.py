"""Cases of returns as they are told in the field, through the headless till and its ledger."""

from pathlib import Path

import msgspec
import pytest

from sync.ledger.tables import record
from sync.protocol.records import Member
from tests.flows.counters import counters
from tests.flows.shops import product, shop
from tests.unit.sync.ledger.worlds import World


def points_at_the_ledger(world: World) -> int:
    body = world.rows(record, store="lyon", scope="member", key="m1")[0]["body"]
    return msgspec.json.decode(body, type=Member).balances["POINT"]


@pytest.mark.parametrize("back_at", [0, 1])
def test_t_e3_one_of_two_comes_back_with_its_half_of_the_points(tmp_path: Path, back_at: int) -> None:
    """One point a unit of currency: 2 x 50 earn 100; one given back takes 50, at the till that sold it or at another."""
    file = shop([product("item", 5_000)]) | {"offers": []}
    file["members"][0]["balances"] = {"POINT": 0}
    with counters(tmp_path, file, "R1", "R2") as (world, tills):
        tills[0].ok("member", id="m1")
        sold = tills[0].sell({"sku": "item", "quantity": 2})
        tills[0].exchange()
        assert (sold["basket"]["points_earned"], points_at_the_ledger(world)) == (100, 100)
        other = tills[back_at]
        other.exchange()
        other.ok("return", receipt=sold["receipt"]["number"], lines=[{"line": 1, "quantity": 1}])
        assert other.pay()["basket"]["points_earned"] == -50
        other.exchange()
        assert points_at_the_ledger(world) == 50
        assert not world.cases()
