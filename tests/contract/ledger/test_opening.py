"""Opening a ledger: the migrations make the tables the code expects, and what is there is never overwritten."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from sync.ledger.keys import FILE_NAME, LedgerKeys
from sync.ledger.opening import create_ledger, open_ledger
from sync.ledger.tables import metadata
from sync.protocol.errors import EnvironmentFault, Refusal
from tests.unit.sync.ledger.worlds import World


def test_the_migrations_make_the_tables_the_code_expects(shop_world: World) -> None:
    with shop_world.context.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_ledger_opens_again_with_what_it_held(tmp_path: Path, database: str | None) -> None:
    made = create_ledger(tmp_path, database)
    secret = made.keys.make_store_secret("S1")
    made.engine.dispose()
    again = open_ledger(tmp_path, database)
    assert (again.keys.public, again.keys.store_secret("S1")) == (made.keys.public, secret)
    again.engine.dispose()


def test_a_ledger_is_never_made_over_another(tmp_path: Path) -> None:
    create_ledger(tmp_path).engine.dispose()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(EnvironmentFault, match="ledger_exists"):
        create_ledger(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_service_that_runs_since_before_the_import_uses_the_secret_the_import_made(tmp_path: Path) -> None:
    importing = LedgerKeys.create(tmp_path)
    serving = LedgerKeys.load(tmp_path)
    with pytest.raises(EnvironmentFault, match="ledger_keys_unreadable"):
        serving.store_secret("S1")
    secret = importing.make_store_secret("S1")
    assert serving.store_secret("S1") == secret
    assert serving.make_store_secret("S1") == secret
    assert LedgerKeys.load(tmp_path).store_secret("S1") == secret


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[1]", b"\xff", b'{"signing_seed": "AA==", "store_secrets": {}}'])
def test_damaged_keys_are_said_so(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(rubbish)
    with pytest.raises(EnvironmentFault, match="ledger_keys_unreadable"):
        LedgerKeys.load(tmp_path)


def test_a_folder_without_a_ledger_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="ledger_missing"):
        open_ledger(tmp_path)


@pytest.mark.parametrize(
    ("url", "family", "code"),
    [
        ("mysql://somewhere/x", Refusal, "database_url"),
        ("postgresql://here:port/x", Refusal, "database_url"),
        ("postgresql://postgres@127.0.0.1:1/none", EnvironmentFault, "database_not_opened"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_so(tmp_path: Path, url: str, family: type[Exception], code: str) -> None:
    with pytest.raises(family, match=code):
        create_ledger(tmp_path, url)
    assert not (tmp_path / FILE_NAME).exists()
