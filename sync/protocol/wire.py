"""Messages between a terminal and the ledger (version 1). Bodies are msgpack, compressed with zstd; requests are signed by the terminal.

The signature covers method, path, time and body, in the header `comptoir-signature`; see `signing_bytes`.
"""

import hashlib
from typing import Literal

import msgspec

from sync.protocol.envelope import Entry
from sync.protocol.text import Text
from sync.protocol.values import IssuedCoupon, RedeemedCoupon, SoldLine, Tender

BATCH_LIMIT_ENTRIES = 200
BATCH_LIMIT_BYTES = 4_000_000
PAGE_LIMIT_RECORDS = 1_000
MEDIA_TYPE = "application/vnd.comptoir.v1+msgpack+zstd"
HEADER_TERMINAL = "comptoir-terminal"
HEADER_AT = "comptoir-at"
HEADER_SIGNATURE = "comptoir-signature"
"""Who speaks, when (ISO 8601 with offset), and the Ed25519 signature in hexadecimal."""

CLOCK_SKEW_LIMIT_S = 24 * 3600
"""A till's clock may be wrong by a day and still be heard: its entries matter more than its clock."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all messages; unknown fields are ignored, so that a newer peer can be understood."""


class EnrolRequest(Message, frozen=True, kw_only=True):
    """`code` is the one-time code; both keys are raw 32-byte public keys (Ed25519 to sign, X25519 to seal the secret for)."""

    code: str
    signing_key: bytes
    sealing_key: bytes
    software: str = ""


class Sealed(Message, frozen=True, kw_only=True):
    """The store secret sealed for the terminal: X25519, HKDF-SHA256, ChaCha20-Poly1305."""

    ephemeral: bytes
    nonce: bytes
    text: bytes


class EnrolAnswer(Message, frozen=True, kw_only=True):
    terminal: str
    store: str
    register: str
    kind: str
    enrolment: int
    shop_key: bytes
    secret: Sealed
    server_time: str
    z_number: int = 0
    perpetual_minor: int = 0
    previous_epoch: str = ""
    previous_seq: int = 0
    previous_hash: str = ""
    closings: list[bytes] = []
    """Where the register's till before this one stopped, as far as it was received: its figures go on, and its chain is named. `closings`
    are facts (JSON) that a yearly closing has still to sum.
    """


class Closing(Message, frozen=True, kw_only=True):
    """A terminal's last closed day."""

    business_day: str
    z_number: int
    expected_minor: int
    counted_minor: int
    over_short_minor: int


class OpenWork(Message, frozen=True, kw_only=True):
    """What a terminal still holds: sales that the ledger lacks, of closed files too; tickets put aside, with what they come to."""

    unsent_sales: int = 0
    held_tickets: int = 0
    held_minor: int = 0


class Report(Message, frozen=True, kw_only=True):
    """What a terminal says of itself with every exchange."""

    epoch: str
    head_seq: int
    head_hash: bytes
    unsent: int
    business_day: str = ""
    staff: str = ""
    closing: Closing | None = None
    software: str = ""
    open_work: OpenWork | None = None


class Push(Message, frozen=True, kw_only=True):
    """Consecutive entries of one epoch."""

    epoch: str
    report: Report
    entries: list[Entry]


class Ack(Message, frozen=True, kw_only=True):
    """Cumulative: every entry of `epoch` up to `seq` is received, and the ledger's hash of it is `hash`."""

    epoch: str
    seq: int
    hash: bytes
    server_time: str
    push_now: int = 0


class FeedRequest(Message, frozen=True, kw_only=True):
    """The cursors this terminal holds, by scope; an absent scope starts at the beginning."""

    report: Report
    cursors: dict[str, int] = {}


class Change(Message, frozen=True, kw_only=True):
    """One record of a scope: `body` is JSON of the record, None a tombstone."""

    key: str
    body: bytes | None


class Page(Message, frozen=True, kw_only=True):
    """Changes of one scope up to `cursor`; `more` when another page follows."""

    scope: str
    cursor: int
    more: bool
    changes: list[Change]


class FeedAnswer(Message, frozen=True, kw_only=True):
    """`push_now` counts the desk's requests to push; a terminal that sees a new count pushes at once."""

    pages: list[Page]
    server_time: str
    push_now: int = 0


