"""Offers as data: when they hold, what they do, how far they go and how they meet (LOYALTY.md). The shapes are those of the shop file.

Bounds and cross references are checked once, at the edge (`sync.rules.offers`); these types only fix the shape. Every field but an offer's
`id` and its effect may be absent, and an absent condition holds.
"""

from typing import Literal

from sync.protocol.record import Record
from sync.protocol.text import Text

Period = Literal["day", "week", "month", "year", "ever"]
RegisterKind = Literal["cashier", "selfservice"]


class Choice(Record, frozen=True, kw_only=True):
    """Some of the goods: those that carry one of `tags`, are one of `skus` or of one of `departments`, all where none is named, less those
    that any of the `not_` fields names."""

    tags: list[str] = []
    skus: list[str] = []
    departments: list[str] = []
    not_tags: list[str] = []
    not_skus: list[str] = []
    not_departments: list[str] = []


class Hours(Record, frozen=True, kw_only=True):
    """A part of the local day, `since` included and `until` not, as HH:MM; it runs over midnight where `until` is not after `since`."""

    since: str
    until: str


class DaysAround(Record, frozen=True, kw_only=True):
    """So many days before and after a yearly day; the day itself counts. 29 February is the 28th in other years."""

    before: int = 0
    after: int = 0


class Bought(Record, frozen=True, kw_only=True):
    """The member last bought one of these at least `months` ago, or never more than `months` ago with `within`."""

    tags: list[str] = []
    skus: list[str] = []
    months: int
    within: bool = False


class OfferWhen(Choice, frozen=True, kw_only=True):
    """Conditions of an offer; absent ones hold. The fields of `Choice` say which goods it is for: without one in the basket it is no
    candidate.

    Goods: `min_quantity` pieces of them, and `min_chosen_minor` for them before any discount. Basket: `min_gross_minor` before any
    discount, and `tenders`, which hold where the whole is paid by one of them. Member: `member` at all, one of `tiers`, one of
    `segments` and none of `not_segments`, `consent` to a purpose, `first_purchase`, `birthday` and `anniversary` of joining, `bought`.
    Code: one of the public `codes`, or with `coupon` a signed coupon that gives this offer. Place: `stores`, `registers` by kind, the
    customer's `languages`. Time, in the store's zone: local days or minutes `since` (included) and `until` (a day is included, a minute
    is not), ISO `weekdays` (Monday is 1), `hours`, public `holidays` only or never.
    """

    min_quantity: int | None = None
    min_chosen_minor: int | None = None
    min_gross_minor: int | None = None
    tenders: list[str] = []
    member: bool | None = None
    tiers: list[str] = []
    segments: list[str] = []
    not_segments: list[str] = []
    consent: str = ""
    first_purchase: bool | None = None
    birthday: DaysAround | None = None
    anniversary: DaysAround | None = None
    bought: Bought | None = None
    codes: list[str] = []
    coupon: bool = False
    stores: list[str] = []
    registers: list[RegisterKind] = []
    languages: list[str] = []
    since: str | None = None
    until: str | None = None
    weekdays: list[int] = []
    hours: list[Hours] = []
    holidays: Literal["any", "only", "never"] = "any"


class Limits(Record, frozen=True, kw_only=True):
    """How far an offer goes. `most_minor` bounds what it takes off one basket, `per_basket` how many times its effect is had there
    (sets, bundles, free pieces), `per_member` in how many baskets a member has it within each `period`.

    `total` baskets, `total_pieces` and `budget_minor` bound the whole campaign: a terminal spends only what it was leased, so they hold
    under any partition. `margin_floor_bp` is the least margin, of the net, that every line it touches must keep after everything.
    """

    most_minor: int | None = None
    per_basket: int | None = None
    per_member: int | None = None
    period: Period = "ever"
    total: int | None = None
    total_pieces: int | None = None
    budget_minor: int | None = None
    margin_floor_bp: int | None = None


class Pick(Record, frozen=True, kw_only=True):
    """Which pieces of the chosen goods an effect is for: `order` by unit price, leave out `skip`, then every `every`th, `most` in all
    (`per` line or basket). Goods by weight are one piece.
    """

    order: Literal["cheapest", "dearest"] = "cheapest"
    skip: int = 0
    every: int = 1
    most: int | None = None
    per: Literal["line", "basket"] = "basket"


class OfferBase(Record, frozen=True, kw_only=True):
    """What all offers have. Greater `priority` goes first; among equals the best lawful combination for the customer is sought.

    Offers combine unless they bear the same `group`, of which a line has at most one (`group_scope` line) or a basket (basket). `base`
    is the amount a percentage is taken of: what earlier offers left (discounted) or the price before any (initial).
    """

    id: str
    name: Text = ""
    when: OfferWhen = OfferWhen()
    priority: int = 0
    group: str = ""
    group_scope: Literal["line", "basket"] = "line"
    base: Literal["initial", "discounted"] = "discounted"
    limits: Limits = Limits()


class PercentOffer(OfferBase, tag_field="kind", tag="percent", frozen=True, kw_only=True):
    """A percentage off the chosen goods: rounded on each line, or once on their sum and spread."""

    percent_bp: int
    allocation: Literal["per_line", "basket"] = "per_line"
    pick: Pick | None = None


class AmountOffer(OfferBase, tag_field="kind", tag="amount", frozen=True, kw_only=True):
    """An amount off each piece, each line or (spread by what is left of them) all the chosen goods together; never below zero."""

    amount_minor: int
    per: Literal["piece", "line", "basket"] = "basket"
    pick: Pick | None = None


