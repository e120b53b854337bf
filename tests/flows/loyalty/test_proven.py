"""Whoever names a member at a kiosk without the card earns for them, and spends nothing of theirs until the card or a PIN was shown."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.services import papers
from kiosk.services.pay_options import options
from kiosk.services.wallet_views import Wallet
from sync.protocol import facts, tokens
from tests.flows.harness import Till, make, opened, shop_till
from tests.flows.loyalty.shops import CARD, NOW, goods, loyal, points, reward

Json = dict[str, Any]

PHONE, EMAIL, PIN = "06 39 98 01 02", "claire@example.org", "131313"
KEYED = [{"code": PHONE}, {"code": EMAIL}, {"code": CARD}, {"id": "m1"}]
PROGRAMMES = [
    points(rewards=[reward("five", 100, "amount", amount_minor=500)]),
    {"id": "CASH", "kind": "cashback", "percent_bp": 500},
    {"id": "PUNCH", "kind": "punch", "of": {"skus": ["tea"]}, "needs": 5},
]
HELD = {"POINT": 900, "CASH": 800, "PUNCH": 5}


def shop(kind: str = "selfservice") -> Json:
    profile = {"first_name": "Claire", "phone": PHONE, "email": EMAIL}
    file = loyal(goods(coat=5000, tea=300), programmes=PROGRAMMES, profile=profile, balances=HELD, tier="gold")
    file["registers"] = [{"id": "K1", "store": file["stores"][0]["id"], "kind": kind}]
    file["barcode_rules"] = [{"pattern": "042", "means": "member"}]
    file["staff"] = [
        {"id": "ana", "name": "Ana", "role": "attendant", "pin": PIN},
        {"id": "max", "name": "Max", "role": "manager", "pin": "242424"},
    ]
    return file


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Till]:
    with shop_till(tmp_path, shop(), manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("state")
        yield till


def card(till: Till) -> str:
    """The member's signed card."""
    return tokens.sign(tokens.MemberToken("m1"), till.running.till.terminal.store.signer)


def coupon(till: Till) -> str:
    """A coupon that is tied to the member."""
    tied = tokens.member_tie("m1")
    return tokens.sign(
        tokens.CouponToken(secrets.token_bytes(16), "POINT", 500, 0, "2026-12-31", "K1", tied=tied), till.running.till.terminal.store.signer
    )


def spends(till: Till) -> list[tuple[str, Json]]:
    """Every way to spend what is the member's."""
    return [
        ("reward", {"id": "five"}),
        ("tender", {"kind": "points", "amount_minor": 100}),
        ("tender", {"kind": "cashback", "amount_minor": 100}),
        ("coupon", {"code": coupon(till)}),
        ("scan", {"code": coupon(till)}),
        ("wallet", {}),
        ("consent", {"purpose": "email", "given": True}),
    ]


def named(till: Till, **how: Any) -> Json:
    till.ok("add", sku="coat", quantity=1)
    answer: Json = till.ok("member", **how or {"code": PHONE})["basket"]
    return answer


@pytest.mark.parametrize("how", KEYED)
def test_who_is_only_named_earns_and_is_told_nothing(kiosk: Till, how: Json) -> None:
    basket = named(kiosk, **how)
    assert basket["member"] == {"id": "m1", "tier": "", "balances": {}, "proven": False}
    assert basket["points_earned"] == 50
    kiosk.ok("tender", kind="cash")
    kiosk.ok("finish")
    (sale,) = kiosk.facts(facts.Sale)
    assert {move.programme: move.earned for move in sale.points} == {"POINT": 50, "CASH": 250}
    assert not sale.member.proven


@pytest.mark.parametrize("way", range(7))
def test_nothing_of_theirs_is_spent_or_told(kiosk: Till, way: int) -> None:
    named(kiosk)
    do, fields = spends(kiosk)[way]
    error = kiosk.no("member_unproven", do, **fields)
    assert "Scannez-la" in error["message"] or "Scan it" in error["message"]


