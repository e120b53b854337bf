"""Verify names the first bad entry and what is wrong with it, wherever it stands."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.journal.verify import PROGRESS_ENTRIES, verify, verify_tail
from sync.protocol.envelope import Entry, chain_hash
from sync.protocol.errors import EnvironmentFault
from tests.unit.sync.journal.build import KEY, chain, journal, sealed, without_triggers

PUBLIC = KEY.public_key()
DELETE = "DELETE FROM journal WHERE seq = {}"


def result_of(path: Path, entries: list[Entry], *sql: str) -> tuple[int | None, str | None]:
    connection = journal(path, entries)
    without_triggers(connection)
    for statement in sql:
        connection.execute(statement)
    connection.close()
    result = verify(path, PUBLIC)
    assert result.ok == (result.cause is None)
    return result.bad_seq, result.cause


def test_a_sound_journal_holds(tmp_path: Path) -> None:
    assert result_of(tmp_path / "j.db", chain(5)) == (None, None)


@pytest.mark.parametrize("seq", [1, 3, 5])
@pytest.mark.parametrize(
    ("sql", "cause"),
    [
        ("UPDATE journal SET body = CAST(replace(body, 'change', 'chance') AS BLOB) WHERE seq = {seq}", "hash"),
        ("UPDATE journal SET hash = randomblob(32) WHERE seq = {seq}", "hash"),
        ("UPDATE journal SET signature = randomblob(64) WHERE seq = {seq}", "signature"),
    ],
)
def test_a_flipped_byte_is_named(tmp_path: Path, seq: int, sql: str, cause: str) -> None:
    assert result_of(tmp_path / "j.db", chain(5), sql.format(seq=seq)) == (seq, cause)


@pytest.mark.parametrize("seq", [1, 3, 4])
def test_a_gap_is_named_by_the_number_that_is_missing(tmp_path: Path, seq: int) -> None:
    assert result_of(tmp_path / "j.db", chain(5), DELETE.format(seq)) == (seq, "gap")


def test_entries_that_changed_places_are_named(tmp_path: Path) -> None:
    swap = "UPDATE journal SET seq = {} WHERE seq = {}"
    moves = [swap.format(*move) for move in ((9, 2), (2, 3), (3, 9))]
    assert result_of(tmp_path / "j.db", chain(5), *moves) == (2, "hash")


@pytest.mark.parametrize("field", ["terminal", "epoch"])
def test_an_entry_of_somebody_else_is_named(tmp_path: Path, field: str) -> None:
    entries = chain(3)
    entries.append(sealed(4, entries[-1].hash, KEY, **{field: "other"}))
    assert result_of(tmp_path / "j.db", entries) == (4, "body")


def test_an_entry_that_lies_about_its_number_is_named(tmp_path: Path) -> None:
    entries = chain(3)
    liar = sealed(7, entries[-1].hash)
    assert result_of(tmp_path / "j.db", [*entries, Entry(4, liar.body, liar.hash, liar.signature)]) == (4, "body")


def test_another_key_is_named(tmp_path: Path) -> None:
    entries = chain(2)
    entries.append(sealed(3, entries[-1].hash, Ed25519PrivateKey.generate()))
    assert result_of(tmp_path / "j.db", entries) == (3, "signature")


def test_bytes_that_are_no_json_are_named(tmp_path: Path) -> None:
    entry = sealed(1, bytes(32))
    body = b"\xff" + entry.body
    digest = chain_hash(bytes(32), body)
    assert result_of(tmp_path / "j.db", [Entry(1, body, digest, KEY.sign(digest))]) == (1, "body")


def test_a_damaged_page_is_a_result_and_names_where_reading_stopped(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    journal(path, chain(3_000)).close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)
    result = verify(path, PUBLIC)
    assert result.cause == "file" and (result.bad_seq is None or result.bad_seq == result.entries + 1)


def test_a_file_that_is_no_database_is_a_result(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    path.write_bytes(b"not a database" * 1000)
    assert verify(path, PUBLIC)[2:] == (1, "file")


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="database_not_opened"):
        verify(tmp_path / "none.db", PUBLIC)


def test_progress_is_reported_now_and_then(tmp_path: Path) -> None:
    journal(tmp_path / "j.db", chain(PROGRESS_ENTRIES + 2)).close()
    reports: list[tuple[int, int]] = []
    verify(tmp_path / "j.db", PUBLIC, lambda done, total: reports.append((done, total)))
    assert reports == [(100, 102), (102, 102)]


def test_the_tail_is_proven_alone(tmp_path: Path) -> None:
    connection = journal(tmp_path / "j.db", chain(10))
    without_triggers(connection)
    connection.execute("UPDATE journal SET signature = zeroblob(64) WHERE seq = 3")
    assert verify_tail(connection, PUBLIC, 5).ok
    assert verify_tail(connection, PUBLIC, 8).bad_seq == 3
    assert verify_tail(connection, PUBLIC, 50).bad_seq == 3
    connection.close()
