"""A VFS that passes every call on to the system's own and lets a watcher see it before and after: to record it, or to make it fail.

It inherits from the system's VFS, so that locks and the shared memory of the WAL index are the real ones.
"""

from pathlib import Path
from typing import Protocol

import apsw

SYSTEM = "unix"
_JOURNALS = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL


class Watcher(Protocol):
    """Hears of each call by its name and file; `before` may raise what the disk would, `after` knows that it was carried out."""

    def before(self, call: str, file: str) -> None: ...
    def created(self, file: str) -> None: ...
    def deleted(self, file: str, folder_synced: bool) -> None: ...
    def writing(self, file: str, data: bytes) -> tuple[bytes, Exception | None]:
        """Return how much of it reaches the file, and what is raised afterwards."""
        ...

    def wrote(self, file: str, data: bytes, offset: int) -> None: ...
    def truncated(self, file: str, size: int) -> None: ...
    def synced(self, file: str, folder_too: bool) -> None: ...


class WatchedVfs(apsw.VFS):
    """Registered under `name` as long as it is referred to."""

    def __init__(self, name: str, watcher: Watcher) -> None:
        super().__init__(name, SYSTEM)
        self._watcher = watcher

    def xOpen(self, name: "str | apsw.URIFilename | None", flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's own name
        return WatchedFile(self._watcher, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        self._watcher.before("delete", filename)
        super().xDelete(filename, syncdir)
        self._watcher.deleted(filename, syncdir)

    def xAccess(self, pathname: str, flags: int) -> bool:  # noqa: N802
        self._watcher.before("access", pathname)
        return super().xAccess(pathname, flags)


class WatchedFile(apsw.VFSFile):
    """An open file. The system syncs the folder with the first sync of a journal that it created, and only then."""

    def __init__(self, watcher: Watcher, name: "str | apsw.URIFilename | None", flags: list[int]) -> None:
        self._watcher = watcher
        self._file = (name.filename() if isinstance(name, apsw.URIFilename) else name) or ""
        watcher.before("open", self._file)
        known = not self._file or Path(self._file).exists()
        super().__init__(SYSTEM, name, flags)
        self._folder_too = bool(flags[0] & _JOURNALS and flags[0] & apsw.SQLITE_OPEN_CREATE)
        if not known:
            watcher.created(self._file)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self._watcher.before("read", self._file)
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        kept, error = self._watcher.writing(self._file, bytes(data))
        if kept:
            super().xWrite(kept, offset)
            self._watcher.wrote(self._file, kept, offset)
        if error is not None:
            raise error

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._watcher.before("truncate", self._file)
        super().xTruncate(newsize)
        self._watcher.truncated(self._file, newsize)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._watcher.before("sync", self._file)
        super().xSync(flags)
        self._watcher.synced(self._file, self._folder_too)
        self._folder_too = False

    def xFileSize(self) -> int:  # noqa: N802
        self._watcher.before("size", self._file)
        return super().xFileSize()

    def xLock(self, level: int) -> None:  # noqa: N802
        self._watcher.before("lock", self._file)
        super().xLock(level)
