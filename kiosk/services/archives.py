"""Archives of closed periods: written beside the worker from the files alone, then journalled by their hash."""

from pathlib import Path

import msgspec

from kiosk.services.work import Terminal, Work
from kiosk.store.till.closed import ClosedFile
from kiosk.store.till.reads import Reads
from sync.base.files import file_faults, sync_folder
from sync.database.faults import DatabaseError
from sync.journal.archive import Part, Subject, Written, write_archive
from sync.journal.verify import verify
from sync.protocol.errors import EnvironmentFault
from sync.protocol.facts import ArchiveMade, PeriodClosed

FOLDER = "archives"
ON_DEMAND = "demand"


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A period whose archive has still to be written: its closing, which is entry `seq`."""

    seq: int
    closed: PeriodClosed


def subject_of(terminal: Terminal, at: str, period: str, key: str) -> Subject:
    """Return what an archive says of itself; the shop's legal numbers, and nobody's name."""
    shop, identity = terminal.policy.shop, terminal.identity
    return Subject(
        made_at=at,
        software=terminal.store.software,
        shop=shop.name,
        legal={name: str(value) for name, value in shop.legal.items()},
        currency=shop.currency,
        minor_digits=shop.minor_digits,
        store=identity.store,
        register=identity.register,
        terminal=identity.terminal,
        period=period,
        key=key,
    )


def write(terminal: Terminal, due: Due, at: str) -> Written:
    """Write the archive of a closed period below the profile. Raises EnvironmentFault; safe beside the worker: it only reads files."""
    closed = due.closed
    newest = Part(terminal.store.session.path, max(1, closed.first_seq), due.seq)
    parts = [*_proven(terminal, _earlier(terminal, closed)), newest]
    return write_to(
        terminal, folder_of(terminal) / name_of(terminal, closed.key), parts, subject_of(terminal, at, closed.period, closed.key)
    )


def write_whole(terminal: Terminal, target: Path, at: str) -> Written:
    """Write everything this profile holds, earlier epochs first, for whoever asks for it today. Raises EnvironmentFault."""
    store = terminal.store
    earlier = [file.path for file in reversed(list(store.closed.readable()))]
    parts = [*_proven(terminal, earlier), Part(store.session.path, 1, store.head.seq)]
    return write_to(terminal, target, parts, subject_of(terminal, at, ON_DEMAND, at[:10]))


def write_to(terminal: Terminal, target: Path, parts: list[Part], subject: Subject) -> Written:
    """Write an archive to a file, durably."""
    with file_faults():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = write_archive(target, parts, subject, terminal.keys.signer())
        sync_folder(target.parent)
    return written


def folder_of(terminal: Terminal) -> Path:
    """Return where this profile keeps its archives."""
    return terminal.store.folder / FOLDER


def name_of(terminal: Terminal, key: str) -> str:
    """Name an archive by register and period."""
    return f"comptoir-{terminal.identity.register}-{key}.zip"


def journal(work: Work, due: PeriodClosed, written: Written) -> None:
    """Journal that an archive was written, and tell where it lies."""
    work.append(made(due.period, due.key, written))
    work.extra["archive"] = {"file": written.path.name, "folder": str(written.path.parent), "sha256": written.sha256}


def made(period: str, key: str, written: Written) -> ArchiveMade:
    """Return the fact of an archive."""
    return ArchiveMade(period=period, key=key, first_seq=written.first_seq, last_seq=written.last_seq, sha256=written.sha256)


def _proven(terminal: Terminal, paths: list[Path]) -> list[Part]:
    """Return the files as far as they hold: of a damaged one, what stands before the damage."""
    key = terminal.keys.signer().public_key()
    held = ((path, verify(path, key).head.seq) for path in paths)
    return [Part(path, 1, last) for path, last in held if last]


def _earlier(terminal: Terminal, closed: PeriodClosed) -> list[Path]:
    """Return the files of earlier epochs that hold Z reports of the period, oldest first: a period may span several."""
    if closed.first_seq > 1:
        return []
    return [file.path for file in reversed(list(terminal.store.closed.readable())) if _holds(file, closed)]


def _holds(file: ClosedFile, closed: PeriodClosed) -> bool:
    """A damaged file that cannot be asked has nothing that could be proven."""
    try:
        held = Reads(ClosedFile(file.path)).closings(closed.first_z - 1)
    except (EnvironmentFault, DatabaseError):
        return False
    return any(seq and each.z_number <= closed.last_z for seq, each in held)