class TerminalState(Message, frozen=True, kw_only=True):
    """One terminal as the desk sees it; `last_heard` is empty when it never spoke. `unsent` is its last word, never a guess."""

    terminal: str
    register: str
    kind: str
    last_heard: str = ""
    unsent: int | None = None
    acked_seq: int = 0
    head_seq: int | None = None
    business_day: str = ""
    staff: str = ""
    closing: Closing | None = None
    answered_push: int = 0
    open_work: OpenWork | None = None
    epochs: int = 0
    epoch_closed: str = ""
    """How many chains it has begun, and why the newest was ended on purpose (year or size), empty while it goes on."""


class CaseSum(Message, frozen=True, kw_only=True):
    """The open cases of one code: how many, and what they cost the shop at most."""

    code: str
    count: int
    effect_minor: int = 0


class PeriodState(Message, frozen=True, kw_only=True):
    """A month or year that a register closed, from Z `first_z` to `last_z`; `archived` once its signed archive was made."""

    register: str
    period: str
    key: str
    first_z: int
    last_z: int
    total_minor: int
    archived: bool = False


class MissingZ(Message, frozen=True, kw_only=True):
    """Z numbers that a register must have printed, as later ones are here, and that the ledger never received."""

    register: str
    numbers: list[int]


class PointsOwed(Message, frozen=True, kw_only=True):
    """What all members together are owed of a programme, in its units, pending ones included, and what that is worth in money."""

    programme: str
    name: Text = ""
    kind: Literal["points", "cashback"] = "points"
    units: int = 0
    worth_minor: int = 0


class DeskAnswer(Message, frozen=True, kw_only=True):
    """The store's terminals, the day's figures as the ledger holds them, open cases, and what is owed to members in all stores."""

    store: str
    business_day: str
    terminals: list[TerminalState]
    sales_minor: int
    receipts: int
    cases: int
    push_now: int
    server_time: str
    open_cases: list[CaseSum] = []
    periods: list[PeriodState] = []
    missing_z: list[MissingZ] = []
    owed: list[PointsOwed] = []


class DeskRequest(Message, frozen=True, kw_only=True):
    """The manager's question about one business day, empty for the newest the ledger knows."""

    business_day: str = ""


class WantedPieces(Message, frozen=True, kw_only=True):
    """Pieces of a sold line that a ticket wants to give back; None is all that is left of it."""

    line: int
    pieces: int | None = None


class ReceiptRequest(Message, frozen=True, kw_only=True):
    """Asks for a receipt by its number. With `basket`, what is wanted of it (None: all that is left) is kept for it for a while."""

    receipt: str
    basket: str = ""
    wanted: list[WantedPieces] | None = None


class GivenBack(Message, frozen=True, kw_only=True):
    """What one finished ticket gave back of a receipt, the money it paid out in all, and the coupons it revoked."""

    terminal: str
    epoch: str
    seq: int
    at: str
    lines: list[SoldLine]
    tenders: list[Tender] = []
    revoked: list[RedeemedCoupon] = []


class ReceiptAnswer(Message, frozen=True, kw_only=True):
    """`body` is the sale's entry, byte for byte, or empty while it has not been received. `held` counts pieces by sold line that open
    tickets of other tills are about to give back; `spent` are coupons that the sale issued and that were used, `used` those that it used.
    """

    server_time: str
    body: bytes = b""
    returns: list[GivenBack] = []
    held: dict[int, int] = {}
    spent: list[str] = []
    used: list[IssuedCoupon] = []


class MailRequest(Message, frozen=True, kw_only=True):
    """A receipt to send by e-mail; `code` is its signed token. The same `id` is taken once. The address is erased when it has been sent."""

    id: str
    code: str
    address: str
    language: str = "fr"


class MailAnswer(Message, frozen=True, kw_only=True):
    """The ledger has taken the errand; from here on it is the ledger's to send."""

    server_time: str


class Problem(Message, frozen=True, kw_only=True):
    """An error of the ledger: a code with a sentence of its own at the terminal, the field, and the ack to resume from."""

    code: str
    field: str = ""
    ack: Ack | None = None


def signing_bytes(method: str, path: str, at: str, body: bytes) -> bytes:
    """Return what the terminal signs for a request."""
    return b"\n".join([method.upper().encode(), path.encode(), at.encode(), hashlib.sha256(body).digest()])
