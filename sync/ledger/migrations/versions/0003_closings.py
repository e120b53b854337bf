"""What registers closed: days by their Z, months and years, and whether they are archived."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first_z", sa.BigInteger(), nullable=False),
        sa.Column("last_z", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("archive", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal", "period", "key"),
    )
