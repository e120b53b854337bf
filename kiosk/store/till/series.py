"""Which series of receipt numbers this profile has opened, kept outside the database so that a lost database never reuses one (law 3)."""

import re
import secrets
from pathlib import Path

import msgspec

from sync.base.files import file_faults, write_durably
from sync.protocol.errors import EnvironmentFault
from sync.protocol.ids import series_name

SERIES = "series.json"
FIRST_DRAWN, DRAWN = 10_000, 80_000
_LOCAL = re.compile(r"[A-Z]+([0-9]*)")


class Opened(msgspec.Struct, frozen=True):
    """A series and the epoch it belongs to."""

    series: str
    epoch: str


class Inherited(msgspec.Struct, frozen=True, kw_only=True):
    """What a register's earlier machine left, as the ledger knows it: its last head, and the figures that go on from there.

    `closings` are Z reports and period closings, as JSON of their facts, that a yearly closing has still to sum.
    """

    epoch: str
    seq: int
    hash: str
    z_number: int
    perpetual_minor: int
    closings: list[msgspec.Raw] = []


class SeriesBook(msgspec.Struct, frozen=True, kw_only=True):
    """The register's enrolment (from 1) and every series opened since, oldest first."""

    enrolment: int
    opened: list[Opened] = []
    inherited: Inherited | None = None

    @property
    def last_epoch(self) -> str:
        """The newest epoch known, empty for none."""
        return next((each.epoch for each in reversed(self.opened) if each.epoch), "")

    def following(self, epoch: str) -> "SeriesBook":
        """Return the book with a new series for `epoch`."""
        local = 1 + max((local_of(each.series) for each in self.opened), default=0)
        return msgspec.structs.replace(self, opened=[*self.opened, Opened(series_name(self.enrolment, local), epoch)])


def local_of(series: str) -> int:
    """Return which of an enrolment's series this is: A, B and T1 are 1, A2 is 2."""
    match = _LOCAL.fullmatch(series)
    return int(match[1] or 1) if match else 1


def enrolment_of(series: str) -> int:
    """Return which enrolment's letters a series bears: A is 1, Z 26, AA 27."""
    number = 0
    for letter in series.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def begin_series(folder: Path, enrolment: int, inherited: Inherited | None = None) -> None:
    """Start the book of a profile that has just been enrolled as the register's `enrolment`-th; keeps one that is there."""
    if not (folder / SERIES).exists():
        write_book(folder, SeriesBook(enrolment=enrolment, inherited=inherited))


def read_book(folder: Path) -> SeriesBook | None:
    """Return the book; None when it is missing or no longer readable."""
    path = folder / SERIES
    with file_faults():
        data = path.read_bytes() if path.exists() else b""
    try:
        return msgspec.json.decode(data, type=SeriesBook)
    except msgspec.DecodeError:
        return None


def write_book(folder: Path, book: SeriesBook) -> None:
    """Make the book durable."""
    write_durably(folder / SERIES, msgspec.json.format(msgspec.json.encode(book)))


def claim(folder: Path, epoch: str) -> str:
    """Open the next series for `epoch` and return its name: durable before its first receipt, and spent even if none follows.

    Raises EnvironmentFault("series_lost") when the book is gone: only a new enrolment gives letters that were never printed.
    """
    book = read_book(folder)
    if book is None:
        raise EnvironmentFault("series_lost")
    book = book.following(epoch)
    write_book(folder, book)
    return book.opened[-1].series


def leap(folder: Path) -> None:
    """Go on far beyond the series this book knows: the profile it was copied from may have opened others since.

    A series has room for a hundred thousand; where among them a restored profile goes on is drawn by lot.
    """
    book = read_book(folder)
    if book is None:
        raise EnvironmentFault("series_lost")
    drawn = FIRST_DRAWN + secrets.randbelow(DRAWN)
    write_book(folder, msgspec.structs.replace(book, opened=[*book.opened, Opened(series_name(book.enrolment, drawn), "")]))


def keep(folder: Path, series: str, epoch: str) -> None:
    """See that the book knows the series a readable database uses; writes it anew when it was lost or is older."""
    book = read_book(folder) or SeriesBook(enrolment=enrolment_of(series))
    if not any(each.series == series for each in book.opened):
        write_book(folder, msgspec.structs.replace(book, opened=[*book.opened, Opened(series, epoch)]))
