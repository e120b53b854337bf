"""Short numbers of goods, for the number pad."""

from alembic import op

from kiosk.store.reference import schema

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in schema.PLU:
        op.execute(statement)
