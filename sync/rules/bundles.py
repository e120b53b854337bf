"""The signature of a bundle of rules: the shop's key says which version bears which hash, so that no till sells under half of one."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.protocol.records import Bundle

SCOPE_KEY = "rules"
"""The one record of the feed's scope `bundle`."""

_MEANING = b"comptoir bundle\0"


def signing_bytes(version: int, hash: str) -> bytes:
    """Return what the shop's key signs for a bundle."""
    return _MEANING + f"{version}\0{hash}".encode()


def is_signed(bundle: Bundle, public: bytes) -> bool:
    """Tell whether the key `public` (raw Ed25519) signed this version with this hash."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(bundle.signature, signing_bytes(bundle.version, bundle.hash))
    except (InvalidSignature, ValueError):
        return False
    return True
