"""A coupon's code stays within version 7, at the best level that allows it; the paper and the page choose alike."""

import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.devices.printer import qr_size
from sync.protocol import tokens
from sync.rules.receipt.elements import Qr
from sync.rules.receipt.html import render_html

KEY = Ed25519PrivateKey.from_private_bytes(b"\1" * 32)


def coupon(offer: str, tied: bytes) -> str:
    return tokens.sign(tokens.CouponToken(b"\2" * 16, offer, 99_999, 99_999, "2026-12-31", "R10", 0, "", tied, True), KEY)


@pytest.mark.parametrize("tied", [b"", b"\3" * 8])
@pytest.mark.parametrize("offer", ["next", "next-visit"])
def test_a_coupon_fits_version_7(offer: str, tied: bytes) -> None:
    level, side = qr_size.fitting(coupon(offer, tied))
    assert side <= 17 + 4 * qr_size.EASY_VERSION
    assert segno.make_qr(coupon(offer, tied), error="lm"[level], boost_error=False).symbol_size(border=0)[0] == side


def test_what_is_too_large_anyway_keeps_the_better_level() -> None:
    assert qr_size.fitting("A" * 300)[0] == qr_size.LEVEL_M
    assert qr_size.fitting("A" * 20)[0] == qr_size.LEVEL_M


def test_the_page_draws_the_same_size() -> None:
    code = coupon("next", b"")
    side = qr_size.fitting(code)[1]
    assert f'width="{(side + 4) * 3}"' in render_html([Qr(code)])
