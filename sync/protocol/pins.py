"""PIN verifiers: argon2id over HMAC-SHA256(store secret, PIN), so that a stolen database alone gives no PIN away (law 14)."""

import hashlib
import hmac

TIME_COST = 2
MEMORY_KIB = 19 * 1024
LANES = 1
APPROVER_PIN_DIGITS = 6
"""A shorter PIN logs in and approves nothing (law 14)."""


def pin_mac(secret: bytes, pin: str) -> bytes:
    """Return the keyed hash of a PIN; without the store secret no PIN can be tried."""
    return hmac.new(secret, pin.encode(), hashlib.sha256).digest()


def make_verifier(secret: bytes, pin: str) -> str:
    """Return a salted argon2id verifier of a PIN."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES).hash(pin_mac(secret, pin))


def check_pin(verifier: str, secret: bytes, pin: str) -> bool:
    """Tell whether `pin` is the one behind `verifier`; a verifier that is none of ours matches nothing."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(verifier, pin_mac(secret, pin))
    except (InvalidHashError, VerificationError):
        return False
