"""What entries do to a coupon at its home, in whatever order they are heard: issued, used, taken back with its goods, made good again.

One that its goods took back is never good again. Where a use of it stands beside that, at parted tills, it is a case with its price.
"""

from sqlalchemy import Connection, Row, insert, update

from sync.ledger import rights
from sync.ledger.book import Book
from sync.ledger.cases import Case, Source
from sync.ledger.returned import sale_of
from sync.ledger.rights import ISSUED, KEPT, REDEEMED, RESTORED, REVOKED, USED_AND_REVOKED, RightMove
from sync.ledger.tables import right
from sync.ledger.terminals import find_terminal
from sync.protocol.envelope import decode_body
from sync.protocol.facts import RedeemedCoupon, Sale

BOTH = "coupon_used_and_revoked"
_NOBODY = {"redeemed_terminal": "", "redeemed_epoch": "", "redeemed_seq": 0}


def carry_out(book: Book, source: Source, move: RightMove) -> None:
    """Record what was done to a coupon at home here, with the dispute it brings to light."""
    coupon = RedeemedCoupon(id=move.id, offer=move.offer, amount_minor=move.amount_minor)
    match move.act:
        case "issued":
            found = rights.issue(book.connection, source, move)
        case "redeemed":
            found = _use(book, source, coupon)
        case "revoked":
            found = _revoke(book, source, coupon)
        case "restored":
            found = _restore(book, source, coupon)
    book.cases.extend([found] if found is not None else [])


def _use(book: Book, source: Source, coupon: RedeemedCoupon) -> Case | None:
    row = rights.find(book.connection, book.store, coupon.id)
    if row is None or row.revoked != REVOKED:
        return rights.redeem(book.connection, source, coupon)
    if row.state == RESTORED:
        _set(book, coupon, state=REDEEMED)
        return None
    _set(book, coupon, revoked=USED_AND_REVOKED, **_by(source))
    return Case(source, BOTH, coupon.id, rights.first(row, "redeemed"), coupon.amount_minor)


def _revoke(book: Book, source: Source, coupon: RedeemedCoupon) -> Case | None:
    """Goods that come back at two parted tills are a case of their own; their coupon goes once."""
    row = rights.find(book.connection, book.store, coupon.id)
    if row is None or row.state == ISSUED:
        rights.redeem(book.connection, source, coupon)
        _set(book, coupon, revoked=REVOKED)
        return None
    used = row.state == REDEEMED and row.revoked == KEPT
    if row.revoked == KEPT:
        _set(book, coupon, revoked=USED_AND_REVOKED if used else REVOKED)
    return Case(source, BOTH, coupon.id, rights.first(row, "redeemed"), _taken(book.connection, row)) if used else None


def _restore(book: Book, source: Source, coupon: RedeemedCoupon) -> Case | None:
    """Make a coupon good again: all that was bought with it came back. One that is restored before its use is heard of waits for that."""
    row = rights.find(book.connection, book.store, coupon.id)
    if row is None:
        new = {"store": book.store, "id": coupon.id, "offer": coupon.offer, "amount_minor": coupon.amount_minor}
        book.connection.execute(insert(right).values(**new, state=RESTORED))
    elif row.state == RESTORED:
        return Case(source, "coupon_restored_twice", coupon.id, effect_minor=coupon.amount_minor)
    elif row.revoked == USED_AND_REVOKED:
        book.withdraw(BOTH, coupon.id)
        _set(book, coupon, revoked=REVOKED, **_NOBODY)
    else:
        heard = row.state == REDEEMED and row.revoked == KEPT
        _set(book, coupon, state=ISSUED if heard else RESTORED, **_NOBODY)
    return None


def _taken(connection: Connection, row: Row[tuple[object, ...]]) -> int:
    """Return what a coupon took off where it was used, in whichever store."""
    machine = find_terminal(connection, row.redeemed_terminal)
    if machine is None:
        return 0
    sale = decode_body(sale_of(connection, Source(machine.store, machine.id, row.redeemed_epoch, row.redeemed_seq))).fact
    return sum(each.amount_minor for each in sale.redeemed if each.id == row.id) if isinstance(sale, Sale) else 0


def _by(source: Source) -> dict[str, object]:
    return {"redeemed_terminal": source.terminal, "redeemed_epoch": source.epoch, "redeemed_seq": source.seq}


def _set(book: Book, coupon: RedeemedCoupon, **values: object) -> None:
    book.connection.execute(update(right).filter_by(store=book.store, id=coupon.id).values(values))
