"""What a terminal did, as it is kept for ever: immutable facts with integers, codes and random ids; nothing personal (law 13)."""

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
    `points` are the shares of points earned, by programme, that a return of this line takes back.
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
    origin: Origin | None = None

    def __post_init__(self) -> None:
        if self.gross_minor != self.net_minor + self.tax_minor:
            raise ValueError("gross must be net plus tax")
        if self.tax_minor != sum(tax.tax_minor for tax in self.taxes):
            raise ValueError("tax must be the sum of its parts")


class Tender(Value, frozen=True, kw_only=True):
    """Money handed over, or paid out when `out`. `amount_minor` is never negative; `intent` ties a card to its durable intent."""

    kind: str
    amount_minor: int
    out: bool = False
    intent: str | None = None

    def __post_init__(self) -> None:
        if self.amount_minor < 0:
            raise ValueError("a tender is never negative")


class MemberRef(Value, frozen=True, kw_only=True):
    """The member by random id, and the facts that evaluation used."""

    id: str
    profile_hash: str = ""
    tier: str = ""
    balances: dict[str, int] = {}
    segments: list[str] = []


class PointsMovement(Value, frozen=True, kw_only=True):
    """Gross movements of one programme in one sale: earned, spent and taken back by returned lines; none negative."""

    programme: str
    earned: int = 0
    spent: int = 0
    reversed: int = 0


class IssuedCoupon(Value, frozen=True, kw_only=True):
    """A coupon printed with this sale; `code` is rebuilt from the signed token kept here as text."""

    id: str
    offer: str
    amount_minor: int
    min_gross_minor: int
    valid_until: str
    home: str
    code: str
    earned_from_minor: int = 0
    """What the basket had to come to; a return that leaves less takes the coupon back."""


class RedeemedCoupon(Value, frozen=True, kw_only=True):
    id: str
    offer: str
    amount_minor: int


class Evaluation(Value, frozen=True, kw_only=True):
    """Which rules spoke: evaluator version, hash of the bundle of offers, hash of the candidates' trace, and the time asked."""

    version: int
    bundle: str
    trace: str
    at: str


class EpochOpened(Fact, tag="epoch_opened", frozen=True, kw_only=True):
    """First entry of every epoch; names the one before and the last head known (empty for the first)."""

    register: str
    store: str
    series: str
    software: str
    previous_epoch: str = ""
    previous_seq: int = 0
    previous_hash: str = ""
    perpetual_minor: int = 0
    z_number: int = 0
    reason: str = "enrolled"


class DayOpened(Fact, tag="day_opened", frozen=True, kw_only=True):
    business_day: str
    float_minor: int
    opening_over_short_minor: int = 0


class Sale(Fact, tag="sale", frozen=True, kw_only=True):
    """A finished basket: sale, return (negative lines) or exchange. Tenders in - tenders out - change = gross + rounding."""

    basket: str
    number: str
    lines: list[SoldLine]
    taxes: list[TaxShare]
    net_minor: int
    tax_minor: int
    gross_minor: int
    discount_minor: int = 0
    rounding_minor: int = 0
    change_minor: int = 0
    tenders: list[Tender] = []
    member: MemberRef | None = None
    points: list[PointsMovement] = []
    issued: list[IssuedCoupon] = []
    redeemed: list[RedeemedCoupon] = []
    revoked: list[RedeemedCoupon] = []
    evaluation: Evaluation | None = None
    paper: str = "paper"
    language: str = "fr"

    def __post_init__(self) -> None:
        if self.gross_minor != self.net_minor + self.tax_minor:
            raise ValueError("gross must be net plus tax")
        if self.gross_minor != sum(line.gross_minor for line in self.lines):
            raise ValueError("gross must be the sum of the lines")
        handed = sum(-t.amount_minor if t.out else t.amount_minor for t in self.tenders)
        if handed - self.change_minor != self.gross_minor + self.rounding_minor:
            raise ValueError("tenders less change must be gross plus rounding")


class LineVoided(Fact, tag="line_voided", frozen=True, kw_only=True):
    basket: str
    sku: str
    quantity: int = 0
    weight_g: int | None = None
    amount_minor: int


class BasketCancelled(Fact, tag="basket_cancelled", frozen=True, kw_only=True):
    basket: str
    lines: int
    gross_minor: int
    kept_tenders: list[Tender] = []


class TenderReversed(Fact, frozen=True, kw_only=True, tag="tender_reversed"):
    """Money of a stand-alone card given back on its terminal before the ticket was finished, as the cashier confirmed."""

    basket: str
    kind: str
    amount_minor: int
    intent: str = ""


class CashMoved(Fact, tag="cash_moved", frozen=True, kw_only=True):
    """Paid-in, paid-out or drop; `amount_minor` is positive and `kind` tells the direction. `reason` is a salted hash if typed."""

    kind: str
    amount_minor: int
    reason: str = ""


class NoSale(Fact, tag="no_sale", frozen=True, kw_only=True):
    reason: str = ""


class LoggedIn(Fact, tag="logged_in", frozen=True, kw_only=True):
    pass


class LoggedOut(Fact, tag="logged_out", frozen=True, kw_only=True):
    pass


class LoginRefused(Fact, tag="login_refused", frozen=True, kw_only=True):
    """A wrong PIN; `failures` in a row so far, `approval` when it was for another person's act."""

    person: str
    failures: int
    approval: bool = False


class ClockJumped(Fact, tag="clock_jumped", frozen=True, kw_only=True):
    """The wall clock went back behind the high-water mark, or far ahead; both in ISO 8601."""

    mark: str
    wall: str


class TenderTotal(Value, frozen=True, kw_only=True):
    kind: str
    amount_minor: int
    count: int


class DayClosed(Fact, tag="day_closed", frozen=True, kw_only=True):
    """The Z report: sums of stored values of one period, and the count of the drawer."""

    business_day: str
    z_number: int
    sales_minor: int
    returns_minor: int
    receipts: int
    taxes: list[TaxShare]
    tenders: list[TenderTotal]
    float_minor: int
    paid_in_minor: int = 0
    paid_out_minor: int = 0
    drops_minor: int = 0
    rounding_minor: int = 0
    expected_minor: int
    counted_minor: int
    over_short_minor: int
    period_total_minor: int
    perpetual_total_minor: int


AnyFact = (
    EpochOpened
    | DayOpened
    | Sale
    | LineVoided
    | BasketCancelled
    | TenderReversed
    | CashMoved
    | NoSale
    | LoggedIn
    | LoggedOut
    | LoginRefused
    | ClockJumped
    | DayClosed
)