@pytest.mark.parametrize("way", range(7))
def test_a_scanned_card_proves_the_same_ticket(kiosk: Till, way: int) -> None:
    named(kiosk)
    shown = kiosk.ok("scan", code=card(kiosk))["basket"]["member"]
    assert shown == {"id": "m1", "tier": "gold", "balances": HELD}
    do, fields = spends(kiosk)[way]
    kiosk.ok(do, **fields)


@pytest.mark.parametrize("do", ["scan", "member"])
def test_a_signed_card_proves_by_either_request_and_a_number_only_when_scanned(kiosk: Till, do: str) -> None:
    assert "proven" not in kiosk.ok(do, code=card(kiosk))["basket"]["member"]
    kiosk.ok("member")
    assert ("proven" in kiosk.ok(do, code=CARD)["basket"]["member"]) is (do == "member")


def test_a_number_keyed_after_the_card_takes_the_proof_from_nobody(kiosk: Till) -> None:
    kiosk.ok("scan", code=CARD)
    assert "proven" not in named(kiosk)["member"]


def test_the_proof_is_of_one_member_and_one_ticket(kiosk: Till) -> None:
    kiosk.ok("scan", code=CARD)
    kiosk.ok("member")
    assert named(kiosk)["member"]["proven"] is False
    kiosk.ok("scan", code=CARD)
    kiosk.ok("cancel_basket")
    assert named(kiosk)["member"]["proven"] is False


@pytest.mark.parametrize("way", range(7))
def test_an_attendants_pin_does_what_was_refused_and_proves_the_ticket(kiosk: Till, way: int) -> None:
    named(kiosk)
    do, fields = spends(kiosk)[way]
    kiosk.no("member_unproven", do, **fields)
    answer = kiosk.ok("approve", staff="ana", pin=PIN)
    assert answer["basket"]["member"] == {"id": "m1", "tier": "gold", "balances": HELD}
    kiosk.ok("wallet")
    bodies = [body for body in kiosk.bodies() if isinstance(body.fact, facts.ConsentChanged)]
    assert [body.approver for body in bodies] == (["ana"] if do == "consent" else [])


def test_a_word_for_one_member_proves_no_other(kiosk: Till) -> None:
    other = kiosk.ok("join", profile={"first_name": "Zoe"})["member"]
    kiosk.ok("member")
    named(kiosk)
    kiosk.no("member_unproven", "wallet", id=other)
    kiosk.ok("approve", staff="ana", pin=PIN)
    kiosk.no("member_unproven", "reward", id="five")


def test_a_wrong_pin_proves_nobody(kiosk: Till) -> None:
    named(kiosk)
    kiosk.no("member_unproven", "reward", id="five")
    kiosk.no("wrong_pin", "approve", staff="ana", pin="000000")
    kiosk.no("member_unproven", "reward", id="five")


def test_what_was_tried_leaves_one_trace_a_right(kiosk: Till) -> None:
    named(kiosk)
    for _ in range(2):
        kiosk.no("member_unproven", "reward", id="five")
        kiosk.no("member_unproven", "tender", kind="points")
    kiosk.no("member_unproven", "wallet")
    refused = [(fact.kind, fact.cause, fact.right) for fact in kiosk.facts(facts.RightRefused)]
    assert refused == [("reward", "member_unproven", "m1"), ("points", "member_unproven", "m1")]


def test_once_money_lies_on_the_ticket_a_pin_is_for_one_request(kiosk: Till) -> None:
    """The price holds from the first tender on, so what the member's cards would free no longer counts."""
    kiosk.ok("add", sku="tea", quantity=1)
    named(kiosk)
    kiosk.ok("tender", kind="cash", amount_minor=1000)
    kiosk.no("member_unproven", "tender", kind="points", amount_minor=100)
    paid = kiosk.ok("approve", staff="ana", pin=PIN)["basket"]
    assert (paid["totals"]["paid_minor"], paid["member"]["proven"]) == (1100, False)
    kiosk.no("member_unproven", "tender", kind="points", amount_minor=100)


