"""A disk on which one chosen call fails once, in one chosen way, and all others work."""

from dataclasses import dataclass
from pathlib import Path

import apsw

from tests.faults.crash.recorder import Recorder

WAYS: dict[str, tuple[str, ...]] = {
    "open": ("cannot_open",),
    "delete": ("eio",),
    "access": ("eio",),
    "read": ("eio",),
    "write": ("disk_full", "eio", "short"),
    "truncate": ("eio",),
    "sync": ("eio",),
    "size": ("eio",),
    "lock": ("eio", "busy"),
}
"""How each call may fail; a short write writes half of it and then finds the disk full."""

_EIO = {
    "delete": apsw.SQLITE_IOERR_DELETE,
    "access": apsw.SQLITE_IOERR_ACCESS,
    "read": apsw.SQLITE_IOERR_READ,
    "write": apsw.SQLITE_IOERR_WRITE,
    "truncate": apsw.SQLITE_IOERR_TRUNCATE,
    "sync": apsw.SQLITE_IOERR_FSYNC,
    "size": apsw.SQLITE_IOERR_FSTAT,
    "lock": apsw.SQLITE_IOERR_LOCK,
}


@dataclass(frozen=True)
class Fault:
    """The `number`th call, counted from 1, fails in this way."""

    number: int
    way: str


class FaultyDisk(Recorder):
    """Counts calls, `calls` in order; without a fault it only counts."""

    def __init__(self, folder: Path, database: str, fault: Fault | None = None) -> None:
        super().__init__(folder, database)
        self._fault = fault
        self.calls: list[str] = []
        self.struck = ""
        """Which call on which file has failed."""

    def before(self, call: str, file: str) -> None:
        """Fail, if it is this call's turn."""
        if self._is_turn(call, file):
            if call == "sync":
                self.sync_failed(file)
            raise self._error(call)

    def writing(self, file: str, data: bytes) -> tuple[bytes, Exception | None]:
        """A short write puts down half."""
        if not self._is_turn("write", file):
            return data, None
        short = self._fault is not None and self._fault.way == "short"
        return data[: len(data) // 2] if short else b"", self._error("write")

    def _is_turn(self, call: str, file: str) -> bool:
        self.calls.append(call)
        if self._fault is None or len(self.calls) != self._fault.number:
            return False
        self.struck = f"{call} of {Path(file).name}"
        return True

    def _error(self, call: str) -> apsw.Error:
        way = self._fault.way if self._fault else ""
        if way in ("disk_full", "short"):
            return _as(apsw.FullError("planted"), apsw.SQLITE_FULL)
        if way == "cannot_open":
            return _as(apsw.CantOpenError("planted"), apsw.SQLITE_CANTOPEN)
        if way == "busy":
            return _as(apsw.BusyError("planted"), apsw.SQLITE_BUSY)
        return _as(apsw.IOError("planted"), _EIO[call])


def _as(error: apsw.Error, code: int) -> apsw.Error:
    vars(error)["extendedresult"] = code
    return error
