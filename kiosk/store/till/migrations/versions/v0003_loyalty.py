"""Effects on limited offers, rewards, pending points and what staff gave. No journal of version 2 holds a fact of these kinds."""

from alembic import op

from kiosk.store.till import schema

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX right_used_once")
    op.execute(schema.PROJECTIONS["effect"].format(name="effect_3"))
    op.execute("INSERT INTO effect_3 SELECT kind, subject, seq, part, amount, detail FROM effect")
    op.execute("DROP TABLE effect")
    op.execute("ALTER TABLE effect_3 RENAME TO effect")
    op.execute(schema.ONCE)
