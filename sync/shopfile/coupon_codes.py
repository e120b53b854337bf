"""Coupons that fit their paper: every code that a register may sign must stay within a QR of version 7, which a phone reads at once."""

from collections.abc import Iterator
from typing import NamedTuple

from sync.protocol.offers import ReceiptCouponOffer
from sync.protocol.programmes import RecoveryProgramme
from sync.protocol.tokens import CouponToken, coupon_chars
from sync.rules.bounds import refuse
from sync.shopfile.shapes import ShopFile

CODE_LIMIT_CHARS = 224
"""ISO/IEC 18004, table 7: what version 7 holds in alphanumeric mode at level L, the lowest."""
REGISTER_ROOM_CHARS = 8
"""An offer must leave a register so much for its id; a longer one is what is too long."""

_IDENTITY, _TIE, _DAY = bytes(16), bytes(8), "2026-12-31"


class _Promise(NamedTuple):
    """The longest coupon of an offer or programme, at home nowhere yet, and the field whose id it bears."""

    field: str
    token: CouponToken


def check_coupon_codes(file: ShopFile) -> None:
    """Refuse (`coupon_code`, with the characters too many) the id of an offer or a register that would make some coupon's QR too large."""
    printing = [(f"registers[{index}].id", each.id) for index, each in enumerate(file.registers) if each.kind != "manager"]
    if not printing:
        return
    register, longest = max(printing, key=lambda each: len(each[1]))
    for promise in _promises(file):
        over = _over(promise.token, longest)
        if over > 0:
            refuse(register if _over(promise.token, "R" * REGISTER_ROOM_CHARS) <= 0 else promise.field, "coupon_code", over)


def _promises(file: ShopFile) -> Iterator[_Promise]:
    for index, offer in enumerate(file.offers):
        if isinstance(offer, ReceiptCouponOffer):
            yield _Promise(f"offers[{index}].id", _of_offer(offer))
    for index, programme in enumerate(file.programmes):
        if isinstance(programme, RecoveryProgramme) and programme.gives == "coupon":
            most = max(programme.most_minor.values(), default=0)
            yield _Promise(f"programmes[{index}].id", CouponToken(_IDENTITY, programme.id, most, 0, _DAY, "", tied=_TIE, online=True))


def _of_offer(offer: ReceiptCouponOffer) -> CouponToken:
    amount, least, tied = offer.amount_minor, offer.needs.min_gross_minor, _TIE if offer.tied else b""
    return CouponToken(_IDENTITY, offer.id, amount, least, _DAY, "", offer.percent_bp, offer.gives, tied, offer.online)


def _over(token: CouponToken, home: str) -> int:
    return coupon_chars(token, home) - CODE_LIMIT_CHARS
