"""Hashes that stand for contact data where none may stand (law 13): of a profile's version in an entry, of a phone or e-mail at a kiosk."""

import hashlib
import hmac

import msgspec

from sync.protocol.records import Profile

_encoder = msgspec.json.Encoder(order="sorted")


def profile_hash(profile: Profile) -> str:
    """Return SHA-256 over salt and fields; without the salt, which is erased with the profile, nobody can try names against it."""
    return hashlib.sha256(profile.salt.encode() + _encoder.encode(profile.fields)).hexdigest()


def member_key(store_secret: bytes, kind: str, value: str) -> str:
    """Return the id of a `MemberKey` record: HMAC-SHA256 of a contact, `kind` phone or email, in the form of `sync.rules.contacts`."""
    return hmac.digest(store_secret, f"comptoir member\0{kind}\0{value}".encode(), hashlib.sha256).hex()
