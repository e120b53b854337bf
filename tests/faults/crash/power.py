"""Power loss: the till's real commit path runs on a recording disk; the power is cut anywhere, and the shipped opening must find all.

The model of the disk stands in `tests.faults.crash.disk`. Each image is written to a folder and opened by `TillStore.open` on pysqlite3:
tail proven, log recovered, projections read. It must hold the state after the last COMMIT that had returned when the power was cut, or
that of the one in hand, whole: equal byte by byte in every table. An image is *lost* when an acknowledged transaction is missing, *corrupt*
when it cannot be opened, was set aside, fails SQLite's own check or holds a state that never was, and *doubled* when the next receipt
number was already given out.

Now and then the opening itself is recorded, its power cut too, and the second image judged like the first.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from kiosk.store.till.boot import TILL
from sync.database.faults import DatabaseError
from sync.protocol.errors import EnvironmentFault
from tests.faults.crash import states
from tests.faults.crash.dbapi import Shim, driver
from tests.faults.crash.disk import Disk, Image, files_of
from tests.faults.crash.opening import Opening
from tests.faults.crash.pool import WORKERS, workers
from tests.faults.crash.recorder import Recorder
from tests.faults.crash.scenario import day_of_sales, make_profile
from tests.faults.crash.vfs import WatchedVfs

VFS = "recorded"
AGAIN_EVERY, AGAIN = 50, 4
"""So often the power is cut again while the till recovers, in so many places."""
SALES, IMAGES_A_SESSION = 40, 1_250
FAULTS_TOLD = 5
"""A session that goes wrong goes wrong often."""

_ASKED = "PRAGMA synchronous=FULL"
TWINS: dict[str, dict[str, str]] = {"": {}, "normal": {_ASKED: "PRAGMA synchronous=NORMAL"}, "off": {_ASKED: "PRAGMA synchronous=OFF"}}
"""What the till asks of SQLite, and wrong twins of it: one that loses, one that corrupts."""

MEMORY = Path("/dev/shm")  # noqa: S108 - images are many and short-lived; where there is none, the disk serves


@dataclass
class Count:
    """What became of the images."""

    images: int = 0
    lost: int = 0
    corrupt: int = 0
    doubled: int = 0
    sessions: int = 0
    in_hand: int = 0
    again: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        self.images += other.images
        self.lost += other.lost
        self.corrupt += other.corrupt
        self.doubled += other.doubled
        self.sessions += other.sessions
        self.in_hand += other.in_hand
        self.again += other.again
        self.faults += other.faults

    def line(self) -> str:
        """Return the closing line."""
        return (
            f"sessions={self.sessions} in_hand={self.in_hand} again={self.again} images={self.images} "
            f"lost={self.lost} corrupt={self.corrupt} duplicated={self.doubled}"
        )

    @property
    def held(self) -> bool:
        return not (self.lost or self.corrupt or self.doubled)


def power(images: int, *, twin: str = "", seed: int = 1) -> Count:
    """Judge so many different images, in sessions shared out to two processes."""
    sessions = max(WORKERS, -(-images // IMAGES_A_SESSION))
    sizes = [images // sessions + (place < images % sessions) for place in range(sessions)]
    total = Count()
    with workers() as pool:
        for part in pool.map(_session, sizes, [twin] * sessions, range(seed, seed + sessions)):
            total.add(part)
    return total


def _session(images: int, twin: str, seed: int) -> Count:
    with tempfile.TemporaryDirectory(prefix="comptoir-power-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        return Session(Path(name), twin, seed).run(images)


class Session:
    """One recorded day of sales, cut in many places."""

    def __init__(self, folder: Path, twin: str, seed: int) -> None:
        self._chance = random.Random(seed)
        self._folder = folder
        self._profile = make_profile(folder / "profile")
        self._work = folder / "work"
        shutil.copytree(self._profile, self._work)
        self._recorder = Recorder(self._work, TILL)
        self._states = states.States(self._work / TILL)
        self._twin = TWINS[twin]
        self._count = Count(sessions=1)

    def run(self, images: int) -> Count:
        """Record, then cut the power again and again."""
        before = files_of(self._work, TILL)
        self._record()
        opening = Opening(self._folder / "image", self._profile)
        for image, commits in self._cuts(before, images):
            sound = self._judge(opening, image, commits)
            if sound and self._count.images % AGAIN_EVERY == 0:
                self._cut_again(opening, image, commits)
            if self._count.images >= images:
                break
        return self._count

    def _cut_again(self, opening: Opening, first: Image, commits: int) -> None:
        """Recover on a recording disk and cut the power there."""
        recorder = Recorder(opening.folder, TILL)
        opening.put(first.files)
        with _watched(recorder), driver(Shim(VFS, self._twin)), suppress(EnvironmentFault, DatabaseError):
            opening.recover()
        for _ in range(AGAIN):
            disk = Disk(first.files)
            for event in recorder.events[: self._chance.randrange(len(recorder.events) + 1)]:
                disk.follow(event)
            self._judge(opening, disk.image(self._chance), commits)
            self._count.again += 1

    def _record(self) -> None:
        with _watched(self._recorder), driver(Shim(VFS, self._twin, self._committed)):
            day_of_sales(self._work, self._chance, SALES)

    def _committed(self, connection: apsw.Connection) -> None:
        if Path(connection.filename).name == TILL:
            self._recorder.committed()
            self._states.remember(connection.execute)

    def _cuts(self, before: dict[str, bytes], images: int) -> Iterator[tuple[Image, int]]:
        """Yield different images, in rounds through the whole session: each round cuts at places of its own."""
        seen: set[int] = set()
        while len(seen) < images:
            disk = Disk(before)
            share = images / len(self._recorder.events)
            for event in self._recorder.events:
                disk.follow(event)
                for _ in range(self._tries(disk, share)):
                    image = disk.image(self._chance)
                    if hash(image.name) not in seen and len(seen) < images:
                        seen.add(hash(image.name))
                        yield image, disk.commits

    def _tries(self, disk: Disk, share: float) -> int:
        """Cut about `share` times an event; where nothing is uncertain there is but one image."""
        wanted = int(share) + (self._chance.random() < share % 1)
        return wanted if disk.uncertain else min(wanted, 1)

    def _judge(self, opening: Opening, image: Image, commits: int) -> bool:
        """Open and judge an image; tell whether it could be opened."""
        self._count.images += 1
        found = opening.open(image.files)
        if isinstance(found, str):
            self._blame("corrupt", f"after commit {commits}: {found}")
            return False
        place = self._states.place(found.state, commits)
        if place is None:
            self._blame("corrupt", f"after commit {commits}: a state that never was")
        elif place < commits:
            self._blame("lost", f"commit {commits} was acknowledged, {place} is there")
        elif place > commits + 1:
            self._blame("corrupt", f"after commit {commits}: state {place}")
        self._count.in_hand += place == commits + 1
        if found.next_number in self._states.numbers[: commits + 1]:
            self._blame("doubled", f"{found.next_number} would be given out again")
        return True

    def _blame(self, what: str, why: str) -> None:
        setattr(self._count, what, getattr(self._count, what) + 1)
        if len(self._count.faults) < FAULTS_TOLD:
            self._count.faults.append(f"{what}: {why}")


@contextmanager
def _watched(recorder: Recorder) -> Iterator[None]:
    vfs = WatchedVfs(VFS, recorder)
    try:
        yield
    finally:
        vfs.unregister()
