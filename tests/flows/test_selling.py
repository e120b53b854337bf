"""What a product may say of its selling: deposits, empties, dated and keyed prices, short numbers, recalls, and other taxes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.protocol import facts
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import plain, product

Json = dict[str, Any]
NOW = "2026-11-22T10:00:00+01:00"
TAXES = [
    {"id": "T55", "name": "5.5", "rate_bp": 550},
    {"id": "T10", "name": "10", "rate_bp": 1000},
    {"id": "T20", "name": "20", "rate_bp": 2000},
    {"id": "ECO", "name": "Eco", "fixed_minor": 10},
]
GOODS = [
    product("cola", 150, ["T55"], barcodes=["5449000000996"], packs=[{"barcode": "15449000000993", "quantity": 6}], deposit="bottle"),
    product("bottle", 25, sellable=False),
    product("empty", 25, takes_back=True, barcodes=["3000000000007"]),
    product("menu", 1100, ["T10"], take_away_taxes=["T55"], plu="7"),
    product("lamp", 1260, ["ECO", "T20"]),
    product("apple", 250, ["T55"], unit="kg", barcodes=["99506000134379"], plu="4011"),
    product("paste", 300, ["T55"], blocked={"fr": "Rappel sanitaire.", "en": "Recalled."}, age=18),
    product("misc", None, ["T20"], least_minor=50, most_minor=2000),
    product(
        "cheese", 500, ["T55"],
        prices=[{"price_minor": 400, "since": "2026-11-22", "until": "2026-11-23"}, {"price_minor": 450, "since": "2026-11-23"}],
    ),
]  # fmt: skip


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with shop_till(tmp_path / "till", plain(GOODS, TAXES), manual_clock=True, begun=False) as found:
        found.ok("clock", at=NOW)
        found.ok("state")
        yield found


def lines(answer: Json) -> list[tuple[int, str, int, int]]:
    return [(each["line"], each["sku"], each["quantity"], each["gross_minor"]) for each in answer["basket"]["lines"]]


def gross(answer: Json) -> int:
    found: int = answer["basket"]["totals"]["gross_minor"]
    return found


def taxes(answer: Json) -> dict[str, int]:
    return {tax["id"]: tax["tax_minor"] for tax in answer["basket"]["taxes"]}


class TestDeposits:
    """A container's deposit goes with its goods; an empty one pays out."""

    def test_it_follows_the_goods(self, till: Till) -> None:
        till.ok("scan", code="5449000000996")
        assert lines(till.ok("scan", code="15449000000993")) == [(1, "cola", 7, 1050), (2, "bottle", 7, 175)]
        found = till.ok("quantity", line=1, quantity=2)
        assert lines(found) == [(1, "cola", 2, 300), (2, "bottle", 2, 50)]
        assert [(each.get("kind"), each.get("parent")) for each in found["basket"]["lines"]] == [(None, None), ("deposit", 1)]
        till.no("deposit_line", "quantity", line=2, quantity=1)
        till.no("deposit_line", "void_line", line=2)
        assert lines(till.ok("void_line", line=1, quantity=1)) == [(1, "cola", 1, 150), (2, "bottle", 1, 25)]
        assert lines(till.ok("add", sku="cola", quantity=1))[0] == (1, "cola", 2, 300)
        assert lines(till.ok("void_line", line=1)) == []
        voided = [(each.sku, each.quantity, each.amount_minor) for each in till.facts(facts.LineVoided)]
        assert voided == [("cola", 5, 750), ("bottle", 5, 125), ("cola", 1, 150), ("bottle", 1, 25), ("cola", 2, 300), ("bottle", 2, 50)]

    def test_it_is_not_for_sale_alone_nor_discounted(self, till: Till) -> None:
        till.no("not_sellable", "add", sku="bottle", quantity=1)
        till.ok("add", sku="cola", quantity=1)
        till.no("not_discountable", "discount", line=2, percent_bp=100, reason="x")
        found = till.ok("discount", percent_bp=1000, reason="x")
        assert lines(found) == [(1, "cola", 1, 135), (2, "bottle", 1, 25)]

    def test_an_empty_pays_out(self, till: Till) -> None:
        till.ok("scan", code="3000000000007")
        assert lines(till.ok("scan", code="3000000000007")) == [(1, "empty", -2, -50)]
        assert lines(till.ok("quantity", line=1, quantity=3)) == [(1, "empty", -3, -75)]
        assert lines(till.ok("void_line", line=1, quantity=1)) == [(1, "empty", -2, -50)]
        till.ok("tender", kind="cash")
        assert till.ok("finish")["basket"]["totals"]["gross_minor"] == -50
        assert till.ok("x_report")["expected_minor"] == -50
        assert [(each.quantity, each.amount_minor) for each in till.facts(facts.LineVoided)] == [(-1, -25)]

    def test_goods_and_empties_in_one_ticket(self, till: Till) -> None:
        till.ok("add", sku="cola", quantity=1)
        found = till.ok("add", sku="empty", quantity=2)
        assert gross(found) == 150 + 25 - 50
        sold = till.sell()
        back = till.ok("return", receipt=sold["receipt"]["number"])
        assert "cola" in {each["sku"] for each in back["basket"]["lines"]}


