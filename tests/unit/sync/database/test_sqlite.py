"""Engines as law 2 wants them, and the driver's errors told as faults."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import exc

from sync.database.faults import fault_of, faults
from sync.database.sqlite import OLDEST_VERSION, connect, open_sqlite, refuse_old
from sync.protocol.errors import EnvironmentFault


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("busy_timeout", 5000),
    ],
)
def test_a_connection_is_durable_and_strict(tmp_path: Path, pragma: str, value: object) -> None:
    connection = connect(tmp_path / "a.db")
    assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    connection.close()


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 1), (2, 99, 99)])
def test_an_old_library_is_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(EnvironmentFault, match="sqlite_too_old") as caught:
        refuse_old(version)
    assert caught.value.params["needed"] == "3.51.3"


@pytest.mark.parametrize("version", [OLDEST_VERSION, (3, 52, 0), dbapi2.sqlite_version_info])
def test_a_good_library_is_not(version: tuple[int, ...]) -> None:
    refuse_old(version)


def test_opening_asks_the_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 50, 0))
    with pytest.raises(EnvironmentFault, match="sqlite_too_old"):
        open_sqlite(tmp_path / "a.db")


def test_read_only_cannot_write_or_create(tmp_path: Path) -> None:
    path = tmp_path / "strange #name%20?.db"
    with open_sqlite(path).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
    reader = connect(path, read_only=True)
    with pytest.raises(EnvironmentFault, match="profile_read_only"), faults():
        reader.execute("INSERT INTO t VALUES (1)")
    reader.close()
    with pytest.raises(EnvironmentFault, match="database_not_opened"):
        connect(tmp_path / "none.db", read_only=True)


def test_transactions_take_the_write_lock_at_once(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "a.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
    other = connect(tmp_path / "a.db")
    other.execute("PRAGMA busy_timeout=0")
    with engine.begin(), pytest.raises(EnvironmentFault, match="database_busy"), faults():
        other.execute("BEGIN IMMEDIATE")
    with engine.execution_options(sqlite_begin="DEFERRED").begin():
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()
    engine.dispose()


def test_a_transaction_that_raises_is_rolled_back_with_its_tables(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "a.db")
    with pytest.raises(KeyError), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        raise KeyError
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one() == 0
    engine.dispose()


def planted(code: int) -> Exception:
    error: Exception = dbapi2.OperationalError("planted")
    error.sqlite_errorcode = code  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (13, "disk_full"),
        (8, "profile_read_only"),
        (776, "profile_read_only"),
        (1034, "disk_failed"),
        (11, "database_damaged"),
        (26, "database_damaged"),
    ],
)
def test_extended_codes_are_told_like_their_family(code: int, name: str) -> None:
    fault = fault_of(exc.OperationalError("", {}, planted(code)))
    assert fault is not None and fault.code == name


@pytest.mark.parametrize("error", [planted(1), planted(19), ValueError()])
def test_bugs_pass_unchanged(error: Exception) -> None:
    with pytest.raises(type(error)) as caught, faults():
        raise error
    assert caught.value is error


def test_rubbish_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(EnvironmentFault, match="database_damaged"):
        connect(path)
