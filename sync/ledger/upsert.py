"""Adding to running totals in one statement, the same on SQLite and PostgreSQL: no read before it, so no lost update."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def add_up(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add each row's values to those of the row of `table` with the same key, made if it is missing."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    sums = {column.name: column + statement.excluded[column.name] for column in table.columns if not column.primary_key}
    keys = [column.name for column in table.primary_key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=sums), list(rows))
