"""Opens a till.db at start: check the tail, set a damaged file aside, and open a new epoch with a new series where one is needed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.store.session import Session
from kiosk.store.till import schema, series
from kiosk.store.till.closed import closed_paths, epoch_end, put_away
from kiosk.store.till.past import CONDEMNED, MARK, NOTHING, RESTORED, Past, acknowledged, closing_work, leave, salvage, set_aside
from kiosk.store.till.projections import PERPETUAL, Carried
from sync.base.points import reach
from sync.database.faults import UNREADABLE, faults
from sync.database.sqlite import connect
from sync.journal import table
from sync.journal.verify import verify_tail
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import DayClosed, EpochOpened, PeriodClosed
from sync.protocol.ids import new_id

TILL = "till.db"
TAIL_ENTRIES = 50


@dataclass(frozen=True)
class Terminal:
    """Who this profile is, as enrolment fixed it, and the software that runs."""

    terminal: str
    register: str
    store: str
    software: str


@dataclass
class Opened:
    """A session on a sound file; `past` is what came before when a new epoch has to be opened in it."""

    session: Session
    past: Past | None


def open_session(path: Path) -> Session:
    """Open a till.db at its schema, with the named points of the durable path armed."""
    return Session(path, schema.MIGRATIONS, schema.VERSION, reach)


def open_file(folder: Path, key: Ed25519PublicKey, now: datetime) -> Opened:
    """Open the profile's till.db, or a new one beside the damaged one that it sets aside. Raises EnvironmentFault."""
    path = folder / TILL
    lost = not path.exists() or path.stat().st_size == 0
    session = _intact(path, key)
    if session is not None:
        return _go_on(folder, session, lost=lost)
    past = salvage(path, key)
    past.set_aside = set_aside(path, now)
    _remember_epoch(folder, past)
    return Opened(open_session(path), past)


def _go_on(folder: Path, session: Session, *, lost: bool) -> Opened:
    """Continue a sound file, unless it is a new one or its epoch has ended."""
    try:
        with faults():
            owner = table.identity(session.connection)
            past = end_of(session) if owner else None
        if owner is None:
            return Opened(session, _unknown_past(folder, lost=lost))
        if past is not None:
            start_anew(session, owner.series, past)
        return Opened(session, past)
    except BaseException:
        session.close()
        raise


def end_of(session: Session) -> Past | None:
    """Return what a file leaves whose epoch is over: it was closed, or came back from a backup; None for one that goes on."""
    ended = epoch_end(session.connection)
    if ended is not None:
        return leave(session.connection, ended.reason)
    return leave(session.connection, "restored") if _marked(session, RESTORED) else None


def start_anew(session: Session, name: str, past: Past) -> None:
    """Put the ended file away under its series' name and open an empty one in its place.

    Safe to stop at every step: until the file is renamed its last entry says what it is, and from then on its name does.
    """
    session.truncate_log()
    session.close()
    past.set_aside = put_away(session.path, name)
    reach("after_put_away")
    session.begin_anew()


def mark_restored(folder: Path) -> None:
    """Have the next start end this epoch: its file came back from a backup, and the one it was copied from may have gone on."""
    session = open_session(folder / TILL)
    try:
        session.save([(schema.PUT_WORK, [(MARK, RESTORED, b"")])])
        session.truncate_log()
    finally:
        session.close()


def new_epoch(folder: Path, me: Terminal, past: Past, now: datetime) -> tuple[table.Identity, EpochOpened]:
    """Claim a series and return the identity and first fact of a new epoch; the claim is durable, the rest not yet."""
    epoch = new_id()
    name = series.claim(folder, epoch)
    opened = EpochOpened(
        register=me.register,
        store=me.store,
        series=name,
        software=me.software,
        previous_epoch=past.epoch,
        previous_seq=past.head.seq if past.epoch else 0,
        previous_hash=past.head.hash.hex() if past.epoch and past.head.seq else "",
        perpetual_minor=past.perpetual_minor,
        z_number=past.z_number,
        reason=past.reason,
    )
    return table.Identity(me.terminal, me.register, me.store, epoch, name, now.isoformat(timespec="seconds")), opened


def check_owner(identity: table.Identity, me: Terminal) -> None:
    """Refuse a file that another terminal has written: its key would not fit the entries to come."""
    if (identity.terminal, identity.register) != (me.terminal, me.register):
        raise EnvironmentFault("journal_of_another_terminal", register=identity.register)


def _intact(path: Path, key: Ed25519PublicKey) -> Session | None:
    """Return a session on a file whose tail holds; None for a damaged one."""
    session = None
    sound = False
    try:
        session = open_session(path)
        with faults():
            result = verify_tail(session.connection, key, TAIL_ENTRIES)
            sound = result.ok and not _condemned(session) and acknowledged(session.connection) <= result.head.seq
    except EnvironmentFault as fault:
        if fault.code != "database_damaged":
            raise
    except UNREADABLE:
        sound = False
    finally:
        if session is not None and not sound:
            session.close()
    return session if sound else None


def _condemned(session: Session) -> bool:
    """Tell whether the check of the whole file found damage that the tail does not show; see `TillStore.condemn`."""
    return _marked(session, CONDEMNED)


def _marked(session: Session, mark: str) -> bool:
    return session.row("SELECT 1 FROM work WHERE kind = ? AND id = ?", (MARK, mark)) is not None


def _unknown_past(folder: Path, *, lost: bool) -> Past:
    """Tell a first start from a till.db that has vanished and from a stop while epochs changed: the series book and closed files know."""
    book = series.read_book(folder)
    if book is None or not book.opened:
        return _inherited(book.inherited) if book and book.inherited else Past()
    past = _closed_past(folder)
    if past is None:
        return Past(epoch=book.last_epoch, reason="lost" if lost else "interrupted")
    if lost and past.epoch != book.last_epoch:
        # The file after the closed one is gone. What the closed one left still counts, but its work went on and is over.
        return Past(
            epoch=book.last_epoch, reason="lost", z_number=past.z_number, perpetual_minor=past.perpetual_minor, carried=past.carried
        )
    return past


def _closed_past(folder: Path) -> Past | None:
    """Return what the newest closed file leaves, read once more."""
    paths = closed_paths(folder)
    if not paths:
        return None
    with faults():
        connection = connect(paths[0], read_only=True)
        try:
            ended = epoch_end(connection)
            past = leave(connection, ended.reason if ended else "restored")
        finally:
            connection.close()
    past.set_aside = paths[0]
    return past


def _inherited(left: series.Inherited) -> Past:
    """Return what the register's earlier machine left, as the ledger told it at enrolment."""
    head = table.Head(left.seq, bytes.fromhex(left.hash)) if left.seq else NOTHING
    carried = Carried(totals=[(PERPETUAL, "sales", left.perpetual_minor, 0)] if left.perpetual_minor else [])
    return Past(
        epoch=left.epoch,
        head=head,
        z_number=left.z_number,
        perpetual_minor=left.perpetual_minor,
        reason="replaced",
        carried=carried,
        work=[row for body in left.closings if (row := closing_work(msgspec.json.decode(body, type=DayClosed | PeriodClosed)))],
    )


def _remember_epoch(folder: Path, past: Past) -> None:
    book = series.read_book(folder)
    if not past.epoch and book is not None:
        past.epoch = book.last_epoch
