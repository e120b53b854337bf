"""A ledger and three headless tills of two stores as processes of the shipped command, each till behind a wire of its own."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tests.faults.loyalty.shop import TILLS, TIMEZONE, chain_file
from tests.faults.loyalty.wires import Wire
from tests.faults.starter import Started
from tests.faults.world import Conversation, World, reap

Done = TypeVar("Done")

LEDGER_CLOCK = "chain_clock"
"""A plant that is no bug: the ledger's days are the chain's, read from a file, so that its nights may fall when the tills' do."""


def together(work: Callable[[str], Done], each: Iterable[str]) -> dict[str, Done]:
    """Do the same for each at once; raises what the first of them raised."""
    with ThreadPoolExecutor() as pool:
        doing = {one: pool.submit(work, one) for one in each}
        return {one: done.result() for one, done in doing.items()}


class Chain(World):
    """`day` counts the nights so far; the tills' clocks and the ledger's are moved by it."""

    def __init__(self, folder: Path, plant: str = "", *, seed: int = 1, shop: dict[str, Any] | None = None) -> None:
        clock = folder / "days"
        plants = ",".join(filter(None, (LEDGER_CLOCK, plant)))
        super().__init__(folder, plants, shop=shop or chain_file(), settings={"COMPTOIR_TEST_DAYS": str(clock)})
        self._clock = clock
        self._set_day(0)
        self.wires = {register: Wire(seed * 100 + place) for place, register in enumerate(TILLS)}

    def build(self) -> None:
        """Make the ledger, import the chain, and enrol every till through its wire."""
        shop = self.folder / "shop.json"
        shop.write_text(json.dumps(self._shop), encoding="utf-8")
        self.run("ledger", "init", "--data", self.ledger_folder)
        self.run("ledger", "import", shop, "--data", self.ledger_folder)
        codes = together(lambda register: self.run("ledger", "enrol", register, "--data", self.ledger_folder).strip(), TILLS)
        serving = self.serve()
        together(lambda register: self._enrol(register, codes[register]), TILLS)
        reap(serving)

    def serve(self, kill_at: str = "") -> Started:
        """Start the ledger, and let every wire lead to it."""
        serving = super().serve(kill_at)
        for wire in self.wires.values():
            wire.target = self.port
        return serving

    def profile_of(self, register: str) -> Path:
        return self.folder / f"till-{register}"

    def open_register(self, register: str, kill_at: str = "") -> Conversation:
        """Start a till, whose clock is the chain's."""
        return Conversation(
            self._start(f"till-{register}", "till", "--profile", self.profile_of(register), "--manual-clock", kill_at=kill_at)
        )

    def _enrol(self, register: str, code: str) -> None:
        self.run("enrol", self.wires[register].url, code, "--profile", self.profile_of(register))
        self.run("sync", "now", "--profile", self.profile_of(register))

    def now(self) -> datetime:
        """Return the chain's time."""
        return datetime.now(ZoneInfo(TIMEZONE)) + timedelta(days=self.day)

    def next_day(self) -> None:
        """Let midnight pass."""
        self._set_day(self.day + 1)

    def _set_day(self, day: int) -> None:
        """Whoever reads the file finds the old day or the new one, never none."""
        self.day = day
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(day), encoding="utf-8")
        fresh.replace(self._clock)

    def fold(self) -> str:
        """Let the ledger make its night."""
        return self.run("ledger", "fold", "--data", self.ledger_folder)

    def crashes(self) -> list[str]:
        """Return the tills' reports of what went wrong in the program."""
        reports = (path for register in TILLS for path in sorted((self.profile_of(register) / "crashes").glob("*.json")))
        return [json.dumps(json.loads(report.read_bytes())["errors"]) for report in reports]

    def close(self) -> None:
        for wire in self.wires.values():
            wire.close()
        super().close()
