"""Interpreting: what an entry does to the books, what becomes a case with its money effect, and replay."""

import logging
from typing import Any

import msgspec
import pytest

from sync.ledger import apply as applying
from sync.ledger import interpret
from sync.ledger.replay import replay
from sync.ledger.tables import balance, case, posting, record
from sync.ledger.verify import verify
from sync.protocol.envelope import decode_body
from sync.protocol.facts import DayClosed, IssuedCoupon, NoSale, RedeemedCoupon
from sync.protocol.records import Member
from tests.unit.sync.ledger.machines import DAY, Chain, day_opened, earned, opened, sale, spent
from tests.unit.sync.ledger.shops import SHOP, shop
from tests.unit.sync.ledger.worlds import World


def coupon(id: str = "c1", amount: int = 500) -> IssuedCoupon:
    return IssuedCoupon(id=id, offer="next", amount_minor=amount, min_gross_minor=0, valid_until="2026-12-31", home="K1", code="")


def redeeming(id: str = "c1", amount: int = 500) -> RedeemedCoupon:
    return RedeemedCoupon(id=id, offer="next", amount_minor=amount)


def points_of(world: World, member: str) -> int:
    body = world.rows(record, store="S1", scope="member", key=member)[0]["body"]
    return msgspec.json.decode(body, type=Member).balances.get("POINT", 0)


def test_a_sale_is_posted_in_balance_and_moves_the_member(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, member="m1", moved=earned(6)))
    ledger.push(chain.message())
    assert points_of(shop_world, "m1") == 106
    accounts = {row["account"]: row["amount"] for row in shop_world.rows(balance, store="S1", unit="EUR")}
    assert accounts == {"tender:cash": 600, "sales": -500, "tax:T20": -100, "gift_cards": -5000, "opening": 5000}
    assert {row["account"]: row["amount"] for row in shop_world.rows(balance, store="S1", unit="POINT")}["member:m1"] == -106
    assert not shop_world.cases()


def test_a_fact_newer_than_the_ledger_is_received_and_replayed_later(shop_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened())
    with monkeypatch.context() as patch:
        patch.setattr(interpret, "decode_body", _unable_to_read(NoSale))
        chain.add(NoSale(reason="change"))
        chain.add(sale(1))
        assert ledger.push(chain.message()).seq == 3
        assert replay(shop_world.context) == 0
        assert shop_world.cases()["unknown_fact"]["seq"] == 2
    assert shop_world.count(posting, epoch="e1", seq=3) == 3, "the sale after it is not held up"
    assert replay(shop_world.context) == 1
    assert not shop_world.cases()


def _unable_to_read(kind: type[Any]) -> Any:
    def read(data: bytes) -> Any:
        body = decode_body(data)
        if isinstance(body.fact, kind):
            raise msgspec.ValidationError("Invalid value")
        return body

    return read


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"\x00 rubbish", "unreadable"),
        (b'{"terminal":"other","epoch":"e1","seq":2,"at":"","fact":null}', "envelope_differs"),
    ],
)
def test_a_body_that_says_nothing_is_received_and_becomes_a_case(shop_world: World, body: bytes, code: str) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened())
    chain.add_bytes(body)
    chain.add(sale(1))
    assert ledger.push(chain.message()).seq == 3
    assert shop_world.cases()[code]["seq"] == 2
    assert verify(shop_world.context).fault is None


def test_an_entry_that_trips_a_bug_becomes_a_case_and_the_batch_goes_on(
    shop_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1), sale(2), sale(3))
    with monkeypatch.context() as patch:
        patch.setattr(applying, "interpret", _tripping_over(3))
        assert ledger.push(chain.message()).seq == 4
    assert shop_world.cases()["not_interpreted"]["detail"] == {"error": "ZeroDivisionError"}
    assert {row["seq"] for row in shop_world.rows(posting, epoch="e1")} == {2, 4}
    assert [found.levelno for found in caplog.records if "entry_not_interpreted" in found.message] == [logging.ERROR]
    assert replay(shop_world.context) == 1
    assert {row["seq"] for row in shop_world.rows(posting, epoch="e1")} == {2, 3, 4}
    assert verify(shop_world.context).fault is None


def _tripping_over(seq: int) -> Any:
    def interpreting(book: Any, source: Any, data: bytes) -> None:
        if source.seq == seq:
            raise ZeroDivisionError
        interpret.interpret(book, source, data)

    return interpreting


def test_points_without_a_member_do_not_unbalance_the_books(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, moved=earned(6)))
    ledger.push(chain.message())
    assert set(shop_world.cases()) == {"bad_postings"}
    assert shop_world.count(posting, epoch="e1") == 0


