"""The shop's rules change while a ticket is open: what was paid for is still given, and a code is good while one of its offers is."""

import msgspec

from sync.protocol import facts
from tests.flows.harness import Json
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward
from tests.flows.loyalty.test_refusals import stop


def test_a_reward_withdrawn_after_money_was_taken_is_given_all_the_same(open_till: Open) -> None:
    """A card that has paid could neither be finished nor given up."""
    rewards = [reward("card", 50, "gift_card", amount_minor=500), reward("five", 50, "amount", amount_minor=500)]
    till = open_till(loyal(goods(coat=2000), programmes=[points(rewards=rewards)], balances={"POINT": 200}))
    till.ok("member", code=CARD)
    till.ok("add", sku="coat", quantity=1)
    for each in rewards:
        till.ok("reward", id=each["id"])
    till.ok("tender", kind="cash")
    terminal = till.running.till.terminal
    terminal.policy = msgspec.structs.replace(terminal.policy, programmes=())
    answer = till.ok("finish")
    assert [each["amount_minor"] for each in answer["reward_cards"]] == [500]
    (sale,) = till.facts(facts.Sale)
    assert [(each.id, each.amount_minor, bool(each.card)) for each in sale.rewards] == [("card", 500, True), ("five", 500, False)]


def test_a_code_is_good_while_one_of_its_offers_is(open_till: Open) -> None:
    def offer(id: str) -> Json:
        return {"id": id, "name": id, "kind": "percent", "when": {"codes": ["SPRING"], "tags": ["pen"]}, "percent_bp": 1000}

    till = open_till(loyal(goods(pen=1000), offers=[offer("one"), offer("two")]))
    till.ok("add", sku="pen", quantity=1)
    stop(till, "one")
    assert till.ok("coupon", code="SPRING")["basket"]["totals"]["gross_minor"] == 900
    till.ok("undo")
    stop(till, "one", "two")
    till.no("coupon_stopped", "coupon", code="SPRING")
