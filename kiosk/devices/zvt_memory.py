"""What a till knew of each intent before and while it asked its ZVT terminal: kept in a small file, durable before the terminal hears of
it.

ZVT cannot be asked about one payment by an id of ours, only for its last transaction. With what was the last before, that becomes a
proof. No card data is in it: numbers of transactions, amounts and outcomes.
"""

import os
from pathlib import Path
from typing import Literal

import msgspec

from kiosk.devices.card import CardAnswer
from kiosk.devices.zvt_fields import Transaction

ENTRIES_LIMIT = 100
"""An intent is settled before the next is asked, so none that is asked about again is older than this."""

Kind = Literal["payment", "refund", "reversal"]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One intent. `before` is the terminal's last transaction before it was asked, None where it told none."""

    intent: str
    kind: Kind
    amount_minor: int
    before: Transaction | None = None
    reverses_trace: int | None = None
    acknowledged: bool = False
    status: Transaction | None = None
    contradicted: bool = False
    answer: CardAnswer | None = None


class Memory:
    """The file of entries. Every write is whole and on the disk when it returns; OSError when it could not be."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begin(self) -> None:
        """Make the file, so that a missing entry means an intent that was never asked."""
        if not self._path.exists():
            self._write({})

    def find(self, intent: str) -> Entry | None:
        """Return what is known of an intent; None when it was never asked. OSError or ValueError where nobody can know."""
        return self._read().get(intent)

    def keep(self, entry: Entry) -> None:
        """Keep an entry, new or changed."""
        entries = self._read()
        entries.pop(entry.intent, None)
        entries[entry.intent] = entry
        for old in list(entries)[:-ENTRIES_LIMIT]:
            del entries[old]
        self._write(entries)

    def _read(self) -> dict[str, Entry]:
        return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Entry])

    def _write(self, entries: dict[str, Entry]) -> None:
        """Written beside and renamed, file and folder on the disk: a power cut leaves the old memory or the new one."""
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(msgspec.json.encode(entries))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
