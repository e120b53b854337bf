"""What a terminal did, as it is kept for ever: immutable facts with integers, codes and random ids; nothing personal (law 13)."""

from sync.protocol.book_facts import (
    ArchiveMade,
    CashMoved,
    DayClosed,
    DayOpened,
    EpochClosed,
    EpochOpened,
    NoSale,
    PeriodClosed,
    SoftwareChanged,
)
from sync.protocol.evaluation import Evaluation
from sync.protocol.loyalty_facts import (
    ConsentChanged,
    ConsentGiven,
    MemberCardIssued,
    MemberJoined,
    OfferStopAsked,
    ProfileChanged,
    RecoveryGiven,
    RightRefused,
)
from sync.protocol.values import (
    Fact,
    IssuedCoupon,
    MemberRef,
    OfferShare,
    OfferUse,
    Origin,
    PointsMovement,
    RedeemedCoupon,
    RewardTaken,
    SoldLine,
    TaxShare,
    Tender,
    TenderTotal,
    Value,
)

__all__ = [
    "AnyFact",
    "ApprovalRefused",
    "ArchiveMade",
    "BasketCancelled",
    "BasketHeld",
    "BasketRecalled",
    "CardSettled",
    "CashMoved",
    "ClockJumped",
    "ConsentChanged",
    "ConsentGiven",
    "CopyPrinted",
    "DayClosed",
    "DayOpened",
    "DiscountGiven",
    "DiscountWithdrawn",
    "EpochClosed",
    "EpochOpened",
    "Evaluation",
    "Fact",
    "InvoiceIssued",
    "IssuedCoupon",
    "LineVoided",
    "LoggedIn",
    "LoggedOut",
    "LoginRefused",
    "MemberCardIssued",
    "MemberJoined",
    "MemberRef",
    "NoSale",
    "OfferShare",
    "OfferStopAsked",
    "OfferUse",
    "Origin",
    "PeriodClosed",
    "PointsMovement",
    "PriceOverridden",
    "ProfileChanged",
    "RecoveryGiven",
    "RedeemedCoupon",
    "RewardTaken",
    "RightRefused",
    "Sale",
    "SettingChanged",
    "SoftwareChanged",
    "SoldLine",
    "TaxShare",
    "Tender",
    "TenderReversed",
    "TenderTotal",
    "TillLocked",
    "TrainingSwitched",
    "TrainingTicket",
    "Value",
]


class Sale(Fact, tag="sale", frozen=True, kw_only=True):
    """A finished basket: sale, return (negative lines) or exchange. Tenders in - tenders out - change = gross + rounding.

    `restored` are coupons that wholly returned sales had used up and that are good again; `mode` is eat_in, take_away, exempt or empty.
    `uses` are of limited offers, negative where wholly returned sales give them back. `suggested` are the sku of goods that its receipt
    speaks of.
    """

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
    restored: list[RedeemedCoupon] = []
    uses: list[OfferUse] = []
    rewards: list[RewardTaken] = []
    mode: str = ""
    evaluation: Evaluation | None = None
    paper: str = "paper"
    language: str = "fr"
    suggested: list[str] = []

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
    """A tender taken back (`out`: one that paid out) before the ticket was finished: a card's by its terminal or by the cashier's word,
    any other by handing it back. `intent` is a card's."""

    basket: str
    kind: str
    amount_minor: int
    intent: str = ""
    out: bool = False


class CardSettled(Fact, tag="card_settled", frozen=True, kw_only=True):
    """What a person said of a card payment, or of its reversal (`reverses`), when the terminal could not tell what became of it."""

    basket: str
    amount_minor: int
    intent: str
    accepted: bool
    out: bool = False
    reverses: str = ""


class DiscountGiven(Fact, tag="discount_given", frozen=True, kw_only=True):
    """A discount that a person gave on a line, or on the whole basket (line 0): one of a rate or an amount. `kind` is manual or staff."""

    basket: str
    line: int = 0
    kind: str = "manual"
    percent_bp: int = 0
    amount_minor: int = 0
    reason: str = ""


