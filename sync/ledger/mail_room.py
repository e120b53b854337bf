"""The thread that sends receipts by e-mail while the ledger serves: turn after turn, whatever the mail server does."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from sync.ledger.context import Context
from sync.ledger.mail import send_due
from sync.protocol.errors import EnvironmentFault

EVERY_S = 5.0

_log = logging.getLogger(__name__)


@contextmanager
def sending(context: Context, every_s: float = EVERY_S) -> Iterator[None]:
    """Send what is due for as long as the block lasts; without a mail server there is nothing to do."""
    if context.mail is None:
        yield
        return
    stopping = threading.Event()
    thread = threading.Thread(target=_run, args=(context, stopping, every_s), name="mail", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _run(context: Context, stopping: threading.Event, every_s: float) -> None:
    while not stopping.wait(every_s):
        try:
            send_due(context)
        except (DBAPIError, EnvironmentFault) as error:
            _log.warning("mail_room cause=%s", type(error).__name__)
