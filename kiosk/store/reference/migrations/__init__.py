"""Alembic's migrations of reference.db, run by `sync.database.migrations`."""
