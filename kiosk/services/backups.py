"""Backups of a terminal's profile: a consistent copy while the till sells, and a restore that gives no receipt number twice.

A backup holds the terminal's keys, so it is as secret as the profile itself. A restored profile opens a new epoch with a new series: the
profile it was copied from may have sold on, and nobody knows how far.
"""

import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path

import msgspec

from kiosk.services.profile import IDENTITY, KEYS, read_profile
from kiosk.store.lock import ProfileLock
from kiosk.store.reference.store import REFERENCE
from kiosk.store.till import leap, mark_restored
from kiosk.store.till.boot import TILL
from kiosk.store.till.series import SERIES
from sync.base.files import file_faults, sync_folder, write_durably
from sync.base.settings import FILE as SETTINGS
from sync.database.copying import copy_database
from sync.protocol.errors import EnvironmentFault, Refusal

MANIFEST = "backup.json"
ARCHIVES = "archives"
_ATTEMPTS = 3
_OWNER_ONLY, _OWNER_FOLDER = 0o600, 0o700


class Copied(msgspec.Struct, frozen=True):
    """A file of a backup and what it must be when it is restored."""

    name: str
    sha256: str


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds: of which terminal, when it was made and with which files."""

    made_at: str
    software: str
    terminal: str
    register: str
    files: list[Copied]


def back_up(folder: Path, target: Path, now: datetime, software: str) -> Backup:
    """Copy a profile into the new folder `target`, which appears whole or not at all. Raises Refusal and EnvironmentFault.

    An epoch that is closed meanwhile moves a file; then everything is copied once more.
    """
    identity, _ = read_profile(folder)
    beside = target.with_name(target.name + ".new")
    with file_faults():
        if target.exists():
            raise Refusal("backup_exists", field="folder")
        for _attempt in range(_ATTEMPTS):
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(parents=True, mode=_OWNER_FOLDER)
            before = _earlier(folder)
            _copy_all(folder, beside)
            if _earlier(folder) == before:
                break
        else:
            raise EnvironmentFault("database_busy")
        found = Backup(
            made_at=now.isoformat(timespec="seconds"),
            software=software,
            terminal=identity.terminal,
            register=identity.register,
            files=_hashed(beside),
        )
        write_durably(beside / MANIFEST, msgspec.json.format(msgspec.json.encode(found)))
        beside.rename(target)
        sync_folder(target.parent)
    return found


def restore(source: Path, folder: Path) -> Backup:
    """Make `folder` the profile that a backup holds. Raises Refusal for a folder with a profile, EnvironmentFault for a damaged backup.

    The identity comes last: what a stop leaves behind is no profile, and the restore can be begun again.
    """
    found = _checked(source)
    with file_faults():
        folder.mkdir(parents=True, exist_ok=True, mode=_OWNER_FOLDER)
        lock = ProfileLock(folder)
        try:
            if (folder / IDENTITY).exists():
                raise Refusal("profile_exists", field="profile")
            for each in found.files:
                if each.name != IDENTITY:
                    _copy(source / each.name, folder / each.name)
            leap(folder)
            if (folder / TILL).exists():
                mark_restored(folder)
            _copy(source / IDENTITY, folder / IDENTITY)
            sync_folder(folder)
        finally:
            lock.release()
    return found


def _earlier(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("till.*.db*"))


def _copy_all(folder: Path, beside: Path) -> None:
    """The journal before the book of series, so that the book knows at least its series."""
    for path in sorted(folder.glob("till.*.db*")):
        _copy(path, beside / path.name)
    for name in (TILL, REFERENCE):
        if (folder / name).exists():
            copy_database(folder / name, beside / name)
            (beside / name).chmod(_OWNER_ONLY)
    for name in (SERIES, SETTINGS, KEYS, IDENTITY):
        if (folder / name).exists():
            _copy(folder / name, beside / name)
    for path in sorted((folder / ARCHIVES).glob("*.zip")):
        _copy(path, beside / ARCHIVES / path.name)


def _copy(source: Path, target: Path) -> None:
    """Copy a file durably, for its owner alone; a closed epoch's file stays one that nobody writes to."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=_OWNER_FOLDER)
    target.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    target.chmod(source.stat().st_mode & _OWNER_ONLY)
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hashed(folder: Path) -> list[Copied]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return [Copied(path.relative_to(folder).as_posix(), _sha256(path)) for path in found]


def _checked(source: Path) -> Backup:
    """Read a backup's list and prove its files before anything of them is used."""
    if not (source / MANIFEST).is_file():
        raise Refusal("backup_missing", field="folder")
    with file_faults():
        try:
            found = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Backup)
        except msgspec.DecodeError as error:
            raise EnvironmentFault("backup_damaged", file=MANIFEST) from error
        for each in found.files:
            inside = ".." not in Path(each.name).parts and not Path(each.name).is_absolute()
            path = source / each.name
            if not inside or not path.is_file() or _sha256(path) != each.sha256:
                raise EnvironmentFault("backup_damaged", file=each.name)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
