"""Makes profiles, sales and connections that count or fail, for the tests of the stores."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.store.till import TillStore, begin_series
from kiosk.store.till.unit import Unit
from sync.database.sqlite import Connection, Cursor, connect
from sync.protocol.facts import (
    DayClosed,
    IssuedCoupon,
    MemberRef,
    Origin,
    PointsMovement,
    RedeemedCoupon,
    Sale,
    SoldLine,
    TaxShare,
    Tender,
)
from sync.protocol.ids import new_id
from tests.new_files import new_files

DAY = "2026-11-22"


@dataclass
class Profile:
    """A terminal's folder with a clock that stands still until it is moved."""

    folder: Path
    key: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(bytes(32)))
    now: datetime = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

    @property
    def path(self) -> Path:
        return self.folder / "till.db"

    def enrol(self, enrolment: int = 1) -> "Profile":
        new_files().restore(self.folder)
        begin_series(self.folder, enrolment)
        return self

    def clock(self) -> datetime:
        return self.now

    def later(self, **passed: int) -> None:
        self.now += timedelta(**passed)

    def open(self, terminal: str = "t1") -> TillStore:
        return TillStore.open(self.folder, self.key, terminal, "R1", "S1", "0.1.0", self.clock)

    @contextmanager
    def opened(self) -> Iterator[TillStore]:
        store = self.open()
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def tampering(self) -> Iterator[Connection]:
        """A connection of somebody who knows SQL: the triggers are gone."""
        connection = connect(self.path)
        for trigger in ("journal_never_updated", "journal_never_deleted", "journal_gapless"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        yield connection
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def line(number: int, amount_minor: int = 120, origin: Origin | None = None) -> SoldLine:
    tax = amount_minor // 6
    return SoldLine(
        line=number,
        sku=f"sku{number}",
        name={"fr": "Crème", "en": "Cream"},
        department="food",
        quantity=-1 if amount_minor < 0 else 1,
        unit_price_minor=abs(amount_minor),
        amount_minor=amount_minor,
        net_minor=amount_minor - tax,
        tax_minor=tax,
        gross_minor=amount_minor,
        taxes=[TaxShare(id="T20", base_minor=amount_minor - tax, tax_minor=tax)],
        origin=origin,
    )


def sale(number: str, lines: Sequence[SoldLine] = (), basket: str = "", **more: Any) -> Sale:
    """A balanced sale of `lines` (one by default), paid or paid out in cash."""
    sold = list(lines) or [line(1)]
    gross, tax = sum(each.gross_minor for each in sold), sum(each.tax_minor for each in sold)
    return Sale(
        basket=basket or new_id(),
        number=number,
        lines=sold,
        taxes=[TaxShare(id="T20", base_minor=gross - tax, tax_minor=tax)],
        net_minor=gross - tax,
        tax_minor=tax,
        gross_minor=gross,
        tenders=[Tender(kind="cash", amount_minor=abs(gross), out=gross < 0)],
        **more,
    )


def full_sale(unit: Unit, lines: int = 20) -> Sale:
    """A sale that touches everything one can: member, points, coupon issued and redeemed, and a line returned."""
    given_back = line(lines + 1, -60, Origin(receipt="R1-A-000009", line=3))
    return sale(
        str(unit.next_number()),
        [*(line(number) for number in range(1, lines + 1)), given_back],
        member=MemberRef(id="m1"),
        points=[PointsMovement(programme="POINT", earned=23, spent=5, reversed=1)],
        issued=[coupon(new_id())],
        redeemed=[RedeemedCoupon(id=new_id(), offer="next", amount_minor=500)],
    )


def coupon(id: str) -> IssuedCoupon:
    return IssuedCoupon(id=id, offer="next", amount_minor=500, min_gross_minor=3000, valid_until="2026-12-31", home="R1", code="CC1:X")


def sell(store: TillStore, count: int = 1, **more: Any) -> list[Sale]:
    """Commit sales, one a unit."""
    sold = []
    for _ in range(count):
        with store.unit(staff="anna", day=DAY) as unit:
            fact = sale(str(unit.next_number()), **more)
            unit.append(fact)
            sold.append(fact)
    return sold


def closing(z_number: int) -> DayClosed:
    return DayClosed(
        business_day=DAY,
        z_number=z_number,
        sales_minor=0,
        returns_minor=0,
        receipts=0,
        taxes=[],
        tenders=[],
        float_minor=0,
        expected_minor=0,
        counted_minor=0,
        over_short_minor=0,
        period_total_minor=0,
        perpetual_total_minor=0,
    )


class Wrapped:
    """A connection that counts its calls, and can raise instead of, or after, one of them."""

    def __init__(self, inner: Connection) -> None:
        self.inner = inner
        self.calls: list[str] = []
        self.raise_before: dict[str, Exception] = {}
        self.raise_after: dict[str, Exception] = {}

    @property
    def in_transaction(self) -> bool:
        return self.inner.in_transaction

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        self._note(sql)
        cursor = self.inner.execute(sql, parameters)
        self._fail(self.raise_after, sql)
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Cursor:
        self._note(sql)
        return self.inner.executemany(sql, parameters)

    def close(self) -> None:
        self.inner.close()

    def _note(self, sql: str) -> None:
        self.calls.append(sql)
        self._fail(self.raise_before, sql)

    @staticmethod
    def _fail(armed: dict[str, Exception], sql: str) -> None:
        for start, error in armed.items():
            if sql.startswith(start):
                raise error


def wrap(store: TillStore) -> Wrapped:
    """Put a wrapped connection in the store's place."""
    wrapped = Wrapped(store.session.connection)
    store.session._connection = wrapped
    return wrapped


def sqlite_error(code: int) -> Exception:
    """An error of the driver as SQLite would raise it with this code."""
    from pysqlite3 import dbapi2

    error: Exception = dbapi2.OperationalError("planted")
    error.sqlite_errorcode = code  # type: ignore[attr-defined]
    return error
