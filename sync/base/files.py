"""Small files that matter: written whole, owner-only, synced, and their failures told as faults."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.protocol.errors import EnvironmentFault

_FAULTS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "profile_read_only",
    errno.EACCES: "profile_read_only",
    errno.EPERM: "profile_read_only",
}


@contextmanager
def file_faults() -> Iterator[None]:
    """Turn an OSError that the disk caused into a fault."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFault(_FAULTS.get(error.errno or 0, "disk_failed")) from error


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file whole: written beside, synced, renamed into place, and the folder synced, so that a power cut leaves old or new."""
    beside = path.with_name(path.name + ".new")
    with file_faults():
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable; Windows knows no such call and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
