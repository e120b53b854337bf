"""Opens a till.db at start: check the tail, set a damaged file aside, and open a new epoch with a new series where one is needed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.store.session import Session
from kiosk.store.till import schema, series
from kiosk.store.till.past import CONDEMNED, MARK, Past, acknowledged, salvage, set_aside
from sync.base.points import reach
from sync.database.faults import UNREADABLE, faults
from sync.journal import table
from sync.journal.verify import verify_tail
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import EpochOpened
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
        with faults():
            known = table.identity(session.connection)
        return Opened(session, None if known else _unknown_past(folder, lost))
    past = salvage(path, key)
    past.set_aside = set_aside(path, now)
    _remember_epoch(folder, past)
    return Opened(open_session(path), past)


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
    return session.row("SELECT 1 FROM work WHERE kind = ? AND id = ?", (MARK, CONDEMNED)) is not None


def _unknown_past(folder: Path, lost: bool) -> Past:
    """Tell a first start from a till.db that has vanished: the series book remembers that there was one."""
    book = series.read_book(folder)
    if book is None or not book.opened:
        return Past()
    return Past(epoch=book.last_epoch, reason="lost" if lost else "interrupted")


def _remember_epoch(folder: Path, past: Past) -> None:
    book = series.read_book(folder)
    if not past.epoch and book is not None:
        past.epoch = book.last_epoch