def test_a_full_punch_card_frees_nothing_before_the_card_is_shown(kiosk: Till) -> None:
    kiosk.ok("add", sku="tea", quantity=1)
    basket = kiosk.ok("member", code=PHONE)["basket"]
    assert basket["totals"]["gross_minor"] == 300
    assert kiosk.ok("scan", code=CARD)["basket"]["totals"]["gross_minor"] == 0


def test_points_that_paid_go_back_without_a_card(kiosk: Till) -> None:
    named(kiosk)
    kiosk.ok("scan", code=CARD)
    kiosk.ok("tender", kind="points", amount_minor=100)
    kiosk.ok("tender", kind="cash")
    number = kiosk.ok("finish")["receipt"]["number"]
    kiosk.no("approval_needed", "return", receipt=number)
    assert kiosk.ok("approve", staff="max", pin="242424")["basket"]["member"]["proven"] is False
    kiosk.ok("tender", kind="points", amount_minor=100)


def test_no_way_to_pay_and_no_wallet_tells_what_they_have(kiosk: Till) -> None:
    named(kiosk)
    running = kiosk.running
    ways = options(running.till.terminal, running.till.session).ways
    assert not {"points", "cashback"} & {way.kind for way in ways}
    assert running.reader.answer(Wallet("m1")) is None
    kiosk.ok("scan", code=CARD)
    ways = options(running.till.terminal, running.till.session).ways
    assert {"points", "cashback"} <= {way.kind for way in ways}


def test_the_receipt_tells_what_was_earned_and_no_more(kiosk: Till) -> None:
    named(kiosk)
    kiosk.ok("tender", kind="cash")
    unproven = papers.text_of(kiosk.running.till.terminal, kiosk.ok("finish")["receipt"]["number"])
    named(kiosk)
    kiosk.ok("scan", code=CARD)
    kiosk.ok("tender", kind="cash")
    proven = papers.text_of(kiosk.running.till.terminal, kiosk.ok("finish")["receipt"]["number"])
    assert "50 points gagnés" in unproven and "50 points gagnés" in proven
    assert "Solde" in proven and "Solde" not in unproven and "Claire" not in unproven


def test_it_outlives_a_kill_and_a_ticket_put_aside(tmp_path: Path) -> None:
    """A till that stops without a word comes back with the ticket as it stood, and with who was not proven."""
    file = shop()
    person = make(tmp_path, file)
    with opened(tmp_path, person) as till:
        till.ok("state")
        named(till)
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin=PIN)
        till.no("member_unproven", "reward", id="five")
        ticket = till.ok("hold")["ticket"]
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin=PIN)
        assert till.ok("recall", ticket=ticket)["basket"]["member"]["proven"] is False
        till.no("member_unproven", "reward", id="five")
        till.ok("scan", code=CARD)
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin=PIN)
        ticket = till.ok("hold")["ticket"]
        assert "proven" not in till.ok("recall", ticket=ticket)["basket"]["member"]
        till.ok("reward", id="five")


def test_a_request_sent_again_after_a_kill_is_still_to_be_approved(tmp_path: Path) -> None:
    person = make(tmp_path, shop())
    with opened(tmp_path, person) as till:
        till.ok("state")
        named(till)
        till.no("member_unproven", "reward", id="five", request="r1")
    with opened(tmp_path) as till:
        till.ok("login", staff="ana", pin=PIN)
        assert till.ask("reward", id="five", request="r1")["replayed"]
        assert till.ok("approve", staff="ana", pin=PIN)["basket"]["rewards"]


def test_who_joins_at_the_kiosk_is_there(kiosk: Till) -> None:
    kiosk.ok("add", sku="coat", quantity=1)
    assert "proven" not in kiosk.ok("join", profile={"first_name": "Zoe"})["basket"]["member"]
    kiosk.ok("wallet")


def test_a_person_at_a_till_looks_for_herself(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop("cashier"), manual_clock=True, begun=False) as till:
        till.ok("clock", at=NOW)
        till.ok("state")
        assert named(till)["member"] == {"id": "m1", "tier": "gold", "balances": HELD}
        till.ok("reward", id="five")
        till.ok("tender", kind="points", amount_minor=100)
