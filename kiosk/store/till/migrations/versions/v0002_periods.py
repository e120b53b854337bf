"""Periods closed, and effects on gift cards, copies, invoices and rights restored. No journal of version 1 holds a fact of these kinds."""

from alembic import op

from kiosk.store.till import schema

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP INDEX right_used_once")
    op.execute(schema.PROJECTIONS["effect"].format(name="effect_2"))
    op.execute("INSERT INTO effect_2 SELECT kind, subject, seq, part, amount, detail FROM effect")
    op.execute("DROP TABLE effect")
    op.execute("ALTER TABLE effect_2 RENAME TO effect")
    op.execute(schema.ONCE)
    op.execute(schema.PROJECTIONS["period"].format(name="period"))
