"""The ledger as a terminal speaks to it: every request signed with the terminal's key over method, path, time and body."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.client.channel import Channel
from sync.protocol.codec import pack
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
from sync.protocol.wire import (
    HEADER_AT,
    HEADER_SIGNATURE,
    HEADER_TERMINAL,
    Ack,
    DeskAnswer,
    DeskRequest,
    FeedAnswer,
    FeedRequest,
    MailAnswer,
    MailRequest,
    Message,
    Push,
    ReceiptAnswer,
    ReceiptRequest,
    signing_bytes,
)

if TYPE_CHECKING:
    import httpx

Kind = TypeVar("Kind", bound=Message)


def system_clock() -> datetime:
    """Return the present in UTC."""
    return datetime.now(UTC)


class LedgerClient:
    """Speaks for one terminal. Failures are those of `Channel.post`; none has changed anything here."""

    def __init__(
        self,
        url: str,
        terminal: str,
        key: Ed25519PrivateKey,
        *,
        transport: "httpx.BaseTransport | None" = None,
        now: Callable[[], datetime] = system_clock,
    ) -> None:
        self._channel = Channel(url, transport)
        self._terminal = terminal
        self._key = key
        self._now = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._channel.close()

    def push(self, message: Push) -> Ack:
        """Send entries; raises Rejection with an ack when they do not continue the chain the ledger holds."""
        return self._post("/v1/push", message, Ack)

    def feed(self, message: FeedRequest) -> FeedAnswer:
        """Ask for what changed since the cursors."""
        return self._post("/v1/feed", message, FeedAnswer)

    def desk(self, business_day: str = "") -> DeskAnswer:
        """Ask for the store as the ledger sees it; for a manager's terminal only."""
        return self._post("/v1/desk", DeskRequest(business_day=business_day), DeskAnswer)

    def ask_push(self) -> int:
        """Ask the store's terminals to push now; return the count that each will have answered when it has."""
        return self._post("/v1/desk/ask", DeskRequest(), DeskAnswer).push_now

    def receipt(self, message: ReceiptRequest) -> ReceiptAnswer:
        """Ask for a receipt of any till, and keep what a ticket gives back of it; waits no longer than a customer does."""
        return self._post("/v1/receipt", message, ReceiptAnswer, at_counter=True)

    def mail(self, message: MailRequest) -> MailAnswer:
        """Hand over a receipt to send by e-mail; raises Rejection `mail_not_configured` where the ledger sends none."""
        return self._post("/v1/mail", message, MailAnswer, at_counter=True)

    def hold(self, message: HoldRequest) -> HoldAnswer:
        """Reserve a right for a ticket; waits no longer than a customer does."""
        return self._post("/v1/hold", message, HoldAnswer, at_counter=True)

    def release(self, message: ReleaseRequest) -> Taken:
        """Give reservations back."""
        return self._post("/v1/release", message, Taken)

    def lease(self, message: LeaseRequest) -> LeaseAnswer:
        """Tell what was used of this register's leases, and ask for more or give the rest back."""
        return self._post("/v1/lease", message, LeaseAnswer)

    def profiles(self, message: ProfilesPut) -> Taken:
        """Hand over contact data made or changed here; raises Rejection `hash_differs` for what no entry names."""
        return self._post("/v1/profiles", message, Taken)

    def member(self, message: MemberRequest) -> MemberAnswer:
        """Ask for a member of any store, facts of evaluation only; waits no longer than a customer does."""
        return self._post("/v1/member", message, MemberAnswer, at_counter=True)

    def stop(self, message: StopRequest) -> StopAnswer:
        """Stop an offer or let it go on, and hear which registers know it; for a manager's terminal only."""
        return self._post("/v1/stop", message, StopAnswer)

    def erase(self, message: EraseRequest) -> EraseAnswer:
        """Erase a member in all stores; raises Rejection `unknown_member`."""
        return self._post("/v1/member/erase", message, EraseAnswer)

    def export(self, message: EraseRequest) -> ExportAnswer:
        """Return all that the shop holds of a member; raises Rejection `unknown_member`."""
        return self._post("/v1/member/export", message, ExportAnswer)

    def _post(self, path: str, message: Message, answer: type[Kind], *, at_counter: bool = False) -> Kind:
        body = pack(message)
        at = self._now().isoformat(timespec="seconds")
        signature = self._key.sign(signing_bytes("POST", path, at, body)).hex()
        headers = {HEADER_TERMINAL: self._terminal, HEADER_AT: at, HEADER_SIGNATURE: signature}
        return self._channel.post(path, body, headers, answer, at_counter=at_counter)
