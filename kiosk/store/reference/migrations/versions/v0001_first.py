"""The first reference.db: records by scope, products with codes and search, members and profiles."""

from alembic import op

from kiosk.store.reference import schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in schema.TABLES:
        op.execute(statement)
