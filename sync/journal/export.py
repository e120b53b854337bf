"""Writes the journal of a till.db out in its open form, see `sync.journal.line`."""

from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.database.faults import faults
from sync.database.sqlite import connect
from sync.journal import line, table


def export(path: Path, public_key: Ed25519PublicKey, out: BinaryIO) -> int:
    """Write the journal of a till.db to `out` and return how many entries that were; reads only. Raises EnvironmentFault."""
    connection = connect(path, read_only=True)
    count = -1
    try:
        with faults():
            owner = table.identity(connection)
            for each in line.exported(table.walk(connection), public_key.public_bytes_raw().hex(), owner):
                out.write(each)
                count += 1
    finally:
        connection.close()
    return count
