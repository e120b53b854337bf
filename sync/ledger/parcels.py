"""What an entry of one store did to members and rights whose home is another: one parcel for an entry and home, brought there once.

In a programme's unit both sides are kept against `inter_store:<store>`, as with gift cards. The outbox `parcel` is keyed by the source
entry; `parcel_arrived` at the home says that it came, wherever a kill comes between.
"""

import msgspec
from sqlalchemy import Connection, Row, exists, insert, select

from sync.ledger.activity import Activity
from sync.ledger.cases import Source
from sync.ledger.loyalty_tables import parcel, parcel_arrived
from sync.ledger.rights import RightMove
from sync.protocol.values import RewardTaken

Sent = Row[tuple[str, str, str, int, str, bytes]]


class Parcel(msgspec.Struct, kw_only=True, omit_defaults=True):
    """`activity` is of `member`; `rights` are coupons issued, used, taken back or made good; `basket` may have had holds."""

    member: str = ""
    activity: Activity | None = None
    rights: list[RightMove] = []
    rewards: list[RewardTaken] = []
    basket: str = ""


_decoder = msgspec.msgpack.Decoder(Parcel)


def contents(row: Sent) -> Parcel:
    """Return what a row of the outbox holds."""
    return _decoder.decode(row.body)


def send(connection: Connection, source: Source, target: str, sent: Parcel) -> None:
    """Put a parcel into the outbox."""
    key = {"store": source.store, "terminal": source.terminal, "epoch": source.epoch, "seq": source.seq, "target": target}
    connection.execute(insert(parcel).values(**key, body=msgspec.msgpack.encode(sent)))


def waiting(connection: Connection, **where: str) -> list[Sent]:
    """Return the parcels that have not arrived yet, also where they have not been forgotten at their source."""
    there = (
        parcel_arrived.c.store == parcel.c.target,
        *(parcel_arrived.c[name] == parcel.c[name] for name in ("terminal", "epoch", "seq")),
    )
    return list(connection.execute(select(parcel).filter_by(**where).where(~exists().where(*there))))


def owed_on_the_way(connection: Connection, store: str, home: str) -> dict[str, dict[str, int]]:
    """Return what entries of `store` moved for members of `home` and has not arrived, by member and programme."""
    found: dict[str, dict[str, int]] = {}
    for row in waiting(connection, store=store, target=home):
        sent = contents(row)
        if sent.activity is not None:
            sums = found.setdefault(sent.member, {})
            for unit, amount in sent.activity.owed().items():
                sums[unit] = sums.get(unit, 0) + amount
    return found
