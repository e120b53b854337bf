"""Goods that come back: by number or code, whole or in parts, never more than was sold, and what they cost then."""

from pathlib import Path
from typing import Any

import msgspec

from sync.protocol import facts
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import plain, product, shop

Json = dict[str, Any]


THREE_OFFERS = [{"id": f"o{amount}", "kind": "amount", "amount_minor": amount} for amount in (2, 8, 11)]


def forget_offers(till: Till) -> None:
    """New rules come with the feed: no offer holds any more."""
    terminal = till.running.till.terminal
    terminal.policy = msgspec.structs.replace(terminal.policy, offers=(), bundle="new")


def gross(answer: Json) -> int:
    found: int = answer["basket"]["totals"]["gross_minor"]
    return found


def test_a_whole_receipt_comes_back_once(till: Till) -> None:
    sold = till.sell({"sku": "lamp", "quantity": 2}, {"sku": "grapes", "weight_g": 500})
    number = sold["receipt"]["number"]
    answer = till.ok("return", receipt=number)
    assert gross(answer) == -gross(sold)
    assert [(line["quantity"] if "quantity" in line else line["weight_g"]) for line in answer["basket"]["lines"]] == [-2, -500]
    till.no("nothing_left", "return", receipt=number)
    paid = till.ok("tender", kind="cash")["basket"]
    assert paid["tenders"] == [{"kind": "cash", "amount_minor": gross(sold)}]
    till.ok("finish")
    till.no("nothing_left", "return", receipt=number)
    assert till.ok("x_report")["returns_minor"] == gross(sold)


def test_a_scanned_receipt_is_a_return(till: Till) -> None:
    sold = till.sell({"sku": "lamp"})
    assert gross(till.ok("scan", code=sold["receipt"]["code"])) == -2500
    till.ok("cancel_basket")
    assert gross(till.ok("return", receipt=sold["receipt"]["code"])) == -2500


def test_parts_come_back_until_nothing_is_left(till: Till) -> None:
    till.ok("member", id="m1")
    sold = till.sell({"sku": "tea", "quantity": 3})
    number = sold["receipt"]["number"]
    assert (gross(sold), sold["basket"]["points_earned"]) == (2700, 27)
    back = []
    for _ in range(3):
        till.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
        till.ok("tender", kind="cash")
        back.append(till.ok("finish"))
    assert [gross(each) for each in back] == [-900, -900, -900]
    assert sum(each["basket"]["points_earned"] for each in back) == -27
    assert "0" in till.no("over_returned", "return", receipt=number, lines=[{"line": 1, "quantity": 1}])["message"]
    assert till.ok("x_report")["expected_minor"] == 0


def test_never_more_than_was_sold_in_one_ticket_or_two(till: Till) -> None:
    number = till.sell({"sku": "pear", "quantity": 3})["receipt"]["number"]
    till.no("over_returned", "return", receipt=number, lines=[{"line": 1, "quantity": 4}])
    till.no("over_returned", "return", receipt=number, lines=[{"line": 1, "quantity": 2}, {"line": 1, "quantity": 2}])
    till.ok("return", receipt=number, lines=[{"line": 1, "quantity": 2}])
    till.no("over_returned", "return", receipt=number, lines=[{"line": 1, "quantity": 2}])
    till.no("no_such_line", "return", receipt=number, lines=[{"line": 2, "quantity": 1}])
    till.no("returned_line", "quantity", line=1, quantity=1)
    till.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
    till.ok("tender", kind="cash")
    second = till.ok("finish")["receipt"]["number"]
    till.no("not_returnable", "return", receipt=second, lines=[{"line": 1, "quantity": 1}])
    till.no("unknown_receipt", "return", receipt="R1-A-000099")
    till.no("unknown_receipt", "reprint", receipt="R1-A-000099")


