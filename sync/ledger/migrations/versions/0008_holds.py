"""A machine's open holds are counted with every new one: they are found by key, however many there ever were."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("hold_by_terminal", "hold", ["terminal", "state"])
