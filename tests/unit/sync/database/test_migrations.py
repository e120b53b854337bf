"""Alembic and SQLAlchemy run when there is something to do and are not even loaded when there is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.till import schema
from sync.database.faults import UNREADABLE
from sync.database.migrations import open_migrated, version_of
from sync.database.sqlite import connect
from sync.protocol.errors import EnvironmentFault

OPEN_TWICE = """
import sys
from pathlib import Path
from kiosk.store.till import schema
from sync.database.migrations import open_migrated
for _ in range(2):
    open_migrated(Path(sys.argv[1]), schema.MIGRATIONS, schema.VERSION).close()
    print("alembic" in sys.modules or "sqlalchemy" in sys.modules)
"""


def loaded(path: Path) -> list[str]:
    return subprocess.run([sys.executable, "-c", OPEN_TWICE, str(path)], capture_output=True, text=True, check=True).stdout.split()


def test_they_are_loaded_only_for_work(tmp_path: Path) -> None:
    assert loaded(tmp_path / "a.db") == ["True", "True"]
    assert loaded(tmp_path / "a.db") == ["False", "False"]


def test_a_migrated_file_is_stamped(tmp_path: Path) -> None:
    connection = open_migrated(tmp_path / "a.db", schema.MIGRATIONS, schema.VERSION)
    assert version_of(connection) == schema.VERSION
    connection.close()


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    connection = open_migrated(tmp_path / "a.db", schema.MIGRATIONS, schema.VERSION)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA user_version=99")
    with pytest.raises(EnvironmentFault, match="database_too_new"):
        open_migrated(tmp_path / "a.db", schema.MIGRATIONS, schema.VERSION)
    assert version_of(connection) == 99
    connection.close()


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "ONCE", "CREATE NONSENSE")
    with pytest.raises(UNREADABLE, match="NONSENSE"):
        open_migrated(tmp_path / "a.db", schema.MIGRATIONS, schema.VERSION)
    connection = connect(tmp_path / "a.db")
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    connection.close()
