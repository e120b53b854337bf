"""A bundle's signature holds for its version and its hash, and for nothing else."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from sync.protocol.records import Bundle
from sync.rules.bundles import is_signed, signing_bytes

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
BUNDLE = Bundle(id="rules", version=7, hash="ab" * 32, at="2026-11-22T10:00:00+01:00", signature=KEY.sign(signing_bytes(7, "ab" * 32)))


def test_a_bundle_of_the_shop_is_known() -> None:
    assert is_signed(BUNDLE, PUBLIC)


@pytest.mark.parametrize("change", [{"version": 8}, {"hash": "cd" * 32}, {"signature": b"\0" * 64}, {"signature": b""}])
def test_whatever_is_changed_the_signature_holds_no_more(change: dict[str, object]) -> None:
    assert not is_signed(replace(BUNDLE, **change), PUBLIC)


def test_another_key_signed_nothing() -> None:
    assert not is_signed(BUNDLE, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert not is_signed(BUNDLE, b"no key")
