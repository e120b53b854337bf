"""A consistent copy of a SQLite file that another process may be writing to."""

from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2 as sqlite

from sync.database.faults import faults
from sync.database.sqlite import connect


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands at one moment into a new file; what is committed later is not in it. Raises EnvironmentFault."""
    reading: Any = connect(source, read_only=True)
    try:
        with faults():
            writing = sqlite.connect(str(target))
            try:
                reading.backup(writing)
            finally:
                writing.close()
    finally:
        reading.close()
