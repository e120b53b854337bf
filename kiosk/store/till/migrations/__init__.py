"""Alembic's migrations of till.db, run by `sync.database.migrations`."""
