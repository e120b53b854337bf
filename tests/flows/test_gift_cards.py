"""Gift cards and store credit through the headless till: owed, not earned; spent in parts; never twice; known by ids alone."""

from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from sync.protocol.ids import card_id
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import plain, product

Json = dict[str, Any]
GOODS = [product("book", 6000, ["T"]), product("pen", 500, ["T"])]
TAXES = [{"id": "T", "name": "T", "rate_bp": 2000}]


def file(**habits: Any) -> Json:
    found = plain(GOODS, TAXES, habits=habits)
    found["gift_cards"] = [
        {"code": "KDO-100", "balance_minor": 10_000},
        {"code": "KDO-OLD", "balance_minor": 10_000, "valid_until": "2025-12-31"},
    ]
    found["barcode_rules"] = [{"pattern": "98", "means": "gift_card"}, {"pattern": "97", "means": "member"}]
    return found


def open_till(folder: Path, **habits: Any) -> Any:
    return shop_till(folder, file(**habits), manual_clock=True, begun=False)


def begin(till: Till, at: str = "2026-11-22T10:00:00+01:00") -> None:
    till.ok("clock", at=at)
    till.ok("state")


def balance(till: Till, code: str) -> Json:
    found: Json = till.ok("scan", code=code)["gift_card"]
    return found


def sell_card(till: Till, code: str, amount: int) -> Json:
    till.ok("gift_card", code=code, amount_minor=amount)
    till.ok("tender", kind="cash")
    return till.ok("finish")


def test_two_spends_of_more_than_is_on_it(tmp_path: Path) -> None:
    """T-E1: 100 on the card, twice 60: the first succeeds, the second is refused, 40 is left."""
    with open_till(tmp_path) as till:
        begin(till)
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="gift_card", code="KDO-100", amount_minor=6000)
        till.ok("finish")
        till.ok("add", sku="book", quantity=1)
        assert "40" in till.no("gift_card_balance", "tender", kind="gift_card", code="KDO-100", amount_minor=6000)["message"]
        assert balance(till, "KDO-100") == {"balance_minor": 4000, "valid_until": None, "kind": "gift_card"}
        paid = till.ok("tender", kind="gift_card", code="KDO-100")["basket"]
        assert (paid["tenders"], paid["totals"]["due_minor"]) == ([{"kind": "gift_card", "amount_minor": 4000}], 2000)
        till.no("gift_card_empty", "tender", kind="gift_card", code="KDO-100")
        till.ok("undo")
        assert till.ok("tender", kind="gift_card", code="KDO-100")["basket"]["totals"]["due_minor"] == 2000
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert balance(till, "KDO-100")["balance_minor"] == 0


def test_a_card_sold_and_its_sale_refunded(tmp_path: Path) -> None:
    """T-E9: 50 sold -> 50; sale refunded -> 0. Neither is turnover, neither bears tax."""
    with open_till(tmp_path) as till:
        begin(till)
        sold = sell_card(till, "KDO-NEW", 5000)
        (line,) = sold["basket"]["lines"]
        assert (line["kind"], line["gross_minor"], line["tax_minor"], line["taxes"]) == ("gift_card", 5000, 0, [])
        assert balance(till, "KDO-NEW") == {"balance_minor": 5000, "valid_until": "2027-11-22", "kind": "gift_card"}
        report = till.ok("x_report")
        assert (report["sales_minor"], report["period_total_minor"], report["receipts"]) == (0, 0, 1)
        assert report["tenders"] == [{"kind": "cash", "amount_minor": 5000, "count": 1}]
        till.ok("return", receipt=sold["receipt"]["number"])
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert balance(till, "KDO-NEW")["balance_minor"] == 0
        report = till.ok("close_day", counted_minor=0)
        assert (report["sales_minor"], report["returns_minor"], report["over_short_minor"]) == (0, 0, 0)


