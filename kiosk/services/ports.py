"""What services need of the world: printer, card terminal, clock and ledger. Drivers and twins stand behind these protocols."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from sync.protocol.loyalty_wire import (
    EraseAnswer,
    EraseRequest,
    ExportAnswer,
    HoldAnswer,
    HoldRequest,
    LeaseAnswer,
    LeaseRequest,
    MemberAnswer,
    MemberRequest,
    ProfilesPut,
    ReleaseRequest,
    StopAnswer,
    StopRequest,
    Taken,
)
from sync.protocol.wire import Ack, DeskAnswer, FeedAnswer, FeedRequest, MailAnswer, MailRequest, Push, ReceiptAnswer, ReceiptRequest

if TYPE_CHECKING:
    from kiosk.devices.pole import Row
    from kiosk.devices.sounds import Sound


class Clock(Protocol):
    """Wall time. Order never comes from it (law 12)."""

    def now(self) -> datetime:
        """Return the aware wall time in the store's zone."""


class PrinterPort(Protocol):
    """A printer that takes bytes. Its four states are ready, paper_out, off and unknown."""

    def send(self, data: bytes) -> str:
        """Hand over one paper and return the state it told afterwards; EnvironmentFault when it could not be handed over whole."""

    def status(self) -> str:
        """Ask its state now; a printer that does not answer is unknown, not out of paper."""


class CardAnswerLike(Protocol):
    """A card terminal's word on one intent; no card number, name or expiry is in it.

    `reference` is what the terminal calls the payment and is needed to reverse it. `approved_minor` is set where less was approved than was
    asked for. `cause` says why an intent was declined, "" where the bank or the terminal gave no reason that a person could act on:
    `aborted` (stopped at the terminal), `busy` and `unreachable` (nothing was asked), `unsupported` (this terminal does not do that).
    """

    @property
    def outcome(self) -> Literal["approved", "declined", "uncertain"]: ...
    @property
    def reference(self) -> str: ...
    @property
    def approved_minor(self) -> int | None: ...
    @property
    def cause(self) -> Literal["", "aborted", "busy", "unreachable", "unsupported"]: ...


class CardTerminalPort(Protocol):
    """A card terminal. An intent is durable before it is asked, and may be asked about again after a stop, by another process too.

    Nothing is raised for what a terminal or its line may do: where nobody can know whether money moved, the answer is uncertain.
    The same intent asked twice moves money once.
    """

    def ask(self, intent_id: str, amount_minor: int) -> CardAnswerLike:
        """Ask for an amount, a negative one to pay back; blocks for a bounded time, then the answer is uncertain."""

    def reverse(self, intent_id: str, amount_minor: int, payment_id: str, reference: str) -> CardAnswerLike:
        """Take back the approved payment `payment_id` that the terminal called `reference`, whole.

        `intent_id` is the reversal's own; `amount_minor` is what moved then, negative where it was paid back to the card.
        """

    def outcome(self, intent_id: str) -> CardAnswerLike:
        """Ask what became of an intent, a payment's or a reversal's; one that surely never moved money is declined."""


class WeightLike(Protocol):
    """A weight as the scale shows it, tare taken off; negative when something it was zeroed with was taken away."""

    @property
    def weight_g(self) -> int: ...
    @property
    def stable(self) -> bool:
        """False while the scale has not come to rest."""


class ScalePort(Protocol):
    """A scale that is asked for the weight lying on it."""

    def weigh(self) -> WeightLike:
        """Ask the weight; blocks for a bounded time.

        EnvironmentFault scale_silent (no answer), scale_garbled (one not understood), scale_overload or scale_unready (not zeroed yet).
        """


class PolePort(Protocol):
    """A customer display of two lines. Whoever must not wait calls it aside."""

    def show(self, upper: "Row", lower: "Row") -> None:
        """Show two lines in place of those before; EnvironmentFault pole_off where there is no display."""

    def status(self) -> str:
        """Say ready, off or unknown."""


class Sounds(Protocol):
    """Short sounds. Nothing waits for one, and a machine without a loudspeaker is silent."""

    def play(self, name: "Sound") -> None:
        """Play a sound soon, or never."""


class LedgerPort(Protocol):
    """The central ledger over the network; every failure is an EnvironmentFault and changes nothing here."""

    def push(self, message: Push) -> Ack: ...
    def feed(self, message: FeedRequest) -> FeedAnswer: ...
    def desk(self, business_day: str) -> DeskAnswer: ...
    def ask_push(self) -> int: ...
    def close(self) -> None: ...
    def receipt(self, message: ReceiptRequest) -> ReceiptAnswer: ...
    def mail(self, message: MailRequest) -> MailAnswer: ...
    def hold(self, message: HoldRequest) -> HoldAnswer: ...
    def release(self, message: ReleaseRequest) -> Taken: ...
    def lease(self, message: LeaseRequest) -> LeaseAnswer: ...
    def member(self, message: MemberRequest) -> MemberAnswer: ...
    def profiles(self, message: ProfilesPut) -> Taken: ...
    def erase(self, message: EraseRequest) -> EraseAnswer: ...
    def export(self, message: EraseRequest) -> ExportAnswer: ...
    def stop(self, message: StopRequest) -> StopAnswer: ...


class RightsPort(Protocol):
    """Who knows of rights that may be had once in all stores: the ledger."""

    def hold(self, message: HoldRequest) -> HoldAnswer:
        """Reserve a right for a ticket; waits no longer than a customer does."""

    def release(self, message: ReleaseRequest) -> Taken:
        """Give reservations back."""

    def lease(self, message: LeaseRequest) -> LeaseAnswer:
        """Tell what was used of this register's leases, and ask for more or give the rest back."""


class MembersPort(Protocol):
    """Who keeps the members of all stores: the ledger. Refusal `unknown_member` for one to erase or export whom it does not know."""

    def member(self, message: MemberRequest) -> MemberAnswer:
        """Ask for a member, facts of evaluation only; waits no longer than a customer does."""

    def profiles(self, message: ProfilesPut) -> Taken:
        """Hand over contact data made or changed here."""

    def erase(self, message: EraseRequest) -> EraseAnswer:
        """Erase a member in all stores; says what law makes the shop keep."""

    def export(self, message: EraseRequest) -> ExportAnswer:
        """Return all that the shop holds of a member."""


class StopPort(Protocol):
    """Who stops an offer in all stores: the ledger."""

    def stop(self, message: StopRequest) -> StopAnswer:
        """Stop an offer or let it go on, and tell who has heard of it."""


class MailPort(Protocol):
    """Who sends receipts by e-mail: the ledger."""

    def mail(self, message: MailRequest) -> MailAnswer:
        """Hand over an errand, once by its id; waits no longer than a customer does. Refusal mail_not_configured where none is sent."""


class ReceiptsPort(Protocol):
    """Who knows receipts of every till: the ledger."""

    def receipt(self, message: ReceiptRequest) -> ReceiptAnswer:
        """Ask for a receipt, and have pieces of it kept for a ticket; waits no longer than a customer does."""
