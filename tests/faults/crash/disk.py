"""What a disk may hold after a power cut: the model under the power-loss proof.

Files are inodes; names are entries of one folder. A write or truncation is *pending* until a sync of the same file has returned; then it is
durable. A sync of one file orders nothing about another. After the cut any subset of the pending operations has reached the disk, whatever
their order was, and each write is cut at sector borders first (512 bytes: the smallest that a disk writes at once), so that pages and WAL
frames arrive torn. What a write does not touch keeps its bytes (SQLite's "powersafe overwrite", which its Unix VFS assumes).

A file may also have grown without its data: its size is metadata, and what was never written reads as zeros, as garbage, or as what stood
at the same place of the file before (stale blocks). Creating and deleting a name is pending until the folder is synced, which SQLite's
Unix VFS does with the first sync of a journal or WAL that it created, and with a deletion that asks for it; a deletion that was lost brings
the old file back with its bytes. The `-shm` file is never on the disk: its content is rebuilt by the first connection.

A sync that *failed* makes its pending writes neither durable nor pending: the system has marked them clean (what Linux does since 4.13)
and no later sync writes them, until the same bytes are written again. They may reach the disk or not.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
SHARED_MEMORY = "-shm"
FILLS = ("zeros", "garbage", "stale")


class Event(NamedTuple):
    """What happened: write, truncate, sync, failed_sync, create, delete, sync_folder, or commit (`value` counts them)."""

    what: str
    file: str = ""
    value: int = 0
    data: bytes = b""


@dataclass
class Piece:
    """A pending part of a write within one sector, or (`data` None) a truncation to `offset`."""

    offset: int
    data: bytes | None
    limbo: bool = False


@dataclass
class Inode:
    """A file's bytes that are certain, what stood there before, and what is pending."""

    durable: bytearray = field(default_factory=bytearray)
    stale: bytes = b""
    pending: list[Piece] = field(default_factory=list)

    def write(self, offset: int, data: bytes) -> None:
        self.pending += [Piece(at, part) for at, part in sectors(offset, data)]

    def sync(self) -> None:
        """Make durable what is pending; what a failed sync left in limbo stays there unless it was written again."""
        settled = [piece for piece in self.pending if not piece.limbo]
        for piece in settled:
            self._settle(piece)
        self.pending = [each for each in self.pending if each.limbo and not any(replaces(piece, each) for piece in settled)]

    def forget(self) -> None:
        """A sync failed. A size is metadata, which the file system does not forget."""
        for piece in self.pending:
            piece.limbo = piece.data is not None

    def _settle(self, piece: Piece) -> None:
        if piece.data is None:
            self.stale = bytes(self.durable) or self.stale
        apply(self.durable, piece, b"")


def sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut a write at sector borders."""
    at = offset
    while at < offset + len(data):
        end = min(offset + len(data), (at // SECTOR + 1) * SECTOR)
        yield at, data[at - offset : end - offset]
        at = end


def replaces(newer: Piece, older: Piece) -> bool:
    """Tell whether a piece leaves nothing of an older write that the system might still have written by itself."""
    if newer.data is None or older.data is None:
        return newer.data is None and older.offset >= newer.offset
    return newer.offset < older.offset + len(older.data) and older.offset < newer.offset + len(newer.data)


def apply(content: bytearray, piece: Piece, filler: bytes) -> None:
    """Carry out a piece; a gap before it is filled with `filler`'s bytes at the same place, then zeros."""
    if piece.data is None:
        del content[piece.offset :]
        extend(content, piece.offset, filler)
        return
    extend(content, piece.offset, filler)
    content[piece.offset : piece.offset + len(piece.data)] = piece.data


def extend(content: bytearray, size: int, filler: bytes) -> None:
    """Grow to `size`."""
    if len(content) < size:
        more = filler[len(content) : size]
        content += more + bytes(size - len(content) - len(more))


