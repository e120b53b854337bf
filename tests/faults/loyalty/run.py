"""One run: three tills sell at once while they and the ledger are killed, wires fail and midnight passes; then all comes to rest."""

import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from tests.faults.kill import by_hand_after
from tests.faults.loyalty.crew import Crew
from tests.faults.loyalty.findings import Findings
from tests.faults.loyalty.shop import TILLS
from tests.faults.loyalty.town import Town
from tests.faults.loyalty.verdict import judge_chain
from tests.faults.loyalty.wires import MOODS
from tests.faults.loyalty.world import Chain, together
from tests.faults.world import Conversation, Dead, NotServing, reap

TILL_POINTS = ("before_commit", "after_commit", "before_send", "after_acknowledgement")
LEDGER_POINTS = ("server_before_commit", "server_after_commit", "before_acknowledgement", "crossing_arrived", "parcel_arrived")
LIFE_S = (1.5, 5.0)
NIGHT_EVERY_S = 6.0
SYNC_ATTEMPTS = 8
FULL_S = 600.0
TOLD = 20


class Enough(NamedTuple):
    """Ends a run before its time: so many requests carried out, nights and kills."""

    acts: int
    nights: int
    kills: int = 0


PLANT_ENOUGH = Enough(500, 2)
"""Within so much a planted bug is met."""


class Day:
    """One run; `kills` counts by side and point. With a planted bug nobody is killed: what it takes to meet it is said by its plan."""

    def __init__(self, chain: Chain, seed: int, *, planted: bool, enough: Enough | None) -> None:
        self.chain = chain
        self.enough = enough
        self.planted = planted
        self.town = Town(seed)
        self.crews = {register: Crew(seed, register, self.town, chain.now) for register in TILLS}
        self.kills: Counter[str] = Counter()
        self.nights = 0
        self.stopping = threading.Event()
        self.failure: BaseException | None = None
        self._random = random.Random(seed)

    @property
    def acknowledged(self) -> dict[str, dict[str, int]]:
        return {register: crew.acknowledged for register, crew in self.crews.items()}

    def act(self, seconds: float) -> None:
        """Let everybody act, and fail, for so long."""
        sides: list[Callable[[], None]] = [self._keep_ledger, self._let_nights_pass]
        sides += [lambda register=register: self._live(register) for register in TILLS]  # type: ignore[misc]
        threads = [threading.Thread(target=self._guarded, args=(side,)) for side in sides]
        for thread in threads:
            thread.start()
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._seen_enough() and not self.stopping.wait(0.2):
            pass
        self.stopping.set()
        for thread in threads:
            thread.join()
        if self.failure is not None:
            raise self.failure

    def settle(self) -> None:
        """Let everything come to rest: tickets are ended, all is sent, and one more night is made."""
        for wire in self.chain.wires.values():
            wire.mood = "good"
        serving = self.chain.serve()
        try:
            together(self._rest, TILLS)
            # One after the other: at once, they would only find each other's tickets open.
            for register in TILLS:
                self._try_all(register)
            self._night()
            # What the night has changed goes out to every store once one of its tills asks.
            together(self._rest, TILLS)
        finally:
            reap(serving)

    def prove(self, found: Findings) -> None:
        """Let the program prove its own journals and books."""
        try:
            together(self._prove, (*TILLS, ""))
        except RuntimeError as error:
            found.faults.append(str(error))

    def _prove(self, register: str) -> None:
        """Let the program prove a till's journal, or the ledger."""
        if not register:
            self.chain.run("ledger", "verify", "--data", self.chain.ledger_folder)
            return
        self.chain.run("journal", "verify", "--profile", self.chain.profile_of(register))
        self.chain.run("journal", "rebuild", "--check", "--profile", self.chain.profile_of(register))

    def _guarded(self, side: Callable[[], None]) -> None:
        try:
            side()
        except BaseException as error:
            self.failure = error
            self.stopping.set()

    def _seen_enough(self) -> bool:
        acts, kills = sum(self.town.counts.values()), sum(self.kills.values())
        wanted = self.enough
        return wanted is not None and acts >= wanted.acts and self.nights >= wanted.nights and kills >= wanted.kills

    def _live(self, register: str) -> None:
        """Live and die at one till, again and again."""
        chance = random.Random(f"{self._random.random()}:{register}")
        for point in cycle(("", "", *TILL_POINTS)):
            if self.stopping.is_set():
                return
            armed = "" if self.planted else point
            till = self.chain.open_register(register, f"{armed}:{chance.randint(1, 6)}" if armed else "")
            self.chain.wires[register].mood = chance.choice(MOODS)
            limit_s = 1e6 if self.planted else chance.uniform(*LIFE_S)
            try:
                with by_hand_after(till.process, limit_s) as by_hand:
                    self._act_at(register, till)
            finally:
                reap(till.process)
            if not self.planted:
                self.kills[f"till_{armed}" if armed and not by_hand.is_set() else "till_random"] += 1

    def _act_at(self, register: str, till: Conversation) -> None:
        crew = self.crews[register]
        try:
            crew.resume(till)
            while not (self.planted and self.stopping.is_set()):
                crew.step(till)
        except Dead:
            return

    def _keep_ledger(self) -> None:
        """Serve, be killed, stay away for a while, serve again."""
        for point in cycle(("", *LEDGER_POINTS)):
            if self.stopping.is_set():
                return
            armed = "" if self.planted else point
            try:
                serving = self.chain.serve(f"{armed}:{self._random.randint(1, 4)}" if armed else "")
            except NotServing:
                if not armed:
                    raise
                self.kills[f"ledger_{armed}"] += 1
                continue
            limit = time.monotonic() + self._random.uniform(1.0, 4.0)
            while not self.stopping.wait(0.05) and serving.alive and (self.planted or time.monotonic() < limit):
                pass
            died = not serving.alive
            reap(serving)
            if not self.planted:
                self.kills[f"ledger_{armed}" if armed and died else "ledger_random"] += 1
                self.stopping.wait(self._random.choice((0.0, 0.0, 0.5, 2.0)))

    def _let_nights_pass(self) -> None:
        while not self.stopping.wait(NIGHT_EVERY_S if not self.planted else NIGHT_EVERY_S / 2):
            self._night()
            for wire in self.chain.wires.values() if self.planted else ():
                wire.mood = self._random.choice(("good", "cut"))

    def _night(self) -> None:
        self.chain.next_day()
        self.chain.fold()
        self.nights += 1

    def _rest(self, register: str) -> None:
        with self._opened(register):
            pass

    def _try_all(self, register: str) -> None:
        with self._opened(register) as till:
            self.crews[register].try_all(till)

    @contextmanager
    def _opened(self, register: str) -> Iterator[Conversation]:
        """Open a till whose ticket is ended, and send everything when it is closed."""
        crew = self.crews[register]
        till = self.chain.open_register(register)
        try:
            crew.resume(till)
            crew.come_to_rest(till)
            yield till
            self._send(register, till)
            till.close()
        finally:
            reap(till.process)

    def _send(self, register: str, till: Conversation) -> None:
        for _ in range(SYNC_ATTEMPTS):
            answer = till.ask(do="sync")
            if answer["ok"] and not answer["unsent"]:
                return
            time.sleep(0.2)
        self.crews[register].faults.append(f"till {register} cannot send its entries: {answer}")


