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
    """Have this epoch end, for `reason` year or size, once this unit is committed and nothing is open any more."""
    work.unit.put(DUE, _REASON, reason.encode())
    work.after.append(lambda: turn_if_due(work.terminal))


def after_closing(work: Work) -> None:
    """A day was closed: look whether the file has grown to its bound, or an end that was put off can come now."""
    if work.terminal.store.size_bytes >= SIZE_LIMIT_BYTES:
        demand(work, "size")
    else:
        work.after.append(lambda: turn_if_due(work.terminal))


def turn_if_due(terminal: Terminal) -> None:
    """End the epoch if it is due and no paper, ticket or archive is open; what the disk refuses is tried again with the next unit."""
    store = terminal.store
    reason = store.get(DUE, _REASON)
    if reason is None or any(store.count(kind) for kind in _OPEN):
        return
    try:
        store.turn_epoch(reason.decode(), settles=(DUE, _REASON))
    except EnvironmentFault as fault:
        _log.warning("epoch not closed yet: %s", fault.code)
