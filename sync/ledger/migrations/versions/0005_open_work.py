"""What a terminal still holds, by its own last word: unsent sales, and tickets put aside."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("terminal", sa.Column("open_work", sa.LargeBinary()))
