"""Signed tokens: what we sign is read back; what was forged, edited, damaged or is foreign is told apart."""

import re

import base45
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.tokens import (
    TOKEN_LIMIT_CHARS,
    CouponToken,
    DigestLine,
    MemberToken,
    ReceiptToken,
    Token,
    TokenError,
    from_path,
    key_id,
    kind_of,
    sign,
    to_path,
    verify,
)

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
PUBLIC = KEY.public_key().public_bytes_raw()
COUPON = CouponToken(b"\x01" * 16, "next", 500, 3000, "2026-12-31", "R1")
TOKENS: list[Token] = [COUPON, MemberToken("a" * 32, 2), ReceiptToken("R1-A-000001", "2026-11-22", 1234)]


def issuer(known: bytes) -> bytes | None:
    return PUBLIC if known == key_id(PUBLIC) else None


def refused(text: str) -> str:
    with pytest.raises(TokenError) as caught:
        verify(text, issuer)
    return caught.value.code


def parts(text: str) -> tuple[str, bytes, bytes, bytes]:
    """Take a token apart: prefix, key id, signature, payload."""
    data = base45.b45decode(text[4:])
    return text[:4], data[:4], data[4:68], data[68:]


def put_together(prefix: str, *data: bytes) -> str:
    encoded: bytes = base45.b45encode(b"".join(data))
    return prefix + encoded.decode()


@pytest.mark.parametrize("token", TOKENS)
def test_what_was_signed_is_read_back(token: Token) -> None:
    text = sign(token, KEY)
    assert verify(text, issuer) == token
    assert len(text) <= TOKEN_LIMIT_CHARS


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_fits_a_qr_in_alphanumeric_mode(token: Token) -> None:
    assert set(sign(token, KEY)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_an_edited_amount_is_forged() -> None:
    prefix, known, signature, _ = parts(sign(COUPON, KEY))
    richer = msgspec.msgpack.encode(msgspec.structs.replace(COUPON, amount_minor=50_000))
    assert refused(put_together(prefix, known, signature, richer)) == "forged"


def test_any_flipped_bit_is_refused() -> None:
    prefix, *data = parts(sign(COUPON, KEY))
    whole = b"".join(data)
    for place in range(len(whole)):
        flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        assert refused(put_together(prefix, flipped)) == ("unknown_issuer" if place < 4 else "forged")


def test_a_foreign_key_is_an_unknown_issuer_and_cannot_borrow_a_known_id() -> None:
    foreign = sign(COUPON, OTHER)
    assert refused(foreign) == "unknown_issuer"
    prefix, _, signature, payload = parts(foreign)
    assert refused(put_together(prefix, key_id(PUBLIC), signature, payload)) == "forged"


def test_a_kind_cannot_be_passed_off_as_another() -> None:
    text = sign(MemberToken("a" * 32), KEY)
    assert refused("CC1:" + text[4:]) == "forged"


def test_a_signed_payload_of_another_shape_is_malformed() -> None:
    payload = msgspec.msgpack.encode("no coupon")
    assert refused(put_together("CC1:", key_id(PUBLIC), KEY.sign(b"CC1:" + payload), payload)) == "malformed"


@pytest.mark.parametrize(
    "text", ["", "CC1:", "CC1:é", "CC1:::::", "XX1:AAAA", "CC1:" + "A" * TOKEN_LIMIT_CHARS, "CC1:" + "0" * 90, "4006381333931"]
)
def test_what_is_no_token_is_malformed(text: str) -> None:
    assert refused(text) == "malformed"


@given(st.text(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(text: str) -> None:
    assert refused("CC1:" + text) in ("malformed", "unknown_issuer", "forged")


def test_kinds_are_told_by_prefix() -> None:
    assert [kind_of(sign(token, KEY)) for token in TOKENS] == ["coupon", "member", "receipt"]
    assert kind_of("4006381333931") is None


def test_a_receipt_s_code_makes_one_segment_of_an_address_and_back() -> None:
    code = sign(ReceiptToken("R1-A-000001", "2026-11-22", 1234, (DigestLine(1, "pear", 2, 240),)), KEY)
    assert re.fullmatch(r"[A-Za-z0-9_-]+", to_path(code))
    assert from_path(to_path(code)) == code


@pytest.mark.parametrize("segment", ["a" * (TOKEN_LIMIT_CHARS + 1), "é", "a b", "a"])
def test_a_segment_that_is_no_code_is_malformed(segment: str) -> None:
    with pytest.raises(TokenError, match="malformed"):
        from_path(segment)


def test_a_receipt_s_code_of_before_is_read_as_one_without_lines() -> None:
    """Old papers stay good: a code with three fields, and today's read by a program that knows only those."""

    class Before(msgspec.Struct, frozen=True, array_like=True):
        number: str
        day: str
        gross_minor: int

    today = ReceiptToken("R1-A-000001", "2026-11-22", 1234, (DigestLine(1, "pear", 2, 240),))
    before = Before("R1-A-000001", "2026-11-22", 1234)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(before), type=ReceiptToken) == ReceiptToken(*msgspec.structs.astuple(before))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(today), type=Before) == before
