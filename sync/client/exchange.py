"""One full round with the ledger: push until nothing is left, then pull until nothing is new. When to do it again is the caller's."""

from collections.abc import Callable
from typing import NamedTuple

from sync.client.ports import Journal, Ledger, ReferenceStore, Reporter
from sync.client.pull import Pulled, pull_all
from sync.client.push import Pushed, push_all


class Progress(NamedTuple):
    """How far a running exchange is."""

    sent: int = 0
    received: int = 0


class Summary(NamedTuple):
    """What an exchange brought."""

    pushed: Pushed
    pulled: Pulled

    @property
    def push_now(self) -> int:
        """The ledger's newest count of requests to push."""
        return self.pulled.push_now


def exchange(
    ledger: Ledger, journal: Journal, store: ReferenceStore, report: Reporter, on_progress: Callable[[Progress], None] | None = None
) -> Summary:
    """Do one round. Raises EnvironmentFault and Refusal; what was done until then stays done, and the next round goes on from it."""

    def say(sent: int, received: int) -> None:
        if on_progress:
            on_progress(Progress(sent, received))

    pushed = push_all(ledger, journal, report, lambda sent: say(sent, 0))
    pulled = pull_all(ledger, store, report, lambda received: say(pushed.entries, received))
    return Summary(pushed, pulled)