def test_a_return_is_paid_out_by_any_tender(till: Till) -> None:
    number = till.sell({"sku": "lamp"})["receipt"]["number"]
    till.ok("return", receipt=number)
    till.no("overpaid", "tender", kind="card_standalone", amount_minor=2600)
    till.ok("tender", kind="card_standalone", amount_minor=500)
    assert till.ok("tender", kind="cash")["basket"]["totals"]["due_minor"] == 0
    till.ok("finish")
    sale = till.facts(facts.Sale)[-1]
    assert [(tender.kind, tender.amount_minor, tender.out) for tender in sale.tenders] == [
        ("card_standalone", 500, True),
        ("cash", 2000, True),
    ]
    assert {each["kind"]: each["amount_minor"] for each in till.ok("x_report")["tenders"]} == {"cash": 500, "card_standalone": -500}


def test_an_exchange_is_one_ticket(till: Till) -> None:
    number = till.sell({"sku": "pear", "quantity": 2})["receipt"]["number"]
    till.ok("return", receipt=number)
    answer = till.ok("add", sku="lamp", quantity=1)
    assert (gross(answer), answer["basket"]["totals"]["due_minor"]) == (2260, 2260)
    till.ok("tender", kind="cash")
    sold = till.ok("finish")
    assert [line["line"] for line in sold["basket"]["lines"]] == [1, 2]
    even = till.sell({"sku": "pear"})["receipt"]["number"]
    till.ok("return", receipt=even)
    till.ok("add", sku="pear", quantity=1)
    till.no("nothing_due", "tender", kind="cash")
    assert gross(till.ok("finish")) == 0


def test_what_was_sold_comes_back_at_its_price_whatever_the_price_is_now(tmp_path: Path) -> None:
    file = plain([product("item", 1000)], [])
    file["offers"] = [{"id": "half", "name": "x", "kind": "percent", "when": {}, "percent_bp": 5000}]
    with shop_till(tmp_path, file) as till:
        number = till.sell({"sku": "item", "quantity": 2})["receipt"]["number"]
    with reopened(tmp_path) as till:
        forget_offers(till)
        assert gross(till.ok("add", sku="item", quantity=1)) == 1000
        till.ok("undo")
        assert gross(till.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])) == -500


def test_new_rules_do_not_change_a_ticket_that_is_being_paid(tmp_path: Path) -> None:
    """The feed may bring a new price rule between the card and the finish; a restart may come too."""
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="tea", quantity=1)
        till.ok("tender", kind="cash", amount_minor=500)
        forget_offers(till)
        assert gross(till.ok("state")) == 900
    with reopened(tmp_path) as till:
        old = till.running.till.terminal.policy.bundle
        forget_offers(till)
        till.ok("tender", kind="cash")
        assert gross(till.ok("finish")) == 900
        assert till.facts(facts.Sale)[-1].evaluation.bundle == old
        assert gross(till.ok("add", sku="tea", quantity=1)) == 1000


def test_a_return_shows_the_member_s_balance_of_today(till: Till) -> None:
    till.ok("member", id="m1")
    first = till.sell({"sku": "lamp"})
    earned = first["basket"]["points_earned"]
    before = first["basket"]["member"]["balances"].get("POINT", 0)
    found = till.ok("return", receipt=first["receipt"]["number"])["basket"]["member"]["balances"]["POINT"]
    assert earned > 0 and found == before + earned


def test_pieces_of_nearly_free_goods_never_cost_more_when_they_come_back(tmp_path: Path) -> None:
    """Three pens for 0.21, 0.21 off in three offers: the shares of a piece are rounded together, so that no part is paid for again."""
    with shop_till(tmp_path, plain([product("pen", 7, [])], []) | {"offers": THREE_OFFERS}) as till:
        till.ok("add", sku="pen", quantity=3)
        number = till.ok("finish")["receipt"]["number"]
        back = []
        for _ in range(3):
            till.ok("return", receipt=number, lines=[{"line": 1, "quantity": 1}])
            back.append(till.ok("finish")["basket"])
        assert [each["totals"]["gross_minor"] for each in back] == [0, 0, 0]
        shares = [{share["id"]: share["amount_minor"] for share in each["lines"][0]["offers"]} for each in back]
        assert {id: sum(each.get(id, 0) for each in shares) for id in ("o2", "o8", "o11")} == {"o2": -2, "o8": -8, "o11": -11}
