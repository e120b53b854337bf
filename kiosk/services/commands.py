"""The requests of a till, typed: TILL.md's table, one struct a request. Screens and the headless till speak these and nothing else.

Bounds are checked here, at the edge, once; an unknown field or a wrong type is refused by name.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from sync.protocol.money import MINOR_LIMIT

QUANTITY_LIMIT = 9_999
WEIGHT_LIMIT_G = 1_000_000
PIN_PATTERN = "^[0-9]{4,8}$"
MEMBER_PATTERN = "^[0-9a-f]{32}$"
DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

Text64 = Annotated[str, Meta(min_length=1, max_length=64)]
Reason = Annotated[str, Meta(min_length=1, max_length=80)]
Scanned = Annotated[str, Meta(min_length=1, max_length=600)]
Amount = Annotated[int, Meta(ge=0, lt=MINOR_LIMIT)]
LineNumber = Annotated[int, Meta(ge=1, le=100_000)]
Quantity = Annotated[int, Meta(ge=1, le=QUANTITY_LIMIT)]
Weight = Annotated[int, Meta(ge=1, le=WEIGHT_LIMIT_G)]
Pin = Annotated[str, Meta(pattern=PIN_PATTERN)]
Day = Annotated[str, Meta(pattern=DAY_PATTERN)]
Paper = Literal["none", "paper", "digital"]


class Request(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", forbid_unknown_fields=True, omit_defaults=True):
    """Base of all requests. `request` makes it safe to send again: the first answer comes back, marked replayed."""

    request: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class Login(Request, frozen=True, kw_only=True, tag="login"):
    staff: Text64
    pin: Pin


class Logout(Request, frozen=True, kw_only=True, tag="logout"):
    pass


class Approve(Request, frozen=True, kw_only=True, tag="approve"):
    staff: Text64
    pin: Pin


class OpenDay(Request, frozen=True, kw_only=True, tag="open_day"):
    float_minor: Amount
    business_day: Day


class Scan(Request, frozen=True, kw_only=True, tag="scan"):
    code: Scanned
    symbology: Text64 | None = None


class Add(Request, frozen=True, kw_only=True, tag="add"):
    sku: Text64
    quantity: Quantity | None = None
    weight_g: Weight | None = None
    price_minor: Amount | None = None


class SetQuantity(Request, frozen=True, kw_only=True, tag="quantity"):
    line: LineNumber
    quantity: Quantity


class VoidLine(Request, frozen=True, kw_only=True, tag="void_line"):
    line: LineNumber
    quantity: Quantity | None = None


class Discount(Request, frozen=True, kw_only=True, tag="discount"):
    line: LineNumber | None = None
    percent_bp: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    amount_minor: Amount | None = None
    kind: Literal["manual", "staff"] = "manual"
    reason: Reason


class OverridePrice(Request, frozen=True, kw_only=True, tag="override_price"):
    line: LineNumber
    price_minor: Amount
    reason: Reason


class SetMember(Request, frozen=True, kw_only=True, tag="member"):
    code: Scanned | None = None
    id: Text64 | None = None


class ProfileFields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Contact data of a member, none of it asked for; absent leaves a field as it is, and empty takes it away."""

    first_name: Annotated[str, Meta(max_length=60)] | None = None
    last_name: Annotated[str, Meta(max_length=60)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    email: Annotated[str, Meta(max_length=254)] | None = None
    birthday: Annotated[str, Meta(max_length=10)] | None = None
    language: Literal["", "fr", "en"] | None = None


class ConsentAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A consent for a purpose, by one channel or (empty) all; `wording` is the hash of the words that were shown, by default the till's."""

    purpose: Text64
    channel: Literal["", "email", "sms", "post"] = ""
    wording: Annotated[str, Meta(max_length=64)] = ""


class Join(Request, frozen=True, kw_only=True, tag="join"):
    """Take somebody in as a member: one of first name, phone and e-mail is needed. `code` is the number of an unused printed card; `id` is
    made by the caller, 32 hexadecimal digits drawn by lot, else here.
    """

    code: Scanned | None = None
    id: Annotated[str, Meta(pattern=MEMBER_PATTERN)] | None = None
    profile: ProfileFields = ProfileFields()
    consents: Annotated[list[str | ConsentAsked], Meta(max_length=20)] = []


class ChangeProfile(Request, frozen=True, kw_only=True, tag="profile"):
    """Change contact data of a member, by default of the ticket's."""

    id: Text64 | None = None
    profile: ProfileFields


class Consent(Request, frozen=True, kw_only=True, tag="consent"):
    """Give a consent, or take it back, for a member, by default the ticket's."""

    purpose: Text64
    channel: Literal["", "email", "sms", "post"] = ""
    given: bool
    wording: Annotated[str, Meta(max_length=64)] = ""
    id: Text64 | None = None


class MemberCard(Request, frozen=True, kw_only=True, tag="member_card"):
    """Print a member's card, by default of the ticket's; a `new` one makes those before it worthless."""

    id: Text64 | None = None
    new: bool = False


class ShowWallet(Request, frozen=True, kw_only=True, tag="wallet"):
    """Tell what a member holds, by default the ticket's: no name, no contact."""

    id: Text64 | None = None


class ExportMember(Request, frozen=True, kw_only=True, tag="export_member"):
    """Ask the ledger for all that the shop holds of a member."""

    id: Text64


class EraseMember(Request, frozen=True, kw_only=True, tag="erase_member"):
    """Erase a member in all stores and here."""

    id: Text64


class Coupon(Request, frozen=True, kw_only=True, tag="coupon"):
    code: Scanned


class Reward(Request, frozen=True, kw_only=True, tag="reward"):
    """Without `claims`, one, or of a reward that repeats as many as the points allow and the ticket has use for."""

    id: Text64
    claims: Quantity | None = None


class DropReward(Request, frozen=True, kw_only=True, tag="drop_reward"):
    """Gives a reward back that lies on the ticket."""

    id: Text64


class Explain(Request, frozen=True, kw_only=True, tag="explain"):
    """Ask what became of an offer on this ticket, and why."""

    id: Text64


class Recovery(Request, frozen=True, kw_only=True, tag="recovery"):
    """Give the ticket's member something to make good, of a programme of the shop."""

    programme: Text64
    amount_minor: Amount
    reason: Reason


class Hold(Request, frozen=True, kw_only=True, tag="hold"):
    pass


class Recall(Request, frozen=True, kw_only=True, tag="recall"):
    ticket: Text64


class TenderMoney(Request, frozen=True, kw_only=True, tag="tender"):
    """`begin` commits only the durable intent of a stand-alone card; `card_answer` then says what its terminal said. `programme` is whose
    points or cashback pay, where there are several."""

    kind: Text64
    amount_minor: Amount | None = None
    code: Scanned | None = None
    begin: bool = False
    programme: Text64 | None = None


class CardAnswer(Request, frozen=True, kw_only=True, tag="card_answer"):
    """What the separate card terminal said, as the cashier read it."""

    accepted: bool


class Finish(Request, frozen=True, kw_only=True, tag="finish"):
    """`language` is the customer's, in which the paper speaks; without it the ticket's own."""

    paper: Paper = "paper"
    language: Literal["fr", "en"] | None = None


class CancelBasket(Request, frozen=True, kw_only=True, tag="cancel_basket"):
    paper: Paper | None = None


class Undo(Request, frozen=True, kw_only=True, tag="undo"):
    paper: Paper | None = None


class ReturnPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    line: LineNumber
    quantity: Quantity | None = None


class Return(Request, frozen=True, kw_only=True, tag="return"):
    receipt: Scanned
    lines: Annotated[list[ReturnPart], Meta(min_length=1, max_length=1_000)] | None = None


class SellGiftCard(Request, frozen=True, kw_only=True, tag="gift_card"):
    amount_minor: Amount
    code: Scanned


class Reprint(Request, frozen=True, kw_only=True, tag="reprint"):
    """A duplicate, or with `gift` a receipt without prices, for who is given the goods."""

    receipt: Scanned
    gift: bool = False


class SendReceipt(Request, frozen=True, kw_only=True, tag="send_receipt"):
    """Send a receipt to an e-mail address once the network allows; the address is kept until it is sent and nowhere else."""

    receipt: Scanned
    address: Annotated[str, Meta(min_length=3, max_length=254)]


class NoSaleOpening(Request, frozen=True, kw_only=True, tag="no_sale"):
    reason: Reason


class PaidIn(Request, frozen=True, kw_only=True, tag="paid_in"):
    amount_minor: Amount
    reason: Reason


class PaidOut(Request, frozen=True, kw_only=True, tag="paid_out"):
    amount_minor: Amount
    reason: Reason


class Drop(Request, frozen=True, kw_only=True, tag="drop"):
    """Cash taken out of the drawer to the safe; `bag` is the number on the bag it goes into."""

    amount_minor: Amount
    reason: Reason
    bag: Annotated[str, Meta(min_length=1, max_length=32)] | None = None
    denominations: dict[str, int] | None = None


class XReport(Request, frozen=True, kw_only=True, tag="x_report"):
    pass


class CloseDay(Request, frozen=True, kw_only=True, tag="close_day"):
    counted_minor: Amount
    denominations: dict[str, int] | None = None


class AgeCheck(Request, frozen=True, kw_only=True, tag="age_check"):
    passed: bool


class PriceCheck(Request, frozen=True, kw_only=True, tag="price_check"):
    code: Scanned


class Weigh(Request, frozen=True, kw_only=True, tag="weigh"):
    sku: Text64


class TaxMode(Request, frozen=True, kw_only=True, tag="tax_mode"):
    mode: Literal["eat_in", "take_away", "exempt"]


class Lock(Request, frozen=True, kw_only=True, tag="lock"):
    pass


class Training(Request, frozen=True, kw_only=True, tag="training"):
    on: bool


class Buyer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whom an invoice is made out to; `address` may have several rows, `siren` is what France numbers a company by."""

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    address: Annotated[str, Meta(min_length=1, max_length=300)]
    vat_number: Annotated[str, Meta(max_length=24)] = ""
    siren: Annotated[str, Meta(max_length=16)] = ""


class Invoice(Request, frozen=True, kw_only=True, tag="invoice"):
    receipt: Scanned
    buyer: Buyer


class ClosePeriod(Request, frozen=True, kw_only=True, tag="close_period"):
    period: Literal["month", "year"]


class TestPage(Request, frozen=True, kw_only=True, tag="test_page"):
    """Print a page that shows what this printer can do."""


class Reroute(Request, frozen=True, kw_only=True, tag="reroute"):
    """Send a paper that waits (`PaperRow.id`) to the other printer."""

    paper: Text64
    printer: Literal[1, 2]


class ChangeSetting(Request, frozen=True, kw_only=True, tag="setting"):
    """Change one setting of this terminal (`sync.base.settings`); what cannot change while it runs counts from the next start."""

    key: Text64
    value: Annotated[str, Meta(max_length=500)]


class Sync(Request, frozen=True, kw_only=True, tag="sync"):
    pass


class State(Request, frozen=True, kw_only=True, tag="state"):
    pass


class Clock(Request, frozen=True, kw_only=True, tag="clock"):
    at: Annotated[str, Meta(min_length=16, max_length=40)]


Command = (
    Login
    | Logout
    | Approve
    | OpenDay
    | Scan
    | Add
    | SetQuantity
    | VoidLine
    | Discount
    | OverridePrice
    | SetMember
    | Join
    | ChangeProfile
    | Consent
    | MemberCard
    | ShowWallet
    | ExportMember
    | EraseMember
    | Coupon
    | Reward
    | DropReward
    | Explain
    | Recovery
    | Hold
    | Recall
    | TenderMoney
    | CardAnswer
    | Finish
    | CancelBasket
    | Undo
    | Return
    | SellGiftCard
    | Reprint
    | SendReceipt
    | NoSaleOpening
    | PaidIn
    | PaidOut
    | Drop
    | XReport
    | CloseDay
    | AgeCheck
    | PriceCheck
    | Weigh
    | TaxMode
    | Lock
    | Training
    | Invoice
    | ClosePeriod
    | TestPage
    | Reroute
    | ChangeSetting
    | Sync
    | State
    | Clock
)


def tag_of(command: Command) -> str:
    """Return the request's name as TILL.md writes it."""
    return str(type(command).__struct_config__.tag)