class TestTaxModes:
    """Eat in, take away, and a buyer who pays no VAT."""

    def test_to_take_away_has_other_taxes(self, till: Till) -> None:
        assert taxes(till.ok("add", sku="menu", quantity=1)) == {"T10": 100}
        found = till.ok("tax_mode", mode="take_away")
        assert (taxes(found), gross(found), found["basket"]["tax_mode"]) == ({"T55": 57}, 1100, "take_away")
        assert taxes(till.ok("tax_mode", mode="eat_in")) == {"T10": 100}
        assert taxes(till.ok("undo")) == {"T55": 57}
        till.ok("tender", kind="cash")
        till.no("tender_begun", "tax_mode", mode="eat_in")
        till.ok("finish")
        assert [sale.mode for sale in till.facts(facts.Sale)] == ["take_away"]

    def test_it_may_be_asked_before_the_first_article(self, till: Till) -> None:
        assert till.ok("tax_mode", mode="take_away")["state"] == "ready"
        assert taxes(till.ok("add", sku="menu", quantity=1)) == {"T55": 57}

    def test_an_exempt_buyer_pays_no_percentage(self, till: Till) -> None:
        till.ok("add", sku="menu", quantity=3)
        till.ok("add", sku="lamp", quantity=1)
        found = till.ok("tax_mode", mode="exempt")
        assert taxes(found) == {"ECO": 10}
        menu, lamp = found["basket"]["lines"]
        assert (menu["gross_minor"], menu["tax_minor"], menu["unit_price_minor"]) == (3000, 0, 1000)
        assert (lamp["net_minor"], lamp["tax_minor"], lamp["gross_minor"]) == (1042, 10, 1052)
        halved = till.ok("discount", line=2, percent_bp=1000, reason="x")["basket"]["lines"][1]
        assert (halved["discount_minor"], halved["tax_minor"]) == (104, 10), "the fixed tax is not discounted"
        sold = till.sell()
        till.ok("return", receipt=sold["receipt"]["number"])
        assert gross(till.sell()) == -gross(sold)


class TestPrices:
    """Dated prices by the store's day, prices keyed within bounds, and what a price check tells."""

    def test_a_dated_price_holds_on_its_days(self, till: Till) -> None:
        days = [("22T23:59", 400), ("23T00:00", 450), ("24T00:00", 450)]
        for at, price in days:
            till.ok("clock", at=f"2026-11-{at}:00+01:00")
            assert (
                till.ok("price_check", code="cheese")["price"] | {"price_minor": price, "regular_price_minor": 500}
                == till.ok("price_check", code="cheese")["price"]
            )

    def test_what_was_rung_up_keeps_its_price(self, till: Till) -> None:
        till.ok("clock", at="2026-11-22T23:59:00+01:00")
        till.ok("add", sku="cheese", quantity=1)
        till.ok("clock", at="2026-11-23T00:01:00+01:00")
        assert lines(till.ok("quantity", line=1, quantity=2)) == [(1, "cheese", 2, 800)]
        assert lines(till.ok("add", sku="cheese", quantity=1)) == [(1, "cheese", 2, 800), (2, "cheese", 1, 450)]

    def test_a_clock_set_back_revives_no_price(self, till: Till) -> None:
        till.ok("clock", at="2026-11-23T10:00:00+01:00")
        till.ok("state")
        till.ok("clock", at="2026-11-22T10:00:00+01:00")
        assert lines(till.ok("add", sku="cheese", quantity=1)) == [(1, "cheese", 1, 450)]

    @pytest.mark.parametrize(("price", "code"), [(49, "price_bounds"), (2001, "price_bounds")])
    def test_a_keyed_price_lies_within_bounds(self, till: Till, price: int, code: str) -> None:
        message = till.no(code, "add", sku="misc", quantity=1, price_minor=price)["message"]
        assert "0,50" in message and "20,00" in message
        till.ok("add", sku="misc", quantity=1, price_minor=50)
        till.ok("add", sku="misc", quantity=1, price_minor=2000)

    def test_a_price_check_says_what_matters(self, till: Till) -> None:
        found = till.ok("price_check", code="5449000000996")["price"]
        assert (found["price_minor"], found["deposit_minor"], found["sellable"]) == (150, 25, True)
        found = till.ok("price_check", code="paste")["price"]
        assert (found["blocked"], found["sellable"], found["age"]) == ("Rappel sanitaire.", False, 18)
        assert till.ok("state")["state"] == "ready"

    def test_offers_and_a_members_price(self, tmp_path: Path) -> None:
        file = plain(GOODS, TAXES)
        file["offers"] = [
            {"id": "all", "name": "x", "kind": "percent", "group": "one", "percent_bp": 500},
            {"id": "ours", "name": "y", "kind": "percent", "group": "one", "when": {"member": True}, "percent_bp": 1000},
        ]
        with shop_till(tmp_path, file) as till:
            found = till.ok("price_check", code="menu")["price"]
            assert (found["price_minor"], found["offer_price_minor"], found["member_price_minor"]) == (1100, 1045, 990)