def test_a_card_that_was_used_is_not_taken_back_for_more_than_is_left(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        sold = sell_card(till, "KDO-NEW", 5000)
        till.ok("add", sku="pen", quantity=1)
        till.ok("tender", kind="gift_card", code="KDO-NEW")
        till.ok("finish")
        till.ok("return", receipt=sold["receipt"]["number"])
        assert "45" in till.no("gift_card_spent", "tender", kind="cash")["message"]


def test_a_card_is_topped_up_and_lasts_longer(tmp_path: Path) -> None:
    with open_till(tmp_path, gift_card_months=2) as till:
        begin(till)
        sell_card(till, "KDO-NEW", 5000)
        till.ok("gift_card", code="KDO-NEW", amount_minor=1000)
        till.no("card_in_basket", "gift_card", code="KDO-NEW", amount_minor=1000)
        till.ok("tender", kind="cash")
        till.ok("clock", at="2026-12-31T10:00:00+01:00")
        till.ok("finish")
        assert balance(till, "KDO-NEW") == {"balance_minor": 6000, "valid_until": "2027-02-28", "kind": "gift_card"}


def test_a_card_ends_and_says_when(tmp_path: Path) -> None:
    with open_till(tmp_path, gift_card_months=1) as till:
        begin(till)
        sell_card(till, "KDO-NEW", 5000)
        till.ok("clock", at="2026-12-23T10:00:00+01:00")
        till.ok("add", sku="pen", quantity=1)
        assert "2026" in till.no("gift_card_expired", "tender", kind="gift_card", code="KDO-NEW")["message"]
        assert "2025" in till.no("gift_card_expired", "tender", kind="gift_card", code="KDO-OLD")["message"]
        till.no("gift_card_expired", "gift_card", code="KDO-OLD", amount_minor=100)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [("KDO-100", None), ("9812345", None), ("97123", "not_a_gift_card"), ("pen", "not_a_gift_card"), ("CC1:XYZ", "not_a_gift_card")],
)
def test_what_may_be_sold_as_a_card(tmp_path: Path, code: str, refusal: str | None) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        if refusal:
            till.no(refusal, "gift_card", code=code, amount_minor=100)
        else:
            till.ok("gift_card", code=code, amount_minor=100)
        till.no("amount_limit", "gift_card", code="KDO-X", amount_minor=0)


