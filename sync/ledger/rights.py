"""Single-use rights: the first redemption counts, every later one is a dispute with its price (law 5)."""

from typing import Literal

import msgspec
from sqlalchemy import Connection, Row, insert, select, update

from sync.ledger.cases import Case, Source
from sync.ledger.tables import right
from sync.protocol.facts import IssuedCoupon, RedeemedCoupon

ISSUED = "issued"
REDEEMED = "redeemed"
RESTORED = "restored"
"""Given back before its redemption was heard of: the redemption then leaves the right as it was."""

KEPT, REVOKED, USED_AND_REVOKED = 0, 1, 2
"""What `revoked` says of the goods that had earned a right: they are kept; they came back, and no use of it stands; or one does."""


class RightMove(msgspec.Struct, frozen=True, array_like=True):
    """What an entry did to a coupon: issued it, used it, took it back with the goods that earned it, or made it good again."""

    act: Literal["issued", "redeemed", "revoked", "restored"]
    id: str
    offer: str
    amount_minor: int
    member: str = ""
    valid_until: str = ""

    @classmethod
    def issuing(cls, coupon: IssuedCoupon) -> "RightMove":
        return cls("issued", coupon.id, coupon.offer, coupon.amount_minor, coupon.member, coupon.valid_until)

    @classmethod
    def using(cls, act: Literal["redeemed", "revoked", "restored"], coupon: RedeemedCoupon) -> "RightMove":
        return cls(act, coupon.id, coupon.offer, coupon.amount_minor)


def is_gone(row: Row[tuple[object, ...]]) -> bool:
    """Tell whether nobody may use a right any more: it was used, or the goods that had earned it came back."""
    return bool(row.state == REDEEMED or row.revoked != KEPT)


def home_of(connection: Connection, store: str, id: str) -> str:
    """Return the store that answers for a coupon: the one it was issued in, else the first that heard of it, else `store`."""
    query = select(right.c.store).where(right.c.id == id).order_by(right.c.issued_terminal == "", right.c.store).limit(1)
    return connection.execute(query).scalar_one_or_none() or store


def find(connection: Connection, store: str, id: str) -> Row[tuple[object, ...]] | None:
    """Return what is known of a coupon."""
    return connection.execute(select(right).where(right.c.store == store, right.c.id == id)).one_or_none()


def issue(connection: Connection, source: Source, coupon: RightMove) -> Case | None:
    """Record who issued a coupon, which may come to our ears after it was redeemed elsewhere."""
    where = (right.c.store == source.store, right.c.id == coupon.id)
    row = connection.execute(select(right).where(*where)).one_or_none()
    mark = {"issued_terminal": source.terminal, "issued_epoch": source.epoch, "issued_seq": source.seq}
    mark |= {"offer": coupon.offer, "member": coupon.member, "valid_until": coupon.valid_until}
    if row is None:
        new = {"store": source.store, "id": coupon.id, "state": ISSUED, "amount_minor": coupon.amount_minor, **mark}
        connection.execute(insert(right).values(new))
        return None
    if row.issued_terminal:
        return Case(source, "coupon_issued_twice", coupon.id, first(row, "issued"), coupon.amount_minor)
    connection.execute(update(right).where(*where).values(mark))
    if _is_more(row.amount_minor, coupon.amount_minor):
        over = row.amount_minor - coupon.amount_minor
        return Case(source, "coupon_amount_differs", coupon.id, first(row, "redeemed"), over)
    return None


def redeem(connection: Connection, source: Source, coupon: RedeemedCoupon) -> Case | None:
    """Record the first redemption of a coupon; a later one, or one of more than was issued, is a case."""
    where = (right.c.store == source.store, right.c.id == coupon.id)
    row = connection.execute(select(right).where(*where)).one_or_none()
    mark = {"state": REDEEMED, "redeemed_terminal": source.terminal, "redeemed_epoch": source.epoch, "redeemed_seq": source.seq}
    if row is None:
        new = {"store": source.store, "id": coupon.id, "offer": coupon.offer, "amount_minor": coupon.amount_minor}
        connection.execute(insert(right).values(**new, **mark))
        return None
    if row.state == RESTORED:
        connection.execute(update(right).where(*where).values(state=ISSUED))
        return None
    if row.state == REDEEMED:
        return Case(source, "coupon_redeemed_twice", coupon.id, first(row, "redeemed"), coupon.amount_minor)
    connection.execute(update(right).where(*where).values(mark))
    if _is_more(coupon.amount_minor, row.amount_minor):
        return Case(source, "coupon_amount_differs", coupon.id, first(row, "issued"), coupon.amount_minor - row.amount_minor)
    return None


def _is_more(used_minor: int, issued_minor: int) -> bool:
    """A coupon for a percentage, or for an offer, is issued over no amount, and takes off what the basket makes of it."""
    return 0 < issued_minor < used_minor


def first(row: object, act: str) -> dict[str, object]:
    """Return the entry that did something to a right first, as a case names it."""
    return {name: getattr(row, f"{act}_{name}") for name in ("terminal", "epoch", "seq")}
