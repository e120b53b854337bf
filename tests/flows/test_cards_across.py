"""Gift cards between the tills of two stores and their ledger: sold in one, spent in the other, and both at once without the network."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from sync.ledger import card_homes
from sync.ledger.tables import case
from sync.ledger.verify import verify
from tests.flows.counters import Counter, counters
from tests.flows.shops import plain, product
from tests.unit.sync.ledger.worlds import URL, World

Json = dict[str, Any]
Shop = tuple[World, Counter, Counter]


def two_stores() -> Json:
    found = plain([product("book", 6000, ["T"]), product("pen", 500, ["T"])], [{"id": "T", "name": "T", "rate_bp": 2000}])
    found["stores"].append({"id": "nice", "name": "Nice"})
    found["registers"].append({"id": "R3", "store": "nice", "kind": "cashier"})
    found["gift_cards"] = [{"code": "KDO-100", "balance_minor": 10_000}]
    return found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A till in Lyon, where the shop file's card is at home, and one in Nice."""
    with counters(tmp_path, two_stores(), "R1", "R3") as (world, (lyon, nice)):
        for till in (lyon, nice):
            terminal = till.running.till.terminal
            terminal.identity = replace(terminal.identity, ledger=URL)
        yield world, lyon, nice


def left(till: Counter, code: str) -> int:
    found: int = till.ok("scan", code=code)["gift_card"]["balance_minor"]
    return found


def pay_by_card(till: Counter, code: str, amount: int) -> Json:
    """Sell a book, pay `amount` of it by the card and the rest in cash."""
    till.ok("add", sku="book", quantity=1)
    till.ok("tender", kind="gift_card", code=code, amount_minor=amount)
    return till.pay()


def load(till: Counter, code: str, amount: int) -> Json:
    till.ok("gift_card", code=code, amount_minor=amount)
    return till.pay()


def exchange(*tills: Counter) -> None:
    for till in tills:
        till.exchange()


def check_books(world: World) -> None:
    assert verify(world.context).fault is None


def test_a_card_sold_in_one_store_is_good_in_the_other_and_both_know_what_is_left(shop: Shop) -> None:
    world, lyon, nice = shop
    load(lyon, "KDO-NEW", 5000)
    nice.ok("add", sku="pen", quantity=1)
    nice.no("gift_card_unknown", "tender", kind="gift_card", code="KDO-NEW")
    nice.pay()
    exchange(lyon, nice)
    assert left(nice, "KDO-NEW") == 5000
    pay_by_card(nice, "KDO-NEW", 3000)
    assert left(nice, "KDO-NEW") == 2000
    exchange(nice, lyon)
    assert (left(lyon, "KDO-NEW"), left(nice, "KDO-NEW")) == (2000, 2000)
    lyon.ok("add", sku="book", quantity=1)
    lyon.no("gift_card_balance", "tender", kind="gift_card", code="KDO-NEW", amount_minor=2001)
    lyon.ok("tender", kind="gift_card", code="KDO-NEW")
    lyon.pay()
    exchange(lyon, nice)
    assert (left(lyon, "KDO-NEW"), left(nice, "KDO-NEW")) == (0, 0)
    assert not world.cases()
    check_books(world)


def test_the_shop_files_card_is_worth_its_money_once_not_once_a_store(shop: Shop) -> None:
    world, lyon, nice = shop
    for till in (nice, nice, lyon):
        exchange(till)
    pay_by_card(nice, "KDO-100", 6000)
    exchange(nice, lyon)
    assert left(lyon, "KDO-100") == 4000
    lyon.ok("add", sku="book", quantity=1)
    lyon.no("gift_card_balance", "tender", kind="gift_card", code="KDO-100", amount_minor=6000)
    lyon.pay()
    check_books(world)


@pytest.mark.parametrize("first", ["lyon", "nice"])
def test_both_spend_it_without_the_network_and_the_ledger_has_one_case(shop: Shop, first: str) -> None:
    world, lyon, nice = shop
    for till in (lyon, nice):
        till.network.up = False
        pay_by_card(till, "KDO-100", 6000)
        assert left(till, "KDO-100") == 4000
        till.network.up = True
    exchange(*((lyon, nice) if first == "lyon" else (nice, lyon)))
    exchange(lyon, nice)
    (found,) = world.rows(case)
    assert (found["code"], found["store"], found["effect_minor"], found["state"]) == ("gift_card_overdrawn", "lyon", 2000, "open")
    assert (left(lyon, "KDO-100"), left(nice, "KDO-100")) == (-2000, -2000)
    lyon.ok("add", sku="pen", quantity=1)
    lyon.no("gift_card_empty", "tender", kind="gift_card", code="KDO-100")
    lyon.pay()
    check_books(world)


def test_store_credit_of_one_store_is_topped_up_spent_and_refunded_in_the_other(shop: Shop) -> None:
    world, lyon, nice = shop
    number = lyon.sell({"sku": "book"})["receipt"]["number"]
    lyon.ok("return", receipt=number)
    lyon.ok("tender", kind="store_credit")
    code = lyon.ok("finish")["store_credit"]["code"]
    exchange(lyon, nice)
    assert left(nice, code) == 6000
    bought = pay_by_card(nice, code, 4500)
    exchange(nice, lyon)
    assert left(lyon, code) == 1500
    lyon.ok("return", receipt=bought["receipt"]["number"])
    lyon.ok("tender", kind="gift_card", amount_minor=4500)
    lyon.pay()
    exchange(lyon, nice)
    assert (left(lyon, code), left(nice, code)) == (6000, 6000)
    assert not world.cases()
    check_books(world)


def test_a_till_between_its_push_and_its_next_pull_does_not_forget_what_it_spent(shop: Shop) -> None:
    world, lyon, nice = shop
    pay_by_card(nice, "KDO-100", 6000)
    for _ in range(2):
        exchange(nice)
        assert left(nice, "KDO-100") == 4000
    pay_by_card(nice, "KDO-100", 1000)
    load(lyon, "KDO-100", 500)
    exchange(lyon, nice, lyon)
    assert (left(lyon, "KDO-100"), left(nice, "KDO-100")) == (3500, 3500)
    check_books(world)


def test_a_ledger_where_every_store_is_the_cards_home_is_seen(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wrong twin: both spend the card, nobody is told, and the proof of the books goes red."""
    world, lyon, nice = shop
    monkeypatch.setattr(card_homes, "home_of", lambda connection, store, id: store)
    for till in (lyon, nice):
        till.network.up = False
        pay_by_card(till, "KDO-100", 6000)
        till.network.up = True
        exchange(till)
    assert not world.cases()
    fault = verify(world.context).fault
    assert fault is not None
    assert fault.rule == "card_home"
