"""Receipts asked for by any till, what comes back of them across tills and stores, and what came back too often."""

import msgspec
import pytest

from sync.client.channel import Rejection
from sync.client.ledger import LedgerClient
from sync.ledger.receipts import KEPT_FOR
from sync.ledger.tables import claim, crossing, posting, returned, right
from sync.ledger.verify import verify
from sync.protocol.envelope import decode_body
from sync.protocol.facts import AnyFact, BasketCancelled, IssuedCoupon, Origin, RedeemedCoupon, Sale, SoldLine, TaxShare, Tender
from sync.protocol.wire import ReceiptAnswer, ReceiptRequest, WantedPieces
from tests.unit.sync.ledger.machines import Chain, opened, sale
from tests.unit.sync.ledger.worlds import World

NUMBER = "K1-A-000001"
PIECE_MINOR = 600


def line(pieces: int, *, number: int = 1, gross: int | None = None, origin: Origin | None = None) -> SoldLine:
    gross = PIECE_MINOR * pieces if gross is None else gross
    net = gross * 5 // 6
    return SoldLine(
        line=number,
        sku="P1",
        name="Miel",
        department="D1",
        quantity=pieces,
        unit_price_minor=PIECE_MINOR,
        amount_minor=gross,
        net_minor=net,
        tax_minor=gross - net,
        gross_minor=gross,
        taxes=[TaxShare(id="T20", base_minor=net, tax_minor=gross - net)],
        origin=origin,
    )


def ticket(number: str, of: SoldLine, **changes: object) -> Sale:
    """A ticket of one line, settled in cash."""
    made = Sale(
        basket=f"b-{number}",
        number=number,
        lines=[of],
        taxes=of.taxes,
        net_minor=of.net_minor,
        tax_minor=of.tax_minor,
        gross_minor=of.gross_minor,
        tenders=[Tender(kind="cash", amount_minor=abs(of.gross_minor), out=of.gross_minor < 0)],
    )
    return msgspec.structs.replace(made, **changes)


def back(number: str, pieces: int, *, of: str = NUMBER, gross: int | None = None) -> Sale:
    """A ticket that gives pieces of the first line of `of` back."""
    return ticket(number, line(-pieces, gross=gross, origin=Origin(receipt=of, line=1)))


@pytest.fixture
def sold(shop_world: World) -> tuple[LedgerClient, Chain]:
    """Three pieces sold at K1, and received."""
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), ticket(NUMBER, line(3)))
    ledger.push(chain.message())
    return ledger, chain


def ask(ledger: LedgerClient, basket: str = "", pieces: int | None = None, receipt: str = NUMBER) -> ReceiptAnswer:
    wanted = None if pieces is None else [WantedPieces(line=1, pieces=pieces)]
    return ledger.receipt(ReceiptRequest(receipt=receipt, basket=basket, wanted=wanted))


def push(ledger: LedgerClient, chain: Chain, *facts: AnyFact) -> None:
    chain.add(*facts)
    ledger.push(chain.message())


