"""What services need of the world: printer, card terminal, clock and ledger. Drivers and twins stand behind these protocols."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol

from sync.protocol.wire import Ack, DeskAnswer, FeedAnswer, FeedRequest, Push


class Clock(Protocol):
    """Wall time. Order never comes from it (law 12)."""

    def now(self) -> datetime:
        """Return the aware wall time in the store's zone."""


class PrinterPort(Protocol):
    """A printer that takes bytes. Its four states are ready, paper_out, off and unknown."""

    def send(self, data: bytes) -> None:
        """Hand over one paper; EnvironmentFault when it could not be handed over whole."""

    def status(self) -> str:
        """Ask its state now; a printer that does not answer is unknown, not out of paper."""


class CardAnswerLike(Protocol):
    """A card terminal's word on one intent; no card number is in it."""

    @property
    def outcome(self) -> Literal["approved", "declined", "uncertain"]: ...


class CardTerminalPort(Protocol):
    """A card terminal. An intent is durable before it is asked, and may be asked about again after a stop."""

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswerLike:
        """Ask for an amount; blocks for a bounded time, then the answer is uncertain."""

    def outcome(self, intent_id: str) -> CardAnswerLike:
        """Ask what became of an intent."""


class LedgerPort(Protocol):
    """The central ledger over the network; every failure is an EnvironmentFault and changes nothing here."""

    def push(self, message: Push) -> Ack: ...
    def feed(self, message: FeedRequest) -> FeedAnswer: ...
    def desk(self, business_day: str) -> DeskAnswer: ...
    def ask_push(self) -> int: ...


Aside = Callable[[Callable[[], CardAnswerLike]], CardAnswerLike]
"""Runs a slow device call beside the worker, so that reads, paper and sync go on meanwhile."""
