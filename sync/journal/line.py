"""The open form of a journal: JSON lines, the first with whose it is, then one an entry.

`body` is the exact text that was hashed, as a string, so that any reader can prove the chain: hash = SHA-256(previous hash || body).
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sync.journal.table import Identity
from sync.protocol.envelope import Entry

FORMAT = "comptoir-journal"
FORMAT_VERSION = 1


def exported(entries: Iterable[Entry], public_key: str, owner: Identity | None) -> Iterator[bytes]:
    """Yield the lines of a journal; `public_key` in hexadecimal."""
    head = {"format": FORMAT, "version": FORMAT_VERSION, "public_key": public_key}
    yield _line(head | (owner._asdict() if owner else {}))
    for entry in entries:
        hashes = {"hash": entry.hash.hex(), "signature": entry.signature.hex()}
        yield _line({"seq": entry.seq, **hashes, **_exact(entry.body)})


def _exact(body: bytes) -> dict[str, str]:
    """Return the body as text; damaged bytes that are no text as hexadecimal."""
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body_hex": body.hex()}


def _line(value: Mapping[str, object]) -> bytes:
    return msgspec.json.encode(value) + b"\n"
