"""Work that a serving ledger does beside its requests: turn after turn on a thread of its own, whatever a turn meets."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from sync.protocol.errors import EnvironmentFault

_log = logging.getLogger(__name__)


@contextmanager
def turns(name: str, turn: Callable[[], None], every_s: float) -> Iterator[None]:
    """Take a turn every so often for as long as the block lasts; one that meets a fault is taken again when the next is due."""
    stopping = threading.Event()

    def run() -> None:
        while not stopping.wait(every_s):
            try:
                turn()
            except (DBAPIError, EnvironmentFault) as error:
                _log.warning("%s cause=%s", name, type(error).__name__)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()
