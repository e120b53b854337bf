"""How a sale was evaluated, and what it was asked that the sale does not tell by itself: with the bundle of rules it can be proven again.

Nothing personal (law 13): ids, codes of the shop, integers.
"""

from typing import Literal

from sync.protocol.values import Value


class CouponLaid(Value, frozen=True, kw_only=True):
    """A coupon that lay on the basket, its signature proven; its worth is as on `IssuedCoupon`, `hold` the ledger's reservation."""

    id: str
    offer: str
    amount_minor: int
    min_gross_minor: int = 0
    valid_until: str
    percent_bp: int = 0
    gives: str = ""
    member: str = ""
    hold: str = ""


class RewardLaid(Value, frozen=True, kw_only=True):
    """A reward of a programme that was asked for, so many claims at most."""

    id: str
    programme: str
    claims: int = 1


class DiscountLaid(Value, frozen=True, kw_only=True):
    """A discount that a person gave on a line, or on the whole basket (line 0): one of a rate and an amount."""

    line: int = 0
    kind: Literal["manual", "staff"] = "manual"
    percent_bp: int = 0
    amount_minor: int = 0


class Granted(Value, frozen=True, kw_only=True):
    """What the register might still spend of a capped campaign; None is no bound."""

    uses: int | None = None
    pieces: int | None = None
    amount_minor: int | None = None


class LineAsked(Value, frozen=True, kw_only=True):
    """What a sold line does not tell of what was rung up. `label_minor` is the whole line's price where a label fixed it.

    For an exempt buyer prices are sold without percentages: there `taxes` and both prices are as they were before.
    """

    line: int
    tags: list[str] = []
    label_minor: int | None = None
    taxes: list[str] | None = None
    unit_price_minor: int | None = None
    regular_price_minor: int | None = None


class Asked(Value, frozen=True, kw_only=True):
    """The rest of an evaluation's question. `language` is the basket's; `tender` the kind that paid the whole, empty where none had to be
    known. Allowances, stopped offers, stock and costs are those that this basket could touch.
    """

    language: str = ""
    store: str = ""
    region: str = ""
    register_kind: str = ""
    tender: str = ""
    lines: list[LineAsked] = []
    coupons: list[CouponLaid] = []
    codes: list[str] = []
    rewards: list[RewardLaid] = []
    discounts: list[DiscountLaid] = []
    allowances: dict[str, Granted] = {}
    stopped: list[str] = []
    costs: dict[str, int] = {}
    stock: dict[str, int] = {}


class Evaluation(Value, frozen=True, kw_only=True):
    """Which rules spoke: evaluator version, hash of the bundle of offers, hash of the candidates' trace, and the time asked.

    `asked` is what else the answer rests on, so that it can be proven again; entries of before have none.
    """

    version: int
    bundle: str
    trace: str
    at: str
    asked: Asked | None = None
