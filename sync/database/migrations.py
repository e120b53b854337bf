"""Brings a database to the schema its code expects. SQLAlchemy and Alembic are loaded only for work: a till must start fast."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from sync.database.faults import faults
from sync.database.sqlite import Connection, connect, open_sqlite
from sync.protocol.errors import EnvironmentFault

if TYPE_CHECKING:
    from sqlalchemy import Engine


def version_of(connection: Connection) -> int:
    """Return the schema version stamped in a SQLite file, 0 for a new one."""
    with faults():
        row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0]) if row else 0


def open_migrated(path: Path, package: str, version: int) -> Connection:
    """Open the SQLite file at `path`, brought to `version`, where the migrations in `package` end; its PRAGMA user_version says so.

    Raises EnvironmentFault, among them "database_too_new" for a file that a newer program has written.
    """
    connection = connect(path)
    try:
        if version_of(connection) != version:
            _migrate(path, package, version)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(path: Path, package: str, version: int) -> None:
    """Run what is outstanding on a SQLite file; an error of the driver comes out as what it is, without SQLAlchemy's around it."""
    from sqlalchemy.exc import DBAPIError

    engine = open_sqlite(path)
    try:
        upgrade(engine, package, stamp=version)
    except DBAPIError as error:
        raise (error.orig or error) from error
    finally:
        engine.dispose()


def upgrade(engine: "Engine", package: str, *, stamp: int | None = None) -> None:
    """Run all outstanding migrations of `package` in one transaction; works for SQLite and PostgreSQL.

    Raises EnvironmentFault("database_too_new") when the database stands at a step that this program does not know.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with as_file(files(package)) as folder, faults(), engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise EnvironmentFault("database_too_new") from error
        if stamp is not None:
            connection.exec_driver_sql(f"PRAGMA user_version={stamp:d}")
