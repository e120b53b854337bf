"""Writes a journal in an open format: JSON lines, the first with whose it is, then one an entry.

`body` is the exact text that was hashed, as a string, so that any reader can prove the chain: hash = SHA-256(previous hash || body).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.database.faults import faults
from sync.database.sqlite import connect
from sync.journal import table

FORMAT = "comptoir-journal"
FORMAT_VERSION = 1


def export(path: Path, public_key: Ed25519PublicKey, out: BinaryIO) -> int:
    """Write the journal of a till.db to `out` and return how many entries that were; reads only. Raises EnvironmentFault."""
    connection = connect(path, read_only=True)
    count = 0
    try:
        with faults():
            owner = table.identity(connection)
            head = {"format": FORMAT, "version": FORMAT_VERSION, "public_key": public_key.public_bytes_raw().hex()}
            _line(out, head | (owner._asdict() if owner else {}))
            for entry in table.walk(connection):
                hashes = {"hash": entry.hash.hex(), "signature": entry.signature.hex()}
                _line(out, {"seq": entry.seq, **hashes, **_exact(entry.body)})
                count += 1
    finally:
        connection.close()
    return count


def _exact(body: bytes) -> dict[str, str]:
    """Return the body as text; damaged bytes that are no text as hexadecimal."""
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        return {"body_hex": body.hex()}


def _line(out: BinaryIO, value: Mapping[str, object]) -> None:
    out.write(msgspec.json.encode(value) + b"\n")
