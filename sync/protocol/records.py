"""Reference records: what the shop is, sells and offers. They come from the shop file and travel in the ledger's feed.

The shapes are those of the shop file (TILL.md) save for staff and members, whose secrets and profiles travel apart.
Bounds and cross references are checked once, at the edge (`sync.shopfile`); these types only fix the shape.
"""

from typing import Any, Literal

from sync.protocol.acts import Act
from sync.protocol.record import Record
from sync.protocol.text import Text

Role = Literal["cashier", "attendant", "manager", "administrator"]

DISCOUNT_LIMITS_BP: dict[Role, int] = {"attendant": 0, "cashier": 1_000, "manager": 10_000, "administrator": 10_000}
"""The greatest discount that each role gives alone in a shop that says nothing else; least role first."""

GIVEN_IDS = frozenset({"manual", "staff", "manual_basket"})
"""Ids under which the share of a discount that a person gave stands on a line; no offer may bear one."""


class CashRounding(Record, frozen=True, kw_only=True):
    """Rounding of a cash total to a multiple of `step_minor`."""

    step_minor: int
    mode: Literal["half_up", "up", "down"] = "half_up"


class Reason(Record, frozen=True, kw_only=True):
    """A reason a person may choose instead of typing one; `acts` are the acts it is offered for, empty for all."""

    id: str
    name: Text
    acts: list[Act] = []


class Habits(Record, frozen=True, kw_only=True):
    """How this shop works at its tills. `discount_bp` is the greatest discount a role gives alone, `staff_discount_bp` what staff get;
    `least_roles` asks for a greater role than a till would by itself.

    `shift` is drawer (whoever is logged in sells from it) or cashier (only who opened it); `blind_count` hides what is expected while
    counting. A receipt of another till is taken back offline up to `offline_return_minor`, within `return_days` of its sale everywhere.
    `ask_paper` asks whether a receipt is wanted on paper (France: decree 2022-1565). `receipt_url` is the ledger's public address, under
    which a digital receipt is read. `voucher_day_minor` bounds what meal vouchers pay in one sale, `cash_refund_minor` the cash paid out
    without a manager for what was not paid in cash, and a gift card is good for `gift_card_months` after it was last loaded. With
    `gift_card_buys_card` it may also pay for another one, which can hide where a stolen one's money went. Points worth up to
    `offline_points_minor` a member and business day are spent at a till while the ledger cannot be asked.
    """

    discount_bp: dict[Role, int] = {}
    least_roles: dict[Act, Role] = {}
    staff_discount_bp: int = 0
    shift: Literal["drawer", "cashier"] = "drawer"
    blind_count: bool = False
    offline_return_minor: int = 5_000
    return_days: int | None = None
    ask_paper: bool = True
    receipt_url: str = ""
    voucher_day_minor: int | None = 2_500
    cash_refund_minor: int | None = None
    gift_card_months: int | None = 12
    gift_card_buys_card: bool = False
    reasons: list[Reason] = []
    offline_points_minor: int = 2_000


class Shop(Record, frozen=True, kw_only=True):
    """The shop's own figures. `legal` holds SIRET, VAT number and limits such as `cash_limit_minor`."""

    name: str
    country: str
    currency: str
    minor_digits: int
    timezone: str
    languages: list[str]
    prices_include_tax: bool
    tax_rounding: Literal["line", "rate"] = "line"
    cash_rounding: CashRounding | None = None
    legal: dict[str, Any] = {}
    habits: Habits = Habits()


class Store(Record, frozen=True, kw_only=True):
    """`region` is the part of the shop's country whose public holidays are kept (ISO 3166-2 without the country: 57 in France)."""

    id: str
    name: str
    address: str = ""
    region: str = ""


class Register(Record, frozen=True, kw_only=True):
    id: str
    store: str
    kind: Literal["cashier", "selfservice", "manager"]


class Tax(Record, frozen=True, kw_only=True):
    """A percentage (`rate_bp`) or a fixed amount a unit (`fixed_minor`); `included` None means as the shop's prices."""

    id: str
    name: Text
    rate_bp: int | None = None
    fixed_minor: int | None = None
    included: bool | None = None
    in_base: bool = False


class Department(Record, frozen=True, kw_only=True):
    id: str
    name: Text


class Pack(Record, frozen=True, kw_only=True):
    """A barcode that stands for several pieces of the product."""

    barcode: str
    quantity: int


class DatedPrice(Record, frozen=True, kw_only=True):
    """A price in force from one local day to another, both included, ISO 8601; an absent end is open."""

    price_minor: int
    since: str | None = None
    until: str | None = None


