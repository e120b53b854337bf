"""A reward of which there are only so many comes back to its stock with all the goods it was for, at the till at once and for all by way
of the ledger."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.counters import Counter
from tests.flows.loyalty.scenes import Scene, scene, ways
from tests.flows.loyalty.shops import CARD, points, reward

Json = dict[str, Any]
NONE_EARNED = {"points": 0, "per_minor": 100}


def mugs(kind: str = "amount", **more: Any) -> list[Json]:
    worth = {"amount_minor": 500} if kind == "amount" else {}
    return [points(earn=NONE_EARNED, rewards=[reward("mug", 10, kind, stock=1, **worth, **more)])]


def there(till: Counter, sku: str = "coat") -> bool:
    """Tell whether a till would give the reward; with a network it asks the ledger, which has heard of everything then."""
    speak(till)
    till.ok("member", code=CARD)
    till.ok("add", sku=sku, quantity=1)
    answer = till.ask("reward", id="mug")
    till.ok("cancel_basket")
    speak(till)
    assert answer["ok"] or answer["error"]["code"] == "reward_gone"
    return bool(answer["ok"])


def speak(till: Counter) -> None:
    if till.network.up:
        till.exchange()


def had(shop: Scene, **goods: int) -> Json:
    shop.ticket(**goods)
    shop.one.ok("reward", id="mug")
    return shop.one.pay()


@ways
def test_all_back_is_one_more_for_everybody(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, programmes=mugs(), balances={"POINT": 100}) as shop:
        sold = had(shop, coat=1)
        assert not there(shop.one)
        shop.settle()
        assert not there(shop.two)
        shop.give_back(sold)
        assert there(shop.one), "at once, whatever the network does"
        shop.settle()
        assert there(shop.two) and there(shop.one)
        assert [each.claims for sale in shop.one.facts(facts.Sale) for each in sale.rewards] == [1, -1]
        assert shop.balance("POINT") == 100
        had(shop, coat=1)
        shop.settle()
        assert not there(shop.two) and not there(shop.one)


@ways
def test_sold_and_back_before_the_ledger_hears_of_either(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, programmes=mugs(), balances={"POINT": 100}) as shop:
        shop.give_back(had(shop, coat=1))
        shop.settle()
        assert there(shop.one) and there(shop.two)


@ways
def test_a_part_back_leaves_the_claim_with_the_customer(tmp_path: Path, online: bool) -> None:
    with scene(tmp_path, online, programmes=mugs(), balances={"POINT": 100}) as shop:
        sold = had(shop, coat=2)
        shop.give_back(sold, {"line": 1, "quantity": 1})
        assert not there(shop.one)
        shop.give_back(sold)
        assert there(shop.one)


@ways
def test_other_goods_of_the_ticket_do_not_matter(tmp_path: Path, online: bool) -> None:
    programmes = mugs("product", of={"skus": ["tea"]})
    with scene(tmp_path, online, programmes=programmes, balances={"POINT": 100}) as shop:
        shop.ticket(coat=1, tea=1)
        shop.one.ok("reward", id="mug")
        sold = shop.one.pay()
        shop.give_back(sold, {"line": 1, "quantity": 1})
        assert not there(shop.one, "tea")
        shop.give_back(sold, {"line": 2, "quantity": 1})
        assert there(shop.one, "tea")


@pytest.mark.parametrize("kind", ["event", "access"])
def test_an_invitation_stays_given(tmp_path: Path, kind: str) -> None:
    with scene(tmp_path, True, programmes=mugs(kind), balances={"POINT": 100}) as shop:
        shop.give_back(had(shop, coat=1))
        assert not there(shop.one)
        shop.settle()
        assert shop.balance("POINT") == 90
