"""Random people at one till, which is killed at random moments and at named points while its printer, card terminal and ledger fail."""

import random
import tempfile
import time
from collections import Counter
from contextlib import closing
from itertools import cycle
from pathlib import Path

from tests.faults.judge import Verdict
from tests.faults.kill import TILL_POINTS, by_hand_after, drain
from tests.faults.people.crew import Crew
from tests.faults.people.shop import peopled_shop
from tests.faults.people.verdict import faults_of_the_books, judge_people
from tests.faults.world import Conversation, Dead, World, reap

CARD_MOODS = "moody_card"
LIFE_S = (1.5, 4.0)
POINT_PATIENCE_S = 6.0
PLANT_ACTS, PLANT_KILLS = 700, 8
PRINTER_MOODS = ("ready", "ready", "paper_out", "cut", "off")


class Day:
    """One run; `kills` counts by point."""

    def __init__(self, world: World, seed: int, *, planted: bool) -> None:
        self.world = world
        self.crew = Crew(seed)
        self.planted = planted
        self.kills: Counter[str] = Counter()
        self._random = random.Random(seed)

    def act(self, until: float) -> None:
        """Let people act and kill the till, again and again."""
        for point in cycle(("", *TILL_POINTS)):
            if time.monotonic() > until or self._seen_enough():
                return
            till = self.world.open_till(f"{point}:{self._random.randint(1, 8)}" if point else "")
            limit_s = POINT_PATIENCE_S if point else self._random.uniform(*LIFE_S)
            try:
                with by_hand_after(till.process, limit_s) as by_hand:
                    self._live(till)
            finally:
                reap(till.process)
            self.kills[point if point and not by_hand.is_set() else "random"] += 1
            self.world.printer.mood = self._random.choice(PRINTER_MOODS)

    def _seen_enough(self) -> bool:
        """A planted bug is judged once it was met, or after as many acts and kills as it takes to meet it."""
        if not self.planted:
            return False
        enough = sum(self.crew.counts.values()) >= PLANT_ACTS and sum(self.kills.values()) >= PLANT_KILLS
        self.crew.faults += faults_of_the_books(self.world.profile, self.crew.memory)
        return enough or bool(self.crew.faults)

    def _live(self, till: Conversation) -> None:
        try:
            self.crew.resume(till)
            while True:
                self.crew.step(till)
        except Dead:
            return

    def settle(self) -> None:
        """Let everything come to rest."""
        world = self.world
        world.printer.mood = "ready"
        till = world.open_till()
        try:
            self.crew.resume(till)
            self.crew.come_to_rest(till)
            drain(till)
            till.close()
        finally:
            reap(till.process)
        world.prove()


def till(seconds: float, *, plant: str = "", seed: int = 1) -> tuple[str, bool]:
    """Let people act for so long. Return the closing line and whether all held."""
    plants = ",".join(filter(None, (CARD_MOODS, plant)))
    with (
        tempfile.TemporaryDirectory(prefix="comptoir-till-") as name,
        closing(World(Path(name), plants, shop=peopled_shop(), settings={"COMPTOIR_CARD": "simulated"})) as world,
    ):
        world.build()
        day = Day(world, seed, planted=bool(plant))
        verdict = _run(day, seconds)
        for fault in verdict.faults[:20]:
            print(f"fault: {fault}")
        return _line(day, verdict), verdict.ok


def _run(day: Day, seconds: float) -> Verdict:
    serving = day.world.serve()
    try:
        day.act(time.monotonic() + seconds)
        if day.planted and day.crew.faults:
            return Verdict(faults=day.crew.faults)
        day.settle()
    except (RuntimeError, Dead, TimeoutError) as error:
        return Verdict(faults=[*day.crew.faults, f"{type(error).__name__}: {error}"])
    finally:
        reap(serving)
    verdict = judge_people(day.world, day.crew.memory)
    verdict.faults[:0] = day.crew.faults
    return verdict


def _line(day: Day, verdict: Verdict) -> str:
    crew = day.crew
    done = " ".join(f"{name}={count}" for name, count in sorted(crew.counts.items()))
    refused = " ".join(f"refused_{code}={count}" for code, count in sorted(crew.refusals.items()))
    print(done)
    print(refused)
    points = " ".join(f"{point}={day.kills[point]}" for point in ("random", *TILL_POINTS))
    return (
        f"acts={sum(crew.counts.values())} kinds={len(crew.counts)} not_available={crew.refusals['not_available']} "
        f"kills={sum(day.kills.values())} {points} replayed={crew.replayed} sales={verdict.sales} closings={len(crew.memory.closings)} "
        f"lost={verdict.lost} duplicated={verdict.duplicated} faults={len(verdict.faults)}"
    )
