"""What both players have in common: a till of the same shop, a clock, a scale and a card terminal that the script moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.bootstrap import Running, open_terminal
from kiosk.devices.card import SimulatedCardTerminal
from kiosk.devices.scale import SimulatedScale
from kiosk.services import print_queue
from kiosk.services.commands import Clock
from kiosk.services.queries import PaperRow
from sync.protocol.envelope import Body, decode_body
from tests.flows.harness import make
from tests.screens.scripted_day.shop import shop

BEGIN = "2026-11-22T08:00:00+01:00"
BATCH = 10_000


class World:
    """A running till and what stands around it."""

    def __init__(self, running: Running, scale: SimulatedScale, card: SimulatedCardTerminal) -> None:
        self.running, self.scale, self.card = running, scale, card

    def clock(self, at: str) -> None:
        """Let it be another time."""
        assert self.running.worker.execute(Clock(at=at)).ok

    def load(self, weight_g: int) -> None:
        """Put something on the scale, or nothing."""
        self.scale.put(weight_g)

    def terminal(self, word: Any) -> None:
        """Say what the card terminal answers next."""
        self.card.script(word)

    def journal(self) -> list[Body]:
        """The whole journal, in order."""
        store = self.running.till.terminal.store
        return [decode_body(entry.body) for entry in self.running.worker.call(lambda: list(store.entries(0, BATCH)))]

    def papers(self) -> list[PaperRow]:
        """Every paper that was queued, in order."""
        return self.running.worker.call(lambda: print_queue.rows(self.running.till.terminal))


@contextmanager
def opened(folder: Path) -> Iterator[World]:
    """Open a new till of the shop. Papers wait in its queue, for no printer stands here."""
    make(folder, shop())
    scale, card = SimulatedScale(), SimulatedCardTerminal(folder / "card.json")
    running = open_terminal(folder, manual_clock=True, card=card, scale=scale)
    running.till.terminal.has_printer = True
    running.start_worker()
    running.worker.call(running.till.terminal.store.forget_time)
    world = World(running, scale, card)
    world.clock(BEGIN)
    try:
        yield world
    finally:
        running.stop_worker()
