"""No shop file is taken whose coupons would not fit a QR of version 7; the longest lawful ids do, signed for real."""

from typing import Any

import msgspec
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.printer import qr_size
from sync.protocol import tokens
from sync.protocol.errors import Refusal
from sync.protocol.offers import ReceiptCouponOffer
from sync.shopfile import ShopFile, coupon_codes, load
from tests.unit.sync.shopfile.sample import shop

KEY = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)
EASY_VERSION = 7

ids = st.text(alphabet="abcXYZ019-", min_size=1, max_size=64).filter(lambda id: id not in ("EUR", "manual", "staff"))


def coupon_offer(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "receipt_coupon", "percent_bp": 1000, "valid": {"until": "days", "days": 30}, **more}


def file(register: str, *offers: dict[str, Any], programmes: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    found = shop()
    found["registers"] = [found["registers"][0] | {"id": register}]
    return found | {"offers": list(offers), "programmes": programmes or [], "members": []}


def read(found: dict[str, Any]) -> ShopFile:
    return load(msgspec.json.encode(found))


def version(offer: ReceiptCouponOffer, home: str) -> int:
    """The version of the code that a till signs for an offer, at the lowest level."""
    tied = tokens.member_tie("m") if offer.tied else b""
    least = offer.needs.min_gross_minor
    token = tokens.CouponToken(
        b"\2" * 16, offer.id, offer.amount_minor, least, "2026-12-31", home, offer.percent_bp, offer.gives, tied, offer.online
    )
    code = tokens.sign(token, KEY)
    assert len(code) == tokens.coupon_chars(token, home)
    found = segno.make_qr(code, error="l", boost_error=False)
    if int(found.version) <= EASY_VERSION:
        assert qr_size.fitting(code)[1] <= 17 + 4 * EASY_VERSION
    return int(found.version)


@given(ids, st.text(alphabet="R019", min_size=1, max_size=32), st.booleans(), st.integers(1, 10**10 - 1), st.integers(0, 10**10 - 1))
def test_a_file_is_taken_exactly_where_its_coupons_fit(id: str, register: str, tied: bool, amount: int, least: int) -> None:
    offer = coupon_offer(id, percent_bp=0, amount_minor=amount, needs={"min_gross_minor": least}, tied=tied)
    fits = version(msgspec.convert(offer | {"percent_bp": 0}, ReceiptCouponOffer), register) <= EASY_VERSION
    if fits:
        read(file(register, offer))
        return
    with pytest.raises(Refusal) as refused:
        read(file(register, offer))
    assert str(refused.value.params["rule"]).startswith("coupon_code: ")
    assert refused.value.field in ("offers[0].id", "registers[0].id")


@pytest.mark.parametrize(("tied", "register", "most"), [(False, "R", 33), (False, "R" * 8, 27), (True, "R", 26), (True, "R" * 8, 19)])
def test_the_longest_allowed_ids(tied: bool, register: str, most: int) -> None:
    """Ten per cent off an order of 99.99 or more, for anybody or for one member: so long may its id be, and not one longer."""
    longest = coupon_offer("o" * most, needs={"min_gross_minor": 9_999}, tied=tied)
    [found] = read(file(register, longest)).offers
    assert isinstance(found, ReceiptCouponOffer)
    assert version(found, register) == EASY_VERSION
    with pytest.raises(Refusal) as refused:
        read(file(register, longest | {"id": longest["id"] + "o"}))
    assert (refused.value.field, str(refused.value.params["rule"])[:12]) == ("offers[0].id", "coupon_code:")


def test_where_the_register_is_what_is_too_long_it_is_named() -> None:
    read(file("R" * 32, coupon_offer("next")))
    with pytest.raises(Refusal) as refused:
        read(file("R" * 32, coupon_offer("next-visit")))
    assert refused.value.field == "registers[0].id"


def test_what_prints_nothing_is_not_asked() -> None:
    found = file("R1", coupon_offer("next"))
    found["registers"].append({"id": "D" * 32, "store": found["registers"][0]["store"], "kind": "manager"})
    read(found)
    read(file("R" * 32))


def test_what_staff_give_fits_too() -> None:
    sorry = {"kind": "recovery", "most_minor": {"manager": 5_000}}
    read(file("R1", programmes=[sorry | {"id": "SORRY"}]))
    with pytest.raises(Refusal) as refused:
        read(file("R1", programmes=[sorry | {"id": "S" * 40}]))
    assert refused.value.field == "programmes[0].id"
    read(file("R1", programmes=[sorry | {"id": "S" * 40, "gives": "store_credit"}]))


def test_the_limit_is_what_version_7_holds() -> None:
    assert int(segno.make_qr("A" * coupon_codes.CODE_LIMIT_CHARS, error="l", boost_error=False).version) == EASY_VERSION
    assert int(segno.make_qr("A" * (coupon_codes.CODE_LIMIT_CHARS + 1), error="l", boost_error=False).version) == EASY_VERSION + 1
