"""What an exchange needs of the terminal and of the network; bootstrap joins them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from sync.protocol.envelope import Entry
from sync.protocol.wire import Ack, FeedAnswer, FeedRequest, Page, Push, Report

Reporter = Callable[[], Report]
"""Gives the terminal's word of itself, made anew for every message."""


class Journal(Protocol):
    """The queue of one epoch: append-only, read behind a cursor that only an acknowledgement moves."""

    @property
    def epoch(self) -> str:
        """The epoch whose entries these are."""

    @property
    def acknowledged(self) -> int:
        """The number of the last entry that the ledger is known to hold, 0 before the first."""

    def entries(self, after_seq: int, limit: int) -> Sequence[Entry]:
        """Return up to `limit` entries that follow `after_seq`, in order."""

    def entry(self, seq: int) -> Entry | None:
        """Return one entry."""

    def acknowledge(self, epoch: str, seq: int, hash: bytes) -> None:
        """Move the cursor forward; durable when it returns."""


class ReferenceStore(Protocol):
    """Where pages of the feed go, each with its cursor in one transaction."""

    def cursors(self) -> Mapping[str, int]:
        """Return how far each scope is applied."""

    def apply(self, page: Page) -> None:
        """Apply a page and its cursor."""


class Ledger(Protocol):
    """The ledger as an exchange sees it; every failure is an EnvironmentFault or a Refusal and has changed nothing here."""

    def push(self, message: Push) -> Ack:
        """Send entries; an answer says how far the ledger holds them."""

    def feed(self, message: FeedRequest) -> FeedAnswer:
        """Ask for what changed."""
