"""Down: pages of every scope behind their cursors, until the ledger has no more."""

from collections.abc import Callable
from typing import NamedTuple

from sync.client.ports import Ledger, ReferenceStore, Reporter
from sync.protocol.errors import EnvironmentFault
from sync.protocol.wire import FeedAnswer, FeedRequest

ROUNDS_LIMIT = 10_000
"""Ten million records in one run; a ledger that has more than that to say is not making sense."""

OnReceived = Callable[[int], None]
"""Told how many records have been applied so far in this run."""


class Pulled(NamedTuple):
    """What a run brought: records by scope, and the ledger's count of requests to push."""

    records: dict[str, int]
    push_now: int
    server_time: str


def pull_all(ledger: Ledger, store: ReferenceStore, report: Reporter, on_received: OnReceived | None = None) -> Pulled:
    """Apply pages until no scope has more. Raises EnvironmentFault; pages applied until then stay applied."""
    records: dict[str, int] = {}
    for _ in range(ROUNDS_LIMIT):
        answer = ledger.feed(FeedRequest(report=report(), cursors=dict(store.cursors())))
        applied = _apply(store, answer, records)
        if on_received and applied:
            on_received(sum(records.values()))
        if not any(page.more for page in answer.pages):
            return Pulled(records, answer.push_now, answer.server_time)
        if not applied:
            break
    raise EnvironmentFault("ledger_nonsense", reason="endless_feed")


def _apply(store: ReferenceStore, answer: FeedAnswer, records: dict[str, int]) -> int:
    """Apply the pages that carry something; a scope that found no room in this answer comes with the next."""
    pages = [page for page in answer.pages if page.changes]
    for page in pages:
        store.apply(page)
        records[page.scope] = records.get(page.scope, 0) + len(page.changes)
    return sum(len(page.changes) for page in pages)
