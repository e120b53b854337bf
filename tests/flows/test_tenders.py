"""Cheques, meal vouchers, mixed tenders and their rounding, refunds to what paid, and a card terminal that takes payments back."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, reopened, shop_till, simulated_card
from tests.flows.shops import plain, product

Json = dict[str, Any]
GOODS = [
    product("bread", 1200, voucher=True, tags=["food"]),
    product("wine", 2000),
    product("lamp", 2500),
    product("feast", 4000, voucher=True),
    product("open", None),
]
NICKEL: Json = {"step_minor": 5, "mode": "half_up"}


def file(**fields: Any) -> Json:
    return plain(GOODS, [], **fields)


def add(till: Till, *skus: str) -> Json:
    for sku in skus:
        till.ok("add", sku=sku, quantity=1)
    return till.ok("state")


def totals(answer: Json) -> Json:
    found: Json = answer["basket"]["totals"]
    return found


def paid(answer: Json) -> list[tuple[str, int]]:
    return [(each["kind"], each["amount_minor"]) for each in answer["basket"]["tenders"]]


def test_a_cheque_pays_what_is_due_and_no_more(tmp_path: Path) -> None:
    with shop_till(tmp_path, file()) as till:
        add(till, "lamp")
        till.no("overpaid", "tender", kind="cheque", amount_minor=2501)
        till.ok("tender", kind="cheque", amount_minor=2000)
        till.ok("undo")
        assert totals(till.ok("tender", kind="cheque"))["due_minor"] == 0
        number = till.ok("finish")["receipt"]["number"]
        refund = till.ok("return", receipt=number)["basket"]["refund"]
        assert refund == [{"kind": "cash", "amount_minor": 2500}]
        till.no("tender_not_out", "tender", kind="cheque")
        till.no("tender_not_out", "tender", kind="voucher")
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert {each["kind"]: each["amount_minor"] for each in till.ok("x_report")["tenders"]} == {"cash": -2500, "cheque": 2500}


def test_a_voucher_pays_eligible_goods_alone(tmp_path: Path) -> None:
    with shop_till(tmp_path, file()) as till:
        add(till, "wine")
        till.no("voucher_goods", "tender", kind="voucher")
        add(till, "bread")
        assert "12" in till.no("voucher_eligible", "tender", kind="voucher", amount_minor=1201)["message"]
        assert totals(till.ok("tender", kind="voucher", amount_minor=700))["due_minor"] == 2500
        assert paid(till.ok("tender", kind="voucher")) == [("voucher", 700), ("voucher", 500)]
        till.no("voucher_goods", "tender", kind="voucher")
        assert totals(till.ok("tender", kind="cash"))["change_minor"] == 0
        till.ok("finish")


def test_a_voucher_pays_what_discounts_left(tmp_path: Path) -> None:
    found = file()
    found["offers"] = [{"id": "food25", "name": "25 %", "kind": "percent", "when": {"tags": ["food"]}, "percent_bp": 2500}]
    with shop_till(tmp_path, found) as till:
        add(till, "bread", "wine")
        assert paid(till.ok("tender", kind="voucher")) == [("voucher", 900)]


def test_a_voucher_has_a_limit_a_day(tmp_path: Path) -> None:
    with shop_till(tmp_path, file()) as till:
        add(till, "feast")
        assert "25" in till.no("voucher_limit", "tender", kind="voucher", amount_minor=2501)["message"]
        assert paid(till.ok("tender", kind="voucher")) == [("voucher", 2500)]
        assert "25" in till.no("voucher_day", "tender", kind="voucher")["message"]
    with shop_till(tmp_path / "free", file(habits={"voucher_day_minor": None})) as till:
        add(till, "feast")
        assert paid(till.ok("tender", kind="voucher")) == [("voucher", 4000)]


def test_a_voucher_gives_no_change_and_pays_no_more_than_is_due(tmp_path: Path) -> None:
    with shop_till(tmp_path, file()) as till:
        add(till, "bread")
        till.ok("tender", kind="cash", amount_minor=1000)
        till.no("overpaid", "tender", kind="voucher", amount_minor=201)
        assert totals(till.ok("tender", kind="voucher"))["change_minor"] == 0


def test_a_voucher_with_its_code_pays_once(tmp_path: Path) -> None:
    with shop_till(tmp_path, file()) as till:
        add(till, "bread")
        till.ok("tender", kind="voucher", code="TR-1", amount_minor=500)
        till.no("voucher_in_basket", "tender", kind="voucher", code="TR-1", amount_minor=500)
        till.ok("tender", kind="voucher", code="TR-2")
        number = till.ok("finish")["receipt"]["number"]
        add(till, "bread")
        assert number in till.no("voucher_used", "tender", kind="voucher", code="TR-1")["message"]
        till.ok("cancel_basket")
        assert all(b"TR-1" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        till.ok("return", receipt=number)
        assert till.ok("state")["basket"]["refund"] == [{"kind": "store_credit", "amount_minor": 1200}]


ROUNDED = [
    ("T-C3", "half_up", 1572, [("cash", None)], -2, [1570], 0),
    ("T-C5", "down", 1572, [("card_standalone", 68), ("cash", None)], -4, [68, 1500], 0),
    ("up", "up", 1572, [("card_standalone", 68), ("cash", None)], 1, [68, 1505], 0),
    ("T-C9", "half_up", 1291, [("card_standalone", 1559)], -2, [1559], 270),
    ("cheque", "half_up", 1572, [("cheque", 1000), ("cash", None)], -2, [1000, 570], 0),
    ("card", "half_up", 1572, [("card_standalone", None)], 0, [1572], 0),
    ("change", "half_up", 1573, [("cash", 2000)], 2, [2000], 425),
]


@pytest.mark.parametrize(("case", "mode", "price", "given", "rounding", "amounts", "change"), ROUNDED, ids=[each[0] for each in ROUNDED])
def test_only_the_cash_part_is_rounded(
    tmp_path: Path, case: str, mode: str, price: int, given: list[tuple[str, int | None]], rounding: int, amounts: list[int], change: int
) -> None:
    with shop_till(tmp_path, file(cash_rounding=NICKEL | {"mode": mode})) as till:
        till.ok("add", sku="open", quantity=1, price_minor=price)
        for kind, amount in given:
            answer = till.ok("tender", kind=kind, **({} if amount is None else {"amount_minor": amount}))
        found = totals(answer)
        assert [amount for _, amount in paid(answer)] == amounts
        assert (found["rounding_minor"], found["change_minor"], found["due_minor"]) == (rounding, change, 0)
        assert found["paid_minor"] - found["change_minor"] == price + rounding
        number = till.ok("finish")["receipt"]["number"]
        till.ok("return", receipt=number)
        back = totals(till.ok("tender", kind="cash"))
        till.ok("finish")
        assert back["paid_minor"] == -price + back["rounding_minor"] and back["paid_minor"] % 5 == 0
        report = till.ok("x_report")
        taken = sum(each["amount_minor"] for each in report["tenders"])
        assert taken == report["period_total_minor"] + rounding + back["rounding_minor"], "the drawer, the total and the rounding balance"


def test_the_drawer_holds_the_sale_not_the_note(tmp_path: Path) -> None:
    """T-D1: float 500, sale 749, tendered 1000: change 251, expected 1249."""
    with shop_till(tmp_path, file(), begun=False) as till:
        till.ok("open_day", float_minor=50_000, business_day="2026-11-22")
        till.ok("add", sku="open", quantity=1, price_minor=74_900)
        assert totals(till.ok("tender", kind="cash", amount_minor=100_000))["change_minor"] == 25_100
        till.ok("finish")
        assert till.ok("x_report")["expected_minor"] == 124_900


def test_what_was_paid_by_card_goes_back_to_it_first(tmp_path: Path) -> None:
    with shop_till(tmp_path / "till", file(), card=simulated_card(tmp_path)) as till:
        add(till, "lamp", "wine")
        till.ok("tender", kind="cash", amount_minor=1000)
        till.ok("tender", kind="card")
        number = till.ok("finish")["receipt"]["number"]
        part = till.ok("return", receipt=number, lines=[{"line": 2}])["basket"]["refund"]
        assert part == [{"kind": "card", "amount_minor": 2000}]
        till.ok("tender", kind="card")
        till.ok("finish")
        rest = till.ok("return", receipt=number)["basket"]["refund"]
        assert rest == [{"kind": "card", "amount_minor": 1500}, {"kind": "cash", "amount_minor": 1000}]


def test_cash_for_what_a_card_paid_may_need_a_manager(tmp_path: Path) -> None:
    found = file(habits={"cash_refund_minor": 500})
    with shop_till(tmp_path, found) as till:
        add(till, "lamp")
        till.ok("tender", kind="cash", amount_minor=1000)
        till.ok("tender", kind="card_standalone")
        number = till.ok("finish")["receipt"]["number"]
        till.ok("return", receipt=number)
        till.no("approval_needed", "tender", kind="cash")
        till.ok("tender", kind="cash", amount_minor=1500)
        till.ok("undo")
        till.no("approval_needed", "tender", kind="cash")
        assert totals(till.ok("approve", staff="max", pin="123456"))["due_minor"] == 0
        till.ok("finish")


def test_an_exchange_pays_the_difference(tmp_path: Path) -> None:
    with shop_till(tmp_path, file()) as till:
        number = till.sell({"sku": "wine"})["receipt"]["number"]
        till.ok("return", receipt=number)
        assert totals(add(till, "lamp"))["due_minor"] == 500
        assert till.ok("state")["basket"]["refund"] == []
        till.ok("tender", kind="cheque")
        till.ok("finish")


def test_undo_takes_a_payment_back_at_the_terminal_first(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    with shop_till(tmp_path / "till", file(), card=card) as till:
        add(till, "lamp")
        till.ok("tender", kind="card", amount_minor=1000)
        card.script("declined", "lost")
        assert till.ask("undo")["error"]["code"] == "card_not_reversed"
        assert (paid(till.ok("state")), card.moved_minor()) == ([("card", 1000)], 1000)
        assert till.ask("undo")["error"]["code"] == "card_uncertain"
        assert till.ok("state")["card_intent"]["reverses"]
        till.no("card_uncertain", "finish")
        assert paid(till.ok("undo")) == [], "asked again, the terminal knows that it has"
        assert card.moved_minor() == 0
        (reversed_tender,) = till.facts(facts.TenderReversed)
        assert (reversed_tender.kind, reversed_tender.amount_minor, reversed_tender.out) == ("card", 1000, False)


def test_cancel_takes_every_payment_back(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    with shop_till(tmp_path / "till", file(), card=card) as till:
        add(till, "lamp")
        till.ok("tender", kind="card", amount_minor=1000)
        till.ok("tender", kind="cash", amount_minor=500)
        till.ok("tender", kind="card")
        assert card.moved_minor() == 2000
        card.script("approved", "unreachable")
        assert till.ask("cancel_basket")["error"]["code"] == "card_unreachable"
        assert (paid(till.ok("state")), card.moved_minor()) == ([("card", 1000), ("cash", 500)], 1000)
        till.ok("cancel_basket")
        assert card.moved_minor() == 0
        assert [each.kind for each in till.facts(facts.TenderReversed)] == ["card", "card", "cash"]
        assert len(till.facts(facts.BasketCancelled)) == 1


def test_a_reversal_that_was_lost_is_known_at_the_next_start(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    with shop_till(tmp_path / "till", file(), card=card) as till:
        add(till, "lamp")
        till.ok("tender", kind="card")
        card.script("lost")
        assert till.ask("undo", request="u1")["error"]["code"] == "card_uncertain"
    with reopened(tmp_path / "till", card=card) as till:
        assert (till.ok("state")["state"], card.moved_minor()) == ("selling", 0)
        assert till.ask("undo", request="u1")["error"]["code"] == "card_uncertain", "its first answer"
        assert len(till.ok("state")["basket"]["lines"]) == 1, "the goods were not undone in its place"


@pytest.mark.parametrize("accepted", [True, False])
def test_a_manager_says_what_the_terminal_cannot(tmp_path: Path, accepted: bool) -> None:
    card = simulated_card(tmp_path)
    card.script("uncertain")
    with shop_till(tmp_path / "till", file(), card=card) as till:
        add(till, "lamp")
        till.no("no_card_question", "card_answer", accepted=accepted)
        assert till.ask("tender", kind="card")["error"]["code"] == "card_uncertain"
        till.no("approval_needed", "card_answer", accepted=accepted)
        answer = till.ok("approve", staff="max", pin="123456")
        assert totals(answer)["due_minor"] == (0 if accepted else 2500)
        (said,) = till.facts(facts.CardSettled)
        assert (said.accepted, said.amount_minor) == (accepted, 2500)


def test_a_part_of_the_amount_may_be_approved(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    card.script("partial")
    with shop_till(tmp_path / "till", file(), card=card) as till:
        add(till, "lamp")
        answer = till.ok("tender", kind="card")
        assert answer["card_partial"] == {"asked_minor": 2500, "approved_minor": 1250}
        assert totals(answer)["due_minor"] == 1250
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert till.facts(facts.Sale)[-1].tenders[0].reference.startswith("SIM-")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("declined", "card_declined"),
        ("aborted", "card_aborted"),
        ("busy", "card_terminal_busy"),
        ("unreachable", "card_unreachable"),
        ("unsupported", "card_unsupported"),
    ],
)
def test_each_cause_has_its_sentence(tmp_path: Path, word: Any, code: str) -> None:
    card = simulated_card(tmp_path)
    card.script(word)
    with shop_till(tmp_path / "till", file(), card=card) as till:
        add(till, "lamp")
        error = till.ask("tender", kind="card")["error"]
        assert error["code"] == code and code not in error["message"]
        assert till.ok("state")["state"] == "selling"


def test_practice_asks_no_terminal_and_is_in_no_figure(tmp_path: Path) -> None:
    card = simulated_card(tmp_path)
    with shop_till(tmp_path / "till", file(), card=card) as till:
        till.no("approval_needed", "training", on=True)
        assert till.ok("approve", staff="max", pin="123456")["training"]
        add(till, "lamp")
        till.ok("tender", kind="card", amount_minor=1000)
        till.ok("undo")
        till.ok("tender", kind="card")
        assert till.ok("finish")["receipt"]["number"] == "R1-T-000001"
        add(till, "lamp")
        till.ok("tender", kind="card")
        till.ok("cancel_basket")
        assert (card.moved_minor(), till.ok("x_report")["receipts"]) == (0, 0)
