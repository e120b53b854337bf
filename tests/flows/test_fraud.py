"""What somebody who wants money out of a till tries on its tickets, and what it answers."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.devices.card import BrokenCardTerminal
from kiosk.services.put_aside import WORK_KIND, Held, held_tickets
from kiosk.services.receipts import TOLD, Receipt
from kiosk.services.work import Work
from sync.protocol import facts
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import plain, product, shop

Json = dict[str, Any]
MANAGER = {"staff": "max", "pin": "123456"}
GOODS = [
    product("book", 5000, ["T"]),
    product("water", 100, ["T"], deposit="glass"),
    product("glass", 15, ["T"], sellable=False),
    product("empty", 15, ["T"], takes_back=True),
]
TAXES = [{"id": "T", "name": "T", "rate_bp": 2000}]
CARD = "KDO-NEW"


def cards_shop(**habits: Any) -> Json:
    return plain(GOODS, TAXES, habits=habits)


def sell_card(till: Till, amount: int) -> str:
    till.ok("gift_card", code=CARD, amount_minor=amount)
    number: str = till.sell()["receipt"]["number"]
    return number


def test_a_spent_card_buys_nothing_by_being_given_back(tmp_path: Path) -> None:
    """The exchange comes to 0, so no tender is ever taken: the end of the ticket asks the card too."""
    with shop_till(tmp_path, cards_shop()) as till:
        number = sell_card(till, 5000)
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="gift_card", code=CARD)
        till.ok("finish")
        till.ok("return", receipt=number)
        assert till.ok("add", sku="book", quantity=1)["basket"]["totals"]["due_minor"] == 0
        till.no("gift_card_spent", "finish")


def test_a_card_is_not_given_back_and_spent_on_one_ticket(tmp_path: Path) -> None:
    with shop_till(tmp_path, cards_shop()) as till:
        number = sell_card(till, 5000)
        till.ok("return", receipt=number)
        till.ok("add", sku="book", quantity=2)
        till.no("gift_card_empty", "tender", kind="gift_card", code=CARD)


def test_a_card_topped_up_twice_is_not_given_back_beyond_what_is_left(tmp_path: Path) -> None:
    with shop_till(tmp_path, cards_shop()) as till:
        first, second = sell_card(till, 5000), sell_card(till, 5000)
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="gift_card", code=CARD)
        till.ok("finish")
        till.ok("return", receipt=first)
        till.ok("return", receipt=second)
        till.no("gift_card_spent", "tender", kind="cash")


def test_a_ticket_stands_still_while_a_card_is_asked(tmp_path: Path) -> None:
    """What is added between the question and the answer would leave without being paid for."""
    with shop_till(tmp_path, cards_shop()) as till:
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="card_standalone", begin=True)
        till.no("card_answer_first", "add", sku="book", quantity=1)
        till.no("card_answer_first", "void_line", line=1)
        till.no("card_answer_first", "member", id="m1")
        till.no("card_answer_first", "gift_card", code=CARD, amount_minor=100)
        till.no("card_answer_first", "tax_mode", mode="take_away")
        till.ok("card_answer", accepted=True)
        sold = till.ok("finish")["basket"]
        assert len(sold["lines"]) == 1


def test_a_coupon_on_a_held_ticket_is_used_once(till: Till) -> None:
    (coupon,) = till.sell({"sku": "lamp"})["basket"]["coupons_issued"]
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=coupon["code"])
    ticket = till.ok("hold")["ticket"]
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=coupon["code"])
    till.sell()
    till.ok("recall", ticket=ticket)
    till.sell()
    used = [each.id for sale in till.facts(facts.Sale) for each in sale.redeemed]
    assert used == [coupon["id"]]


def test_a_staff_discount_is_given_once(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop(habits={"staff_discount_bp": 2000})) as till:
        till.ok("add", sku="lamp", quantity=1)
        till.ok("discount", line=1, percent_bp=2000, kind="staff", reason="lunch")
        till.no("approval_needed", "discount", percent_bp=2000, kind="staff", reason="lunch")


def test_goods_under_an_approved_discount_on_the_ticket_ask_again(till: Till) -> None:
    till.ok("add", sku="pear", quantity=1)
    till.no("approval_needed", "discount", percent_bp=5000, reason="damaged")
    till.ok("approve", **MANAGER)
    till.no("approval_needed", "add", sku="gold", quantity=1)
    till.no("approval_needed", "quantity", line=1, quantity=9)
    till.ok("approve", **MANAGER)


def test_practised_card_payments_are_taken_back_one_by_one(till: Till) -> None:
    till.ok("logout")
    till.ok("login", **MANAGER)
    till.ok("training", on=True)
    till.ok("add", sku="lamp", quantity=1)
    till.ok("tender", kind="card_standalone", amount_minor=500)
    till.ok("tender", kind="card_standalone", amount_minor=500)
    assert len(till.ok("undo")["basket"]["tenders"]) == 1


def test_a_card_is_not_asked_for_a_tender_that_the_ticket_cannot_hold(tmp_path: Path) -> None:
    with shop_till(tmp_path, cards_shop()) as till:
        till.ok("add", sku="book", quantity=1)
        for _ in range(50):
            till.ok("tender", kind="cash", amount_minor=1)
        till.no("tenders_limit", "tender", kind="card_standalone")


def test_a_payment_whose_terminal_is_gone_is_settled_by_a_persons_word(tmp_path: Path) -> None:
    """Stopped while it was asked, and started again without it: nobody but a person can tell any more."""
    with shop_till(tmp_path, cards_shop(), card=BrokenCardTerminal()) as till:
        till.ok("add", sku="book", quantity=1)
        till.ask("tender", kind="card")
        intent = till.running.till.session.intent
        assert intent is not None
        asked = msgspec.structs.replace(intent, state="asked")
        till.running.worker.call(lambda: till.running.till.run(lambda work: work.change(intent=asked)))
    with reopened(tmp_path) as till:
        till.no("card_uncertain", "tender", kind="cash")
        till.no("approval_needed", "card_answer", accepted=False)
        till.ok("approve", **MANAGER)
        till.ok("tender", kind="cash")
        till.ok("finish")


def test_money_taken_back_is_a_fact(tmp_path: Path) -> None:
    with shop_till(tmp_path, cards_shop()) as till:
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="cash")
        till.ok("undo")
        assert [(each.kind, each.amount_minor) for each in till.facts(facts.TenderReversed)] == [("cash", 5000)]


@pytest.mark.parametrize("pieces", [1, 9])
def test_money_for_empties_asks_for_somebody_who_may_pay_out(tmp_path: Path, pieces: int) -> None:
    with shop_till(tmp_path, cards_shop()) as till:
        till.ok("logout")
        till.ok("login", staff="lou", pin="4321")
        till.ok("add", sku="empty", quantity=pieces)
        till.no("approval_needed", "tender", kind="cash")
        till.ok("approve", **MANAGER)
        till.ok("finish")


def test_a_paper_for_empties_pays_out_what_it_says(tmp_path: Path) -> None:
    """The machine that takes empties prints a label with a price: it is owed to the customer, never by them."""
    file = shop([product("bottles", 25, takes_back=True, barcodes=["2305000000004"]), product("lamp", 2500, ["T20"])])
    with shop_till(tmp_path, file) as till:
        (line,) = till.ok("scan", code="2305000004507")["basket"]["lines"]
        assert (line["quantity"], line["gross_minor"]) == (-1, -450)
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert till.ok("x_report")["expected_minor"] == -450


def test_a_gift_card_does_not_keep_the_coupon_that_goods_had_earned(till: Till) -> None:
    till.ok("gift_card", code=CARD, amount_minor=5000)
    sold = till.sell({"sku": "lamp"})
    (coupon,) = sold["basket"]["coupons_issued"]
    till.ok("return", receipt=sold["receipt"]["number"], lines=[{"line": 2, "quantity": 1}])
    till.ok("tender", kind="cash")
    till.ok("finish")
    assert [each.id for each in till.facts(facts.Sale)[-1].revoked] == [coupon["id"]]
    till.no("coupon_revoked", "coupon", code=coupon["code"])


def test_what_a_foreign_receipt_told_stays_with_its_ticket_while_it_is_put_aside(tmp_path: Path) -> None:
    """Else its refund would be bounded as if nobody had ever paid for it."""
    file = cards_shop(cash_refund_minor=0, offline_return_minor=50_000)
    with shop_till(tmp_path, file) as till:
        mine = till.sell({"sku": "book"})["receipt"]["number"]
        kept = till.running.till.terminal.store
        till.ok("return", receipt=mine)
        told = Receipt(number="R9-A-000001", day="2026-11-22", sale=till.facts(facts.Sale)[0], source="digest", spent=["x"])
        ticket = till.ok("hold")["ticket"]
        basket = _of_another(till, ticket, told.number)
        till.running.worker.call(lambda: till.running.till.run(lambda work: _plant(work, ticket, basket, told)))
        other = till.sell({"sku": "book"})["receipt"]["number"]
        till.ok("return", receipt=other)
        assert till.running.worker.call(lambda: kept.get(TOLD, told.number)) is not None


def _of_another(till: Till, ticket: str, number: str) -> Held:
    """The ticket put aside, as if its goods came back of another till's receipt."""
    (found,) = till.running.worker.call(lambda: held_tickets(till.running.till.terminal))
    assert found.ticket == ticket
    lines = [
        msgspec.structs.replace(
            line, frozen=msgspec.structs.replace(line.frozen, origin=msgspec.structs.replace(line.frozen.origin, receipt=number))
        )
        for line in found.held.basket.lines
        if line.frozen and line.frozen.origin
    ]
    return msgspec.structs.replace(found.held, basket=msgspec.structs.replace(found.held.basket, lines=lines))