class FixedPriceOffer(OfferBase, tag_field="kind", tag="fixed_price", frozen=True, kw_only=True):
    """Another price for each chosen piece, or kilogram; dearer it never makes one."""

    price_minor: int
    pick: Pick | None = None


class CheapestFreeOffer(OfferBase, tag_field="kind", tag="cheapest_free", frozen=True, kw_only=True):
    """Of every `quantity` chosen pieces the cheapest `free` have `percent_bp` off; sets are made so that the dearest pieces go together."""

    quantity: int
    free: int = 1
    percent_bp: int = 10_000


class BuyGetOffer(OfferBase, tag_field="kind", tag="buy_get", frozen=True, kw_only=True):
    """For `buy` chosen pieces, `get` pieces of `of` (absent: of the same goods) have `percent_bp` off; a set must be whole."""

    buy: int
    get: int
    of: Choice | None = None
    percent_bp: int = 10_000


class BundlePart(Record, frozen=True, kw_only=True):
    """So many pieces of some goods."""

    of: Choice
    quantity: int = 1


class BundleOffer(OfferBase, tag_field="kind", tag="bundle", frozen=True, kw_only=True):
    """All parts together for one price."""

    parts: list[BundlePart]
    price_minor: int


class SpendStep(Record, frozen=True, kw_only=True):
    """From so much of the chosen goods on: one of a percentage or an amount off them."""

    from_minor: int
    percent_bp: int | None = None
    amount_minor: int | None = None


class TieredSpendOffer(OfferBase, tag_field="kind", tag="tiered_spend", frozen=True, kw_only=True):
    """The more is bought, the more is off: of the steps reached the greatest, and only that one. Measured before any discount."""

    steps: list[SpendStep]


class QuantityStep(Record, frozen=True, kw_only=True):
    """From so many pieces on: one of a percentage off, another unit price, or an amount off each piece."""

    quantity: int
    percent_bp: int | None = None
    price_minor: int | None = None
    amount_minor: int | None = None


class QuantityBreakOffer(OfferBase, tag_field="kind", tag="quantity_break", frozen=True, kw_only=True):
    """A better price for all pieces once there are enough of them: on each line, or of all chosen goods together."""

    steps: list[QuantityStep]
    count: Literal["line", "chosen"] = "line"


class GiftOffer(OfferBase, tag_field="kind", tag="gift", frozen=True, kw_only=True):
    """With the chosen goods, `quantity` pieces of `sku` are free once they are in the basket; until then the trace says so."""

    sku: str
    quantity: int = 1


class PointsOffer(OfferBase, tag_field="kind", tag="points", frozen=True, kw_only=True):
    """So many points of a programme, once a basket or for each chosen piece."""

    programme: str
    points: int
    per: Literal["basket", "piece"] = "basket"


class MultiplierOffer(OfferBase, tag_field="kind", tag="multiplier", frozen=True, kw_only=True):
    """What the chosen goods earn in a programme, times `times_bp` (20000 doubles it)."""

    programme: str
    times_bp: int


class CashbackOffer(OfferBase, tag_field="kind", tag="cashback", frozen=True, kw_only=True):
    """A percentage of what is paid for the chosen goods, back into a cashback programme."""

    programme: str
    percent_bp: int


class PunchOffer(OfferBase, tag_field="kind", tag="punch", frozen=True, kw_only=True):
    """Further punches on a card, once a basket."""

    programme: str
    punches: int = 1


class CouponNeeds(Record, frozen=True, kw_only=True):
    """What a coupon asks of the basket on which it is used, after offers and before any coupon."""

    min_gross_minor: int = 0


class CouponValid(Record, frozen=True, kw_only=True):
    """The last local day: end_of_month with `months` 0 this month, 1 the next; `days` after its own; or the fixed `day`."""

    until: Literal["end_of_month", "days", "day"] = "end_of_month"
    months: int = 1
    days: int = 30
    day: str = ""


class ReceiptCouponOffer(OfferBase, tag_field="kind", tag="receipt_coupon", frozen=True, kw_only=True):
    """A coupon printed on the receipt of a basket that meets `when`; one of `amount_minor`, `percent_bp`, or `gives`, the id of an
    offer with `coupon` among its conditions. With `tied` only the member who earned it may use it; `online` allows any till that can
    ask the ledger.
    """

    amount_minor: int = 0
    percent_bp: int = 0
    gives: str = ""
    needs: CouponNeeds = CouponNeeds()
    valid: CouponValid = CouponValid()
    tied: bool = False
    online: bool = True


class SuggestOffer(OfferBase, tag_field="kind", tag="suggest", frozen=True, kw_only=True):
    """A word about the product `sku` after the purchase, on the receipt and on the screens, to a basket that meets `when` and has none of
    it. It takes nothing off; a basket has two at most."""

    sku: str


Discounting = (
    PercentOffer
    | AmountOffer
    | FixedPriceOffer
    | CheapestFreeOffer
    | BuyGetOffer
    | BundleOffer
    | TieredSpendOffer
    | QuantityBreakOffer
    | GiftOffer
)
"""Offers that take something off the goods."""

Earning = PointsOffer | MultiplierOffer | CashbackOffer | PunchOffer
"""Offers that give something to the member's accounts."""

Offer = Discounting | Earning | ReceiptCouponOffer | SuggestOffer


def kind_of(offer: Offer) -> str:
    """Return the offer's kind as the shop file writes it."""
    return str(type(offer).__struct_config__.tag)
