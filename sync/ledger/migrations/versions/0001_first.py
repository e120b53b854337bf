"""The first schema of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _terminals()
    _chains()
    _books()
    _sales()
    _feed()
    _guard_entries()


def _terminals() -> None:
    op.create_table(
        "ask",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("push_now", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store"),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("used_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store", "id"),
    )
    op.create_table(
        "terminal",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("enrolment", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealing_key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.Text(), nullable=False),
        sa.Column("last_heard", sa.Text(), server_default="", nullable=False),
        sa.Column("software", sa.Text(), server_default="", nullable=False),
        sa.Column("report_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("head_seq", sa.BigInteger(), nullable=True),
        sa.Column("head_hash", sa.LargeBinary(), nullable=True),
        sa.Column("unsent", sa.BigInteger(), nullable=True),
        sa.Column("business_day", sa.Text(), server_default="", nullable=False),
        sa.Column("staff", sa.Text(), server_default="", nullable=False),
        sa.Column("closing", sa.LargeBinary(), nullable=True),
        sa.Column("told_push", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("answered_push", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal"),
        sa.UniqueConstraint("store", "register", "enrolment"),
    )
    op.create_index("terminal_by_id", "terminal", ["terminal"], unique=False)


def _chains() -> None:
    op.create_table(
        "entry",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal", "epoch", "seq"),
    )
    op.create_table(
        "epoch",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal", "epoch"),
        sa.UniqueConstraint("store", "terminal", "number"),
    )


def _books() -> None:
    op.create_table(
        "balance",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "account", "unit"),
    )
    op.create_table(
        "case_",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("effect_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal", "epoch", "seq", "code", "subject"),
    )
    op.create_index("case_by_state", "case_", ["store", "state"], unique=False)
    op.create_table(
        "posting",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal", "epoch", "seq", "line"),
    )
    op.create_index("posting_by_account", "posting", ["store", "account", "unit"], unique=False)


def _sales() -> None:
    op.create_table(
        "figure",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("business_day", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "business_day", "terminal", "name"),
    )
    op.create_table(
        "receipt",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "number"),
    )
    op.create_table(
        "right_",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("issued_terminal", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("issued_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("redeemed_terminal", sa.Text(), server_default="", nullable=False),
        sa.Column("redeemed_epoch", sa.Text(), server_default="", nullable=False),
        sa.Column("redeemed_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("store", "id"),
    )


def _feed() -> None:
    op.create_table(
        "record",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("store", "scope", "key"),
    )
    op.create_index("record_by_rev", "record", ["store", "scope", "rev"], unique=True)
    op.create_table(
        "revision",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "scope"),
    )


def _guard_entries() -> None:
    """What was received is never changed, whoever holds the connection."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER entry_no_{act.lower()} BEFORE {act} ON entry BEGIN SELECT RAISE(ABORT, 'entries are final'); END")
        return
    op.execute("CREATE FUNCTION entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'entries are final'; END $$")
    op.execute("CREATE TRIGGER entry_final BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION entry_is_final()")
