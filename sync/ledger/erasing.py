"""Erasing a member everywhere, and handing over all that is held of one (law 13).

Contact data, keyed hashes and the member's record go by tombstone from every store; what was owed is forfeited and posted. Entries keep a
random id that names nobody any more: tax and trade law make the shop keep its sales, and the answer says until when.
"""

from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, select, update

from sync.database.sqlite import BUSY_TIMEOUT_MS
from sync.ledger import member_homes, member_keys
from sync.ledger.book import Book
from sync.ledger.bounds import check_name
from sync.ledger.cases import Source
from sync.ledger.context import Context
from sync.ledger.feed import Put, put_records
from sync.ledger.importing import stores
from sync.ledger.loyalty_tables import member_home
from sync.ledger.member_rows import activities
from sync.ledger.problems import bad_request, forbidden
from sync.ledger.profiles import profile_of
from sync.ledger.tables import posting
from sync.ledger.terminals import Terminal, touch
from sync.protocol.loyalty_wire import EraseAnswer, EraseRequest, ExportAnswer
from sync.protocol.records import Member

SALES_KEPT_YEARS = 10
"""Books and vouchers are kept ten years from the end of their year (France: Code de commerce, L123-22)."""
ERASED = "erased"
SCRUBBED_FOR = timedelta(days=1)
"""So long after an erasure the file is overwritten anew each minute: no reader lasts longer."""


def answer_erase(context: Context, who: Terminal, request: EraseRequest) -> EraseAnswer:
    """Erase for a till or the desk; a kiosk may not."""
    _only_staffed(who)
    context.write(lambda connection: touch(connection, who, context.stamp()))
    return erase(context, request.member)


def answer_export(context: Context, who: Terminal, request: EraseRequest) -> ExportAnswer:
    """Export for a till or the desk; a kiosk may not."""
    _only_staffed(who)
    return ExportAnswer(server_time=context.stamp(), document=export(context, request.member))


def erase(context: Context, member: str) -> EraseAnswer:
    """Erase a member; raises Rejected `unknown_member`. Again, it says the same."""

    def work(connection: Connection) -> dict[str, str]:
        home = _home_of(connection, member)
        if not member_homes.is_erased(connection, home, member):
            _forfeit(connection, context, home, member)
            connection.execute(update(member_home).filter_by(store=home, member=member).values(erased_at=context.stamp()))
        for store in stores(connection):
            _forget(connection, context, store, member)
        return _kept(connection, home, member)

    kept = context.write(work)
    _scrub(context)
    return EraseAnswer(server_time=context.stamp(), kept=kept)


def export(context: Context, member: str) -> bytes:
    """Return all that is held of a member as one JSON document; raises Rejected `unknown_member`."""

    def work(connection: Connection) -> bytes:
        home = _home_of(connection, member)
        profile = profile_of(connection, home, member)
        body = member_homes.member_body(connection, home, member)
        held = Book(connection, home, context.stamp()).members.held(member)
        return msgspec.json.format(
            msgspec.json.encode(
                {
                    "member": member,
                    "home": home,
                    "profile": profile.fields if profile is not None else {},
                    "record": msgspec.json.decode(body, type=Member) if body else None,
                    "accounts": {unit: each.account for unit, each in sorted(held.items())},
                    "history": list(activities(connection, home, member)),
                }
            )
        )

    return context.read(work)


def _home_of(connection: Connection, member: str) -> str:
    check_name(member, "member")
    home = member_homes.find_home(connection, member)
    if home is None:
        raise bad_request("unknown_member", "member")
    return home


def _forfeit(connection: Connection, context: Context, home: str, member: str) -> None:
    """What was owed is owed to nobody any more; the books say so, and the accounts stay at nothing."""
    book = Book(connection, home, context.stamp())
    place = connection.execute(
        select(posting.c.seq).filter_by(store=home, terminal="", epoch=ERASED).order_by(posting.c.seq.desc())
    ).first()
    source = Source(home, "", ERASED, (place.seq if place else 0) + 1)
    book.post(source, book.members.forfeit(source, member))
    book.write()


def _forget(connection: Connection, context: Context, store: str, member: str) -> None:
    put_records(connection, store, [Put("profile", member, None), Put(member_homes.MEMBER, member, None)])
    member_keys.keep(connection, store, context.keys.store_secret(store), [member_keys.Known(member, None, "")])


def _kept(connection: Connection, home: str, member: str) -> dict[str, str]:
    days = [each.day for each in activities(connection, home, member) if each.kind == "sale"]
    return {"sales": date(int(max(days)[:4]) + SALES_KEPT_YEARS, 12, 31).isoformat()} if days else {}


def scrub_again(context: Context) -> None:
    """Overwrite what a long reader kept when a member was erased lately; nobody is kept waiting for it."""
    since = (context.now() - SCRUBBED_FOR).isoformat(timespec="milliseconds")
    query = select(member_home.c.member).where(member_home.c.erased_at >= since).limit(1)
    if context.engine.dialect.name == "sqlite" and context.read(lambda connection: connection.execute(query).first()) is not None:
        _scrub(context, wait_ms=0)


def _scrub(context: Context, wait_ms: int = BUSY_TIMEOUT_MS) -> None:
    """Deleted rows are overwritten in the file; what the write-ahead log still holds of them goes too. Readers are waited for."""
    if context.engine.dialect.name == "sqlite":
        # No transaction may be open, so this is the driver's own connection.
        raw = context.engine.raw_connection()
        try:
            raw.cursor().execute(f"PRAGMA busy_timeout={wait_ms}")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.cursor().execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            raw.close()


def _only_staffed(who: Terminal) -> None:
    if who.kind == "selfservice":
        raise forbidden("desk_only")