def test_cards_are_asked_for_and_must_be_known(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        till.no("gift_card_unknown", "scan", code="9812345")
        till.no("unknown_code", "scan", code="KDO-404")
        till.ok("add", sku="pen", quantity=1)
        till.no("code_needed", "tender", kind="gift_card")
        till.no("code_needed", "tender", kind="store_credit")
        till.no("gift_card_unknown", "tender", kind="gift_card", code="KDO-404")
        till.no("overpaid", "tender", kind="gift_card", code="KDO-100", amount_minor=501)


def test_several_cards_and_cash_pay_one_ticket(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        sell_card(till, "KDO-A", 1000)
        sell_card(till, "KDO-B", 2000)
        till.ok("add", sku="book", quantity=1)
        for code in ("KDO-A", "KDO-B"):
            till.ok("tender", kind="gift_card", code=code)
        assert till.ok("tender", kind="cash", amount_minor=5000)["basket"]["totals"]["change_minor"] == 2000
        till.ok("finish")
        assert till.ok("x_report")["tenders"] == [
            {"kind": "cash", "amount_minor": 6000, "count": 3},
            {"kind": "gift_card", "amount_minor": 3000, "count": 2},
        ]


def test_a_refund_goes_back_to_the_same_card(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        till.ok("add", sku="book", quantity=1)
        till.ok("add", sku="pen", quantity=1)
        till.ok("tender", kind="gift_card", code="KDO-100", amount_minor=4000)
        till.ok("tender", kind="cash")
        number = till.ok("finish")["receipt"]["number"]
        refund = till.ok("return", receipt=number)["basket"]["refund"]
        card = card_id("KDO-100")
        assert refund == [{"kind": "gift_card", "amount_minor": 4000, "card": card}, {"kind": "cash", "amount_minor": 2500}]
        back = till.ok("tender", kind="gift_card")["basket"]
        assert (back["tenders"], back["refund"]) == (
            [{"kind": "gift_card", "amount_minor": 4000}],
            [{"kind": "cash", "amount_minor": 2500}],
        )
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert balance(till, "KDO-100")["balance_minor"] == 10_000


def test_no_more_goes_back_to_a_card_by_itself_than_it_paid(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="gift_card", code="KDO-100", amount_minor=1000)
        till.ok("tender", kind="cash")
        number = till.ok("finish")["receipt"]["number"]
        till.ok("return", receipt=number)
        till.no("refund_left", "tender", kind="gift_card", amount_minor=1001)
        till.ok("tender", kind="gift_card", code="KDO-100", amount_minor=6000)
        till.ok("finish")
        assert balance(till, "KDO-100")["balance_minor"] == 15_000, "to a card that is named as much as is due may go"


def test_store_credit_is_given_out_once_and_spent_like_a_card(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        till.ok("add", sku="book", quantity=1)
        till.ok("tender", kind="cheque")
        number = till.ok("finish")["receipt"]["number"]
        till.ok("return", receipt=number)
        assert "store_credit" not in till.ok("tender", kind="store_credit")
        done = till.ok("finish")
        credit = done["store_credit"]
        assert (credit["amount_minor"], credit["valid_until"]) == (6000, "2027-11-22")
        assert balance(till, credit["code"]) == {"balance_minor": 6000, "valid_until": "2027-11-22", "kind": "store_credit"}
        wrong = credit["code"][:-1] + ("0" if credit["code"][-1] != "0" else "1")
        till.no("unknown_code", "scan", code=wrong)
        till.ok("add", sku="pen", quantity=1)
        till.ok("tender", kind="gift_card", code=credit["code"])
        assert till.ok("finish")["basket"]["tenders"] == [{"kind": "store_credit", "amount_minor": 500}]
        assert till.ok("x_report")["tenders"][-1] == {"kind": "store_credit", "amount_minor": -5500, "count": 2}
        assert balance(till, credit["code"])["balance_minor"] == 5500


def test_balances_come_back_after_a_stop(tmp_path: Path) -> None:
    with open_till(tmp_path) as till:
        begin(till)
        sell_card(till, "KDO-NEW", 5000)
    with reopened(tmp_path) as till:
        assert balance(till, "KDO-NEW")["balance_minor"] == 5000


def test_no_code_is_in_any_file_of_the_till(tmp_path: Path) -> None:
    """A code is as good as money: who reads a stolen disk, a backup or a log must not be able to spend it."""
    codes = ["KDO-SECRET-1", "KDO-100"]
    with open_till(tmp_path) as till:
        begin(till)
        sell_card(till, codes[0], 5000)
        till.ok("add", sku="book", quantity=1)
        for code in codes:
            till.ok("tender", kind="gift_card", code=code, amount_minor=3000)
        number = till.ok("finish")["receipt"]["number"]
        till.ok("return", receipt=number)
        till.ok("tender", kind="store_credit")
        first = till.ok("finish", request="f1")
        assert till.ok("finish", request="f1") == {**first, "replayed": True}, "the code is made again, not kept"
        codes.append(first["store_credit"]["code"])
        known = {tender.card for sale in till.facts(facts.Sale) for tender in sale.tenders}
        assert {card_id(code) for code in codes} <= known
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    found = {path.name: code for path in files for code in codes if code.encode() in path.read_bytes()}
    assert found == {}
    assert any(card_id(codes[0]).encode() in path.read_bytes() for path in files), "the ids are there, so the search would see the codes"


@pytest.mark.parametrize("kind", ["gift_card", "store_credit"])
def test_a_gift_card_buys_no_gift_card(tmp_path: Path, kind: str) -> None:
    """A stolen card's money would come out of it clean, and its last day be put off for ever; the shop may allow it."""
    with open_till(tmp_path) as till:
        begin(till)
        code = "KDO-100"
        if kind == "store_credit":
            number = till.sell({"sku": "book"})["receipt"]["number"]
            till.ok("return", receipt=number)
            till.ok("tender", kind="store_credit")
            code = till.ok("finish")["store_credit"]["code"]
        till.ok("gift_card", code="KDO-NEW", amount_minor=2000)
        till.no("gift_card_for_card", "tender", kind=kind, code=code)
        till.ok("add", sku="pen", quantity=1)
        till.no("gift_card_goods", "tender", kind=kind, code=code, amount_minor=501)
        assert till.ok("tender", kind=kind, code=code)["basket"]["totals"]["due_minor"] == 2000
        till.no("gift_card_for_card", "tender", kind=kind, code=code)
        till.ok("tender", kind="cash")
        till.ok("finish")
        assert balance(till, "KDO-NEW")["balance_minor"] == 2000
    with open_till(tmp_path / "other", gift_card_buys_card=True) as till:
        begin(till)
        till.ok("gift_card", code="KDO-NEW", amount_minor=2000)
        till.ok("tender", kind="gift_card", code="KDO-100")
        till.ok("finish")
        assert balance(till, "KDO-100")["balance_minor"] == 8000