def test_any_till_of_any_store_is_shown_the_entry_byte_for_byte(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    for register in ("K2", "K9"):
        other, _ = shop_world.machine(register)
        answer = ask(other)
        assert answer.body == sold[1].entered[1].body
        assert (answer.returns, answer.held) == ([], {})
    assert ask(sold[0], receipt="K1-A-000099").body == b""
    assert ask(sold[0], receipt="K77-A-000001").body == b""
    assert ask(sold[0], receipt="rubbish").body == b""


def test_what_one_till_took_back_every_other_is_told(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    second, chain = shop_world.machine("K2")
    push(second, chain, opened("K2"), back("K2-A-000001", 2))
    told = ask(sold[0]).returns
    assert [(each.terminal, each.seq, each.lines[0].quantity) for each in told] == [(chain.terminal, 2, -2)]
    assert told[0].tenders == [Tender(kind="cash", amount_minor=1200, out=True)]
    assert not shop_world.cases()


def test_pieces_that_a_ticket_is_about_to_give_back_are_kept_for_it(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    second, chain = shop_world.machine("K2")
    assert ask(second, "b2", 2).held == {}
    assert ask(sold[0], "b1", 1).held == {1: 2}
    assert ask(second, "b2").held == {1: 1}, "what is kept for the one who asks is not in its way"
    assert sum(row["pieces"] for row in shop_world.rows(claim)) == 3
    push(second, chain, opened("K2"), msgspec.structs.replace(back("K2-A-000001", 2), basket="b2"))
    assert ask(sold[0], "b1").held == {}, "finished: counted, no longer kept"


def test_more_than_is_left_keeps_nothing(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    ask(sold[0], "b1", 4)
    ask(sold[0], "b1", 2, receipt="K1-A-000099")
    assert shop_world.count(claim) == 0


@pytest.mark.parametrize("ending", ["cancelled", "forgotten"])
def test_what_was_kept_is_free_again(shop_world: World, sold: tuple[LedgerClient, Chain], ending: str) -> None:
    ask(sold[0], "b1", 3)
    second, _ = shop_world.machine("K2")
    assert ask(second).held == {1: 3}
    if ending == "cancelled":
        push(*sold, BasketCancelled(basket="b1", lines=1, gross_minor=0))
    else:
        shop_world.pass_time(seconds=KEPT_FOR.total_seconds())
    assert ask(second).held == {}


def test_two_tills_that_both_took_it_back_offline_are_a_case_with_its_price(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    push(*sold, back("K1-A-000002", 2))
    second, chain = shop_world.machine("K2")
    push(second, chain, opened("K2"), back("K2-A-000001", 2))
    found = shop_world.cases()["over_returned"]
    assert (found["terminal"], found["seq"], found["subject"]) == (chain.terminal, 2, f"{NUMBER}:1")
    assert (found["effect_minor"], found["detail"]) == (PIECE_MINOR, {"sold": 3, "returned": 4})
    assert shop_world.count(posting, terminal=chain.terminal) > 0, "a return that happened is never refused"
    assert verify(shop_world.context).fault is None


def test_a_return_that_comes_before_its_sale_is_judged_when_the_sale_comes(shop_world: World) -> None:
    first, chain = shop_world.machine("K1")
    second, other = shop_world.machine("K2")
    push(second, other, opened("K2"), back("K2-A-000001", 2), back("K2-A-000002", 2))
    assert not shop_world.cases()
    push(first, chain, opened(), ticket(NUMBER, line(3)))
    assert shop_world.cases()["over_returned"]["seq"] == 3


def test_a_sale_and_its_return_in_one_batch_are_one_story(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    push(ledger, chain, opened(), ticket(NUMBER, line(3)), back("K1-A-000002", 3))
    assert not shop_world.cases()
    push(ledger, chain, back("K1-A-000003", 1))
    assert set(shop_world.cases()) == {"over_returned"}


def test_a_return_in_another_store_crosses_home_once(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    away, chain = shop_world.machine("K9")
    push(away, chain, msgspec.structs.replace(opened("K9"), store="S2"), back("K9-A-000001", 2))
    assert (shop_world.count(crossing), shop_world.count(returned, store="S1"), shop_world.count(returned, store="S2")) == (0, 1, 0)
    assert [each.lines[0].quantity for each in ask(sold[0]).returns] == [-2]
    push(*sold, back("K1-A-000002", 2))
    assert shop_world.cases()["over_returned"]["store"] == "S1"


def test_money_that_differs_from_what_was_frozen_is_a_case_once_all_is_back(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    push(*sold, back("K1-A-000002", 2, gross=-1300))
    assert not shop_world.cases()
    push(*sold, back("K1-A-000003", 1))
    found = shop_world.cases()["return_differs"]
    assert (found["effect_minor"], found["detail"]["gross_minor"]) == (100, -100)


def test_points_spent_that_come_back_otherwise_than_frozen_are_a_case_once_all_is_back(shop_world: World) -> None:
    ledger, chain = shop_world.machine()
    bought = msgspec.structs.replace(line(2), spent={"POINT": 3})
    push(ledger, chain, opened(), ticket(NUMBER, bought))
    for place, number in enumerate(("K1-A-000002", "K1-A-000003"), start=1):
        part = msgspec.structs.replace(line(-1, origin=Origin(receipt=NUMBER, line=1)), spent={"POINT": -2})
        push(ledger, chain, ticket(number, part))
        assert len(shop_world.cases()) == place - 1
    found = shop_world.cases()["return_differs"]
    assert (found["effect_minor"], found["detail"]["spent"]) == (2, {"POINT": -1})


def test_a_return_of_what_no_register_sold_is_a_case(shop_world: World, sold: tuple[LedgerClient, Chain]) -> None:
    push(*sold, back("K1-A-000002", 1, of="K77-A-000001"))
    assert shop_world.cases()["return_of_unknown_receipt"]["effect_minor"] == PIECE_MINOR
    stray = ticket("K1-A-000003", line(-1, origin=Origin(receipt=NUMBER, line=7)))
    push(*sold, stray)
    assert shop_world.cases()["return_of_unknown_line"]["effect_minor"] == PIECE_MINOR


def coupon() -> IssuedCoupon:
    return IssuedCoupon(id="c1", offer="next", amount_minor=500, min_gross_minor=0, valid_until="2026-12-31", home="K1", code="")


USED = RedeemedCoupon(id="c1", offer="next", amount_minor=500)


def test_a_coupon_of_a_sale_given_back_is_good_again(shop_world: World) -> None:
    ledger, chain = shop_world.machine("K1")
    chain.add(opened(), sale(1, issued=coupon()), sale(2, redeemed=USED))
    chain.add(msgspec.structs.replace(back("K1-A-000003", 1, of="K1-A-000002"), restored=[USED]))
    chain.add(sale(4, redeemed=USED))
    ledger.push(chain.message())
    assert not shop_world.cases()
    assert shop_world.rows(right)[0]["redeemed_seq"] == 5
    push(ledger, chain, sale(5, redeemed=USED))
    assert set(shop_world.cases()) == {"coupon_redeemed_twice"}


def test_a_coupon_restored_before_its_use_was_heard_of_is_good_again(shop_world: World) -> None:
    first, chain = shop_world.machine("K1")
    second, other = shop_world.machine("K2")
    other.add(opened("K2"), msgspec.structs.replace(back("K2-A-000001", 1, of="K1-A-000001"), restored=[USED]))
    second.push(other.message())
    chain.add(opened(), sale(1, redeemed=USED), sale(2, redeemed=USED))
    first.push(chain.message())
    assert not shop_world.cases()
    assert decode_body(chain.entered[2].body).seq == shop_world.rows(right)[0]["redeemed_seq"]


@pytest.mark.parametrize(
    "request_", [
        ReceiptRequest(receipt="x" * 65),
        ReceiptRequest(receipt=NUMBER, basket="\n"),
        ReceiptRequest(receipt=NUMBER, wanted=[WantedPieces(line=0)]),
        ReceiptRequest(receipt=NUMBER, wanted=[WantedPieces(line=1, pieces=-1)]),
        ReceiptRequest(receipt=NUMBER, wanted=[WantedPieces(line=1)] * 1_001),
    ]
)  # fmt: skip
def test_a_question_out_of_bounds_is_refused(sold: tuple[LedgerClient, Chain], request_: ReceiptRequest) -> None:
    with pytest.raises(Rejection):
        sold[0].receipt(request_)
