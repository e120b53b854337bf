"""The schema that this code expects of a till.db, and the statements that write its projections and open work.

`effect` is the index of what single entries did to a subject: a right used, restored or issued, points of a member (`pending` ones from
the day in `detail` on), money of a gift card, a receipt's line returned, a paper copied, an invoice made, a limited offer used (in all, and
by a member on the day in `detail`), a reward claimed, something given to make good by a person (on the day in `part`), a purchase of a
member (on the day in `part`). Effects with a `seq` below 1 were carried over from an earlier epoch's file.
"""

VERSION = 3
MIGRATIONS = "kiosk.store.till.migrations"

EFFECT_KINDS = (
    "used", "restored", "issued", "points", "pending", "gift_card", "returned", "copy", "invoice",
    "use", "member_use", "reward", "recovery", "visit",
)  # fmt: skip

PROJECTIONS = {
    "sale": """CREATE TABLE {name} (
        number TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        basket TEXT NOT NULL UNIQUE,
        business_day TEXT NOT NULL
    ) WITHOUT ROWID""",
    "effect": """CREATE TABLE {name} (
        kind TEXT NOT NULL CHECK (kind IN """
    + repr(EFFECT_KINDS)
    + """),
        subject TEXT NOT NULL,
        seq INTEGER NOT NULL,
        part TEXT NOT NULL,
        amount INTEGER NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (kind, subject, seq, part)
    ) WITHOUT ROWID""",
    "total": """CREATE TABLE {name} (
        scope TEXT NOT NULL,
        key TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (scope, key)
    ) WITHOUT ROWID""",
    "closing": """CREATE TABLE {name} (
        z_number INTEGER PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE
    )""",
    "period": """CREATE TABLE {name} (
        period TEXT NOT NULL CHECK (period IN ('month', 'year')),
        key TEXT NOT NULL,
        seq INTEGER NOT NULL UNIQUE,
        PRIMARY KEY (period, key)
    ) WITHOUT ROWID""",
}
"""Each can be dropped and made again from the journal."""

ONCE = "CREATE UNIQUE INDEX right_used_once ON effect (subject) WHERE kind = 'used'"
"""A right is used once, also if every check above the database failed."""

OPEN_WORK = (
    """CREATE TABLE work (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (kind, id)
    )""",
    """CREATE TABLE personal (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        body BLOB NOT NULL,
        PRIMARY KEY (kind, id)
    )""",
)

PUT_SALE = "INSERT INTO {sale} (number, seq, basket, business_day) VALUES (?, ?, ?, ?)"
PUT_EFFECT = "INSERT INTO {effect} (kind, subject, seq, part, amount, detail) VALUES (?, ?, ?, ?, ?, ?)"
ADD_TOTAL = """INSERT INTO {total} (scope, key, amount_minor, count) VALUES (?, ?, ?, ?)
    ON CONFLICT (scope, key) DO UPDATE SET amount_minor = amount_minor + excluded.amount_minor, count = count + excluded.count"""
RESTORE = "DELETE FROM {effect} WHERE kind = 'used' AND subject = ?"
PUT_PERIOD = "INSERT INTO {period} (period, key, seq) VALUES (?, ?, ?)"
PUT_CLOSING = "INSERT INTO {closing} (z_number, seq) VALUES (?, ?) ON CONFLICT (z_number) DO NOTHING"

PUT_WORK = "INSERT INTO work (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body"
DROP_KIND = "DELETE FROM work WHERE kind = ?"
DROP_WORK = "DELETE FROM work WHERE kind = ? AND id = ?"
PUT_PERSONAL = "INSERT INTO personal (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body"
PUT_IDENTITY = "INSERT INTO identity (one, terminal, register, store, epoch, series, opened) VALUES (1, ?, ?, ?, ?, ?, ?)"
