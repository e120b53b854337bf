"""Goods that come back at another till than sold them: by the ledger, by the receipt's digest without it, and never twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.services.queries import FindReceipt, RecentReceipts, ReturnableReceipt
from sync.ledger.verify import verify
from sync.protocol import facts
from sync.protocol.errors import Refusal
from tests.flows.counters import Counter, counters
from tests.flows.shops import shop
from tests.unit.sync.ledger.worlds import World

Json = dict[str, Any]
NAMES = ("R1", "R2", "R3")


def three(**habits: Any) -> Json:
    """The flows' shop with a third till, in another store, and these habits."""
    found = shop(habits=habits)
    found["stores"].append({"id": "nice", "name": "Nice"})
    found["registers"].append({"id": "R3", "store": "nice", "kind": "cashier"})
    return found


@pytest.fixture
def tills(tmp_path: Path) -> Iterator[tuple[World, list[Counter]]]:
    with counters(tmp_path, three(), *NAMES) as found:
        yield found


def query(till: Counter, asked: Any) -> Any:
    box: list[Any] = []
    till.running.worker.ask(asked, box.append)
    while not box:
        till.running.worker.call(lambda: None)
    return box[0]


def gross(answer: Json) -> int:
    found: int = answer["basket"]["totals"]["gross_minor"]
    return found


@pytest.mark.parametrize("register", [1, 2])
def test_a_receipt_comes_back_at_another_till_and_in_another_store(tills: tuple[World, list[Counter]], register: int) -> None:
    world, (first, *_) = tills
    other = tills[1][register]
    first.ok("member", id="m1")
    sold = first.sell({"sku": "tea", "quantity": 3}, {"sku": "grapes", "weight_g": 500})
    first.exchange()
    number = sold["receipt"]["number"]
    answer = other.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
    assert gross(answer) == -900
    assert answer["basket"]["member"]["id"] == "m1"
    other.pay()
    other.ok("scan", code=sold["receipt"]["code"])
    assert gross(other.pay()) == -(gross(sold) - 900)
    other.exchange()
    other.no("nothing_left", "return", receipt=number)
    first.no("nothing_left", "return", receipt=number)
    assert not world.cases()
    assert verify(world.context).fault is None


def test_a_till_knows_what_the_others_took_back(tills: tuple[World, list[Counter]]) -> None:
    _, (first, second, third) = tills
    number = first.sell({"sku": "pear", "quantity": 3})["receipt"]["number"]
    first.exchange()
    second.ok("return", receipt=number, lines=[{"line": 1, "quantity": 2}])
    third.no("over_returned", "return", receipt=number, lines=[{"line": 1, "quantity": 2}])
    third.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
    first.no("return_elsewhere", "return", receipt=number)
    second.pay()
    second.exchange()
    third.pay()
    third.exchange()
    first.no("nothing_left", "return", receipt=number)


def test_a_ticket_given_up_lets_the_goods_go(tills: tuple[World, list[Counter]]) -> None:
    _, (first, second, _) = tills
    number = first.sell({"sku": "lamp"})["receipt"]["number"]
    first.exchange()
    second.ok("return", receipt=number)
    first.no("return_elsewhere", "return", receipt=number)
    second.ok("cancel_basket")
    second.exchange()
    first.ok("return", receipt=number)


def test_without_the_network_the_digest_gives_back_what_was_paid_within_the_limit(tmp_path: Path) -> None:
    with counters(tmp_path, three(offline_return_minor=2000), "R1", "R2") as (world, (first, second)):
        sold = first.sell({"sku": "tea", "quantity": 3}, {"sku": "grapes", "weight_g": 500})
        code, number = sold["receipt"]["code"], sold["receipt"]["number"]
        second.network.up = False
        second.no("receipt_elsewhere", "return", receipt=number)
        second.no("return_limit_offline", "return", receipt=code)
        answer = second.ok("return", receipt=code, lines=[{"line": 1, "quantity": 2}])
        assert [(line["quantity"], line["gross_minor"]) for line in answer["basket"]["lines"]] == [(-2, -1800)]
        assert answer["basket"]["lines"][0]["taxes"] == [{"id": "T55", "base_minor": -1706, "tax_minor": -94}]
        second.pay()
        second.no("return_limit_offline", "return", receipt=code, lines=[{"line": 1, "quantity": 1}])
        assert gross(second.ok("return", receipt=code, lines=[{"line": 2}])) == -200
        second.pay()
        second.network.up = True
        first.exchange()
        second.exchange()
        assert gross(second.ok("return", receipt=code)) == -900, "the ledger knows the sale now, and no limit holds"
        second.pay()
        second.exchange()
        assert not world.cases()


