"""A bare journal file: the table alone, without a till around it."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.database.sqlite import Connection, connect
from sync.journal import table
from sync.protocol.envelope import GENESIS, Body, Entry, seal
from sync.protocol.facts import NoSale

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OWNER = table.Identity("t1", "R1", "S1", "e" * 32, "A", "2026-11-22T10:00:00+00:00")


def sealed(seq: int, previous: bytes, key: Ed25519PrivateKey = KEY, **more: str) -> Entry:
    named = {"terminal": OWNER.terminal, "epoch": OWNER.epoch, "at": OWNER.opened} | more
    return seal(Body(seq=seq, fact=NoSale(reason="change"), **named), previous, key)  # type: ignore[arg-type]


def chain(count: int) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, count + 1):
        entries.append(sealed(seq, entries[-1].hash if entries else GENESIS))
    return entries


def journal(path: Path, entries: list[Entry]) -> Connection:
    connection = connect(path)
    for statement in table.SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO identity VALUES (1, ?, ?, ?, ?, ?, ?)", tuple(OWNER))
    table.append(connection, entries)
    return connection


def without_triggers(connection: Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
