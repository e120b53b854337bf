"""Rewards of which there are only so many (P7), at two tills of one ledger: told from the start, counted for all, told anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.protocol import facts
from sync.shopfile import load
from tests.flows.counters import Counter, counters
from tests.flows.harness import encoded
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward
from tests.unit.sync.ledger.worlds import World

Json = dict[str, Any]


def shop(stock: int | None) -> Json:
    bounded = {} if stock is None else {"stock": stock}
    mug = reward("mug", 10, "amount", amount_minor=500, **bounded)
    return loyal(goods(coat=5000), programmes=[points(earn={"points": 0, "per_minor": 100}, rewards=[mug])], balances={"POINT": 100})


@contextmanager
def two_tills(folder: Path, stock: int) -> Iterator[tuple[World, Counter, Counter]]:
    with counters(folder, shop(stock), "R1", "R2") as (world, (one, two)):
        yield world, one, two


def ticket(till: Counter) -> None:
    till.ok("member", code=CARD)
    till.ok("add", sku="coat", quantity=1)


def claim(till: Counter) -> None:
    ticket(till)
    till.ok("reward", id="mug")
    till.pay()
    till.exchange()


def refused(till: Counter, code: str) -> None:
    ticket(till)
    till.no(code, "reward", id="mug")
    till.ok("cancel_basket")


def test_what_nobody_claimed_yet_is_there_for_all(tmp_path: Path) -> None:
    with two_tills(tmp_path, stock=2) as (world, one, two):
        claim(one)
        claim(two)
        one.exchange()
        refused(one, "reward_gone")
        refused(two, "reward_gone")
        assert world.cases() == {}
        assert [each.claims for till in (one, two) for sale in till.facts(facts.Sale) for each in sale.rewards] == [1, 1]


def test_without_a_network_a_till_gives_what_it_knows_to_be_there(tmp_path: Path) -> None:
    with two_tills(tmp_path, stock=1) as (_, one, _two):
        one.network.up = False
        ticket(one)
        one.ok("reward", id="mug")
        one.pay()
        refused(one, "reward_gone")


def test_a_new_shop_file_brings_more_of_them(tmp_path: Path) -> None:
    with two_tills(tmp_path, stock=1) as (world, one, two):
        claim(one)
        for till, stock in ((two, 2), (one, None)):
            one.exchange()
            two.exchange()
            refused(till, "reward_gone")
            world.import_shop(load(encoded(shop(stock))))
            till.exchange()
            claim(till)
