"""A coupon's life: printed with a sale, accepted once at its home, refused ever after with when and where."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.services.profile import read_profile
from sync.protocol import facts, tokens
from tests.flows.harness import Till, reopened, shop_till
from tests.flows.shops import shop

Json = dict[str, Any]


def issue(till: Till) -> Json:
    """Sell for 25.00 and return the coupon that comes with it."""
    (coupon,) = till.sell({"sku": "lamp"})["basket"]["coupons_issued"]
    found: Json = coupon
    return found


def test_a_coupon_is_issued_with_the_sale_and_not_before(till: Till) -> None:
    assert till.ok("add", sku="lamp", quantity=1)["basket"]["coupons_issued"] == []
    assert till.ok("tender", kind="cash")["basket"]["coupons_issued"] == []
    (coupon,) = till.ok("finish")["basket"]["coupons_issued"]
    assert {name: coupon[name] for name in ("offer", "amount_minor", "needs", "valid_until", "home")} == {
        "offer": "next",
        "amount_minor": 500,
        "needs": {"min_gross_minor": 3000},
        "valid_until": "2026-12-31",
        "home": "R1",
    }
    assert till.sell({"sku": "pear"})["basket"]["coupons_issued"] == []


@pytest.mark.parametrize("how", ["coupon", "scan"])
def test_a_coupon_is_accepted_once(till: Till, how: str) -> None:
    coupon = issue(till)
    till.ok("add", sku="lamp", quantity=1)
    trace = till.ok(how, code=coupon["code"])["basket"]["offers"]
    expected = {"id": "next", "status": "not_met", "condition": "min_gross_minor", "have": 2500, "need": 3000, "short_minor": 500}
    assert [item for item in trace if item.items() >= expected.items()]
    till.no("coupon_in_basket", how, code=coupon["code"])
    found = till.ok("add", sku="tea", quantity=1)["basket"]["totals"]
    assert found["gross_minor"] == 2500 + 900 - 500
    till.ok("tender", kind="cash")
    receipt = till.ok("finish")["receipt"]["number"]
    till.ok("add", sku="lamp", quantity=2)
    message = till.no("coupon_used", how, code=coupon["code"])["message"]
    assert receipt in message and "22/11/2026 10:00" in message
    assert till.facts(facts.Sale)[1].redeemed[0].id == coupon["id"]


def test_a_coupon_that_did_not_count_is_not_used_up(till: Till) -> None:
    coupon = issue(till)
    till.ok("coupon", code=coupon["code"])
    till.sell({"sku": "pear"})
    till.ok("add", sku="lamp", quantity=2)
    assert till.ok("coupon", code=coupon["code"])["basket"]["totals"]["discount_minor"] == 500


def test_a_cancelled_ticket_frees_its_coupon(till: Till) -> None:
    coupon = issue(till)
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=coupon["code"])
    till.ok("cancel_basket")
    till.ok("add", sku="lamp", quantity=2)
    assert till.ok("coupon", code=coupon["code"])["ok"]


def test_a_coupon_expires_and_no_clock_revives_it(till: Till) -> None:
    coupon = issue(till)
    till.ok("clock", at="2026-12-31T23:59:00+01:00")
    till.ok("coupon", code=coupon["code"])
    till.ok("cancel_basket")
    till.ok("clock", at="2027-01-01T00:01:00+01:00")
    till.no("coupon_expired", "coupon", code=coupon["code"])
    till.ok("state")
    till.ok("clock", at="2026-11-22T12:00:00+01:00")
    till.no("coupon_expired", "coupon", code=coupon["code"])
    till.ok("add", sku="pear", quantity=1)
    till.ok("add", sku="pear", quantity=1)
    (jump,) = till.facts(facts.ClockJumped)
    assert (jump.mark[:10], jump.wall[:10]) == ("2027-01-01", "2026-11-22")


def test_midnight_does_not_change_a_ticket_that_is_being_paid(till: Till) -> None:
    coupon = issue(till)
    till.ok("clock", at="2026-12-31T23:59:00+01:00")
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=coupon["code"])
    due = till.ok("tender", kind="cash", amount_minor=1000)["basket"]["totals"]["due_minor"]
    till.ok("clock", at="2027-01-01T00:01:00+01:00")
    assert till.ok("state")["basket"]["totals"]["due_minor"] == due == 3500
    till.ok("tender", kind="cash")
    sold = till.ok("finish")["basket"]
    assert (sold["totals"]["gross_minor"], sold["totals"]["discount_minor"]) == (4500, 500)
    assert till.facts(facts.Sale)[-1].evaluation.at.startswith("2026-12-31T23:59")


def test_without_a_tender_midnight_counts(till: Till) -> None:
    coupon = issue(till)
    till.ok("clock", at="2026-12-31T23:59:00+01:00")
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=coupon["code"])
    till.ok("tender", kind="cash", amount_minor=1000)
    till.ok("undo")
    till.ok("clock", at="2027-01-01T00:01:00+01:00")
    found = till.ok("state")["basket"]
    assert found["totals"]["discount_minor"] == 0
    expected = {"id": "next", "status": "not_met", "condition": "valid_until", "have": 20270101, "need": 20261231}
    assert [item for item in found["offers"] if item.items() >= expected.items()]


def token(**changed: Any) -> tokens.CouponToken:
    fields = {"id": bytes(16), "offer": "next", "amount_minor": 500, "min_gross_minor": 0, "valid_until": "2026-12-31", "home": "R1"}
    return tokens.CouponToken(**{**fields, **changed})


def test_a_foreign_home_a_forged_and_an_edited_coupon(tmp_path: Path, till: Till) -> None:
    _, keys = read_profile(tmp_path / "till")
    till.ok("add", sku="lamp", quantity=2)
    elsewhere = tokens.sign(token(home="R7"), keys.signer())
    refused = till.no("coupon_home", "coupon", code=elsewhere)["message"]
    assert "R7" in refused and "réseau" not in refused, "its home is its home with the network too"
    stranger = tokens.sign(token(), Ed25519PrivateKey.generate())
    till.no("token_issuer", "scan", code=stranger)
    good = tokens.sign(token(), keys.signer())
    for place in (len(good) // 2, len(good) // 3):
        other = "A" if good[place] != "A" else "B"
        answer = till.ask("scan", code=good[:place] + other + good[place + 1 :])
        assert answer["error"]["code"] in ("token_forged", "token_malformed", "token_issuer")
    till.no("token_malformed", "coupon", code=good[: len(good) // 2])
    till.no("unknown_coupon", "coupon", code="4006381333931")
    assert till.ok("coupon", code=good)["basket"]["totals"]["discount_minor"] == 500


def test_a_used_coupon_stays_used_after_a_restart(tmp_path: Path) -> None:
    with shop_till(tmp_path, shop()) as first:
        coupon = issue(first)
        first.ok("coupon", code=coupon["code"])
        first.sell({"sku": "lamp", "quantity": 2})
    with reopened(tmp_path) as again:
        again.ok("add", sku="lamp", quantity=2)
        again.no("coupon_used", "coupon", code=coupon["code"])


def give_back(till: Till, receipt: str, **fields: Any) -> str:
    """Return goods of a receipt, pay out in cash, and return the new receipt's number."""
    till.ok("return", receipt=receipt, **fields)
    till.ok("tender", kind="cash")
    number: str = till.ok("finish")["receipt"]["number"]
    return number


