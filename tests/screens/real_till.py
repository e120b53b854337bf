"""A till with its worker and files behind a screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.bootstrap import Running, open_terminal
from kiosk.services.ports import CardTerminalPort
from tests.flows.harness import Json, make


@contextmanager
def real_till(folder: Path, shop: Json, *, card: CardTerminalPort | None = None, begun_by: str = "") -> Iterator[Running]:
    """Open a new till of a shop file, at work; with `begun_by` that person is logged in and the day open."""
    make(folder, shop)
    with working(folder, card=card, begun_by=begun_by) as running:
        yield running


@contextmanager
def working(folder: Path, *, card: CardTerminalPort | None = None, begun_by: str = "") -> Iterator[Running]:
    """Open a profile, at work."""
    running = open_terminal(folder, card=card)
    if begun_by:
        running.till.begin(begun_by, open_day=True)
    running.start_worker()
    try:
        yield running
    finally:
        running.stop()
