"""The salted hash by which an entry names the version of a profile it was evaluated with, and nothing of the profile (law 13)."""

import hashlib

import msgspec

from sync.protocol.records import Profile

_encoder = msgspec.json.Encoder(order="sorted")


def profile_hash(profile: Profile) -> str:
    """Return SHA-256 over salt and fields; without the salt, which is erased with the profile, nobody can try names against it."""
    return hashlib.sha256(profile.salt.encode() + _encoder.encode(profile.fields)).hexdigest()
