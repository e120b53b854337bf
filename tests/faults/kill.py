"""Kill anywhere: a headless till sells without pause while it and the ledger are killed, at random moments and at named points."""

import random
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path

from tests.faults.judge import Verdict, journal_holds, judge
from tests.faults.seller import Seller, Unexpected
from tests.faults.starter import Started
from tests.faults.world import Conversation, Dead, World, reap

TILL_POINTS = ("before_commit", "after_commit", "before_print", "after_print", "before_send", "after_acknowledgement")
LEDGER_POINTS = ("server_before_commit", "server_after_commit", "before_acknowledgement")
POINTS = (*TILL_POINTS, *LEDGER_POINTS)
POINT_TIMES = 3
_LATEST = {"before_send": 1, "after_acknowledgement": 1}
"""An exchange comes seldom in a life this short: its points are armed for the first."""
POINT_PATIENCE_S = 4.0
LEDGER_PATIENCE_S = 2.5
"""A ledger that nobody pushes to for so long is killed by hand: the till is in a pause between attempts."""
DRAIN_LIMIT_S = 150


class Kills:
    """Counts kills by side and by point, for both threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.points: Counter[str] = Counter()
        self.sides: Counter[str] = Counter()

    def add(self, side: str, point: str) -> None:
        with self._lock:
            self.points[point] += 1
            self.sides[side] += 1

    def enough(self, wanted: int, points: tuple[str, ...], times: int) -> bool:
        """Tell whether both sides had half of `wanted` and every named point its share."""
        named = all(self.points[point] >= times for point in points)
        return wanted > 0 and named and min(self.sides["till"], self.sides["ledger"]) >= wanted // 2


class Run:
    """One run in a folder; `stopping` ends both threads."""

    def __init__(self, world: World, seed: int, points: tuple[str, ...], *, planted: bool) -> None:
        self.world = world
        self._till_points = [point for point in TILL_POINTS if point in points]
        self._planted = planted
        self.kills = Kills()
        self.seller = Seller(seed)
        self.stopping = threading.Event()
        self._random = random.Random(seed)
        self.failure: BaseException | None = None

    def guarded(self, side: str) -> None:
        """Run one side; what breaks it ends the run and is told."""
        try:
            (self._torture_till if side == "till" else self._torture_ledger)()
        except BaseException as error:
            self.failure = error
            self.stopping.set()

    def _torture_till(self) -> None:
        for point in cycle(("", *self._till_points)):
            if self.stopping.is_set():
                return
            till = self.world.open_till(f"{point}:{self._random.randint(1, _LATEST.get(point, 6))}" if point else "")
            limit_s = POINT_PATIENCE_S if point else self._random.uniform(0.6, 1.6)
            try:
                with by_hand_after(till.process, limit_s) as by_hand:
                    self._sell(till)
            finally:
                reap(till.process)
            self.kills.add("till", point if point and not by_hand.is_set() else "random")
            if self._planted and not journal_holds(self.world.profile, self.seller.acknowledged):
                self.stopping.set()

    def _sell(self, till: Conversation) -> None:
        try:
            self.seller.sign_in(till)
            while True:
                self.seller.step(till)
        except Dead:
            return

    def _torture_ledger(self) -> None:
        for point in cycle(("", *LEDGER_POINTS)):
            if self.stopping.is_set():
                return
            process = self.world.serve(f"{point}:{self._random.randint(1, 3)}" if point else "")
            itself = _dies_within(process, LEDGER_PATIENCE_S if point else self._random.uniform(0.1, 0.7))
            reap(process)
            self.kills.add("ledger", point if itself and point else "random")


@contextmanager
def by_hand_after(process: Started, seconds: float) -> Iterator[threading.Event]:
    """Kill a till that lives longer; the event tells that it was done."""
    by_hand = threading.Event()

    def end() -> None:
        by_hand.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield by_hand
    except BaseException:
        process.kill()
        raise
    finally:
        timer.cancel()


def _dies_within(process: Started, seconds: float) -> bool:
    """Wait; tell whether the process died by itself (at its point)."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return False
    return process.returncode == -signal.SIGKILL


def kill(
    seconds: float, *, kills: int = 0, plant: str = "", seed: int = 1, points: tuple[str, ...] = POINTS, times: int = POINT_TIMES
) -> tuple[str, bool]:
    """Torture for `seconds`, or until `kills` were made, half on each side, and `times` at each of `points`.

    Return the closing line and whether all held. With a planted bug it ends as soon as the journal shows it.
    """
    with tempfile.TemporaryDirectory(prefix="comptoir-kill-") as name, closing(World(Path(name), plant)) as world:
        world.build()
        run = Run(world, seed, points, planted=bool(plant))
        sides = [threading.Thread(target=run.guarded, args=(side,)) for side in ("till", "ledger")]
        for side in sides:
            side.start()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not run.kills.enough(kills, points, times) and not run.stopping.wait(0.5):
            pass
        run.stopping.set()
        for side in sides:
            side.join()
        verdict = _settle(run)
        return _line(run, verdict), verdict.ok


def _settle(run: Run) -> Verdict:
    """Let everything come to rest without kills: finish the ticket, print what waits, push what waits; then judge."""
    world = run.world
    if run.failure is not None:
        verdict = judge(world.profile, world.ledger_folder, world.printer.all_bytes(), run.seller.acknowledged)
        verdict.faults.insert(0, f"{type(run.failure).__name__}: {run.failure}")
        return verdict
    serving = world.serve()
    try:
        _come_to_rest(run)
    except (RuntimeError, Dead, TimeoutError, Unexpected) as error:
        return Verdict(faults=[f"{type(error).__name__}: {error}"])
    finally:
        reap(serving)
    return judge(world.profile, world.ledger_folder, world.printer.all_bytes(), run.seller.acknowledged)


def _come_to_rest(run: Run) -> None:
    world = run.world
    till = world.open_till()
    try:
        run.seller.sign_in(till)
        run.seller.finish_ticket(till)
        drain(till)
        till.close()
    finally:
        reap(till.process)
    world.prove()


def drain(till: Conversation) -> None:
    """Wait until every paper is out."""
    deadline = time.monotonic() + DRAIN_LIMIT_S
    while till.ask(do="state")["papers_waiting"]:
        if time.monotonic() > deadline:
            raise TimeoutError("papers still wait")
        time.sleep(0.1)


def _line(run: Run, verdict: Verdict) -> str:
    for fault in verdict.faults[:20]:
        print(f"fault: {fault}")
    points = " ".join(f"{point}={run.kills.points[point]}" for point in ("random", *TILL_POINTS, *LEDGER_POINTS))
    total = sum(run.kills.sides.values())
    return (
        f"kills={total} ledger_kills={run.kills.sides['ledger']} acknowledged={len(run.seller.acknowledged)} "
        f"lost={verdict.lost} duplicated={verdict.duplicated} faults={len(verdict.faults)} "
        f"coupons_refused={run.seller.refused_twice} {points}"
    )
