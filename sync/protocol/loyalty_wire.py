"""Messages about members and their rights between a terminal and the ledger: holds, leases, profiles and stops.

They are sent as `sync.protocol.wire` says.
"""

from typing import Literal

from sync.protocol.records import Lease, Member
from sync.protocol.wire import Message

HOLD_LIFE_S = 900
"""A hold that no sale confirmed by then is free again: longer than a queue at the till, shorter than a customer's patience elsewhere."""

HOLDS_LIMIT = 200
"""So many open holds a terminal may have."""

Right = Literal["coupon", "points", "gift_card", "reward"]


class HoldRequest(Message, frozen=True, kw_only=True):
    """Reserves a right for a ticket. `id` is terminal, epoch and counter; the same id is granted once and answered alike ever after.

    `subject` is the coupon's id, the programme, the card's id or the reward; `member` owns points and rewards; `amount` counts their units.
    """

    id: str
    right: Right
    subject: str
    amount: int = 1
    member: str = ""
    basket: str = ""


class HoldAnswer(Message, frozen=True, kw_only=True):
    """`cause` is empty when granted until `until`; else why not (used, held, revoked, unknown, too_little, stopped, not_yours), `at` and
    `where` (a register) it was used, and `left` of it."""

    server_time: str
    cause: str = ""
    until: str = ""
    left: int = 0
    at: str = ""
    where: str = ""


class ReleaseRequest(Message, frozen=True, kw_only=True):
    """Gives holds back: their tickets will not use them."""

    ids: list[str]


class LeaseRequest(Message, frozen=True, kw_only=True):
    """What this register has spent of its leases so far, and for which offers it wants more; with `close` the rest goes back."""

    spent: list[Lease] = []
    wanted: list[str] = []
    close: bool = False


class LeaseAnswer(Message, frozen=True, kw_only=True):
    """This register's leases, all grants so far."""

    server_time: str
    leases: list[Lease]


class ProfilePut(Message, frozen=True, kw_only=True):
    """A profile made or changed at a terminal; its hash stands in the entry that is sent with it. Taken once, the newest wins."""

    member: str
    salt: str
    fields: dict[str, str]
    at: str


class ProfilesPut(Message, frozen=True, kw_only=True):
    """Profiles that wait at a terminal."""

    profiles: list[ProfilePut]


class Taken(Message, frozen=True, kw_only=True):
    """The ledger has it; from here on it is the ledger's."""

    server_time: str


class MemberRequest(Message, frozen=True, kw_only=True):
    """Asks for a member of any store: one of the random id, the card's code, or a keyed hash of phone or e-mail."""

    id: str = ""
    code: str = ""
    key: str = ""


class MemberAnswer(Message, frozen=True, kw_only=True):
    """What evaluation may know of the member, None when there is none; never contact data."""

    server_time: str
    member: Member | None = None


class EraseRequest(Message, frozen=True, kw_only=True):
    """Erases a member everywhere, by tombstone; what law makes the shop keep is named in the answer."""

    member: str


class EraseAnswer(Message, frozen=True, kw_only=True):
    """`kept` are what stays, by code, and until which local day."""

    server_time: str
    kept: dict[str, str] = {}


class ExportAnswer(Message, frozen=True, kw_only=True):
    """Everything the shop holds of a member, as one JSON document."""

    server_time: str
    document: bytes


class StopRequest(Message, frozen=True, kw_only=True):
    """Stops an offer, or lets it go on."""

    offer: str
    stop: bool = True


class StopAnswer(Message, frozen=True, kw_only=True):
    """Which registers have confirmed the stop, which have not, and what the latter may still give away at worst (None: no bound)."""

    server_time: str
    confirmed: list[str]
    open: list[str]
    worst_minor: int | None = None
