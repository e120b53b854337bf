"""When an epoch ends: at the yearly closing, or when its file has grown to its bound; never while work is open."""

import logging

from kiosk.services import put_aside
from kiosk.services.spooler import SECOND_KIND, WORK_KIND
from kiosk.services.work import Terminal, Work
from sync.protocol.errors import EnvironmentFault

SIZE_LIMIT_BYTES = 2**30
DUE, _REASON = "epoch_due", "reason"
"""The kind of open work that says an epoch is to end, and why, as soon as nothing is open."""
ARCHIVE_DUE = "archive_due"
"""The kind of open work that names a closed period whose archive has still to be written."""

_OPEN = (WORK_KIND, SECOND_KIND, put_aside.WORK_KIND, ARCHIVE_DUE)
_log = logging.getLogger(__name__)


def demand(work: Work, reason: str) -> None:
    """Have this epoch end, for `reason` year or size, once this unit is committed, no day is open, and nothing else."""
    work.unit.put(DUE, _REASON, reason.encode())
    between_days(work)


def at_opening(work: Work) -> None:
    """A day is opened: if the file has grown to its bound, its epoch ends with this day."""
    if work.terminal.store.size_bytes >= SIZE_LIMIT_BYTES:
        work.unit.put(DUE, _REASON, b"size")


def between_days(work: Work) -> None:
    """No day is open once this unit is committed: an end that is due can come, unless papers are waited for."""
    work.after.append(lambda: turn_if_due(work.terminal))


def turn_if_due(terminal: Terminal) -> None:
    """End the epoch if it is due and no paper, ticket or archive is open; what the disk refuses is tried again with the next unit.

    To be called while no day is open: with a closing, and when a paper of it came out later.
    """
    store = terminal.store
    reason = store.get(DUE, _REASON)
    if reason is None or any(store.count(kind) for kind in _OPEN):
        return
    try:
        store.turn_epoch(reason.decode(), settles=(DUE, _REASON))
    except EnvironmentFault as fault:
        _log.warning("epoch not closed yet: %s", fault.code)
