"""Members found by the whole of a phone number or an e-mail address."""

import msgspec
from alembic import op

from kiosk.store.reference import schema
from sync.protocol.records import Profile
from sync.rules.contacts import written

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in schema.CONTACT:
        op.execute(statement)
    connection = op.get_bind()
    for member, body in connection.exec_driver_sql("SELECT member, body FROM profile").fetchall():
        for value in written(msgspec.json.decode(body, type=Profile).fields):
            connection.exec_driver_sql("INSERT INTO contact (value, member) VALUES (?, ?)", (value, member))
