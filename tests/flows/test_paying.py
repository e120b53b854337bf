"""Money handed over and given back: cash, stand-alone card with its durable intent, a connected terminal that may be silent."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, reopened, shop_till, simulated_card
from tests.flows.shops import shop

Json = dict[str, Any]


def totals(answer: Json) -> Json:
    found: Json = answer["basket"]["totals"]
    return found


def test_cash_gives_change_and_cards_do_not(till: Till) -> None:
    till.no("basket_empty", "tender", kind="cash")
    till.ok("add", sku="lamp", quantity=1)
    till.no("not_paid", "finish")
    assert totals(till.ok("tender", kind="cash", amount_minor=1000))["due_minor"] == 1500
    till.no("not_paid", "finish")
    till.no("tender_begun", "add", sku="pear", quantity=1)
    till.no("tender_begun", "member", id="m1")
    paid = totals(till.ok("tender", kind="cash", amount_minor=2000))
    assert (paid["due_minor"], paid["paid_minor"], paid["change_minor"]) == (0, 3000, 500)
    till.no("nothing_due", "tender", kind="cash")
    sold = till.ok("finish")
    assert sold["state"] == "ready" and len(sold["hash"]) == 64
    assert till.ok("state")["basket"]["lines"] == []
    till.no("basket_empty", "finish")


def test_points_pay_for_a_member_alone(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("member_needed", "tender", kind="points")


def test_unknown_ways_to_pay(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("tender_unknown", "tender", kind="shells")
    till.no("no_card_terminal", "tender", kind="card")


def test_limits_of_the_law_and_of_reason(till: Till) -> None:
    till.ok("add", sku="gold", quantity=2)
    assert "1" in till.no("cash_limit", "tender", kind="cash")["message"]
    till.no("change_limit", "tender", kind="cash", amount_minor=900_000)
    till.no("cash_back_limit", "tender", kind="card_standalone", amount_minor=198_000 + 6_001)
    assert totals(till.ok("tender", kind="card_standalone", amount_minor=198_000 + 6_000))["change_minor"] == 6_000
    till.ok("finish")
    assert till.ok("x_report")["expected_minor"] == -6_000


def test_the_last_tender_is_taken_back(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("tender", kind="cash", amount_minor=500)
    till.ok("tender", kind="card_standalone", amount_minor=700)
    till.no("card_paid", "cancel_basket")
    assert totals(till.ok("undo"))["paid_minor"] == 500
    assert [(each.kind, each.amount_minor) for each in till.facts(facts.TenderReversed)] == [("card_standalone", 700)]
    assert totals(till.ok("undo"))["paid_minor"] == 0
    assert [each.kind for each in till.facts(facts.TenderReversed)] == ["card_standalone", "cash"]
    assert till.ok("add", sku="lamp", quantity=1)["basket"]["lines"][0]["quantity"] == 2


def test_a_stand_alone_card_is_asked_after_its_intent_is_durable(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as till:
        till.ok("add", sku="lamp", quantity=1)
        asked = till.ask("tender", kind="card_standalone", begin=True)
        assert asked["ok"] and asked["state"] == "paying" and asked["card_intent"]["amount_minor"] == 2500
        till.no("card_answer_first", "tender", kind="cash")
        till.no("card_answer_first", "undo")
        till.no("card_answer_first", "cancel_basket")
        till.no("card_answer_first", "finish")
    with reopened(tmp_path) as till:
        assert till.ok("state")["card_intent"]["id"] == asked["card_intent"]["id"]
        assert till.ask("card_answer", accepted=False)["state"] == "selling"
        till.no("no_card_question", "card_answer", accepted=True)
        till.ask("tender", kind="card_standalone", begin=True, amount_minor=1000)
        assert totals(till.ask("card_answer", accepted=True))["due_minor"] == 1500
        till.ok("tender", kind="cash")
        till.ok("finish")
        (card, cash) = till.facts(facts.Sale)[-1].tenders
    assert (card.kind, card.amount_minor, bool(card.intent), cash.kind) == ("card_standalone", 1000, True, "cash")


def test_a_connected_card(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    card.script("declined", "approved")
    with shop_till(tmp_path / "till", shop(), card=card) as till:
        till.ok("add", sku="lamp", quantity=1)
        answer = till.ask("tender", kind="card")
        assert (answer["ok"], answer["error"]["code"]) == (False, "card_declined")
        assert till.ok("state")["state"] == "selling"
        assert totals(till.ok("tender", kind="card"))["due_minor"] == 0
        assert totals(till.ok("undo"))["due_minor"] == 2500, "the terminal took it back first"
        assert totals(till.ok("tender", kind="card"))["due_minor"] == 0
        till.ok("finish")


def test_a_silent_card_terminal_is_asked_again_before_anything_else(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    card.script("lost")
    with shop_till(tmp_path / "till", shop(), card=card) as till:
        till.ok("add", sku="lamp", quantity=1)
        assert till.ask("tender", kind="card")["error"]["code"] == "card_uncertain"
        till.no("card_uncertain", "finish")
        settled = till.ok("tender", kind="card")
        assert totals(settled)["due_minor"] == 0, "it had charged: its word is taken, no second charge is made"
        till.ok("finish")
        assert len(till.facts(facts.Sale)[-1].tenders) == 1


def test_an_open_intent_is_resolved_with_the_terminal_at_start(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    card.script("lost", "silent")
    with shop_till(tmp_path / "till", shop(), card=card) as till:
        till.ok("add", sku="lamp", quantity=1)
        assert till.ask("tender", kind="card")["error"]["code"] == "card_uncertain"
    with reopened(tmp_path / "till", card=card) as till:
        assert totals(till.ok("state"))["paid_minor"] == 2500
        till.ok("finish")
        till.ok("add", sku="pear", quantity=1)
        assert till.ask("tender", kind="card")["error"]["code"] == "card_uncertain"
    with reopened(tmp_path / "till", card=card) as till:
        assert till.ok("state")["state"] == "selling", "nothing was charged, so nothing is paid"


def test_a_refund_to_a_connected_card(tmp_path: Path) -> None:
    with shop_till(tmp_path / "till", shop(), card=simulated_card(tmp_path)) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.ok("tender", kind="card")
        till.ok("return", receipt=till.ok("finish")["receipt"]["number"])
        found = till.ok("tender", kind="card")["basket"]
        assert (found["tenders"], found["totals"]["due_minor"]) == ([{"kind": "card", "amount_minor": 2500}], 0)
        till.ok("finish")
        assert {each["kind"]: each["amount_minor"] for each in till.ok("x_report")["tenders"]} == {"card": 0}


@pytest.mark.parametrize(("paper", "kept"), [({}, "paper"), ({"paper": "none"}, "none"), ({"paper": "digital"}, "digital")])
def test_finish_without_paper_means_paper(till: Till, paper: Json, kept: str) -> None:
    till.sell({"sku": "pear"}, **paper)
    assert till.facts(facts.Sale)[-1].paper == kept


def test_numbers_of_receipts_are_gapless(till: Till) -> None:
    numbers = [till.sell({"sku": "pear"})["receipt"]["number"] for _ in range(3)]
    till.ok("add", sku="pear", quantity=1)
    till.ok("cancel_basket")
    numbers.append(till.sell({"sku": "pear"})["receipt"]["number"])
    assert numbers == [f"R1-A-{count:06}" for count in range(1, 5)]


@pytest.mark.parametrize("mode", ["half_up", "up", "down"])
@pytest.mark.parametrize("price", [1371, 1372, 1373, 1374, 1375])
def test_cash_rounding_balances_in_every_mode(tmp_path: Path, mode: str, price: int) -> None:
    expected = {"half_up": [1370, 1370, 1375, 1375, 1375], "up": [1375] * 5, "down": [1370] * 4 + [1375]}[mode][price - 1371]
    with shop_till(tmp_path, shop(cash_rounding={"step_minor": 5, "mode": mode})) as till:
        till.ok("add", sku="card", quantity=1, price_minor=price)
        found = totals(till.ok("tender", kind="cash"))
        assert (found["paid_minor"], found["gross_minor"] + found["rounding_minor"]) == (expected, expected)
        till.ok("undo")
        assert totals(till.ok("tender", kind="card_standalone"))["rounding_minor"] == 0
        till.ok("finish")


def test_what_is_to_be_given_back_is_not_asked_for(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.ok("tender", kind="cash")
    till.ok("return", receipt=till.ok("finish")["receipt"]["number"])
    assert "25,00" in till.no("not_paid_out", "finish")["message"]
    till.ok("tender", kind="cash")
    till.ok("finish")
