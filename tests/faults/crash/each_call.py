"""Every call to the disk fails once, one after the other: a session of sales must go on, or stop with a calm sentence and start again.

One process, a copied profile, the shipped till on the shim. A request that is refused is sent again under the same number, as a cashier
taps again; where that does not help, the till is started again. Then its bytes are judged: every sale that was answered `ok` is in the
journal once, with its amount, and no other; the chain holds; the projections are what the journal says. After a failed sync the power is
cut too, as the system has forgotten what that sync was to write: what was answered `ok` since must be there.
"""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store.till import rebuild
from sync.protocol.errors import EnvironmentFault
from tests.faults.crash.customer import Customer, Stuck
from tests.faults.crash.dbapi import Shim, driver
from tests.faults.crash.disk import Disk, files_of
from tests.faults.crash.faulty import WAYS, Fault, FaultyDisk
from tests.faults.crash.judging import TILL, acknowledged_there, judged, sold
from tests.faults.crash.opening import Opening
from tests.faults.crash.pool import workers
from tests.faults.crash.power import MEMORY
from tests.faults.crash.power import TWINS as SYNCHRONOUS
from tests.faults.crash.scenario import make_profile
from tests.faults.crash.twins import planted
from tests.faults.crash.vfs import WatchedVfs

VFS = "failing"
CUTS = 3
"""After a failed sync, so many power cuts at every later acknowledgement."""


@dataclass
class Tally:
    """What became of the runs; `codes` counts the refusals that a cashier saw."""

    runs: int = 0
    calls: int = 0
    lost: int = 0
    doubled: int = 0
    restarts: int = 0
    cuts: int = 0
    faults: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        for name in ("runs", "lost", "doubled", "restarts", "cuts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += other.faults
        self.codes += other.codes

    @property
    def held(self) -> bool:
        return not (self.lost or self.doubled or self.faults)

    def line(self) -> str:
        """Return the closing line."""
        codes = " ".join(f"{code}={count}" for code, count in sorted(self.codes.items()))
        return (
            f"calls={self.calls} runs={self.runs} restarts={self.restarts} cuts={self.cuts} {codes} "
            f"lost={self.lost} duplicated={self.doubled} faults={len(self.faults)}"
        )


def each_call(sales: int, *, every_way: bool = True, twin: str = "") -> Tally:
    """Fail each call of a session of so many sales, in every way it can fail or in one of them in turn."""
    with tempfile.TemporaryDirectory(prefix="comptoir-io-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        profile = make_profile(Path(name) / "profile")
        bench = Bench(profile, sold(profile), sales, twin)
        calls = bench.count()
        total = Tally(calls=len(calls))
        faults = list(_faults(calls, every_way))
        with workers() as pool:
            for tally in pool.map(bench.run, faults, chunksize=20):
                total.add(tally)
    return total


def _faults(calls: list[str], every_way: bool) -> Iterator[Fault]:
    for number, call in enumerate(calls, start=1):
        ways = WAYS[call]
        for way in ways if every_way else (ways[number % len(ways)],):
            yield Fault(number, way)


@dataclass
class Bench:
    """A profile to copy with the sales it holds, and how long a session is; `twin` names a wrong till that must turn it red."""

    profile: Path
    past: dict[str, int]
    sales: int
    twin: str

    def count(self) -> list[str]:
        """Run once on a sound disk and return its calls."""
        with self._copied() as folder, _on(FaultyDisk(folder, TILL), self.twin) as disk:
            Customer(folder, disk, self.sales, self.past).shop()
            return disk.calls

    def run(self, fault: Fault) -> Tally:
        """Run once with one call failing, and judge."""
        tally = Tally(runs=1)
        with self._copied() as folder:
            before = files_of(folder, TILL)
            with _on(FaultyDisk(folder, TILL, fault), self.twin) as disk, planted(self.twin):
                customer = Customer(folder, disk, self.sales, self.past)
                try:
                    customer.shop()
                except Stuck as stuck:
                    tally.faults.append(f"{disk.struck} ({fault.way}): {stuck}")
            tally.codes, tally.restarts = customer.codes, customer.restarts
            lost, doubled, wrong = judged(folder, customer.acknowledged)
            tally.faults += [f"{disk.struck} ({fault.way}): {each}" for each in [*wrong, *_rebuilt(folder)]]
            tally.lost, tally.doubled = lost, doubled
            if disk.struck.startswith("sync") and TILL in disk.struck:
                self._cut(folder, before, disk, customer, tally)
        return tally

    def _cut(self, folder: Path, before: dict[str, bytes], disk: FaultyDisk, customer: Customer, tally: Tally) -> None:
        """Cut the power at every acknowledgement after the failed sync."""
        chance = random.Random(len(disk.events))
        opening = Opening(folder / "image", folder)
        model, failed = Disk(before), False
        for event in disk.events:
            model.follow(event)
            failed = failed or event.what == "failed_sync"
            if failed and event.what == "commit":
                for _ in range(CUTS):
                    tally.cuts += 1
                    tally.lost += self._missing(opening, model.image(chance).files, customer.numbers[: event.value])

    @staticmethod
    def _missing(opening: Opening, files: dict[str, bytes], numbers: list[str]) -> int:
        found = opening.open(files)
        if isinstance(found, str):
            return len(numbers)
        return len(numbers) - acknowledged_there(opening.folder, numbers)

    @contextmanager
    def _copied(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.profile.parent) as name:
            folder = Path(name) / "till"
            shutil.copytree(self.profile, folder)
            yield folder


def _rebuilt(folder: Path) -> list[str]:
    """Have the till compare its projections with its journal, which has been judged."""
    try:
        difference = rebuild.check(folder / TILL)
    except EnvironmentFault as failure:
        return [f"not rebuilt: {failure}"]
    return [f"projection {difference.table}: {difference.what} {difference.row}"] if difference else []


@contextmanager
def _on(disk: FaultyDisk, twin: str = "") -> Iterator[FaultyDisk]:
    vfs = WatchedVfs(VFS, disk)
    try:
        with driver(Shim(VFS, SYNCHRONOUS.get(twin))):
            yield disk
    finally:
        vfs.unregister()
