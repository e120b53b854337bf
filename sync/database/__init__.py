"""The only opener of engines: pysqlite3 and psycopg, pragmas, version check, alembic runner. No table of anybody lives here."""
