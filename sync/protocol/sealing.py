"""Sealing of the store secret for one terminal: X25519, HKDF-SHA256, ChaCha20-Poly1305. Only the holder of the private key opens it."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.protocol.wire import Sealed

_NONCE_BYTES = 12
_PURPOSE = b"comptoir store secret v1"


class SealError(ValueError):
    """A sealed text that this key does not open, or a key that is none."""


def seal_secret(secret: bytes, recipient: bytes, context: str) -> Sealed:
    """Seal `secret` for the raw X25519 public key `recipient`; `context` (the terminal's id) must be told again to open it."""
    private = X25519PrivateKey.generate()
    ephemeral = private.public_key().public_bytes_raw()
    key = _shared(private, recipient, ephemeral + recipient)
    nonce = os.urandom(_NONCE_BYTES)
    return Sealed(ephemeral=ephemeral, nonce=nonce, text=ChaCha20Poly1305(key).encrypt(nonce, secret, context.encode()))


def open_secret(sealed: Sealed, private: X25519PrivateKey, context: str) -> bytes:
    """Return the secret; raises SealError when it was not sealed for this key and context."""
    key = _shared(private, sealed.ephemeral, sealed.ephemeral + private.public_key().public_bytes_raw())
    try:
        return ChaCha20Poly1305(key).decrypt(sealed.nonce, sealed.text, context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError("not sealed for this terminal") from error


def _shared(private: X25519PrivateKey, public: bytes, salt: bytes) -> bytes:
    try:
        agreed = private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:  # wrong length, or a point of low order
        raise SealError("not a key") from error
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=_PURPOSE).derive(agreed)