def test_blocked_goods_are_not_sold_and_say_why(till: Till) -> None:
    assert "Rappel sanitaire." in till.no("goods_blocked", "add", sku="paste", quantity=1)["message"]
    till.no("goods_blocked", "scan", code="paste")


@pytest.mark.parametrize(("why", "said"), [("Rappel du lot 4", "Rappel du lot 4. "), ("Demandez !", "Demandez ! "), ("Lot 4.", "Lot 4. ")])
def test_the_shops_reason_ends_as_a_sentence(tmp_path: Path, why: str, said: str) -> None:
    with shop_till(tmp_path, plain([product("jam", 100, [], blocked=why)], [])) as till:
        message = till.no("goods_blocked", "add", sku="jam", quantity=1)["message"]
        assert said in message and "  " not in message


def test_short_numbers_are_for_the_pad_alone(till: Till) -> None:
    assert lines(till.ok("add", sku="7", quantity=1)) == [(1, "menu", 1, 1100)]
    till.no("unknown_code", "scan", code="7")
    till.no("unknown_code", "price_check", code="4011")
    assert till.ok("add", sku="4011", weight_g=500)["basket"]["lines"][1]["gross_minor"] == 125


GS1 = [
    ("weight", "01995060001343793103001500", {"weight_g": 1500, "gross_minor": 375}),
    ("weight and price", "019950600013437931030015003922000399", {"weight_g": 1500, "gross_minor": 399}),
    ("price", "01995060001343793922000399", {"quantity": 1, "gross_minor": 399}),
    ("on the web", "https://id.gs1.org/01/99506000134379?3102=000050", {"weight_g": 500, "gross_minor": 125}),
]


@pytest.mark.parametrize(("case", "code", "expected"), GS1, ids=[each[0] for each in GS1])
def test_weighed_goods_of_a_supplier(till: Till, case: str, code: str, expected: Json) -> None:
    line = till.ok("scan", code=code)["basket"]["lines"][0]
    assert {name: line[name] for name in expected} == expected
    till.no("embedded_zero", "scan", code="01995060001343793103000000")


def test_a_short_upc_is_found_where_the_scanner_names_it(tmp_path: Path) -> None:
    with shop_till(tmp_path, plain([product("soap", 100, barcodes=["042100005264"])], [])) as till:
        till.no("wrong_check_digit", "scan", code="04252614")
        for symbology in ("UPC-E", "UPCE", "upc_e"):
            till.ok("scan", code="04252614", symbology=symbology)
        till.no("wrong_check_digit", "scan", code="04252613", symbology="UPCE")
        assert till.ok("state")["basket"]["lines"][0]["quantity"] == 3


def test_all_of_it_is_open_work(tmp_path: Path) -> None:
    with shop_till(tmp_path, plain(GOODS, TAXES)) as till:
        till.ok("add", sku="cola", quantity=3)
        till.ok("add", sku="empty", quantity=1)
        till.ok("add", sku="menu", quantity=1)
        before = till.ok("tax_mode", mode="take_away")["basket"]
    with reopened(tmp_path) as till:
        assert till.ok("state")["basket"] == before
        assert lines(till.ok("quantity", line=1, quantity=1))[:2] == [(1, "cola", 1, 150), (2, "bottle", 1, 25)]