class Image(NamedTuple):
    """Files by name after a power cut, and a name for the choice that made them, equal only for equal bytes."""

    files: dict[str, bytes]
    name: tuple[object, ...]


class Disk:
    """Follows the events of a run; `image` cuts the power where it stands."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._inodes = [Inode(bytearray(data)) for data in files.values()]
        self._names: dict[str, int] = {name: number for number, name in enumerate(files)}
        self._durable_names = dict(self._names)
        self._entries: list[tuple[str, int | None]] = []
        self._version = 0
        self.commits = 0

    @property
    def uncertain(self) -> int:
        """How many choices a power cut has now."""
        return len(self._entries) + sum(len(inode.pending) for inode in self._inodes)

    def follow(self, event: Event) -> None:
        """Take over what happened next."""
        if event.what == "commit":
            self.commits = event.value
        elif event.what in ("create", "delete", "sync_folder"):
            self._name(event)
        else:
            self._change(self._inodes[self._names[event.file]], event)

    def _change(self, inode: Inode, event: Event) -> None:
        if event.what == "write":
            inode.write(event.value, event.data)
        elif event.what == "truncate":
            inode.pending.append(Piece(event.value, None))
        elif event.what == "sync":
            inode.sync()
            self._version += 1
        else:
            inode.forget()

    def _name(self, event: Event) -> None:
        if event.what == "sync_folder":
            for name, number in self._entries:
                _enter(self._durable_names, name, number)
            self._entries = []
            self._version += 1
            return
        number = len(self._inodes) if event.what == "create" else None
        if number is not None:
            self._inodes.append(Inode())
        self._entries.append((event.file, number))
        _enter(self._names, event.file, number)

    def image(self, chance: random.Random) -> Image:
        """Cut the power and return one of the disks that may be left."""
        fill = chance.choice(FILLS)
        grown = chance.random() < 0.3
        names = dict(self._durable_names)
        kept_names = _kept(len(self._entries), chance)
        for place in kept_names:
            _enter(names, *self._entries[place])
        files, choice = {}, []
        for name, number in names.items():
            inode = self._inodes[number]
            kept = _kept(len(inode.pending), chance)
            files[name] = _content(inode, kept, fill, grown)
            choice.append((name, number, tuple(kept)))
        return Image(files, (self._version, self.commits, tuple(kept_names), tuple(choice), fill, grown))


def files_of(folder: Path, database: str) -> dict[str, bytes]:
    """Return a database's files as a disk begins with them."""
    return {path.name: path.read_bytes() for path in folder.glob(f"{database}*") if not path.name.endswith(SHARED_MEMORY)}


def _enter(names: dict[str, int], name: str, number: int | None) -> None:
    if number is None:
        names.pop(name, None)
    else:
        names[name] = number


def _kept(count: int, chance: random.Random) -> list[int]:
    """Choose which of `count` pending operations survive: none, all, a beginning, an end, all but one, only one, or any share."""
    if count == 0:
        return []
    border = chance.randrange(count)
    share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    ways: tuple[Callable[[int], bool], ...] = (
        lambda place: place <= border,
        lambda place: place >= border,
        lambda place: place != border,
        lambda place: place == border,
        lambda place: chance.random() < share,
    )
    survives = chance.choice(ways)
    return [place for place in range(count) if survives(place)]


def _content(inode: Inode, kept: Iterable[int], fill: str, grown: bool) -> bytes:
    content = bytearray(inode.durable)
    filler = {"zeros": b"", "garbage": _GARBAGE, "stale": inode.stale}[fill]
    for place in kept:
        apply(content, inode.pending[place], filler)
    if grown:
        extend(content, max((each.offset + len(each.data) for each in inode.pending if each.data is not None), default=0), filler)
    return bytes(content)


_GARBAGE = random.Random(1).randbytes(1 << 20)
"""What stood on blocks of a disk that were somebody else's before."""
