"""What one entry says about one member: movements, goods, uses, consents. Ids, codes and figures only, as in the entry itself (law 13)."""

from datetime import date, datetime
from typing import Literal

import msgspec

from sync.protocol.envelope import Body
from sync.protocol.facts import (
    ConsentChanged,
    ConsentGiven,
    MemberCardIssued,
    MemberJoined,
    OfferUse,
    PointsMovement,
    ProfileChanged,
    RecoveryGiven,
    Sale,
)
from sync.protocol.records import ConsentWord
from sync.rules.calendar import local_day
from sync.rules.consents import instant
from sync.rules.member_accounts import Terms
from sync.rules.pieces import GOODS, was_sold
from sync.rules.postings import paid_units
from sync.rules.tiers import Counted

Kind = Literal["opening", "joined", "card", "profile", "consent", "sale", "recovery", "night", "erased"]

_FIRST_DAY, _NO_DAY = "2000-01-01", "2200-01-01"
"""Between them a till's clock may stand."""


class Good(msgspec.Struct, frozen=True, array_like=True):
    """Goods sold (or, below zero, given back): pieces, one for goods by weight, and what they came to."""

    sku: str
    pieces: int
    gross_minor: int


class Activity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened on a local day. `paid` are units tendered by programme, `lots` the entries that returned goods had earned in, `terms`
    what the programmes said then, `night` the day that the store had been brought to; `staff` is who took down a consent or gave something;
    `progress` is what counted towards tiers before the member came to this ledger; `word` is when a consent was changed; who was only
    `named` at a kiosk may have been anybody.
    """

    kind: Kind
    day: str
    at: str = ""
    staff: str = ""
    moves: list[PointsMovement] = []
    paid: dict[str, int] = {}
    lots: list[str] = []
    terms: dict[str, Terms] = {}
    night: str = ""
    goods: list[Good] = []
    uses: list[OfferUse] = []
    spend_minor: int = 0
    card: int = 0
    code: str = ""
    profile_hash: str = ""
    given: list[ConsentGiven] = []
    withdrawn: list[ConsentGiven] = []
    amount_minor: int = 0
    progress: dict[str, int] = {}
    word: ConsentWord | None = None
    named: bool = False

    @property
    def sold(self) -> bool:
        """True when something was bought."""
        return any(good.pieces > 0 for good in self.goods)

    @property
    def returned(self) -> bool:
        """True when something came back."""
        return any(good.pieces < 0 for good in self.goods)

    def counted(self) -> Counted:
        """Return what it counts for towards a tier."""
        earned = self.moves if self.kind == "sale" else []  # a balance that is brought along is no progress
        points = {move.programme: move.earned - move.reversed for move in earned}
        return Counted(self.day, points, self.spend_minor, self.sold, self.progress)

    def owed(self) -> dict[str, int]:
        """Return what the member is owed more by it, by programme."""
        found = {move.programme: move.earned - move.spent - move.reversed + move.restored for move in self.moves}
        for unit, amount in self.paid.items():
            found[unit] = found.get(unit, 0) - amount
        return found


def day_of(body: Body, timezone: str) -> str:
    """Return the local day of an entry; its business day where its time cannot be read, and the first day that counts where neither can."""
    try:
        found = local_day(datetime.fromisoformat(body.at), timezone).isoformat()
    except (ValueError, OverflowError):
        found = ""
    return next(filter(_counts, (found, body.day)), _FIRST_DAY)


def _counts(day: str) -> bool:
    """Tell whether a day can be reckoned with: months are counted on from it and back, and days are compared as text."""
    try:
        return date.fromisoformat(day).isoformat() == day and _FIRST_DAY <= day < _NO_DAY
    except ValueError:
        return False


def of_entry(body: Body, timezone: str, heard: str) -> tuple[str, Activity] | None:
    """Return the member an entry is about, and what it says, `heard` at an instant; None where it is about nobody."""
    fact, day, at, staff = body.fact, day_of(body, timezone), body.at, body.staff
    if isinstance(fact, Sale):
        return (fact.member.id, _of_sale(fact, day, at)) if fact.member is not None else None
    if not isinstance(fact, MemberJoined | MemberCardIssued | ProfileChanged | ConsentChanged | RecoveryGiven):
        return None
    word = ConsentWord(given=fact.given, at=instant(fact.said_at or at, heard)) if isinstance(fact, ConsentChanged) else None
    return fact.member, msgspec.structs.replace(_of_member(fact), day=day, at=at, staff=staff, word=word)


def _of_member(fact: MemberJoined | MemberCardIssued | ProfileChanged | ConsentChanged | RecoveryGiven) -> Activity:
    match fact:
        case MemberJoined():
            return Activity(kind="joined", day="", card=fact.card, code=fact.code, profile_hash=fact.profile_hash, given=fact.consents)
        case MemberCardIssued():
            return Activity(kind="card", day="", card=fact.card)
        case ProfileChanged():
            return Activity(kind="profile", day="", profile_hash=fact.profile_hash)
        case ConsentChanged():
            given, withdrawn = ([fact.consent], []) if fact.given else ([], [fact.consent])
            return Activity(kind="consent", day="", given=given, withdrawn=withdrawn)
        case RecoveryGiven():
            return Activity(kind="recovery", day="", amount_minor=fact.amount_minor)


def _of_sale(sale: Sale, day: str, at: str) -> Activity:
    lines = [line for line in sale.lines if line.kind in GOODS]
    goods = [
        Good(line.sku, _sign(was_sold(line)) * (1 if line.weight_g is not None else abs(line.quantity)), line.gross_minor) for line in lines
    ]
    return Activity(
        kind="sale",
        day=day,
        at=at,
        moves=sale.points,
        paid=paid_units(sale),
        goods=goods,
        uses=sale.uses,
        spend_minor=sum(line.gross_minor for line in lines),
        named=sale.member is not None and not sale.member.proven,
    )


def _sign(sold: bool) -> int:
    return 1 if sold else -1
