"""The wallet: balances with what waits and ends, tiers, punch cards, rewards, coupons, memberships and purchases; no name in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.queries import ConsentTexts
from kiosk.services.wallet_views import Wallet
from sync.base.consents import WORDINGS, wording_hash
from sync.protocol import facts
from tests.flows.conftest import NOW
from tests.flows.harness import Json, Till, shop_till
from tests.flows.shops import product, shop

PROGRAMMES: list[Json] = [
    {
        "id": "POINT", "kind": "points", "value_minor": 1, "pending_days": 0, "spend": {"step": 10, "least": 20},
        "earn": {"points": 1, "per_minor": 100},
        "rewards": [
            {"id": "five", "name": "5 €", "points": 30, "kind": "amount", "amount_minor": 500},
            {"id": "golden", "name": "Or", "points": 10, "kind": "percent", "percent_bp": 1_000, "tiers": ["gold"]},
            {"id": "rare", "name": "Rare", "points": 10, "kind": "event", "stock": 0},
        ],
    },
    {"id": "LATER", "kind": "points", "earn": {"points": 1, "per_minor": 1_000}, "pending_days": 14},
    {"id": "BACK", "kind": "cashback", "percent_bp": 1_000},
    {"id": "COFFEE", "kind": "punch", "of": {"skus": ["pear"]}, "needs": 5},
    {"id": "CLUB", "kind": "membership", "sku": "club", "segment": "club", "months": 12, "remind_days": 30},
    {
        "id": "TIERS", "kind": "tiers", "by": "spend",
        "tiers": [{"id": "silver", "name": "Argent", "need": 5_000}, {"id": "gold", "name": "Or", "need": 20_000}],
    },
]  # fmt: skip


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    file = shop()
    file["products"].append(product("club", 2_000, ["T20"]))
    file["programmes"] = PROGRAMMES
    file["members"] = []
    file["offers"] = [
        {
            "id": "mine", "name": "À vous", "kind": "receipt_coupon", "when": {"member": True, "min_gross_minor": 2_000},
            "amount_minor": 300, "tied": True, "needs": {"min_gross_minor": 0}, "valid": {"until": "end_of_month", "months": 1},
        }
    ]  # fmt: skip
    with shop_till(tmp_path, file, manual_clock=True, begun=False) as found:
        found.ok("clock", at=NOW)
        found.ok("state")
        yield found


def rows(wallet: Json, part: str) -> dict[str, Json]:
    return {row.get("programme", row.get("id")): row for row in wallet[part]}


def test_a_wallet_after_a_purchase(till: Till) -> None:
    id = till.ok("join", profile={"first_name": "Zoé", "last_name": "Martin"})["member"]
    empty = till.ok("wallet")["wallet"]
    assert empty["member"] == id and empty["purchases"] == [] and empty["coupons"] == []
    assert {row["amount"] for row in empty["balances"]} == {0}
    till.ok("add", sku="lamp", quantity=1)
    till.ok("add", sku="pear", quantity=2)
    till.ok("tender", kind="cash")
    number = till.ok("finish")["receipt"]["number"]
    wallet = till.ok("wallet", id=id)["wallet"]
    balances = rows(wallet, "balances")
    assert (balances["POINT"]["amount"], balances["POINT"]["worth_minor"], balances["POINT"]["step"], balances["POINT"]["least"]) == (
        27,
        27,
        10,
        20,
    )
    assert (balances["LATER"]["amount"], balances["LATER"]["pending"]) == (0, 2)
    assert (balances["BACK"]["amount"], balances["BACK"]["worth_minor"], balances["BACK"]["kind"]) == (274, 274, "cashback")
    assert rows(wallet, "punches")["COFFEE"] == {
        "programme": "COFFEE",
        "name": rows(wallet, "punches")["COFFEE"]["name"],
        "have": 2,
        "needs": 5,
    }
    rewards = {row["id"]: row for row in wallet["rewards"]}
    assert (rewards["five"]["lacks"], rewards["golden"]["cause"], rewards["rare"]["cause"]) == (3, "tiers", "stock")
    tier = rows(wallet, "tiers")["TIERS"]
    assert (tier["tier"], tier["need"], tier["next_name"], tier["by"]) == ("", 5_000, "Argent", "spend")
    (coupon,) = wallet["coupons"]
    assert (coupon["amount_minor"], coupon["valid_until"]) == (300, "2026-12-31")
    assert [(row["number"], row["gross_minor"]) for row in wallet["purchases"]] == [(number, 2_740)]
    assert "Zo" not in str(wallet) and "Martin" not in str(wallet)


def test_a_coupon_leaves_the_wallet_when_it_is_used(till: Till) -> None:
    id = till.ok("join", profile={"first_name": "Zoé"})["member"]
    till.ok("add", sku="lamp", quantity=1)
    till.ok("tender", kind="cash")
    (coupon,) = till.ok("finish")["basket"]["coupons_issued"]
    assert [row["id"] for row in till.ok("wallet", id=id)["wallet"]["coupons"]] == [coupon["id"]]
    till.ok("member", id=id)
    till.ok("add", sku="pear", quantity=5)
    till.ok("coupon", code=coupon["code"])
    till.ok("tender", kind="cash")
    till.ok("finish")
    assert till.ok("wallet", id=id)["wallet"]["coupons"] == []


def test_a_reward_on_the_ticket_is_taken_and_its_points_are_gone(till: Till) -> None:
    id = till.ok("join", profile={"first_name": "Zoé"})["member"]
    till.ok("add", sku="lamp", quantity=2)
    till.ok("tender", kind="cash")
    till.ok("finish")
    till.ok("member", id=id)
    till.ok("add", sku="lamp", quantity=1)
    till.ok("reward", id="five")
    rewards = {row["id"]: row for row in till.ok("wallet")["wallet"]["rewards"]}
    assert (rewards["five"]["taken"], rewards["five"]["lacks"]) == (1, 10)


def test_a_screen_asks_for_the_wallet_of_the_ticket(till: Till) -> None:
    assert till.running.reader.answer(Wallet()) is None
    id = till.ok("join", profile={"first_name": "Zoé"})["member"]
    assert till.running.reader.answer(Wallet()).member == id
    assert till.running.reader.answer(Wallet("nobody")) is None
    till.ok("cancel_basket")
    till.no("no_member", "wallet")
    till.no("unknown_member", "wallet", id="nobody")


def test_words_are_shown_before_and_a_consent_may_be_to_these_only(till: Till) -> None:
    texts = till.running.reader.answer(ConsentTexts("en"))
    assert [row.purpose for row in texts] == list(WORDINGS)
    assert all("Au Bon Coin" in row.text and row.wording == wording_hash(row.text) for row in texts)
    id = till.ok("join", profile={"first_name": "Zoé"})["member"]
    shown = next(row for row in texts if row.purpose == "sms")
    till.ok("consent", purpose="sms", given=True, wording=shown.wording)
    till.no("wording_unknown", "consent", purpose="email", given=True, wording=shown.wording)
    till.no("consent_is_membership", "consent", purpose="loyalty", given=False)
    till.no("bad_request", "consent", purpose="everything", given=True)
    till.ok("consent", purpose="sms", given=False, id=id)
    assert [(fact.consent.purpose, fact.given, fact.consent.wording == shown.wording) for fact in till.facts(facts.ConsentChanged)] == [
        ("sms", True, True),
        ("sms", False, False),
    ]


def test_contact_data_are_changed_and_not_emptied(till: Till) -> None:
    id = till.ok("join", profile={"first_name": "Zoé", "phone": "0612345678"})["member"]
    till.ok("profile", profile={"first_name": "Zoé"})
    assert till.facts(facts.ProfileChanged) == [], "nothing was changed"
    till.no("bad_phone", "profile", profile={"phone": "1"})
    till.ok("profile", profile={"phone": "", "email": "z@example.com"})
    till.no("profile_empty", "profile", profile={"first_name": "", "email": ""})
    till.ok("cancel_basket")
    till.no("unknown_member", "member", code="0612345678")
    other = till.ok("join", profile={"first_name": "Max", "email": "max@example.com"})["member"]
    till.no("member_exists", "profile", profile={"email": "Z@example.com"})
    till.no("member_exists", "profile", id=id, profile={"email": "max@example.com"})
    assert other != id