def test_two_tills_without_the_network_both_take_it_back_and_the_ledger_says_what_it_costs(tills: tuple[World, list[Counter]]) -> None:
    world, (first, second, third) = tills
    sold = first.sell({"sku": "tea"})
    for till in (first, second, third):
        till.network.up = False
    first.ok("return", receipt=sold["receipt"]["number"])
    first.pay()
    third.ok("return", receipt=sold["receipt"]["code"])
    third.pay()
    for till in (first, third):
        till.network.up = True
        till.exchange()
    found = world.cases()["over_returned"]
    assert (found["effect_minor"], found["store"]) == (900, "lyon")
    assert verify(world.context).fault is None


def test_a_long_receipt_s_digest_names_no_goods_and_says_so(tills: tuple[World, list[Counter]]) -> None:
    _, (first, second, _) = tills
    names = ("tea", "pear", "lamp", "cheese")
    sold = first.sell(*({"sku": sku} if sku != "cheese" else {"sku": "tea"} for sku in (*names, *names, *names)))
    second.network.up = False
    second.no("receipt_lines_unknown", "return", receipt=sold["receipt"]["code"])


def test_an_old_receipt_is_refused_everywhere(tmp_path: Path) -> None:
    with counters(tmp_path, three(return_days=30), "R1", "R2") as (_, (first, second)):
        number = first.sell({"sku": "lamp"})["receipt"]["number"]
        first.exchange()
        for day, code in (("2026-12-22", ""), ("2026-12-23", "return_too_old")):
            for till in (first, second):
                till.ok("clock", at=f"{day}T10:00:00+01:00")
                found = query(till, FindReceipt(number))
                assert found.too_late == (30 if code else None), "its papers are still to be had"
                if code:
                    assert "30" in till.no(code, "return", receipt=number)["message"]
                else:
                    till.ok("return", receipt=number)
                    till.ok("cancel_basket")
                    till.exchange()


def test_a_screen_finds_a_receipt_of_any_till_with_what_is_left(tills: tuple[World, list[Counter]]) -> None:
    _, (first, second, third) = tills
    sold = first.sell({"sku": "pear", "quantity": 3}, {"sku": "grapes", "weight_g": 500})
    number = sold["receipt"]["number"]
    first.exchange()
    second.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
    second.pay()
    second.exchange()
    found = query(third, FindReceipt(number))
    assert isinstance(found, ReturnableReceipt)
    assert (found.source, [(line.sold, line.left, line.by_weight) for line in found.lines]) == ("ledger", [(3, 2, False), (500, 500, True)])
    third.network.up = False
    assert query(third, FindReceipt(sold["receipt"]["code"])).source == "digest"
    nothing = query(third, FindReceipt(number))
    assert isinstance(nothing, Refusal) and nothing.code == "receipt_elsewhere"
    assert query(first, FindReceipt(number)).source == "till"
    assert [row.number for row in query(first, RecentReceipts())] == [number]
    assert query(third, RecentReceipts()) == []


def coupons_of(till: Counter) -> Json:
    """Earn a coupon, and use it on a purchase; return the purchase."""
    earned = till.sell({"sku": "lamp"})["basket"]["coupons_issued"][0]
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=earned["code"])
    sold = till.pay()
    return {"coupon": earned, "sold": sold}


def test_a_coupon_used_for_goods_that_all_came_back_is_good_again(tills: tuple[World, list[Counter]]) -> None:
    world, (first, *_) = tills
    found = coupons_of(first)
    code, number = found["coupon"]["code"], found["sold"]["receipt"]["number"]
    first.no("coupon_used", "coupon", code=code)
    first.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
    first.pay()
    first.no("coupon_used", "coupon", code=code)
    first.ok("return", receipt=number)
    first.pay()
    assert [[each.id for each in sale.restored] for sale in first.facts(facts.Sale)][-2:] == [[], [found["coupon"]["id"]]]
    first.ok("add", sku="lamp", quantity=2)
    first.ok("coupon", code=code)
    assert gross(first.pay()) == 4500
    first.no("coupon_used", "coupon", code=code)
    first.exchange()
    assert not world.cases()
    assert verify(world.context).fault is None


