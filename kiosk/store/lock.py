"""One process a profile: two writers would sell from one drawer. The system drops the lock with the process, however it ends."""

import os
import sys
from pathlib import Path

from sync.base.files import file_faults
from sync.protocol.errors import Refusal

LOCK = "lock"


class ProfileLock:
    """An exclusive lock on a profile folder; Refusal("profile_in_use") when another process holds it."""

    def __init__(self, folder: Path) -> None:
        with file_faults():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise Refusal("profile_in_use", field="profile") from error

    def release(self) -> None:
        """Let another process in; the file stays, as removing it would let two processes lock two files."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
