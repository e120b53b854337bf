"""Rights across stores: how a kiosk finds a member, holds, leases of capped campaigns with what was used of them, stock of rewards, and who
has heard of a stop.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _table("member_contact", ["store", "member", "key"])
    op.create_index("member_contact_by_key", "member_contact", ["store", "key"])
    _table("hold", ["store", "id"], kind="", subject="", member="", amount=0, basket="", terminal="", until="", state="")
    op.create_index("hold_by_subject", "hold", ["store", "kind", "subject"])
    op.create_index("hold_by_basket", "hold", ["basket"])
    op.create_index("hold_by_id", "hold", ["id"])
    _table("lease", ["store", "offer", "terminal"], register="", uses=0, pieces=0, amount_minor=0)
    _table("campaign_use", ["store", "offer", "terminal"], uses=0, pieces=0, amount_minor=0)
    _table("reward_claim", ["store", "reward"], claims=0)
    _table("heard", ["store", "terminal", "scope"], rev=0)


def _table(name: str, keys: list[str], **values: object) -> None:
    """Make a table; a column's type is that of the value given for it."""
    columns: list[sa.Column[object]] = [sa.Column(key, sa.Text(), nullable=False) for key in keys]
    for column, value in values.items():
        if isinstance(value, int):
            columns.append(sa.Column(column, sa.BigInteger(), server_default="0", nullable=False))
        else:
            columns.append(sa.Column(column, sa.Text(), server_default="", nullable=False))
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys))