def test_at_another_till_a_new_coupon_takes_the_used_one_s_place(tills: tuple[World, list[Counter]]) -> None:
    world, (first, second, _) = tills
    found = coupons_of(first)
    first.exchange()
    second.ok("return", receipt=found["sold"]["receipt"]["number"])
    back = second.pay()
    new = back["basket"]["coupons_issued"][0]
    old = found["coupon"]
    assert (new["home"], new["amount_minor"], new["valid_until"]) == ("R2", old["amount_minor"], old["valid_until"])
    second.ok("add", sku="lamp", quantity=2)
    second.ok("coupon", code=new["code"])
    assert gross(second.pay()) == 4500
    second.exchange()
    first.no("coupon_used", "coupon", code=old["code"])
    assert not world.cases()


def test_a_coupon_in_another_one_s_place_stays_when_goods_of_its_ticket_come_back(tills: tuple[World, list[Counter]]) -> None:
    world, (first, second, _) = tills
    found = coupons_of(first)
    first.exchange()
    second.ok("return", receipt=found["sold"]["receipt"]["number"])
    second.ok("add", sku="pear", quantity=1)
    back = second.pay()
    (new,) = back["basket"]["coupons_issued"]
    (pear,) = [line["line"] for line in back["basket"]["lines"] if line["sku"] == "pear"]
    second.ok("return", receipt=back["receipt"]["number"], lines=[{"line": pear, "quantity": 1}])
    second.pay()
    assert second.facts(facts.Sale)[-1].revoked == []
    second.ok("add", sku="lamp", quantity=2)
    second.ok("coupon", code=new["code"])
    assert gross(second.pay()) == 4500
    second.exchange()
    assert not world.cases()


def test_a_coupon_that_the_goods_had_earned_goes_with_them_unless_it_was_used(tills: tuple[World, list[Counter]]) -> None:
    world, (first, second, _) = tills
    unused = first.sell({"sku": "lamp"})
    used = coupons_of(first)
    earning = first.facts(facts.Sale)[1].number
    first.exchange()
    second.ok("return", receipt=unused["receipt"]["number"])
    second.ok("return", receipt=earning)
    second.pay()
    second.exchange()
    assert [each.id for each in second.facts(facts.Sale)[-1].revoked] == [unused["basket"]["coupons_issued"][0]["id"]]
    assert used["coupon"]["id"] not in {each.id for each in second.facts(facts.Sale)[-1].revoked}
    assert not world.cases()


def test_the_way_back_is_told_at_once_for_another_tills_receipt(tills: tuple[World, list[Counter]]) -> None:
    """The ledger says how a receipt was paid; its signed code alone does not, and then no way is named."""
    _, (first, second, _) = tills
    first.ok("add", sku="lamp", quantity=1)
    first.ok("tender", kind="card_standalone", amount_minor=1500)
    first.ok("tender", kind="cash")
    sold = first.ok("finish")["receipt"]
    first.exchange()
    ways = [{"kind": "card_standalone", "amount_minor": 1500}, {"kind": "cash", "amount_minor": 1000}]
    assert second.ok("return", receipt=sold["number"])["basket"]["refund"] == ways
    assert second.ok("state")["basket"]["refund"] == ways
    second.ok("cancel_basket")
    second.network.up = False
    assert second.ok("return", receipt=sold["code"])["basket"]["refund"] == []
    assert second.ok("state")["basket"]["refund"] == []


def used_elsewhere(first: Counter, second: Counter) -> Json:
    """Earn a coupon at one till and use it at another, which asks the ledger; return the earning."""
    earned = first.sell({"sku": "lamp"})
    first.exchange()
    second.ok("add", sku="lamp", quantity=2)
    second.ok("coupon", code=earned["basket"]["coupons_issued"][0]["code"])
    assert gross(second.pay()) == 4500
    return earned


def test_goods_come_back_where_they_were_sold_after_another_till_took_their_coupon(tills: tuple[World, list[Counter]]) -> None:
    world, (first, second, _) = tills
    earned = used_elsewhere(first, second)
    second.exchange()
    first.ok("return", receipt=earned["receipt"]["number"])
    first.pay()
    assert first.facts(facts.Sale)[-1].revoked == [], "the ledger said so when it was asked about the receipt"
    first.exchange()
    assert not world.cases()
    assert verify(world.context).fault is None


def test_without_network_a_coupon_that_is_taken_back_after_its_use_is_a_case_with_its_price(
    tills: tuple[World, list[Counter]],
) -> None:
    world, (first, second, _) = tills
    earned = used_elsewhere(first, second)
    second.exchange()
    first.network.up = False
    first.ok("return", receipt=earned["receipt"]["number"])
    first.pay()
    first.network.up = True
    first.exchange()
    assert {code: case["effect_minor"] for code, case in world.cases().items()} == {"coupon_used_and_revoked": 500}
    assert verify(world.context).fault is None
