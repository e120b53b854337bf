"""One home for each member: lots and records there, parcels between stores. Until now every store kept a balance of its own, each from the
whole opening balance: what the books of all stores say together is brought to the home, and is one lot that ends only by what is spent.
"""

from collections import defaultdict

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_EPOCH = "homes"
_ACCOUNT = "member:"


def upgrade() -> None:
    _tables()
    for name in ("offer", "member", "valid_until"):
        op.add_column("right_", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("right_", sa.Column("revoked", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index("right_by_id", "right_", ["id"])
    op.create_index("right_by_offer", "right_", ["store", "offer"])
    stores = [row.store for row in _rows("SELECT store FROM record WHERE scope = 'shop' ORDER BY store")]
    if stores:
        opened = _rows("SELECT store FROM posting WHERE epoch = 'import' AND terminal = '' ORDER BY store LIMIT 1")
        lead = opened[0].store if opened else stores[0]
        _run("INSERT INTO lead (store) VALUES (:store)", store=lead)
        _bring_home(lead)


def _tables() -> None:
    _table("member_home", ["store", "member"], home="", profile_at="", erased_at="")
    op.create_index("member_home_by_member", "member_home", ["member"])
    _table("member_activity", ["store", "member", "terminal", "epoch", "seq"], place=0, day="", body=b"")
    op.create_index("member_activity_by_day", "member_activity", ["store", "member", "day"])
    _table("member_account", ["store", "member", "programme"], body=b"")
    _table("parcel", ["store", "terminal", "epoch", "seq", "target"], body=b"")
    _table("parcel_arrived", ["store", "terminal", "epoch", "seq"])
    _table("copied", ["store", "home", "scope"], rev=0)
    _table("folded", ["store", "day"], at="", members=0, moved=0)
    _table("lead", ["store"])


def _table(name: str, keys: list[str], **values: object) -> None:
    """Make a table; a column's type is that of the value given for it."""
    columns = [sa.Column(key, sa.BigInteger() if key == "seq" else sa.Text(), nullable=False) for key in keys]
    for column, value in values.items():
        if isinstance(value, bytes):
            columns.append(sa.Column(column, sa.LargeBinary(), nullable=False))
        elif isinstance(value, int):
            columns.append(sa.Column(column, sa.BigInteger(), server_default="0", nullable=False))
        else:
            columns.append(sa.Column(column, sa.Text(), server_default="", nullable=False))
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys))


def _bring_home(lead: str) -> None:
    """Every member of these ledgers came from the shop file: the first store answers for them."""
    members = _rows("SELECT store, key, body FROM record WHERE scope = 'member' AND body IS NOT NULL ORDER BY store, key")
    for row in members:
        _run("INSERT INTO member_home (store, member, home) VALUES (:store, :member, :home)", store=row.store, member=row.key, home=lead)
    owed = _owed()
    _move_home(lead)
    for place, row in enumerate(row for row in members if row.store == lead):
        _keep(lead, place, row.key, owed.get(row.key, {}))
        _tell(lead, row.key, row.body, owed.get(row.key, {}))


def _owed() -> dict[str, dict[str, int]]:
    """Return what the books of all stores owe each member, by unit."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    query = "SELECT account, unit, sum(amount) AS amount FROM balance WHERE account LIKE 'member:%' GROUP BY account, unit"
    for row in _rows(query):
        found[row.account.removeprefix(_ACCOUNT)][row.unit] = -int(row.amount)
    return found


def _move_home(lead: str) -> None:
    """Empty the members' accounts of other stores against the home, and say the same there."""
    rows = _rows("SELECT store, account, unit, amount FROM balance WHERE account LIKE 'member:%' AND amount <> 0 ORDER BY store, account")
    used = _rows("SELECT max(seq) AS seq FROM posting WHERE terminal = '' AND epoch = 'homes'")[0].seq
    first = (used or 0) + 1
    for seq, row in enumerate((row for row in rows if row.store != lead), start=first):
        _post(row.store, seq, 1, row.account, row.unit, -row.amount)
        _post(row.store, seq, 2, f"inter_store:{lead}", row.unit, row.amount)
        _post(lead, seq, 1, row.account, row.unit, row.amount)
        _post(lead, seq, 2, f"inter_store:{row.store}", row.unit, -row.amount)


def _post(store: str, seq: int, line: int, account: str, unit: str, amount: int) -> None:
    values = {"store": store, "account": account, "unit": unit, "amount": amount}
    _run(_POST, **values, epoch=_EPOCH, seq=seq, line=line)
    _run(_ADD_UP, **values)


def _keep(lead: str, place: int, member: str, owed: dict[str, int]) -> None:
    """Open the accounts as an activity does, so that a proof that plays all activities again finds them."""
    day = "1970-01-01"
    moves = [{"programme": unit, "earned" if amount > 0 else "spent": abs(amount)} for unit, amount in sorted(owed.items()) if amount]
    terms: dict[object, object] = {move["programme"]: {} for move in moves}
    activity = {"kind": "opening", "day": day, "moves": moves, "terms": terms}
    key = {"store": lead, "member": member}
    _run(_ACTIVITY, **key, epoch=_EPOCH, seq=place, day=day, body=msgspec.msgpack.encode(activity))
    for unit, amount in owed.items():
        lot = {"id": f".{_EPOCH}.{place}", "amount": amount, "earned": day, "usable_from": "", "expires": ""}
        account = {"lots": [lot] if amount > 0 else [], "debt": max(-amount, 0)}
        held = {"account": account, **({"overdrawn": -amount} if amount < 0 else {})}
        if amount:
            _run(_HELD, **key, programme=unit, body=msgspec.msgpack.encode(held))


def _tell(lead: str, member: str, body: bytes, owed: dict[str, int]) -> None:
    """The feed of the home tells what all stores owe together; the others take it over from there."""
    record = msgspec.json.decode(bytes(body))
    balances = {**dict.fromkeys(record.get("balances", {}), 0), **owed}
    if balances == record.get("balances", {}):
        return
    _run("UPDATE revision SET rev = rev + 1 WHERE store = :store AND scope = 'member'", store=lead)
    told = msgspec.json.encode({**record, "balances": balances})
    _run(_TELL, store=lead, member=member, body=told)


def _rows(query: str) -> list[sa.Row[tuple[object, ...]]]:
    return list(op.get_bind().execute(sa.text(query)))


def _run(statement: str, **values: object) -> None:
    op.get_bind().execute(sa.text(statement), values)


_POST = (
    "INSERT INTO posting (store, terminal, epoch, seq, line, account, unit, amount) "
    "VALUES (:store, '', :epoch, :seq, :line, :account, :unit, :amount)"
)
_ADD_UP = (
    "INSERT INTO balance (store, account, unit, amount) VALUES (:store, :account, :unit, :amount) "
    "ON CONFLICT (store, account, unit) DO UPDATE SET amount = balance.amount + excluded.amount"
)
_ACTIVITY = (
    "INSERT INTO member_activity (store, member, terminal, epoch, seq, place, day, body) "
    "VALUES (:store, :member, '', :epoch, :seq, 0, :day, :body)"
)
_HELD = "INSERT INTO member_account (store, member, programme, body) VALUES (:store, :member, :programme, :body)"
_TELL = (
    "UPDATE record SET body = :body, rev = (SELECT rev FROM revision WHERE store = :store AND scope = 'member') "
    "WHERE store = :store AND scope = 'member' AND key = :member"
)
