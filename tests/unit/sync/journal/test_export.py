"""The export can be proven with nothing but SHA-256 and JSON."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from sync.journal.export import export
from sync.protocol.envelope import Entry
from tests.unit.sync.journal.build import KEY, chain, journal


def lines_of(path: Path, entries: list[Entry]) -> list[dict[str, Any]]:
    journal(path, entries).close()
    out = io.BytesIO()
    assert export(path, KEY.public_key(), out) == len(entries)
    return [json.loads(each) for each in out.getvalue().splitlines()]


def test_the_first_line_says_whose_it_is(tmp_path: Path) -> None:
    head = lines_of(tmp_path / "j.db", [])[0]
    assert head["format"] == "comptoir-journal"
    assert head["public_key"] == KEY.public_key().public_bytes_raw().hex()
    assert (head["terminal"], head["series"], head["epoch"]) == ("t1", "A", "e" * 32)


def test_a_stranger_proves_the_chain(tmp_path: Path) -> None:
    entries = chain(4)
    previous = bytes(32)
    for entry, said in zip(entries, lines_of(tmp_path / "j.db", entries)[1:], strict=True):
        previous = hashlib.sha256(previous + said["body"].encode()).digest()
        assert said["hash"] == previous.hex()
        KEY.public_key().verify(bytes.fromhex(said["signature"]), previous)
        assert said["seq"] == entry.seq


def test_bytes_that_are_no_text_are_hexadecimal(tmp_path: Path) -> None:
    said = lines_of(tmp_path / "j.db", [Entry(1, b"\xff\xfe", bytes(32), bytes(64))])[1]
    assert said["body_hex"] == "fffe" and "body" not in said
