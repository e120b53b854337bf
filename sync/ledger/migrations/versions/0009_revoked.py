"""A machine's key may be revoked: it was stolen, or has been replaced and is not to be trusted any more."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("terminal", sa.Column("revoked_at", sa.Text(), server_default="", nullable=False))