def _plant(work: Work, ticket: str, held: Held, told: Receipt) -> None:
    work.unit.put(WORK_KIND, ticket, msgspec.json.encode(held))
    work.unit.put(TOLD, told.number, msgspec.json.encode(told))


def test_an_approved_raise_covers_no_cut(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "override_price", line=1, price_minor=5000, reason="wrong label")
    till.ok("approve", **MANAGER)
    till.no("approval_needed", "override_price", line=1, price_minor=0, reason="damaged")
    till.no("approval_needed", "override_price", line=1, price_minor=2249, reason="damaged")
    till.ok("override_price", line=1, price_minor=2250, reason="damaged")


def test_a_discount_on_a_raised_price_is_not_one_on_the_shops(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "override_price", line=1, price_minor=5000, reason="wrong label")
    till.ok("approve", **MANAGER)
    till.no("approval_needed", "discount", line=1, percent_bp=5000, reason="damaged")
    till.ok("approve", **MANAGER)
    till.no("approval_needed", "override_price", line=1, price_minor=2500, reason="as it was")


def test_an_approved_cut_covers_neither_a_raise_nor_itself_once_given_up(till: Till) -> None:
    till.ok("add", sku="lamp", quantity=1)
    till.no("approval_needed", "override_price", line=1, price_minor=500, reason="damaged")
    till.ok("approve", **MANAGER)
    till.no("approval_needed", "override_price", line=1, price_minor=3000, reason="dearer")
    till.ok("override_price", line=1, price_minor=2500, reason="as it was")
    till.no("approval_needed", "override_price", line=1, price_minor=500, reason="damaged")
