"""Signed tokens in a QR: coupons, member cards and receipts. Ed25519 over msgpack, base45 so that a QR stays in alphanumeric mode."""

import base64
import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import base45
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from msgspec.structs import replace

TOKEN_LIMIT_CHARS = 400
"""A longer text is no token of ours; it is refused before it is decoded."""

DYNAMIC_LIFE_S = 120
"""So long is a short-lived member's code good: the walk to the till, not the way to a friend."""

Kind = Literal["coupon", "member", "receipt"]
_PREFIX: dict[Kind, str] = {"coupon": "CC1:", "member": "CM1:", "receipt": "CR1:"}
_KEY_ID_BYTES = 4
_SIGNATURE_BYTES = 64
_TIE_BYTES = 8
_SIGNERS_KEPT = 4


class CouponToken(msgspec.Struct, frozen=True, array_like=True):
    """Everything a till needs to accept the coupon with no network; `valid_until` is a local day, ISO 8601.

    It is worth `amount_minor` or `percent_bp`, or gives the offer `gives`. `tied` is the short id (`member_tie`) of the only member who
    may use it, empty for anybody; with `online` any till may that has asked the ledger, else only `home`.
    """

    id: bytes
    offer: str
    amount_minor: int
    min_gross_minor: int
    valid_until: str
    home: str
    percent_bp: int = 0
    gives: str = ""
    tied: bytes = b""
    online: bool = False


class MemberToken(msgspec.Struct, frozen=True, array_like=True):
    """A member's card; `member` is the random id, `card` counts the cards issued to that member.

    `at` is 0 on a card that stays as it is, which whoever photographs it has too; else the second (Unix time) at which it was shown,
    and it is good for `DYNAMIC_LIFE_S` from then.
    """

    member: str
    card: int = 1
    at: int = 0


class DigestLine(msgspec.Struct, frozen=True, array_like=True):
    """A sold line in a receipt's code: its number, the goods, pieces or (negative) grams, and what it came to after all discounts."""

    line: int
    sku: str
    measure: int
    gross_minor: int


class ReceiptToken(msgspec.Struct, frozen=True, array_like=True):
    """A receipt: number, local day and gross in minor units; `lines` are all that were sold, or empty where they are too many for a QR."""

    number: str
    day: str
    gross_minor: int
    lines: tuple[DigestLine, ...] = ()


Token = CouponToken | MemberToken | ReceiptToken
_TYPES: dict[Kind, type[Token]] = {"coupon": CouponToken, "member": MemberToken, "receipt": ReceiptToken}


class TokenError(ValueError):
    """A text that looks like a token of ours and is not one; `code` is forged, unknown_issuer or malformed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def key_id(public: bytes) -> bytes:
    """Return the short id by which a token names its issuer's raw public key."""
    return hashlib.sha256(public).digest()[:_KEY_ID_BYTES]


def member_tie(member: str) -> bytes:
    """Return the short id by which a coupon names the member it belongs to."""
    return hashlib.sha256(member.encode()).digest()[:_TIE_BYTES]


def kind_of(text: str) -> Kind | None:
    """Tell which token `text` claims to be, from its prefix; None when it is none of ours."""
    return next((kind for kind, prefix in _PREFIX.items() if text.startswith(prefix)), None)


def sign(token: Token, key: Ed25519PrivateKey) -> str:
    """Return the token's text: PREFIX base45(key id || signature || msgpack)."""
    kind = next(kind for kind, of in _TYPES.items() if isinstance(token, of))
    payload = msgspec.msgpack.encode(token)
    signature = key.sign(_PREFIX[kind].encode() + payload)
    text: bytes = base45.b45encode(_key_id_of(key) + signature + payload)
    return _PREFIX[kind] + text.decode()


def coupon_chars(token: CouponToken, home: str) -> int:
    """Return how long the text of a coupon would be, signed at the register `home`."""
    size = _KEY_ID_BYTES + _SIGNATURE_BYTES + len(msgspec.msgpack.encode(replace(token, home=home)))
    # Base45 writes two bytes as three characters, a single one as two.
    return len(_PREFIX["coupon"]) + size // 2 * 3 + size % 2 * 2


def verify(text: str, issuer: Callable[[bytes], bytes | None]) -> Token:
    """Read a token and prove its signature; `issuer` gives the raw public key for a key id. Raises TokenError."""
    kind = kind_of(text)
    if kind is None or len(text) > TOKEN_LIMIT_CHARS:
        raise TokenError("malformed")
    try:
        data = base45.b45decode(text.removeprefix(_PREFIX[kind]))
    except ValueError as error:
        raise TokenError("malformed") from error
    head = _KEY_ID_BYTES + _SIGNATURE_BYTES
    if len(data) <= head:
        raise TokenError("malformed")
    public = issuer(data[:_KEY_ID_BYTES])
    if public is None:
        raise TokenError("unknown_issuer")
    payload = data[head:]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(data[_KEY_ID_BYTES:head], _PREFIX[kind].encode() + payload)
    except InvalidSignature as error:
        raise TokenError("forged") from error
    try:
        return msgspec.msgpack.decode(payload, type=_TYPES[kind])
    except msgspec.DecodeError as error:
        raise TokenError("malformed") from error


def to_path(receipt: str) -> str:
    """Return a receipt's code as one segment of an address: base45 has slashes, spaces and percent signs, base64url has none."""
    return base64.urlsafe_b64encode(base45.b45decode(receipt.removeprefix(_PREFIX["receipt"]))).decode().rstrip("=")


def from_path(segment: str) -> str:
    """Return the receipt's code that a segment stands for; raises TokenError for one that stands for nothing. Nothing is proven by it."""
    if len(segment) > TOKEN_LIMIT_CHARS:
        raise TokenError("malformed")
    try:
        data = base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise TokenError("malformed") from error
    return _PREFIX["receipt"] + str(base45.b45encode(data).decode())


@lru_cache(maxsize=_SIGNERS_KEPT)
def _key_id_of(key: Ed25519PrivateKey) -> bytes:
    """Deriving the public key costs half a signature, and a terminal signs with one key all its life."""
    return key_id(key.public_key().public_bytes_raw())
