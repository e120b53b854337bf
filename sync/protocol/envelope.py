"""The journal entry: exact bytes, hash chain and signature. The bytes are JSON so that an archive can be read without us."""

import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.protocol.facts import AnyFact

GENESIS = bytes(32)
"""The previous hash of an epoch's first entry."""

ENTRY_LIMIT_BYTES = 1_000_000
"""No entry may be larger; a basket is bounded so that its sale stays below."""


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an entry says. `at` is wall time (ISO 8601 with offset); order is `seq` alone; `staff` is empty for the machine itself."""

    v: int = 1
    terminal: str
    epoch: str
    seq: int
    at: str
    day: str = ""
    staff: str = ""
    approver: str = ""
    fact: AnyFact


class RawBody(msgspec.Struct, frozen=True, kw_only=True):
    """The envelope's own fields with the fact left unread, for a reader older than the fact."""

    terminal: str
    epoch: str
    seq: int
    at: str
    v: int = 1
    day: str = ""
    staff: str = ""
    approver: str = ""
    fact: msgspec.Raw = msgspec.Raw(b"null")


class Entry(msgspec.Struct, frozen=True):
    """One journal entry as stored and sent. hash = SHA-256(previous || body); signature = Ed25519(hash)."""

    seq: int
    body: bytes
    hash: bytes
    signature: bytes


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)
_raw_decoder = msgspec.json.Decoder(RawBody)


def encode_body(body: Body) -> bytes:
    """Return the exact bytes that are hashed, stored and sent."""
    return _encoder.encode(body)


def decode_body(data: bytes) -> Body:
    """Read an entry's bytes; raises msgspec.DecodeError (ValidationError among them) when they are not understood."""
    return _decoder.decode(data)


def decode_envelope(data: bytes) -> RawBody:
    """Read only the envelope's own fields, whatever the fact; raises msgspec.DecodeError."""
    return _raw_decoder.decode(data)


def chain_hash(previous: bytes, body: bytes) -> bytes:
    """Return the entry's hash: SHA-256 over the previous hash and the exact stored bytes."""
    return hashlib.sha256(previous + body).digest()


def seal(body: Body, previous: bytes, key: Ed25519PrivateKey) -> Entry:
    """Encode, chain and sign a body."""
    data = encode_body(body)
    digest = chain_hash(previous, data)
    return Entry(body.seq, data, digest, key.sign(digest))


def check(entry: Entry, previous: bytes, key: Ed25519PublicKey) -> bool:
    """Tell whether hash and signature of an entry hold after `previous`."""
    if chain_hash(previous, entry.body) != entry.hash:
        return False
    try:
        key.verify(entry.signature, entry.hash)
    except InvalidSignature:
        return False
    return True
