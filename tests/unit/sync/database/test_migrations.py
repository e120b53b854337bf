"""Alembic runs when there is something to do and is not even loaded when there is not."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store.till import schema
from sync.database.migrations import migrate, version_of
from sync.database.sqlite import open_sqlite
from sync.protocol.errors import EnvironmentFault

OPEN_TWICE = """
import sys
from pathlib import Path
from kiosk.store.till import schema
from sync.database.migrations import migrate
from sync.database.sqlite import open_sqlite
for _ in range(2):
    migrate(open_sqlite(Path(sys.argv[1])), schema.MIGRATIONS, schema.VERSION)
    print("alembic" in sys.modules)
"""


def loaded(path: Path) -> list[str]:
    return subprocess.run([sys.executable, "-c", OPEN_TWICE, str(path)], capture_output=True, text=True, check=True).stdout.split()


def test_alembic_is_loaded_only_for_work(tmp_path: Path) -> None:
    assert loaded(tmp_path / "a.db") == ["True", "True"]
    assert loaded(tmp_path / "a.db") == ["False", "False"]


def test_a_migrated_file_is_stamped(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "a.db")
    assert version_of(engine) == 0
    migrate(engine, schema.MIGRATIONS, schema.VERSION)
    assert version_of(engine) == schema.VERSION
    engine.dispose()


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "a.db")
    migrate(engine, schema.MIGRATIONS, schema.VERSION)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.exec_driver_sql("PRAGMA user_version=99")
    with pytest.raises(EnvironmentFault, match="database_too_new"):
        migrate(engine, schema.MIGRATIONS, schema.VERSION)
    assert version_of(engine) == 99
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "ONCE", "CREATE NONSENSE")
    engine = open_sqlite(tmp_path / "a.db")
    with pytest.raises(Exception, match="NONSENSE"):
        migrate(engine, schema.MIGRATIONS, schema.VERSION)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one() == 0
    engine.dispose()
