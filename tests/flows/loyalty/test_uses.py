"""Uses of limited offers when goods come back: given back once, counted by ticket, whatever else the same ticket sells or takes back."""

from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import CARD, goods, loyal

Json = dict[str, Any]

TOTAL, EACH = {"total": 5}, {"per_member": 3, "period": "day"}
LIMITS = [TOTAL, EACH, {"total_pieces": 9}, {"budget_minor": 900}]
IDS = ["total", "member", "pieces", "budget"]


def shop(limits: Json) -> Json:
    offer = {"id": "bonus", "kind": "amount", "when": {"skus": ["book"]}, "amount_minor": 100, "limits": limits}
    return loyal(goods(book=1000, pen=200), offers=[offer])


def buy(till: Till, sku: str = "book") -> str:
    till.ok("member", code=CARD)
    return str(till.sell({"sku": sku})["receipt"]["number"])


def exchange(till: Till, *receipts: str, sku: str) -> str:
    """Give receipts back wholly and buy something on the same ticket."""
    for receipt in receipts:
        till.ok("return", receipt=receipt)
    if sku:
        till.ok("add", sku=sku, quantity=1)
    if till.ok("state")["basket"]["totals"]["due_minor"]:
        till.ok("tender", kind="cash")
    return str(till.ok("finish")["receipt"]["number"])


def used(till: Till) -> tuple[int, int]:
    """Baskets of the campaign by this till's books, and of its member by what a new ticket is told."""
    store = till.running.till.terminal.store
    of_member = till.running.worker.call(lambda: sum(use.times for use in store.member_uses("m1")))
    return till.running.worker.call(store.offer_uses).get("bonus", {}).get("uses", 0), of_member


@pytest.mark.parametrize("limits", LIMITS, ids=IDS)
def test_a_ticket_gives_a_use_back_and_has_one(open_till: Open, limits: Json) -> None:
    till = open_till(shop(limits))
    first = buy(till)
    assert used(till) == (1, 1)
    exchange(till, first, sku="book")
    sale = till.facts(facts.Sale)[-1]
    assert sorted(use.times for use in sale.uses) == [-1, 1]
    assert used(till) == (1, 1)


@pytest.mark.parametrize("limits", LIMITS, ids=IDS)
def test_a_ticket_gives_back_what_two_sales_had(open_till: Open, limits: Json) -> None:
    till = open_till(shop(limits))
    both = buy(till), buy(till)
    assert used(till) == (2, 2)
    exchange(till, *both, sku="")
    assert used(till) == (0, 0)


def test_a_member_who_gave_two_back_may_have_two_more(open_till: Open) -> None:
    till = open_till(shop(EACH))
    both = [buy(till) for _ in range(3)][:2]
    exchange(till, *both, sku="")
    for _ in range(2):
        buy(till)
    buy(till)
    assert [sale.discount_minor for sale in till.facts(facts.Sale)] == [100, 100, 100, -200, 100, 100, 0]


def test_an_exchange_that_comes_back_gives_back_only_its_own_use(open_till: Open) -> None:
    till = open_till(shop(TOTAL))
    second = exchange(till, buy(till), sku="book")
    exchange(till, second, sku="")
    assert used(till) == (0, 0)