def test_a_second_redemption_is_a_case_with_its_price_and_the_sale_stands(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, issued=coupon()), sale(2, redeemed=redeeming()), sale(3, redeemed=redeeming()))
    ledger.push(chain.message())
    found = shop_world.cases()["coupon_redeemed_twice"]
    assert (found["seq"], found["effect_minor"], found["detail"]["seq"]) == (4, 500, 3)
    assert shop_world.count(posting, epoch="e1", seq=4) > 0


def test_a_redemption_heard_of_before_its_issue_is_no_dispute(shop_world: World) -> None:
    first, issuing = shop_world.machine("K1")
    second, redeemer = shop_world.machine("K2")
    redeemer.add(opened("K2"), sale(1, series="K2-A", redeemed=redeeming()))
    second.push(redeemer.message())
    issuing.add(opened(), sale(1, issued=coupon()))
    first.push(issuing.message())
    assert not shop_world.cases()


def test_a_coupon_worth_more_than_was_issued_is_a_case(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, issued=coupon(amount=300)), sale(2, redeemed=redeeming(amount=500)))
    ledger.push(chain.message())
    assert shop_world.cases()["coupon_amount_differs"]["effect_minor"] == 200


@pytest.mark.parametrize("used_first", [False, True])
def test_a_coupon_that_was_issued_over_no_amount_takes_off_what_the_basket_makes_of_it(shop_world: World, used_first: bool) -> None:
    first, issuing = shop_world.machine("K1")
    second, redeemer = shop_world.machine("K2")
    issuing.add(opened(), sale(1, issued=coupon(amount=0)))
    redeemer.add(opened("K2"), sale(1, series="K2-A", redeemed=redeeming(amount=500)))
    messages = [(first, issuing), (second, redeemer)]
    for machine, chain in reversed(messages) if used_first else messages:
        machine.push(chain.message())
    assert not shop_world.cases()


def test_points_spent_that_were_not_there_are_a_case_with_their_price(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, member="m1", moved=spent(130)))
    ledger.push(chain.message())
    found = shop_world.cases()["points_overdrawn"]
    assert (found["effect_minor"], found["detail"]) == (60, {"balance": -30})
    assert points_of(shop_world, "m1") == -30


def test_a_member_who_comes_later_gets_the_points(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1, member="m3", moved=earned(6)))
    ledger.push(chain.message())
    assert set(shop_world.cases()) == {"unknown_member"}
    shop_world.import_shop(shop(members=[*SHOP["members"], {"id": "m3"}]))
    assert not shop_world.cases()
    assert points_of(shop_world, "m3") == 6
    assert verify(shop_world.context).fault is None


def test_an_article_nobody_knows_is_sold_and_disputed_one_taken_off_is_only_sold(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    shop_world.import_shop(shop(products=SHOP["products"][:1]))
    chain.add(opened(), sale(1, sku="P2"), sale(2, sku="P9"))
    ledger.push(chain.message())
    found = shop_world.rows(case)
    assert [(row["code"], row["subject"], row["effect_minor"]) for row in found] == [("unknown_product", "P9", 600)]


def test_a_receipt_number_or_series_used_again_is_a_case(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1))
    ledger.push(chain.message())
    again = Chain(chain.terminal, chain.key, "e2")
    again.add(opened(), sale(1))
    ledger.push(again.message())
    assert {"receipt_number_reused", "series_reused"} == set(shop_world.cases())


def test_an_epoch_that_forgets_entries_of_the_one_before_is_a_case(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), sale(1))
    ledger.push(chain.message())
    later = Chain(chain.terminal, chain.key, "e2")
    later.add(opened(series="A2", previous_epoch="e1", previous_seq=1, previous_hash=chain.entered[0].hash.hex()))
    ledger.push(later.message())
    assert set(shop_world.cases()) == {"previous_head_differs"}


def test_a_chain_that_does_not_open_its_epoch_is_a_case(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    chain.add(sale(1), opened())
    ledger.push(chain.message())
    assert set(shop_world.cases()) == {"epoch_not_opened", "epoch_opened_within"}


def closing(sales: int) -> DayClosed:
    return DayClosed(
        business_day=DAY,
        z_number=1,
        sales_minor=sales,
        returns_minor=0,
        receipts=2,
        taxes=[],
        tenders=[],
        float_minor=10_000,
        expected_minor=11_200,
        counted_minor=11_200,
        over_short_minor=0,
        period_total_minor=sales,
        perpetual_total_minor=sales,
    )


@pytest.mark.parametrize(("sales", "codes"), [(1200, set()), (900, {"closing_differs"})])
def test_a_closing_is_compared_with_the_ledgers_own_sums(shop_world: World, sales: int, codes: set[str]) -> None:
    ledger, chain = shop_world.machine()
    chain.add(opened(), day_opened(), sale(1), sale(2), closing(sales))
    ledger.push(chain.message())
    found = shop_world.cases()
    assert set(found) == codes
    if codes:
        assert found["closing_differs"]["effect_minor"] == 300
