"""The ledger's tables. Every key starts with the store, so that the database can be cut by store; no table holds a secret."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _number_key(name: str) -> Column[int]:
    # No key counts by itself: each is made at a terminal, or counted within its store.
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


terminal = Table(
    "terminal",
    metadata,
    _key("store"),
    _key("terminal"),
    Column("register", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("enrolment", Integer, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sealing_key", LargeBinary, nullable=False),
    Column("enrolled_at", Text, nullable=False),
    _text("last_heard"),
    _text("software"),
    _text("report_epoch"),
    Column("head_seq", BigInteger),
    Column("head_hash", LargeBinary),
    Column("unsent", BigInteger),
    _text("business_day"),
    _text("staff"),
    Column("closing", LargeBinary),
    Column("open_work", LargeBinary),
    _whole("told_push"),
    _whole("answered_push"),
    _text("revoked_at"),
    UniqueConstraint("store", "register", "enrolment"),
    Index("terminal_by_id", "terminal"),
)
"""One enrolled machine; the columns from `last_heard` on are its own last word. `closing` is msgpack of `wire.Closing`, `open_work` of
`wire.OpenWork`; `revoked_at` is since when its key proves nothing, empty while it does.
"""

epoch = Table(
    "epoch",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    Column("number", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("started_at", Text, nullable=False),
    _text("series"),
    _text("closed"),
    UniqueConstraint("store", "terminal", "number"),
)
"""One chain of a terminal and how far it is received: `seq` and `hash` are what is acknowledged; `closed` is why it was ended,
empty while it goes on or when it ended by accident.
"""

entry = Table(
    "entry",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    _number_key("seq"),
    Column("body", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("received_at", Text, nullable=False),
)
"""What was received, byte for byte; never changed."""

posting = Table(
    "posting",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    _number_key("seq"),
    _number_key("line"),
    Column("account", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Index("posting_by_account", "store", "account", "unit"),
)
"""Double entry by source entry; sums to zero per unit. Opening balances of an import have an empty terminal and the epoch `import`."""

balance = Table(
    "balance",
    metadata,
    _key("store"),
    _key("account"),
    _key("unit"),
    Column("amount", BigInteger, nullable=False),
)
"""The sum of an account's postings, kept for speed; `verify` replays it."""

case = Table(
    "case_",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    _number_key("seq"),
    _key("code"),
    _key("subject"),
    Column("detail", LargeBinary, nullable=False),
    Column("effect_minor", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Index("case_by_state", "store", "state"),
)
"""What could not be interpreted or must be disputed, keyed by its source entry; `detail` is JSON of codes and numbers only."""

record = Table(
    "record",
    metadata,
    _key("store"),
    _key("scope"),
    _key("key"),
    Column("rev", BigInteger, nullable=False),
    Column("body", LargeBinary),
    Column("deleted", Boolean, nullable=False),
    Index("record_by_rev", "store", "scope", "rev", unique=True),
)
"""Reference records of the feed; a deleted one stays as a tombstone without a body."""

revision = Table(
    "revision",
    metadata,
    _key("store"),
    _key("scope"),
    Column("rev", BigInteger, nullable=False),
    Index("revision_by_scope", "scope", "store"),
)
"""The newest revision of each scope of a store."""

receipt = Table(
    "receipt",
    metadata,
    _key("store"),
    _key("number"),
    Column("terminal", Text, nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
)
"""Where each receipt number was used first."""

right = Table(
    "right_",
    metadata,
    _key("store"),
    _key("id"),
    Column("state", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    _text("issued_terminal"),
    _text("issued_epoch"),
    _whole("issued_seq"),
    _text("redeemed_terminal"),
    _text("redeemed_epoch"),
    _whole("redeemed_seq"),
    _text("offer"),
    _text("member"),
    _text("valid_until"),
    _whole("revoked"),
    Index("right_by_id", "id"),
    Index("right_by_offer", "store", "offer"),
)
"""A single-use right (a coupon): who issued it and who redeemed it first. Redeemed may be heard of before issued. `member` alone may
use it, if it says so; `revoked` is 1 when the goods that had earned it came back, 2 when a use of it stands beside that.
"""

figure = Table(
    "figure",
    metadata,
    _key("store"),
    _key("business_day"),
    _key("terminal"),
    _key("name"),
    Column("amount", BigInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
)
"""Contributions (`sync.rules.figures`) to a terminal's business day, added up as its entries are interpreted."""

closing = Table(
    "closing",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("period"),
    _key("key"),
    Column("first_z", BigInteger, nullable=False),
    Column("last_z", BigInteger, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    _text("archive"),
)
"""What a terminal closed: `period` is day (`key` its Z number), month or year; `archive` is the hash of its signed archive, once made."""

enrolment_code = Table(
    "enrolment_code",
    metadata,
    _key("store"),
    _key("id"),
    Column("register", Text, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Column("expires_at", Text, nullable=False),
    _whole("attempts"),
    _text("used_by"),
)
"""One-time codes: `id` is the code's public part, `mac` a keyed hash of the whole; `used_by` is the terminal it made."""

ask = Table("ask", metadata, _key("store"), Column("push_now", BigInteger, nullable=False))
"""How often the desk asked the store's terminals to push."""

returned = Table(
    "returned",
    metadata,
    _key("store"),
    _key("number"),
    _key("terminal"),
    _key("epoch"),
    _number_key("seq"),
    Column("place", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What one entry gave back of a receipt, under the store that sold it; `body`: msgpack of `wire.GivenBack`; `place`: order of arrival."""

claim = Table(
    "claim",
    metadata,
    _key("store"),
    _key("number"),
    _number_key("line"),
    _key("basket"),
    Column("terminal", Text, nullable=False),
    Column("pieces", BigInteger, nullable=False),
    Column("expires_at", Text, nullable=False),
    Index("claim_by_basket", "store", "basket"),
)
"""Pieces of a receipt that an open ticket is about to give back: nobody else may, until it is finished, cancelled or forgotten."""

crossing = Table(
    "crossing",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    _number_key("seq"),
    _key("number"),
    Column("target", Text, nullable=False),
    Column("basket", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The outbox: what an entry of `store` gave back of a receipt that store `target` sold, until it has arrived there."""

card = Table(
    "card",
    metadata,
    _key("store"),
    _key("card"),
    Column("home", Text, nullable=False),
    Index("card_by_id", "card"),
)
"""The gift cards, store credits and keyed meal vouchers that a store knows, by id, and the one store that answers for each."""

card_crossing = Table(
    "card_crossing",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    _number_key("seq"),
    _key("card"),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    _text("valid_until"),
)
"""The outbox of cards: what an entry of `store` moved on a card whose home is store `target`, until it has arrived there.
`kind` is gift_card, with what its holder is owed more, or voucher, with what it paid.
"""

card_cursor = Table("card_cursor", metadata, _key("store"), _key("home"), Column("rev", BigInteger, nullable=False))
"""How far a store has taken over the balances of the cards whose home is another."""

mail = Table(
    "mail",
    metadata,
    _key("store"),
    _key("id"),
    Column("body", LargeBinary, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Text, nullable=False),
    Index("mail_by_due", "due_at"),
)
"""Receipts to send by e-mail: `body` is msgpack of `wire.MailRequest`. A row is personal, and gone once it is sent or given up."""
