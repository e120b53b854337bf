"""The parts that facts are made of: lines, shares, tenders, movements. Immutable values with integers, codes and random ids."""

import msgspec

from sync.protocol.text import Text


class Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the parts of a fact."""


class Fact(Value, frozen=True, kw_only=True, tag_field="fact"):
    """Base of all facts; the subclass's tag names it on the wire and is never renamed."""


class TaxShare(Value, frozen=True, kw_only=True):
    """One tax of a line or of a basket: the base it was taken on and its amount."""

    id: str
    base_minor: int
    tax_minor: int


class OfferShare(Value, frozen=True, kw_only=True):
    """What an offer, coupon or manual discount took off a line (positive: cheaper; negative on a returned line)."""

    id: str
    amount_minor: int


class Origin(Value, frozen=True, kw_only=True):
    """The sold line that a returned line gives back."""

    receipt: str
    line: int


class SoldLine(Value, frozen=True, kw_only=True):
    """A line as sold. Pieces in `quantity` or grams in `weight_g`; both negative on a return, as are the amounts.

    `amount_minor` is price times quantity before discounts, in the shop's price mode; `gross = net + tax`.
    `points` are the shares of what was earned, by programme, that a return of this line takes back, and `spent` the shares of points spent
    on rewards that it gives back.
    `kind` is empty for goods, `gift_card` for a card sold as a liability (`card` names it, `valid_until` is its last local day, empty for
    none), `deposit` for a container's deposit (`parent` is the line it came with); `regular_price_minor` is the unit price before a person
    changed it.
    """

    line: int
    sku: str
    name: Text
    department: str
    quantity: int = 0
    weight_g: int | None = None
    unit_price_minor: int
    amount_minor: int
    discount_minor: int = 0
    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: list[TaxShare] = []
    offers: list[OfferShare] = []
    points: dict[str, int] = {}
    spent: dict[str, int] = {}
    origin: Origin | None = None
    kind: str = ""
    card: str = ""
    parent: int = 0
    regular_price_minor: int | None = None
    valid_until: str = ""

    def __post_init__(self) -> None:
        if self.gross_minor != self.net_minor + self.tax_minor:
            raise ValueError("gross must be net plus tax")
        if self.tax_minor != sum(tax.tax_minor for tax in self.taxes):
            raise ValueError("tax must be the sum of its parts")


class Tender(Value, frozen=True, kw_only=True):
    """Money handed over, or paid out when `out`. `amount_minor` is never negative; `intent` ties a card to its durable intent.

    `card` is the id of the gift card or store credit it moves (`ids.card_id`), whose last local day is `valid_until` where it was
    loaded, or of a meal voucher (`ids.voucher_id`); `reference` is what the card terminal calls the payment, no card number ever.
    Points and cashback are `points` units of `programme`. `hold` is the id of the ledger's reservation, where one was asked.
    """

    kind: str
    amount_minor: int
    out: bool = False
    intent: str | None = None
    card: str = ""
    reference: str = ""
    valid_until: str = ""
    programme: str = ""
    points: int = 0
    hold: str = ""

    def __post_init__(self) -> None:
        if self.amount_minor < 0:
            raise ValueError("a tender is never negative")


class MemberRef(Value, frozen=True, kw_only=True):
    """The member by random id, and the facts that evaluation used.

    `flags` are the conditions about the member's own days that held (`birthday:7:7`, `first_purchase`, ...), never the days themselves;
    `uses` counts the baskets, within its period, that had an offer which is limited by member. Who is not `proven` only named the member,
    at a kiosk: they earn, and nothing of the member's is spent, nor had what is each member's own.
    """

    id: str
    profile_hash: str = ""
    tier: str = ""
    balances: dict[str, int] = {}
    segments: list[str] = []
    flags: list[str] = []
    uses: dict[str, int] = {}
    proven: bool = True


class PointsMovement(Value, frozen=True, kw_only=True):
    """Gross movements of one programme in one sale; none negative. Returned lines take back what they had earned (`reversed`) and give back
    what was spent on them (`restored`).

    What was earned is a lot: usable from the local day `usable_from` on and until the end of `expires`; empty for at once and for ever.
    """

    programme: str
    earned: int = 0
    spent: int = 0
    reversed: int = 0
    restored: int = 0
    usable_from: str = ""
    expires: str = ""


class IssuedCoupon(Value, frozen=True, kw_only=True):
    """A coupon printed with this sale; `code` is rebuilt from the signed token kept here as text.

    It takes off `amount_minor` or `percent_bp`, or gives the offer `gives`. With a `member` nobody else may use it; with `online` any
    till may that has asked the ledger.
    """

    id: str
    offer: str
    amount_minor: int
    min_gross_minor: int
    valid_until: str
    home: str
    code: str
    earned_from_minor: int = 0
    """What the basket had to come to; a return that leaves less takes the coupon back."""
    percent_bp: int = 0
    gives: str = ""
    member: str = ""
    online: bool = False
    replaces: str = ""
    """The coupon whose place it took when its sale was returned elsewhere; no goods of this ticket earned it."""


class RedeemedCoupon(Value, frozen=True, kw_only=True):
    """A coupon used up by a sale and what it took off; `hold` is the id of the ledger's reservation, where one was asked."""

    id: str
    offer: str
    amount_minor: int
    hold: str = ""


class OfferUse(Value, frozen=True, kw_only=True):
    """What a sale used of an offer that is limited by member or campaign: `times` its effect was had, on how many pieces, for how much."""

    offer: str
    times: int = 1
    pieces: int = 0
    amount_minor: int = 0


class RewardTaken(Value, frozen=True, kw_only=True):
    """A reward bought with `points` in all, `claims` times; `amount_minor` is what it took off. `card` is the id of a gift card it gave,
    `hold` of the ledger's reservation, where one was asked. Claims below zero came back to the stock with all the goods they were for."""

    id: str
    programme: str
    points: int
    claims: int = 1
    amount_minor: int = 0
    card: str = ""
    hold: str = ""


class TenderTotal(Value, frozen=True, kw_only=True):
    kind: str
    amount_minor: int
    count: int
