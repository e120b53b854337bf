"""Up: entries behind the cursor in batches. An acknowledgement is believed only if it carries our own hash of our own entry."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sync.base.points import reach
from sync.client.channel import Rejection
from sync.client.ports import Journal, Ledger, Reporter
from sync.protocol.envelope import GENESIS, Entry
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import BATCH_LIMIT_BYTES, BATCH_LIMIT_ENTRIES, Ack, Push

OnSent = Callable[[int], None]
"""Told how many entries have been acknowledged so far in this run."""


class Pushed(NamedTuple):
    """What a run brought: entries acknowledged, how often the ledger asked to begin earlier, and its count of requests to push."""

    entries: int = 0
    rewinds: int = 0
    push_now: int = 0
    server_time: str = ""


def push_all(ledger: Ledger, journal: Journal, report: Reporter, on_sent: OnSent | None = None) -> Pushed:
    """Push until the journal has nothing more. Raises EnvironmentFault and Refusal; what was acknowledged until then stays so."""
    start = journal.acknowledged
    position, done = start, Pushed()
    while batch := _batch(journal, position):
        ack, rewound = _offer(ledger, Push(epoch=journal.epoch, report=report(), entries=list(batch)), position)
        _believe(journal, ack)
        if not rewound and ack.seq <= position:
            raise EnvironmentFault("ledger_nonsense", reason="no_progress")
        if rewound and done.rewinds:
            # Once is a ledger restored from an older copy; again within one run is no ledger we can talk to.
            raise EnvironmentFault("ledger_nonsense", reason="rewound_twice")
        if ack.seq > journal.acknowledged:
            journal.acknowledge(ack.epoch, ack.seq, ack.hash)
        reach("after_acknowledgement")
        position = ack.seq
        done = Pushed(max(position - start, done.entries), done.rewinds + rewound, ack.push_now, ack.server_time)
        if on_sent:
            on_sent(done.entries)
    return done


def _offer(ledger: Ledger, message: Push, position: int) -> tuple[Ack, bool]:
    """Send a batch; return how far the ledger holds the chain, and whether that is before where we stood."""
    reach("before_send")
    try:
        return ledger.push(message), False
    except Rejection as refused:
        if refused.code != "gap" or refused.ack is None or refused.ack.seq >= position:
            raise
        return refused.ack, True


def _batch(journal: Journal, after_seq: int) -> Sequence[Entry]:
    """Return the next entries within both bounds of a batch, at least one if there is one."""
    found = journal.entries(after_seq, BATCH_LIMIT_ENTRIES)
    size = 0
    for count, entry in enumerate(found):
        size += len(entry.body)
        if size > BATCH_LIMIT_BYTES and count:
            return found[:count]
    return found


def _believe(journal: Journal, ack: Ack) -> None:
    """Raise EnvironmentFault ledger_nonsense unless the acknowledgement is about our chain."""
    ours = journal.entry(ack.seq) if ack.seq > 0 else None
    known = GENESIS if ack.seq == 0 else ours.hash if ours else None
    if ack.epoch != journal.epoch or known != ack.hash:
        raise EnvironmentFault("ledger_nonsense", reason="acknowledgement")