class Product(Record, frozen=True, kw_only=True):
    """A thing sold by the piece or by weight; `price_minor` None is an open price; a price a kg for `kg`.

    `prices` replace it on their days, the last that fits; `blocked` says why it may not be sold now (a recall, say), as staff should read
    it; `plu` is its short number on the pad. `deposit` is the sku of the deposit sold with each piece; `takes_back` marks goods that the
    shop takes in, an empty bottle: its lines pay out. `take_away_taxes` replace `taxes` on a ticket to take away; `voucher` marks what a
    meal voucher pays. `least_minor` and `most_minor` bound a keyed price.
    """

    sku: str
    name: Text
    department: str
    price_minor: int | None
    unit: Literal["piece", "kg"]
    taxes: list[str]
    barcodes: list[str] = []
    packs: list[Pack] = []
    age: int | None = None
    cost_minor: int | None = None
    tags: list[str] = []
    sellable: bool = True
    prices: list[DatedPrice] = []
    blocked: Text = ""
    plu: str = ""
    deposit: str | None = None
    takes_back: bool = False
    take_away_taxes: list[str] | None = None
    voucher: bool = False
    least_minor: int | None = None
    most_minor: int | None = None


class BarcodeRule(Record, frozen=True, kw_only=True):
    pattern: str
    means: Literal["price", "weight", "member", "coupon", "gift_card", "receipt"]


class Staff(Record, frozen=True, kw_only=True):
    """A person who may log in. `verifier` is argon2id over HMAC(store secret, PIN): useless without the terminal's key file."""

    id: str
    name: str
    role: Role
    verifier: str


class Expiring(Record, frozen=True, kw_only=True):
    """The next lot of a balance that ends: so much, at the end of that local day."""

    amount: int
    day: str


class TierState(Record, frozen=True, kw_only=True):
    """Where a member stands in a programme of tiers: what counts towards the next one, and until when the present one is held."""

    tier: str = ""
    have: int = 0
    until: str | None = None


class UseCount(Record, frozen=True, kw_only=True):
    """How many baskets had a limited offer in the period that begins on the local day `since` (empty: ever)."""

    count: int
    since: str = ""


class MembershipTerm(Record, frozen=True, kw_only=True):
    """What a membership was paid for: so many months from the local day `since`, the fee's own, or until which it `lasted` before."""

    since: str
    months: int
    lasted: bool = False


class ConsentWord(Record, frozen=True, kw_only=True):
    """What was said of a consent last, at an instant in UTC."""

    given: bool
    at: str


class Member(Record, frozen=True, kw_only=True):
    """What evaluation may know of a member; nothing here names a person. `profile_hash` is salted.

    `balances` may be spent now, `pending` not yet. `birthday` is MM-DD, held only with the member's consent to be greeted; `bought` is the
    last local day of a purchase, by `sku:` or `tag:` key, for what offers ask about; `memberships` end with the day given, which their
    terms come to; `card` is the smallest number of a card that is still accepted; `consent_words` are the last words on consents that were
    changed after joining.
    """

    id: str
    code: str = ""
    tier: str = ""
    balances: dict[str, int] = {}
    segments: list[str] = []
    joined: str | None = None
    first_purchase: str | None = None
    consents: list[str] = []
    profile_hash: str = ""
    pending: dict[str, int] = {}
    expiring: dict[str, Expiring] = {}
    tiers: dict[str, TierState] = {}
    memberships: dict[str, str] = {}
    birthday: str = ""
    bought: dict[str, str] = {}
    last_visit: str | None = None
    uses: dict[str, UseCount] = {}
    card: int = 1
    consent_words: dict[str, ConsentWord] = {}
    membership_terms: dict[str, MembershipTerm] = {}


class Profile(Record, frozen=True, kw_only=True):
    """Contact data of a member: beside the entries, never in them, erased by tombstone everywhere."""

    id: str
    salt: str
    fields: dict[str, str] = {}


class GiftCard(Record, frozen=True, kw_only=True):
    """A gift card or store credit as the shop file names it. Terminals are given its id in place of its code (`ids.card_id`)."""

    code: str
    balance_minor: int
    valid_until: str | None = None


class IssuerKey(Record, frozen=True, kw_only=True):
    """A public key that may sign tokens: the shop's own (`register` empty) or a register's; one that is `revoked` proves nothing."""

    id: str
    public: bytes
    register: str = ""
    revoked: bool = False


class MemberKey(Record, frozen=True, kw_only=True):
    """How a kiosk finds a member by phone or e-mail: `id` is HMAC-SHA256 of it under the store's secret, in hexadecimal."""

    id: str
    member: str


class Lease(Record, frozen=True, kw_only=True):
    """What a register's machine `terminal` may spend of a capped campaign by itself, all grants so far; what it spent is in its journal."""

    id: str
    offer: str
    register: str
    uses: int = 0
    pieces: int = 0
    amount_minor: int = 0
    terminal: str = ""


class StoppedOffer(Record, frozen=True, kw_only=True):
    """An offer, or a coupon's campaign, that the shop has stopped; `at` is when, ISO 8601."""

    id: str
    at: str


class Bundle(Record, frozen=True, kw_only=True):
    """The rules in force: a version that only rises, the hash that names them, and the shop key's Ed25519 signature over both."""

    id: str
    version: int
    hash: str
    at: str
    signature: bytes


class RewardStock(Record, frozen=True, kw_only=True):
    """How many claims of a reward are left, as the ledger last knew."""

    id: str
    left: int