def test_a_coupon_goes_back_with_the_goods_that_earned_it(till: Till) -> None:
    sold = till.sell({"sku": "lamp"})
    (coupon,) = sold["basket"]["coupons_issued"]
    returned = give_back(till, sold["receipt"]["number"])
    assert till.facts(facts.Sale)[1].revoked == [facts.RedeemedCoupon(id=coupon["id"], offer="next", amount_minor=0)]
    till.ok("add", sku="lamp", quantity=2)
    assert returned in till.no("coupon_revoked", "coupon", code=coupon["code"])["message"]


def test_a_coupon_stays_while_enough_is_kept(till: Till) -> None:
    sold = till.sell({"sku": "lamp"}, {"sku": "pear"})
    (coupon,) = sold["basket"]["coupons_issued"]
    give_back(till, sold["receipt"]["number"], lines=[{"line": 2, "quantity": 1}])
    till.ok("add", sku="lamp", quantity=2)
    assert till.ok("coupon", code=coupon["code"])["basket"]["totals"]["discount_minor"] == 500


def test_a_coupon_that_was_used_is_not_clawed_back(till: Till) -> None:
    sold = till.sell({"sku": "lamp"})
    (coupon,) = sold["basket"]["coupons_issued"]
    till.ok("add", sku="lamp", quantity=2)
    till.ok("coupon", code=coupon["code"])
    till.ok("tender", kind="cash")
    till.ok("finish")
    give_back(till, sold["receipt"]["number"])
    assert till.facts(facts.Sale)[2].revoked == []
