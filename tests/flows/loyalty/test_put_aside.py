"""A ticket put aside goes on with what its member has left, which another ticket may have spent; and whose uses come back with goods."""

from typing import Any

import msgspec

from sync.protocol.records import Member
from sync.protocol.wire import Change, Page
from tests.flows.harness import Till
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import CARD, goods, loyal, points, reward

Json = dict[str, Any]
ONCE = {"id": "once", "name": "Once", "kind": "percent", "when": {"tags": ["pen"]}, "percent_bp": 1000, "limits": {"per_member": 1}}
FIVE = points(earn={"points": 0, "per_minor": 100}, rewards=[reward("five", 100, "amount", amount_minor=500)])


def begin(till: Till, sku: str, member: str = "m1") -> Json:
    till.ok("member", id=member)
    basket: Json = till.ok("add", sku=sku, quantity=1)["basket"]
    return basket


def pay(till: Till) -> Json:
    if till.ok("state")["basket"]["totals"]["due_minor"]:
        till.ok("tender", kind="cash")
    return till.ok("finish")


def test_a_reward_put_aside_is_not_had_once_its_points_are_spent(open_till: Open) -> None:
    till = open_till(loyal(goods(coat=2000), programmes=[FIVE], balances={"POINT": 100}))
    begin(till, "coat")
    till.ok("reward", id="five")
    ticket = till.ok("hold")["ticket"]
    begin(till, "coat")
    till.ok("reward", id="five")
    assert pay(till)["basket"]["totals"]["gross_minor"] == 1500
    recalled = till.ok("recall", ticket=ticket)["basket"]
    assert (recalled["totals"]["gross_minor"], recalled["member"]["balances"]["POINT"]) == (2000, 0)
    pay(till)
    assert till.ok("member", code=CARD)["basket"]["member"]["balances"]["POINT"] == 0


def test_points_spent_meanwhile_do_not_pay_a_ticket_put_aside(open_till: Open) -> None:
    till = open_till(loyal(goods(coat=2000), programmes=[FIVE], balances={"POINT": 100}))
    begin(till, "coat")
    ticket = till.ok("hold")["ticket"]
    begin(till, "coat")
    till.ok("tender", kind="points", amount_minor=100)
    pay(till)
    till.ok("recall", ticket=ticket)
    till.no("points_short", "tender", kind="points", amount_minor=100)


def test_an_offer_had_meanwhile_is_not_had_on_a_ticket_put_aside(open_till: Open) -> None:
    till = open_till(loyal(goods(pen=1000), offers=[ONCE]))
    assert begin(till, "pen")["totals"]["gross_minor"] == 900
    ticket = till.ok("hold")["ticket"]
    begin(till, "pen")
    pay(till)
    assert till.ok("recall", ticket=ticket)["basket"]["totals"]["gross_minor"] == 1000


def test_a_step_back_does_not_bring_back_what_was_spent_elsewhere(open_till: Open) -> None:
    till = open_till(loyal(goods(coat=2000), programmes=[FIVE], balances={"POINT": 100}))
    begin(till, "coat")
    running = till.running
    poorer = msgspec.json.encode(Member(id="m1", code=CARD, balances={"POINT": 20}))
    page = Page(scope="member", cursor=99, more=False, changes=[Change(key="m1", body=poorer)])
    running.worker.call(lambda: running.till.terminal.reference.apply(page))
    running.worker.call(running.refresh)
    assert till.ok("undo")["basket"]["member"]["balances"]["POINT"] == 20


def test_goods_on_the_ticket_of_another_member_give_nobody_a_use_back(open_till: Open) -> None:
    """Else each receipt of somebody else's would bring the offer once more."""
    shop = loyal(goods(pen=1000), offers=[ONCE])
    shop["members"].append({"id": "m2", "code": "0429999999990", "profile": {}})
    till = open_till(shop)
    begin(till, "pen")
    receipt = pay(till)["receipt"]["number"]
    begin(till, "pen", "m2")
    pay(till)
    till.ok("member", id="m2")
    till.ok("return", receipt=receipt)
    pay(till)
    assert begin(till, "pen", "m2")["totals"]["gross_minor"] == 1000


def test_a_use_of_yesterday_that_comes_back_is_none_of_today(open_till: Open) -> None:
    """Else a receipt of each day before would bring the offer of today once more."""
    daily = ONCE | {"limits": {"per_member": 1, "period": "day"}}
    till = open_till(loyal(goods(pen=1000), offers=[daily]))
    begin(till, "pen")
    yesterday = pay(till)["receipt"]["number"]
    till.ok("clock", at="2026-11-23T10:00:00+01:00")
    assert begin(till, "pen")["totals"]["gross_minor"] == 900
    today = pay(till)["receipt"]["number"]
    till.ok("return", receipt=yesterday)
    pay(till)
    assert begin(till, "pen")["totals"]["gross_minor"] == 1000
    till.ok("cancel_basket")
    till.ok("return", receipt=today)
    pay(till)
    assert begin(till, "pen")["totals"]["gross_minor"] == 900
