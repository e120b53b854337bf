"""Brings a database to the schema its code expects. Alembic is loaded only when there is something to do: a till must start fast."""

from importlib.resources import as_file, files

from sqlalchemy import Engine

from sync.database.faults import faults
from sync.protocol.errors import EnvironmentFault


def version_of(engine: Engine) -> int:
    """Return the schema version stamped in a SQLite file, 0 for a new one."""
    with faults(), engine.connect() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(engine: Engine, package: str, version: int) -> None:
    """Bring the SQLite file to `version`, which the migrations in `package` end with and stamp as PRAGMA user_version.

    Raises EnvironmentFault("database_too_new") for a file that a newer program has written.
    """
    if version_of(engine) != version:
        upgrade(engine, package, stamp=version)


def upgrade(engine: Engine, package: str, *, stamp: int | None = None) -> None:
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
