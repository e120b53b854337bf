"""What a till answers, typed: it encodes to TILL.md's JSON. Screens read the same structs as the headless till prints."""

from typing import Any

import msgspec

from sync.protocol.facts import TaxShare, TenderTotal
from sync.protocol.text import Text


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all parts of an answer."""


class OfferView(View, frozen=True, kw_only=True, omit_defaults=True):
    """What an offer or coupon took off a line; `names` in all languages for the screens, empty for an offer without one."""

    id: str
    amount_minor: int
    names: Text = ""


class LineView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the basket; pieces in `quantity` or grams in `weight_g`. `names` holds all languages for the screens.

    `by_mode` marks goods that are taxed otherwise when they are taken away.
    """

    line: int
    sku: str
    name: str
    quantity: int | None = None
    weight_g: int | None = None
    unit_price_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    taxes: list[TaxShare]
    offers: list[OfferView]
    names: dict[str, str] = {}
    picture: str = ""
    receipt: str = ""
    kind: str = ""
    parent: int = 0
    regular_price_minor: int | None = None
    by_mode: bool = False


class TotalsView(View, frozen=True, kw_only=True):
    net_minor: int = 0
    tax_minor: int = 0
    gross_minor: int = 0
    discount_minor: int = 0
    due_minor: int = 0
    paid_minor: int = 0
    change_minor: int = 0
    rounding_minor: int = 0


class MemberView(View, frozen=True, kw_only=True, omit_defaults=True):
    """The member by random id. Screens ask for the name apart (`Till.member_name`): an answer may be logged.

    Of a member who is not `proven` (only named, at a kiosk) tier and balances are empty.
    """

    id: str
    tier: str
    balances: dict[str, int]
    proven: bool = True


class CouponView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A coupon that was given out: worth an amount, a percentage or the offer `gives`; `tied` is for the ticket's member alone, `online`
    for every till that can ask the ledger."""

    id: str
    offer: str
    code: str
    amount_minor: int
    needs: dict[str, int]
    valid_until: str
    home: str
    percent_bp: int = 0
    gives: str = ""
    tied: bool = False
    online: bool = False


class TraceView(View, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one offer, coupon or reward: applied, beaten, not_met (at `condition`: have, need), spent or stopped.

    The fields are `kiosk.domain.trace.TraceItem`'s; `kind` is the offer's own, empty for what is none, and `names` holds its name in all
    languages for the screens.
    """

    id: str
    status: str
    amount_minor: int | None = None
    condition: str | None = None
    have: int | None = None
    need: int | None = None
    coupon: str | None = None
    by: str | None = None
    points: int | None = None
    short_minor: int | None = None
    short_pieces: int | None = None
    more_minor: int | None = None
    lines: list[int] = []
    kind: str = ""
    names: Text = ""


class MovementView(View, frozen=True, kw_only=True, omit_defaults=True):
    """What a ticket moves in one programme: points and punches in pieces, cashback in minor units. `worth_minor` is what was earned is
    worth; `usable_from` the local day, empty for at once."""

    programme: str
    kind: str
    names: Text = ""
    earned: int = 0
    spent: int = 0
    reversed: int = 0
    restored: int = 0
    worth_minor: int = 0
    usable_from: str = ""


class LaidRewardView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A reward the member chose for this ticket; `points` 0 while it takes off nothing and so costs nothing."""

    id: str
    programme: str
    claims: int = 1
    points: int = 0
    amount_minor: int = 0
    names: Text = ""


class LaidCouponView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A coupon that lies on this ticket, by id, and what it takes off."""

    id: str
    offer: str
    amount_minor: int = 0
    names: Text = ""


class SuggestionView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A product to speak of after the purchase; `price_minor` None is an open price."""

    sku: str
    names: Text = ""
    price_minor: int | None = None


class TenderView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A tender; `units` is what it takes of the balance in `programme`, below 0 where it gives back."""

    kind: str
    amount_minor: int
    programme: str = ""
    units: int = 0


class RefundView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A way that money may go back: to a tender that paid, and as much as it paid and was not paid back. `card` is a gift card's id,
    `programme` whose points or cashback they are."""

    kind: str
    amount_minor: int
    card: str = ""
    programme: str = ""


class BasketView(View, frozen=True, kw_only=True):
    lines: list[LineView] = []
    totals: TotalsView = TotalsView()
    taxes: list[TaxShare] = []
    member: MemberView | None = None
    points_earned: int = 0
    points_spent: int = 0
    coupons_issued: list[CouponView] = []
    offers: list[TraceView] = []
    tenders: list[TenderView] = []
    tax_mode: str = ""
    refund: list[RefundView] = []
    movements: list[MovementView] = []
    rewards: list[LaidRewardView] = []
    coupons: list[LaidCouponView] = []
    codes: list[str] = []
    suggestions: list[SuggestionView] = []


class ErrorView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal or a fault: `code` for programs, `message` for people, `field` the input at fault."""

    code: str
    message: str
    field: str | None = None
    params: dict[str, Any] = {}


class Figures(View, frozen=True, kw_only=True):
    """X or Z: sums of stored values of the period."""

    sales_minor: int
    returns_minor: int
    receipts: int
    taxes: list[TaxShare]
    tenders: list[TenderTotal]
    float_minor: int
    expected_minor: int
    period_total_minor: int
    perpetual_total_minor: int
    tax_names: dict[str, Text] = {}


class Answer(View, frozen=True, kw_only=True, omit_defaults=True):
    """One answer. `state` is logged_out, day_closed, ready, selling, paying or locked; `extra` joins the top level on the wire."""

    ok: bool = msgspec.field(default_factory=lambda: True)
    state: str = msgspec.field(default_factory=lambda: "ready")
    basket: BasketView | None = None
    error: ErrorView | None = None
    extra: dict[str, Any] = {}
    replayed: bool = False
    training: bool = False


def on_the_wire(answer: Answer) -> dict[str, Any]:
    """Return the answer as TILL.md's JSON object; a failure carries only `ok`, `state` and `error`."""
    plain: dict[str, Any] = msgspec.to_builtins(answer)
    extra = plain.pop("extra", {})
    plain.setdefault("ok", True)
    if answer.error is not None:
        plain["error"].pop("params", None)
    return {**plain, **extra}
