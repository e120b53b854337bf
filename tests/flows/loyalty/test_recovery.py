"""Making good (P13): staff give a member a coupon or store credit, within their limits, tied to the member and journalled."""

from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till
from tests.flows.loyalty.conftest import Open
from tests.flows.loyalty.shops import CARD, goods, loyal

Json = dict[str, Any]
SORRY: Json = {"id": "sorry", "kind": "recovery", "most_minor": {"cashier": 500, "manager": 2000}, "per_day": 3}


def opened(open_till: Open, **more: Any) -> Till:
    shop = loyal(goods(tea=1000, pen=400), programmes=[SORRY | more])
    shop["members"].append({"id": "m2", "code": "0421234567891", "profile": {}})
    return open_till(shop)


def give(till: Till, amount: int = 500) -> Json:
    till.ok("member", code=CARD)
    answer: Json = till.ok("recovery", programme="sorry", amount_minor=amount, reason="late")
    till.ok("cancel_basket")
    return answer


def test_a_coupon_is_given_and_used_by_its_member_alone(open_till: Open) -> None:
    till = opened(open_till)
    coupon = give(till)["recovery"]["coupon"]
    till.ok("add", sku="tea", quantity=1)
    till.no("coupon_member_first", "coupon", code=coupon["code"])
    till.ok("member", code="0421234567891")
    till.no("coupon_other_member", "coupon", code=coupon["code"])
    till.ok("member", code=CARD)
    assert till.ok("coupon", code=coupon["code"])["basket"]["totals"]["gross_minor"] == 500
    (given,) = till.facts(facts.RecoveryGiven)
    assert (given.member, given.amount_minor, given.coupon.id) == ("m1", 500, coupon["id"])


def test_for_some_goods_it_is_good_for_those(open_till: Open) -> None:
    till = opened(open_till, of={"tags": ["pen"]})
    coupon = give(till)["recovery"]["coupon"]
    till.ok("member", code=CARD)
    till.ok("add", sku="tea", quantity=1)
    assert till.ok("coupon", code=coupon["code"])["basket"]["totals"]["gross_minor"] == 1000
    assert till.ok("add", sku="pen", quantity=1)["basket"]["totals"]["gross_minor"] == 1000


def test_store_credit_is_money_and_its_code_is_told_once(open_till: Open) -> None:
    till = opened(open_till, gives="store_credit")
    credit = give(till)["store_credit"]
    till.ok("add", sku="tea", quantity=1)
    assert till.ok("tender", kind="store_credit", code=credit["code"])["basket"]["totals"]["paid_minor"] == 500


def test_a_greater_amount_asks_for_somebody_who_may(open_till: Open) -> None:
    till = opened(open_till)
    till.ok("member", code=CARD)
    till.no("approval_needed", "recovery", programme="sorry", amount_minor=1500, reason="late")
    assert till.ok("approve", staff="max", pin="123456")["recovery"]["amount_minor"] == 1500
    error = till.no("recovery_limit", "recovery", programme="sorry", amount_minor=2500, reason="late")
    assert "20.00" in error["message"] or "20,00" in error["message"]


def test_nobody_makes_good_more_often_than_the_shop_allows(open_till: Open) -> None:
    till = opened(open_till)
    for _ in range(3):
        give(till)
    till.ok("member", code=CARD)
    till.no("recovery_day", "recovery", programme="sorry", amount_minor=100, reason="late")


@pytest.mark.parametrize(("code", "fields"), [("unknown_recovery", {"programme": "none"}), ("amount_limit", {"amount_minor": 0})])
def test_what_cannot_be_given_says_why(open_till: Open, code: str, fields: Json) -> None:
    till = opened(open_till)
    till.ok("member", code=CARD)
    till.no(code, "recovery", **{"programme": "sorry", "amount_minor": 100, "reason": "late"} | fields)


def test_it_needs_a_member(open_till: Open) -> None:
    till = opened(open_till)
    till.no("member_needed", "recovery", programme="sorry", amount_minor=100, reason="late")


def test_the_code_of_a_credit_stands_in_no_file_and_is_told_again(open_till: Open) -> None:
    till = opened(open_till, gives="store_credit")
    till.ok("member", code=CARD)
    request = {"programme": "sorry", "amount_minor": 300, "reason": "late", "request": "r1"}
    first = till.ok("recovery", **request)
    again = till.ok("recovery", **request)
    assert again["replayed"]
    assert again["store_credit"] == first["store_credit"]
    folder = till.running.till.terminal.store.folder
    code = first["store_credit"]["code"].encode()
    assert not [file.name for file in folder.rglob("*") if file.is_file() and code in file.read_bytes()]