class DiscountWithdrawn(Fact, tag="discount_withdrawn", frozen=True, kw_only=True):
    """A discount taken back before the ticket was finished; its fields are those of the one given."""

    basket: str
    line: int = 0
    kind: str = "manual"
    percent_bp: int = 0
    amount_minor: int = 0


class PriceOverridden(Fact, tag="price_overridden", frozen=True, kw_only=True):
    """A unit price that a person changed."""

    basket: str
    line: int
    sku: str
    from_minor: int
    to_minor: int
    reason: str = ""


class BasketHeld(Fact, tag="basket_held", frozen=True, kw_only=True):
    """A ticket put aside under a short number, `ticket`."""

    basket: str
    ticket: str
    lines: int
    gross_minor: int


class BasketRecalled(Fact, tag="basket_recalled", frozen=True, kw_only=True):
    """A ticket taken up again, by whoever is at the till."""

    basket: str
    ticket: str


class LoggedIn(Fact, tag="logged_in", frozen=True, kw_only=True):
    pass


class LoggedOut(Fact, tag="logged_out", frozen=True, kw_only=True):
    pass


class TillLocked(Fact, tag="till_locked", frozen=True, kw_only=True):
    """The screen was locked with the ticket as it stands; the next log-in goes on with it."""


class TrainingSwitched(Fact, tag="training_switched", frozen=True, kw_only=True):
    """From here on tickets are for practice, or for money again."""

    on: bool


class TrainingTicket(Fact, tag="training_ticket", frozen=True, kw_only=True):
    """A ticket rung up for practice: kept whole, and in no figure, posting or balance. Its number is of a series of its own."""

    number: str
    ticket: Sale


class CopyPrinted(Fact, tag="copy_printed", frozen=True, kw_only=True):
    """A paper printed again: `copy` counts from 1. `kind` is duplicate, gift or invoice of a sale, `number` its receipt's; or closing,
    period or report, `number` the Z's, the month's or year's, or the moment of the X.
    """

    number: str
    copy: int
    kind: str = "duplicate"


class InvoiceIssued(Fact, tag="invoice_issued", frozen=True, kw_only=True):
    """An invoice made of a receipt; `buyer` is the salted hash of the buyer's data, which stand beside the entries (law 13)."""

    number: str
    receipt: str
    buyer: str


class SettingChanged(Fact, tag="setting_changed", frozen=True, kw_only=True):
    """A setting of this terminal was changed; its value stands in the profile's file."""

    key: str


class LoginRefused(Fact, tag="login_refused", frozen=True, kw_only=True):
    """A wrong PIN; `failures` in a row so far, `approval` when it was for another person's act."""

    person: str
    failures: int
    approval: bool = False


class ApprovalRefused(Fact, tag="approval_refused", frozen=True, kw_only=True):
    """Somebody whose PIN was right was asked to approve an act and may not: `cause` is role, or self for who asked."""

    person: str
    act: str
    cause: str


class ClockJumped(Fact, tag="clock_jumped", frozen=True, kw_only=True):
    """The wall clock went back behind the high-water mark, or far ahead; both in ISO 8601."""

    mark: str
    wall: str


AnyFact = (
    EpochOpened
    | DayOpened
    | Sale
    | LineVoided
    | BasketCancelled
    | TenderReversed
    | CardSettled
    | DiscountGiven
    | DiscountWithdrawn
    | PriceOverridden
    | BasketHeld
    | BasketRecalled
    | CashMoved
    | NoSale
    | LoggedIn
    | LoggedOut
    | TillLocked
    | TrainingSwitched
    | TrainingTicket
    | CopyPrinted
    | InvoiceIssued
    | SettingChanged
    | LoginRefused
    | ApprovalRefused
    | ClockJumped
    | DayClosed
    | PeriodClosed
    | ArchiveMade
    | EpochClosed
    | SoftwareChanged
    | MemberJoined
    | MemberCardIssued
    | ProfileChanged
    | ConsentChanged
    | RecoveryGiven
    | RightRefused
    | OfferStopAsked
)