def loyalty(seconds: float, *, plant: str = "", seed: int = 1, full: bool = False) -> tuple[str, bool]:
    """Let everybody act for so long. Return the closing line and whether all held."""
    line, found = tortured(max(seconds, FULL_S) if full else seconds, plant=plant, seed=seed)
    for fault in found.faults[:TOLD]:
        print(f"fault: {fault}")
    return line, found.ok


def tortured(seconds: float, *, plant: str = "", seed: int = 1, enough: Enough | None = None) -> tuple[str, Findings]:
    """Let everybody act for so long, or until it is `enough`. Return the closing line and what was found; `plant` may name several bugs."""
    with (
        tempfile.TemporaryDirectory(prefix="comptoir-loyalty-") as name,
        closing(Chain(Path(name), plant, seed=seed)) as chain,
    ):
        chain.build()
        day = Day(chain, seed, planted=bool(plant), enough=PLANT_ENOUGH if plant else enough)
        found = _run(day, seconds)
        return _line(day, found), found


def _run(day: Day, seconds: float) -> Findings:
    try:
        day.act(seconds)
        day.settle()
        found = judge_chain(day.chain, day.acknowledged)
        day.prove(found)
    except (RuntimeError, Dead, TimeoutError, OSError) as error:
        found = Findings(faults=[f"{type(error).__name__}: {error}"])
    found.faults[:0] = [f"a till broke: {report}" for report in day.chain.crashes()]
    found.faults[:0] = [fault for crew in day.crews.values() for fault in crew.faults]
    return found


def _line(day: Day, found: Findings) -> str:
    town, wires = day.town, day.chain.wires.values()
    print(" ".join(f"{name}={count}" for name, count in sorted(town.counts.items())))
    print(" ".join(f"refused_{name}={count}" for name, count in sorted(town.refusals.items())))
    print(" ".join(f"{point}={count}" for point, count in sorted(day.kills.items())))
    counted = " ".join(f"{name}={count}" for name, count in sorted(found.counted.items()))
    return (
        f"acts={sum(town.counts.values())} kinds={len(town.counts)} kills={sum(day.kills.values())} nights={day.nights} "
        f"lost_answers={sum(wire.lost for wire in wires)} doubled_messages={sum(wire.doubled for wire in wires)} "
        f"sales={found.sales} {counted} "
        f"lost={found.lost} duplicated={found.duplicated} double_spent={found.double_spent} faults={len(found.faults)}"
    )
