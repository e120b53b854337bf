"""What screens may ask."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SearchGoods:
    text: str
    limit: int = 30


@dataclass(frozen=True)
class Departments:
    pass


@dataclass(frozen=True)
class GoodsOf:
    department: str
    offset: int = 0
    limit: int = 60


@dataclass(frozen=True)
class SearchMembers:
    text: str
    limit: int = 20


@dataclass(frozen=True)
class MemberName:
    id: str


@dataclass(frozen=True)
class StaffList:
    pass


@dataclass(frozen=True)
class SyncState:
    pass


@dataclass(frozen=True)
class PrinterStatus:
    pass


@dataclass(frozen=True)
class DayInfo:
    pass


@dataclass(frozen=True)
class Recovery:
    pass


@dataclass(frozen=True)
class Desk:
    """The manager's end of day, asked of the ledger; fails with EnvironmentFault when it cannot be reached."""

    business_day: str


@dataclass(frozen=True)
class AskPush:
    """The manager's button: push what this machine holds and ask the other terminals to push now."""


@dataclass(frozen=True)
class PaperText:
    """The text of a finished receipt, as it prints."""

    number: str


@dataclass(frozen=True)
class HeldTickets:
    """The tickets put aside at this till, oldest first."""


@dataclass(frozen=True)
class FindReceipt:
    """A receipt to give goods back from: of this till, or asked of the ledger; by number or by what its QR holds."""

    receipt: str


@dataclass(frozen=True)
class RecentReceipts:
    """The last receipts of this till, newest first."""

    limit: int = 30


@dataclass(frozen=True)
class Reasons:
    """The shop's reasons for an act (`permissions.Act`)."""

    act: str


@dataclass(frozen=True)
class MakeGoods:
    """What the person at the till may give a member to make good."""


@dataclass(frozen=True)
class ConsentsOf:
    """The purposes that a member has consented to, as this terminal knows."""

    member: str


@dataclass(frozen=True)
class OfferReasons:
    """Every offer of the shop and what becomes of it on the open ticket (`answers.TraceView`)."""


@dataclass(frozen=True)
class GoodsByPlu:
    """The product of a short number, or None."""

    plu: str


@dataclass(frozen=True)
class PrintQueue:
    """The papers that wait, and what became of the last that came out."""


@dataclass(frozen=True)
class SettingsNow:
    """The settings of this terminal with their values in force."""


@dataclass(frozen=True)
class PaymentOptions:
    """The ways to pay the open ticket, or to pay it out."""


@dataclass(frozen=True)
class ConsentTexts:
    """The words of each purpose that a member may consent to, in the customer's language."""

    language: str = "fr"


@dataclass(frozen=True)
class FindMember:
    """Members by card number, phone, e-mail or name: known here, or by number, phone and e-mail at the ledger, which is asked aside."""

    text: str
    limit: int = 20


@dataclass(frozen=True)
class MemberProfile:
    """A member's contact data, for who takes them down; None at a kiosk, and where this till has none."""

    id: str


@dataclass(frozen=True)
class MemberCardPicture:
    """The code of a member's card as a PNG."""

    id: str
    scale: int = 8


@dataclass(frozen=True)
class WalletPass:
    """A member's card as a signed file for a phone's wallet. Refusal `no_pass_certificate` where the shop has set none."""

    id: str
