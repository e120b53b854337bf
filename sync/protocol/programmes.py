"""Programmes as data: what members earn, hold, reach and are given (LOYALTY.md P1, P3 to P7, P13, P17). Shapes as in the shop file.

A programme's `id` is the unit of its balances: points are counted in pieces, cashback in minor units, a card's punches in pieces.
"""

from typing import Literal

from sync.protocol.offers import Choice, CouponValid
from sync.protocol.record import Record
from sync.protocol.text import Text


class EarnRate(Record, frozen=True, kw_only=True):
    """Another rate for some goods or some members: `times_bp` of the programme's own. Of the rates that fit a line the greatest counts, and
    a member's comes on top of the goods' (20000 and 15000 make 30000)."""

    of: Choice | None = None
    tiers: list[str] = []
    segments: list[str] = []
    times_bp: int


class EarnPieces(Record, frozen=True, kw_only=True):
    """So many points for each piece of some goods, besides what they earn by amount."""

    of: Choice
    points: int


class PointsEarn(Record, frozen=True, kw_only=True):
    """`points` for every whole `per_minor` of the basket's gross or net, floored once a basket, after discounts.

    `of` are the goods that earn, absent all. `visit` points are given once a member and local day.
    """

    points: int
    per_minor: int
    on: Literal["gross", "net"] = "gross"
    of: Choice | None = None
    rates: list[EarnRate] = []
    pieces: list[EarnPieces] = []
    visit: int = 0


class Expiry(Record, frozen=True, kw_only=True):
    """When a lot ends, at the end of a local day. rolling: `months` or `days` after it was earned, or after the end of that month with
    `whole_month`; fixed_day: on the next `day` (MM-DD) at least `months` off; inactivity: `months` after the member's last sale."""

    kind: Literal["rolling", "fixed_day", "inactivity"]
    months: int = 0
    days: int = 0
    day: str = ""
    whole_month: bool = False


class Spend(Record, frozen=True, kw_only=True):
    """How points are spent as a tender: in whole steps, at least `least` at once, at most `most_bp` of what is due; `tender` false allows
    rewards only."""

    step: int = 1
    least: int = 1
    most_bp: int = 10_000
    tender: bool = True


class Reward(Record, frozen=True, kw_only=True):
    """What `points` buy. amount: `amount_minor` off the basket; percent: `percent_bp` off it; product: `quantity` pieces of the goods
    `of` free; gift_card: one over `amount_minor`; event and access: a word on the receipt.

    `repeat` allows as many claims as the basket has use for: a claim that would take off nothing is never charged. `stock` bounds all
    claims.
    """

    id: str
    name: Text = ""
    points: int
    kind: Literal["amount", "percent", "product", "gift_card", "event", "access"]
    amount_minor: int = 0
    percent_bp: int = 0
    of: Choice | None = None
    quantity: int = 1
    repeat: bool = False
    stock: int | None = None
    tiers: list[str] = []


class ProgrammeBase(Record, frozen=True, kw_only=True):
    """What all programmes have."""

    id: str
    name: Text = ""


class PointsProgramme(ProgrammeBase, tag_field="kind", tag="points", frozen=True, kw_only=True):
    """Points by amount, product and visit, worth `value_minor` each, usable after `pending_days`, in lots that expire.

    `returned` says what a return does to points that are spent already: debit leaves a debt, floor takes back what is there.
    """

    earn: PointsEarn
    value_minor: int = 1
    pending_days: int = 0
    expiry: Expiry | None = None
    spend: Spend = Spend()
    rewards: list[Reward] = []
    returned: Literal["debit", "floor"] = "debit"


class Tier(Record, frozen=True, kw_only=True):
    """A tier from `need` on; `perks` are words for the member."""

    id: str
    name: Text = ""
    need: int
    perks: list[Text] = []


class TiersProgramme(ProgrammeBase, tag_field="kind", tag="tiers", frozen=True, kw_only=True):
    """Tiers by points earned (of programme `points`), minor units spent, or visits, within the last `months` or, with 0, the calendar
    year.

    A lost tier stays for `grace_days`; then the member falls to what is reached, or (`downgrade` step) by one tier, or never.
    `returned` says whether a threshold lost by a return takes the tier at once (drop) or at its end (keep).
    """

    by: Literal["points", "spend", "visits"]
    points: str = ""
    months: int = 12
    tiers: list[Tier]
    grace_days: int = 0
    downgrade: Literal["reached", "step", "never"] = "reached"
    returned: Literal["keep", "drop"] = "keep"


class CashbackProgramme(ProgrammeBase, tag_field="kind", tag="cashback", frozen=True, kw_only=True):
    """A percentage of what is paid for some goods, back as store credit in minor units, rounded down once a basket; with expiry."""

    percent_bp: int
    of: Choice | None = None
    tiers: list[str] = []
    pending_days: int = 0
    expiry: Expiry | None = None
    returned: Literal["debit", "floor"] = "floor"


class PunchProgramme(ProgrammeBase, tag_field="kind", tag="punch", frozen=True, kw_only=True):
    """A card of `needs` punches, one for each piece of some goods or one a visit; a full card gives `quantity` pieces of `gives`
    (absent: of the same goods) with `percent_bp` off, the cheapest first. Pieces that are given earn no punch.
    """

    of: Choice | None = None
    per: Literal["piece", "visit"] = "piece"
    needs: int
    gives: Choice | None = None
    quantity: int = 1
    percent_bp: int = 10_000
    expiry: Expiry | None = None


class MembershipProgramme(ProgrammeBase, tag_field="kind", tag="membership", frozen=True, kw_only=True):
    """A membership sold as the product `sku`: for `months` from the sale, or from its own end when renewed, the member is in segment
    `segment`, by which offers and rates know it. A reminder is shown `remind_days` before the end.
    """

    sku: str
    months: int = 12
    segment: str
    remind_days: int = 30


class SegmentProgramme(ProgrammeBase, tag_field="kind", tag="segment", frozen=True, kw_only=True):
    """A segment that the ledger's nightly fold puts members in: all of the absent-or-met conditions within the last `days`: last sale
    at most `recency_days` ago (or at least `absent_days`), so many sales, so much spent, and goods bought.
    """

    days: int = 365
    recency_days: int | None = None
    absent_days: int | None = None
    least_sales: int | None = None
    least_minor: int | None = None
    bought: Choice | None = None


class RecoveryProgramme(ProgrammeBase, tag_field="kind", tag="recovery", frozen=True, kw_only=True):
    """What staff may give to make good: a coupon, or store credit, up to `most_minor` by role, so many a day and person; a greater
    amount asks for approval. With `of` the coupon is for these goods.
    """

    gives: Literal["coupon", "store_credit"] = "coupon"
    most_minor: dict[str, int]
    per_day: int = 10
    valid: CouponValid = CouponValid(until="days", days=30)
    of: Choice | None = None


Programme = (
    PointsProgramme | TiersProgramme | CashbackProgramme | PunchProgramme | MembershipProgramme | SegmentProgramme | RecoveryProgramme
)


def unit_value_minor(programme: Programme) -> int:
    """Return what one unit of a programme's balance is worth: a point its value, cashback itself, anything else no money."""
    match programme:
        case PointsProgramme():
            return programme.value_minor
        case CashbackProgramme():
            return 1
        case _:
            return 0
