"""The first till.db: journal, identity, projections and open work. Its projections stand as they were: later steps build on them."""

from alembic import op

from kiosk.store.till import schema
from sync.journal import table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

PROJECTIONS = (
    """CREATE TABLE sale (
        number TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        basket TEXT NOT NULL UNIQUE,
        business_day TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE effect (
        kind TEXT NOT NULL CHECK (kind IN ('used', 'issued', 'points', 'returned')),
        subject TEXT NOT NULL,
        seq INTEGER NOT NULL,
        part TEXT NOT NULL,
        amount INTEGER NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (kind, subject, seq, part)
    ) WITHOUT ROWID""",
    """CREATE TABLE total (
        scope TEXT NOT NULL,
        key TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (scope, key)
    ) WITHOUT ROWID""",
    """CREATE TABLE closing (
        z_number INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE
    )""",
)


def upgrade() -> None:
    for statement in (*table.SCHEMA, *schema.OPEN_WORK, *PROJECTIONS, schema.ONCE):
        op.execute(statement)
