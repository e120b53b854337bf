"""Opening a ledger: the folder with its keys, the database brought to its schema, the two joined."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, OperationalError

from sync.database.migrations import upgrade
from sync.database.postgres import open_postgres
from sync.database.sqlite import open_sqlite
from sync.ledger.context import Context, system_clock
from sync.ledger.keys import LedgerKeys
from sync.ledger.mail_server import mail_server
from sync.protocol.errors import EnvironmentFault, Refusal

DATABASE_NAME = "ledger.db"
MIGRATIONS = "sync.ledger.migrations"

_POSTGRES = ("postgresql://", "postgres://")


def create_ledger(folder: Path, database: str | None = None, now: Callable[[], datetime] = system_clock) -> Context:
    """Make a new ledger in `folder`; an existing one is an environment fault, never overwritten."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise EnvironmentFault("ledger_folder_unwritable", path=str(folder)) from error
    return Context(_engine(folder, database), LedgerKeys.create(folder), now)


def open_ledger(folder: Path, database: str | None = None, now: Callable[[], datetime] = system_clock) -> Context:
    """Open the ledger of `folder`, bringing its database to this program's schema first; its mail server is the environment's."""
    keys = LedgerKeys.load(folder)
    return Context(_engine(folder, database), keys, now, mail_server())


def _engine(folder: Path, database: str | None) -> Engine:
    """Open the database and bring it to its schema. Keys stay in `folder` also when the data is in PostgreSQL."""
    if database is None:
        engine = open_sqlite(folder / DATABASE_NAME)
        upgrade(engine, MIGRATIONS)
        return engine
    if not database.startswith(_POSTGRES):
        raise Refusal("database_url", field="database")
    try:
        engine = open_postgres(database.replace("postgres://", "postgresql://", 1))
        upgrade(engine, MIGRATIONS)
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise Refusal("database_url", field="database") from error
    except OperationalError as error:
        raise EnvironmentFault("database_not_opened") from error
    return engine
