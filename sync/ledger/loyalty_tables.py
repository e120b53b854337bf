"""The ledger's tables of members and their rights; every key starts with the store that answers for it."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from sync.ledger.tables import metadata


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _seq() -> Column[int]:
    return Column("seq", BigInteger, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


member_home = Table(
    "member_home",
    metadata,
    _key("store"),
    _key("member"),
    Column("home", Text, nullable=False),
    _text("profile_at"),
    _text("erased_at"),
    Index("member_home_by_member", "member"),
)
"""The members a store knows, by random id, and the one store that answers for each; there also when the profile kept was made, and when
the member was erased.
"""

member_activity = Table(
    "member_activity",
    metadata,
    _key("store"),
    _key("member"),
    _key("terminal"),
    _key("epoch"),
    _seq(),
    Column("place", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("member_activity_by_day", "store", "member", "day"),
)
"""What entries did for a member, at home and in the order of arrival (`place`); `body` is msgpack of `activity.Activity`."""

member_account = Table(
    "member_account",
    metadata,
    _key("store"),
    _key("member"),
    _key("programme"),
    Column("body", LargeBinary, nullable=False),
)
"""A member's lots and debt of each programme, at home; `body` is msgpack of `sync.rules.member_accounts.Held`. `verify` plays it again."""

parcel = Table(
    "parcel",
    metadata,
    _key("store"),
    _key("terminal"),
    _key("epoch"),
    _seq(),
    _key("target"),
    Column("body", LargeBinary, nullable=False),
)
"""The outbox of loyalty: what an entry of `store` did to members and rights at home in store `target`, until it has arrived there;
`body` is msgpack of `parcels.Parcel`.
"""

parcel_arrived = Table("parcel_arrived", metadata, _key("store"), _key("terminal"), _key("epoch"), _seq())
"""The entries of other stores whose parcel has arrived here: it counts once, however often it is brought."""

copied = Table("copied", metadata, _key("store"), _key("home"), _key("scope"), Column("rev", BigInteger, nullable=False))
"""How far a store has taken over the records of a scope whose home is another."""

folded = Table("folded", metadata, _key("store"), _key("day"), _text("at"), _whole("members"), _whole("moved"))
"""The local days that the nightly fold has brought a store to."""

lead = Table("lead", metadata, _key("store"))
"""The one store, the first of the shop's first file, that answers for what is the whole shop's: capped campaigns, stock of rewards."""

member_contact = Table(
    "member_contact",
    metadata,
    _key("store"),
    _key("member"),
    _key("key"),
    Index("member_contact_by_key", "store", "key"),
)
"""By which keyed hashes of phone and e-mail (`sync.rules.contacts.keys_of`), and by which card number, a store's tills find a member."""

hold = Table(
    "hold",
    metadata,
    _key("store"),
    _key("id"),
    _text("kind"),
    _text("subject"),
    _text("member"),
    _whole("amount"),
    _text("basket"),
    _text("terminal"),
    _text("until"),
    _text("state"),
    Index("hold_by_subject", "store", "kind", "subject"),
    Index("hold_by_basket", "basket"),
    Index("hold_by_id", "id"),
    Index("hold_by_terminal", "terminal", "state"),
)
"""Rights reserved for tickets, at the right's home; `state` is open, used or released."""

lease = Table(
    "lease",
    metadata,
    _key("store"),
    _key("offer"),
    _key("terminal"),
    _text("register"),
    _whole("uses"),
    _whole("pieces"),
    _whole("amount_minor"),
)
"""What each machine was granted of a capped campaign in all, at the lead store; what its register's next machine is granted is its own."""

campaign_use = Table(
    "campaign_use",
    metadata,
    _key("store"),
    _key("offer"),
    _key("terminal"),
    _whole("uses"),
    _whole("pieces"),
    _whole("amount_minor"),
)
"""What each machine's entries used of limited offers, less what they gave back."""

reward_claim = Table("reward_claim", metadata, _key("store"), _key("reward"), _whole("claims"))
"""How many claims of a reward the entries of all stores made, at the lead store."""

heard = Table("heard", metadata, _key("store"), _key("terminal"), _key("scope"), Column("rev", BigInteger, nullable=False))
"""How far each machine said it has applied the scopes that must be confirmed: stops, and the bundle."""
