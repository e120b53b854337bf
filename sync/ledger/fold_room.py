"""The thread that folds each store at its day's change, and finishes erasures, while the ledger serves; any worker may run one."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from sync.ledger.context import Context
from sync.ledger.erasing import scrub_again
from sync.ledger.fold import fold
from sync.protocol.errors import EnvironmentFault

EVERY_S = 60.0

_log = logging.getLogger(__name__)


@contextmanager
def folding(context: Context, every_s: float = EVERY_S) -> Iterator[None]:
    """Fold whatever day has begun, for as long as the block lasts."""
    stopping = threading.Event()
    thread = threading.Thread(target=_run, args=(context, stopping, every_s), name="fold", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _run(context: Context, stopping: threading.Event, every_s: float) -> None:
    while not stopping.wait(every_s):
        try:
            for done in fold(context):
                _log.info("folded store=%s day=%s members=%d moved=%d", done.store, done.day, done.members, done.moved)
            scrub_again(context)
        except (DBAPIError, EnvironmentFault) as error:
            _log.warning("fold_room cause=%s", type(error).__name__)
