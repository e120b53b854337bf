"""One home for each gift card, store credit and meal voucher. Until now every store that moved a card kept a balance of its own:
those balances cross to the card's home like anything else, so that what the stores paid together is judged there.
"""

from collections import defaultdict

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_SOURCE_EPOCH = "homes"
"""The epoch of these postings; their terminal is empty, as an import's is."""

_FOR_EVER = "9999-12-31"


def upgrade() -> None:
    _tables()
    _vouchers()
    balances = _balances()
    homes = _homes(balances)
    for seq, (store, card, unit, amount) in enumerate(balances, start=1):
        if amount and homes[card] != store:
            _send_home(seq, store, card, unit, -amount, homes[card])


def _tables() -> None:
    op.create_table(
        "card",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("store", "card"),
    )
    op.create_index("card_by_id", "card", ["card"])
    op.create_table(
        "card_crossing",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("store", "terminal", "epoch", "seq", "card"),
    )
    op.create_table(
        "card_cursor",
        sa.Column("store", sa.Text(), nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store", "home"),
    )
    op.create_index("revision_by_scope", "revision", ["scope", "store"])


def _vouchers() -> None:
    """A right that was used and never issued is a voucher, or a coupon not heard of yet, which nobody asks for here."""
    op.execute("INSERT INTO card (store, card, home) SELECT min(store), id, min(store) FROM right_ WHERE issued_terminal = '' GROUP BY id")


def _balances() -> list[tuple[str, str, str, int]]:
    """Return (store, card, unit, amount) of each card's account in each store."""
    query = "SELECT store, account, unit, amount FROM balance WHERE account LIKE 'gift_card:%' ORDER BY store, account, unit"
    return [(row.store, row.account.removeprefix("gift_card:"), row.unit, row.amount) for row in _rows(query)]


def _homes(balances: list[tuple[str, str, str, int]]) -> dict[str, str]:
    """A card is at home where an import opened it, else in the first store whose books know it, else in the first that was told of it."""
    opened = _rows("SELECT store, account FROM posting WHERE epoch = 'import' AND terminal = '' AND account LIKE 'gift_card:%'")
    told = [(row.store, row.key) for row in _rows("SELECT store, key FROM record WHERE scope = 'gift_card' ORDER BY store, key")]
    booked = [(store, card) for store, card, _, _ in balances]
    homes: dict[str, str] = {}
    for store, card in [*((row.store, row.account.removeprefix("gift_card:")) for row in opened), *booked, *told]:
        homes.setdefault(card, store)
    known = [{"store": store, "card": card, "home": homes[card]} for store, card in sorted({*booked, *told})]
    known += [{"store": homes[card], "card": card, "home": homes[card]} for card in homes if (homes[card], card) not in {*booked, *told}]
    if known:
        op.get_bind().execute(sa.text("INSERT INTO card (store, card, home) VALUES (:store, :card, :home)"), known)
    return homes


def _send_home(seq: int, store: str, card: str, unit: str, amount: int, home: str) -> None:
    """Empty the store's account of a card at home elsewhere, against that store, and put it into the outbox."""
    key = {"store": store, "terminal": "", "epoch": _SOURCE_EPOCH, "seq": seq}
    currency = unit.removeprefix("GIFT:")
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for account, of, sign in ((f"gift_card:{card}", unit, 1), (f"inter_store:{home}", unit, -1), ("gift_cards", currency, 1)):
        sums[account, of] += sign * amount
    sums[f"inter_store:{home}", currency] -= amount
    connection = op.get_bind()
    for line, ((account, of), signed) in enumerate(sums.items(), start=1):
        values = {**key, "line": line, "account": account, "unit": of, "amount": signed}
        connection.execute(sa.text(_POST), values)
        connection.execute(sa.text(_ADD_UP), {name: values[name] for name in ("store", "account", "unit", "amount")})
    sent = {**key, "card": card, "target": home, "amount": amount, "until": _last_day(store, card)}
    connection.execute(sa.text(_SEND), sent)


def _last_day(store: str, card: str) -> str:
    query = sa.text("SELECT body FROM record WHERE store = :store AND scope = 'gift_card' AND key = :card")
    body = op.get_bind().execute(query, {"store": store, "card": card}).scalar_one_or_none()
    return (msgspec.json.decode(bytes(body)).get("valid_until") or _FOR_EVER) if body else ""


def _rows(query: str) -> list[sa.Row[tuple[object, ...]]]:
    return list(op.get_bind().execute(sa.text(query)))


_POST = (
    "INSERT INTO posting (store, terminal, epoch, seq, line, account, unit, amount) "
    "VALUES (:store, :terminal, :epoch, :seq, :line, :account, :unit, :amount)"
)
_ADD_UP = (
    "INSERT INTO balance (store, account, unit, amount) VALUES (:store, :account, :unit, :amount) "
    "ON CONFLICT (store, account, unit) DO UPDATE SET amount = balance.amount + excluded.amount"
)
_SEND = (
    "INSERT INTO card_crossing (store, terminal, epoch, seq, card, kind, target, amount_minor, valid_until) "
    "VALUES (:store, :terminal, :epoch, :seq, :card, 'gift_card', :target, :amount, :until)"
)
