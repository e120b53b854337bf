"""The first till.db: journal, identity, projections and open work."""

from alembic import op

from kiosk.store.till import schema
from sync.journal import table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (*table.SCHEMA, *schema.OPEN_WORK):
        op.execute(statement)
    for name, statement in schema.PROJECTIONS.items():
        op.execute(statement.format(name=name))
    op.execute(schema.ONCE)
